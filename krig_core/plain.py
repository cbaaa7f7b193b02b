"""Plain data from outside, as JSON has them, checked against declarations.

Law: what is read has exactly the keys that a dataclass declares, each of its kind; whatever else comes ends in one
sentence that names the key. Nothing is guessed, rounded or passed over.

    text ──► parsed() ──► dict ──► read(Declared, …) ──► Declared(…)

    @dataclass(frozen=True)
    class Declared:
        count: int = whole(least=1)                    # without a default: must be there
        radius: float | None = number(None, above=0)   # with a default; null is allowed where that is None
"""

from __future__ import annotations

import difflib
import json
import math
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from .errors import InvalidInput

Declared = TypeVar("Declared")

_SHOWN = 40
"""Letters of a wrong value that are shown."""


class _Unfit(Exception):
    """A value is not of its kind; the message says what it should be."""


@dataclass(frozen=True)
class Kind:
    """What a value should be.

    Attributes
    ----------
    accept : callable
        Gets the value and where it stands; returns it as it will be used, or raises _Unfit.
    null : bool
        Whether there may be none.
    """

    accept: Callable[[Any, str], Any]
    null: bool = False

    def of(self, value: Any, place: str) -> Any:
        """Return a value as it will be used; `place` is its key in the errors."""
        if value is None and self.null:
            return None
        try:
            return self.accept(value, place)
        except _Unfit as error:
            message = f"{place} ({_parameter(place)}) is {_shown(value)}. Should be {error}{', or null' * self.null}."
            raise InvalidInput(message) from None


def declared(
    accept: Callable[[Any, str], Any], default: Any = MISSING, null: bool = False, *, is_file: bool = False
) -> Any:
    """Declare a field of a dataclass: what it accepts, its default, and whether it names a file of the job."""
    metadata = {"kind": Kind(accept, null or default is None), "is_file": is_file}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def number(
    default: Any = MISSING,
    *,
    above: float | None = None,
    least: float | None = None,
    below: float | None = None,
    most: float | None = None,
    null: bool = False,
) -> Any:
    """Declare a finite number, perhaps within limits."""
    return declared(_number(above, least, below, most), default, null)


def whole(default: Any = MISSING, *, least: int = 0, most: int | None = None, null: bool = False) -> Any:
    """Declare a whole number."""
    words = f"a whole number of at least {least}" + ("" if most is None else f" and at most {most}")

    def accept(value: Any, _place: str) -> int:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):
            raise _Unfit(words)
        return int(value)

    return declared(accept, default, null)


def flag(default: Any = MISSING) -> Any:
    """Declare true or false."""

    def accept(value: Any, _place: str) -> bool:
        if not isinstance(value, bool):
            words = "true or false"
            raise _Unfit(words)
        return value

    return declared(accept, default)


def text(default: Any = MISSING, *, null: bool = False) -> Any:
    """Declare a text."""
    return declared(_text, default, null)


def choice(choices: Iterable[str], default: Any = MISSING, *, null: bool = False) -> Any:
    """Declare one of several texts."""
    known = tuple(choices)

    def accept(value: Any, _place: str) -> str:
        if not isinstance(value, str) or value not in known:
            near = _nearest(value, known)
            words = f"one of {', '.join(known)}" + (f" (perhaps {near}?)" if near else "")
            raise _Unfit(words)
        return value

    return declared(accept, default, null)


def array_file(default: Any = MISSING) -> Any:
    """Declare the name of a file of an array, which lies in the job's own folder."""

    def accept(value: Any, _place: str) -> str:
        words = "the plain name of a .npy file, which lies beside the job"
        if not isinstance(value, str) or not value.endswith(".npy") or value.startswith(".") or len(value) > 200:
            raise _Unfit(words)
        if any(letter in '/\\:*?"<>|' or not letter.isprintable() for letter in value):
            raise _Unfit(words)
        return value

    return declared(accept, default, is_file=True)


def pair(default: Any = MISSING, *, null: bool = False, null_ends: bool = False) -> Any:
    """Declare two numbers, a lower and a higher one."""
    end = Kind(_number(None, None, None, None), null_ends)

    def accept(value: Any, place: str) -> tuple[float | None, float | None]:
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            words = "a pair of numbers"
            raise _Unfit(words)
        low, high = (end.of(item, f"{place}[{index}]") for index, item in enumerate(value))
        if low is not None and high is not None and not low < high:
            words = "a pair of numbers, the lower first"
            raise _Unfit(words)
        return low, high

    return declared(accept, default, null)


def numbers(default: Any = MISSING, *, null_items: bool = False, **limits: float | None) -> Any:
    """Declare a list of numbers."""
    bounds = {"above": None, "least": None, "below": None, "most": None, **limits}
    return _many(Kind(_number(**bounds), null_items), default)


def texts(default: Any = MISSING, *, null: bool = False) -> Any:
    """Declare a list of texts."""
    return _many(Kind(_text), default, null=null)


def names(default: Any = MISSING) -> Any:
    """Declare a list of names: texts, numbers or null."""

    def accept(value: Any, _place: str) -> Any:
        if not isinstance(value, (str, int, float)):
            words = "a name: a text or a number"
            raise _Unfit(words)
        return value

    return _many(Kind(accept, null=True), default)


def rows(length: int | None, default: Any = MISSING, *, whole_numbers: bool = False) -> Any:
    """Declare a list of rows of so many numbers (None: any); whole ones are at least 0, others may be null."""
    item = Kind(_whole_item, null=False) if whole_numbers else Kind(_number(None, None, None, None), null=True)

    def accept(value: Any, place: str) -> Any:
        if not isinstance(value, (list, tuple)) or length not in (None, len(value)):
            words = f"a row of {'' if length is None else f'{length} '}numbers"
            raise _Unfit(words)
        return tuple(item.of(number, f"{place}[{index}]") for index, number in enumerate(value))

    return _many(Kind(accept), default)


def part(kind: type[Any], default: Any = MISSING) -> Any:
    """Declare an object with keys of its own, which another dataclass declares."""

    def accept(value: Any, place: str) -> Any:
        return read(kind, value, place, f"{place}.")

    return declared(accept, default)


def parts(kind: type[Any], most: int) -> Any:
    """Declare a list of objects, at most so many."""

    def accept(value: Any, place: str) -> Any:
        return read(kind, value, place, f"{place}.")

    return _many(Kind(accept), MISSING, most=most)


def read(kind: type[Declared], given: Any, what: str, prefix: str = "") -> Declared:
    """Return plain data as a dataclass whose fields are declared here.

    Parameters
    ----------
    kind : dataclass
    given : object
    what : str
        What it is, for the errors.
    prefix : str
        Before its keys, for the errors.

    Raises
    ------
    InvalidInput
        It is no object, has a key that is not declared, lacks one, or a value is not of its kind.
    """
    if not isinstance(given, dict):
        message = f"{what} is {_shown(given)}. Should be an object with keys of its own."
        raise InvalidInput(message)
    declarations: dict[str, Field[Any]] = {item.name: item for item in fields(kind)}  # type: ignore[arg-type]
    for key in given:
        if key not in declarations:
            near = _nearest(key, list(declarations))
            message = f"{_shown(key)} is no key of {what}. "
            message += f"Should it be {near!r}?" if near else f"Should be one of {', '.join(declarations)}."
            raise InvalidInput(message)
    for name, item in declarations.items():
        if name not in given and item.default is MISSING:
            message = f"{what} lacks {prefix}{name} ({_parameter(name)})."
            raise InvalidInput(message)
    values = {name: declarations[name].metadata["kind"].of(value, f"{prefix}{name}") for name, value in given.items()}
    return kind(**values)


def as_dict(thing: Any) -> Any:
    """Return a declared dataclass as plain data again, with its defaults."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {item.name: as_dict(getattr(thing, item.name)) for item in fields(thing)}
    return thing


def array_files(thing: Any, prefix: str = "") -> dict[str, str]:
    """Return the files that a declared dataclass names, by their keys."""
    found: dict[str, str] = {}
    for item in fields(thing):
        value = getattr(thing, item.name)
        if item.metadata["is_file"] and value is not None:
            found[prefix + item.name] = value
        elif is_dataclass(value):
            found.update(array_files(value, f"{prefix}{item.name}."))
    return found


def parsed(content: str) -> Any:
    """Return what a JSON text holds; InvalidInput where it is none, or says one thing twice."""
    try:
        return json.loads(content, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = f"it is no JSON from line {error.lineno}, column {error.colno} on."
    except RecursionError:
        message = "its lists are nested too deeply."
    except ValueError as error:
        if isinstance(error, InvalidInput):
            raise
        message = "a number has too many digits."
    raise InvalidInput(message)


def file_text(path: Path, most: int) -> str:
    """Return the text of a file that is no longer than so many bytes; InvalidInput says why there is none."""
    try:
        # Not blocking: a pipe that nobody writes into would be waited for.
        with open(path, "rb", opener=_open_at_once) as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                message = "it is no file."
                raise InvalidInput(message)
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        message = f"{(getattr(error, 'strerror', None) or 'there is no such file').lower()}."
        raise InvalidInput(message) from error
    if len(content) > most:
        message = f"it is longer than {most / 1e6:g} MB."
        raise InvalidInput(message)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "it is no text in UTF-8."
        raise InvalidInput(message) from None


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    whole_object = dict(pairs)
    if len(whole_object) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        message = f"{_shown(twice)} stands twice in it."
        raise InvalidInput(message)
    return whole_object


def _no_number(constant: str) -> Any:
    message = f"{constant} is no number."
    raise InvalidInput(message)


def _text(value: Any, _place: str) -> str:
    if not isinstance(value, str) or "\0" in value:
        words = "a text"
        raise _Unfit(words)
    return value


def _number(
    above: float | None, least: float | None, below: float | None, most: float | None
) -> Callable[[Any, str], float]:
    limits = (("greater than", above), ("of at least", least), ("less than", below), ("of at most", most))
    words = " ".join(["a number", " and ".join(f"{name} {limit:g}" for name, limit in limits if limit is not None)])

    def accept(value: Any, _place: str) -> float:
        try:
            result = math.nan if isinstance(value, bool) or not isinstance(value, (int, float)) else float(value)
        except OverflowError:
            result = math.inf
        fits = math.isfinite(result) and (above is None or result > above) and (least is None or result >= least)
        if not fits or (below is not None and result >= below) or (most is not None and result > most):
            raise _Unfit(words.strip())
        return result

    return accept


def _whole_item(value: Any, _place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        words = "a whole number"
        raise _Unfit(words)
    return value


def _many(item: Kind, default: Any, *, null: bool = False, most: int | None = None) -> Any:
    def accept(value: Any, place: str) -> Any:
        if not isinstance(value, (list, tuple)) or (most is not None and len(value) > most):
            words = "a list" + ("" if most is None else f" of at most {most}")
            raise _Unfit(words)
        return tuple(item.of(one, f"{place}[{index}]") for index, one in enumerate(value))

    return declared(accept, default, null)


def _nearest(word: Any, words: Sequence[str]) -> str:
    """Return the word that was perhaps meant, or nothing."""
    near = difflib.get_close_matches(str(word)[:_SHOWN].lower(), words, 1) if isinstance(word, str) else []
    return near[0] if near else ""


def _parameter(place: str) -> str:
    """Return the parameter that a key belongs to, as QGIS and the core's own sentences spell it."""
    return place.rpartition(".")[2].partition("[")[0].upper()


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list, tuple)):
        return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_SHOWN:
        return "a number of more than 40 digits"
    shown = json.dumps(value) if value is None or isinstance(value, (bool, int, float)) else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
