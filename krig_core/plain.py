"""Plain data from outside, as JSON has them, checked against declarations.

Law: what is read has exactly the keys that a dataclass declares, each of its kind; whatever else comes ends in one
sentence that names the key. Nothing is guessed, rounded or passed over. Each key says what it is for.

    text ──► parsed() ──► dict ──► read(Declared, …) ──► Declared(…) ──► as_dict() ──► dict

    @dataclass(frozen=True)
    class Declared:
        count: int = whole("How many.", least=1)                   # without a default: must be there
        radius: float | None = number("How far.", None, above=0)   # with a default; null is allowed where that is None
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


class _Lacking:
    """What a key without a default holds until it is given."""

    def __repr__(self) -> str:
        return "nothing"


LACKING = _Lacking()


class _Unfit(Exception):
    """A value is not of its kind; the message says what it should be, where the kind's own words do not."""


@dataclass(frozen=True)
class Kind:
    """What a value should be.

    Attributes
    ----------
    words : str
        As in "Should be …".
    accept : callable
        Gets the value and where it stands; returns it as it will be used, or raises _Unfit.
    null : bool
        Whether there may be none.
    """

    words: str
    accept: Callable[[Any, str], Any]
    null: bool = False

    def __str__(self) -> str:
        return self.words + ", or null" * self.null

    def of(self, value: Any, place: str) -> Any:
        """Return a value as it will be used; `place` is its key in the errors."""
        if value is None and self.null:
            return None
        try:
            return self.accept(value, place)
        except _Unfit as error:
            should = str(error) or self.words
            message = f"`{place}` is {_shown(value)}. Should be {should}{', or null' * self.null}."
            raise InvalidInput(message) from None


@dataclass(frozen=True)
class Key:
    """What is declared of a key, as the metadata of its field.

    Attributes
    ----------
    help : str
        What it is for, in a line.
    kind : Kind
    is_file : bool
        Whether it names a file that lies beside the job.
    parts : dataclass or None
        That of the object, or of each in the list, that it holds.
    """

    help: str
    kind: Kind
    is_file: bool = False
    parts: type[Any] | None = None

    @classmethod
    def of(cls, item: Field[Any]) -> Key:
        """Return what a field of a declared dataclass says."""
        key: Key = item.metadata["key"]
        return key


def declared(
    text: str, kind: Kind, default: Any = LACKING, *, is_file: bool = False, parts: type[Any] | None = None
) -> Any:
    """Declare a field of a dataclass: what it is for, what it accepts, its default."""
    if default is None and not kind.null:
        kind = Kind(kind.words, kind.accept, null=True)
    return field(default=default, metadata={"key": Key(text, kind, is_file, parts)})


def number(
    text: str,
    default: Any = LACKING,
    *,
    above: float | None = None,
    least: float | None = None,
    below: float | None = None,
    most: float | None = None,
    null: bool = False,
) -> Any:
    """Declare a finite number, perhaps within limits."""
    return declared(text, _number(above, least, below, most, null=null), default)


def measure(text: str, default: Any = LACKING, *, null: bool = False) -> Any:
    """Declare a number that was computed, and may be none (NaN)."""

    def accept(value: Any, _place: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _Unfit
        return float(value)

    return declared(text, Kind("a number", accept, null), default)


def whole(text: str, default: Any = LACKING, *, least: int = 0, most: int | None = None, null: bool = False) -> Any:
    """Declare a whole number."""

    def accept(value: Any, _place: str) -> int:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):
            raise _Unfit
        return int(value)

    words = f"a whole number of at least {least}" + ("" if most is None else f" and at most {most}")
    return declared(text, Kind(words, accept, null), default)


def flag(text: str, default: Any = LACKING) -> Any:
    """Declare true or false."""

    def accept(value: Any, _place: str) -> bool:
        if not isinstance(value, bool):
            raise _Unfit
        return value

    return declared(text, Kind("true or false", accept), default)


def words(text: str, default: Any = LACKING, *, null: bool = False) -> Any:
    """Declare a text."""

    def accept(value: Any, _place: str) -> str:
        if not isinstance(value, str) or "\0" in value:
            raise _Unfit
        return value

    return declared(text, Kind("a text", accept, null), default)


def name(text: str) -> Any:
    """Declare a name: a text, a number or null."""

    def accept(value: Any, _place: str) -> Any:
        if not isinstance(value, (str, int, float)):
            raise _Unfit
        return value

    return declared(text, Kind("a name: a text or a number", accept, null=True))


def choice(text: str, choices: Iterable[str], default: Any = LACKING) -> Any:
    """Declare one of several texts."""
    known = tuple(choices)
    should = f"one of {', '.join(known)}"

    def accept(value: Any, _place: str) -> str:
        if not isinstance(value, str) or value not in known:
            near = _nearest(value, known)
            raise _Unfit(should + (f" (perhaps {near}?)" if near else ""))
        return value

    return declared(text, Kind(should, accept), default)


def array_file(text: str, default: Any = LACKING) -> Any:
    """Declare the name of a file of an array, which lies in the job's own folder."""

    def accept(value: Any, _place: str) -> str:
        if not isinstance(value, str) or not value.endswith(".npy") or value.startswith(".") or len(value) > 200:
            raise _Unfit
        if any(letter in '/\\:*?"<>|' or not letter.isprintable() for letter in value):
            raise _Unfit
        return value

    kind = Kind("the plain name of a .npy file, which lies beside the job", accept)
    return declared(text, kind, default, is_file=True)


def pair(text: str, default: Any = LACKING, *, null: bool = False, null_ends: bool = False) -> Any:
    """Declare two numbers, a lower and a higher one."""
    end = _number(None, None, None, None, null=null_ends)

    def accept(value: Any, place: str) -> tuple[float | None, float | None]:
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            raise _Unfit
        low, high = (end.of(item, f"{place}[{index}]") for index, item in enumerate(value))
        if low is not None and high is not None and not low < high:
            message = "a pair of numbers, the lower first"
            raise _Unfit(message)
        return low, high

    return declared(text, Kind("a pair of numbers", accept, null), default)


def row(text: str, *items: Any) -> Any:
    """Declare a list of values, each declared by itself."""
    kinds = [Key.of(item).kind for item in items]

    def accept(value: Any, place: str) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(kinds):
            raise _Unfit
        return tuple(kind.of(one, f"{place}[{index}]") for index, (kind, one) in enumerate(zip(kinds, value)))

    return declared(text, Kind(f"a row of {len(kinds)} ({'; '.join(map(str, kinds))})", accept))


def many(text: str, item: Any, default: Any = LACKING, *, most: int | None = None, null: bool = False) -> Any:
    """Declare a list of values, of which the declaration of one is given."""
    one = Key.of(item)
    should = "a list" + ("" if most is None else f" of at most {most}")

    def accept(value: Any, place: str) -> Any:
        if not isinstance(value, (list, tuple)) or (most is not None and len(value) > most):
            raise _Unfit(should)
        return tuple(one.kind.of(each, f"{place}[{index}]") for index, each in enumerate(value))

    return declared(text, Kind(f"{should} (each {one.kind})", accept, null), default, parts=one.parts)


def counts(text: str) -> Any:
    """Declare an object of whole numbers whose keys are no declared ones."""

    def accept(value: Any, _place: str) -> dict[str, int]:
        numbers = value.values() if isinstance(value, dict) else [None]
        if not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
            raise _Unfit
        return dict(value)

    return declared(text, Kind("an object of whole numbers", accept))


def part(text: str, kind: type[Any], default: Any = LACKING, *, null: bool = False) -> Any:
    """Declare an object with keys of its own, which another dataclass declares."""

    def accept(value: Any, place: str) -> Any:
        return read(kind, value, place, f"{place}.")

    return declared(text, Kind("an object", accept, null), default, parts=kind)


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
        If it is not an object, has a key that is not declared, lacks one, or holds a value of another kind.
    """
    if not isinstance(given, dict):
        message = f"{what} is {_shown(given)}. Should be an object with keys of its own."
        raise InvalidInput(message)
    keys = {item.name: item for item in fields(kind)}  # type: ignore[arg-type]
    for key in given:
        if key not in keys:
            near = _nearest(key, list(keys))
            message = f"{_shown(key)} is no key of {what}. "
            message += f"Should it be {near!r}?" if near else f"Should be one of {', '.join(keys)}."
            raise InvalidInput(message)
    for key, item in keys.items():
        if key not in given and item.default in (LACKING, MISSING):
            message = f"{what} lacks `{prefix}{key}`."
            raise InvalidInput(message)
    return kind(**{key: Key.of(keys[key]).kind.of(value, f"{prefix}{key}") for key, value in given.items()})


def as_dict(thing: Any) -> dict[str, Any]:
    """Return a declared dataclass as plain data again, with its defaults, but without what it lacks."""
    given = {item.name: getattr(thing, item.name) for item in fields(thing)}
    return {name: _plain(value) for name, value in given.items() if value is not LACKING}


def _plain(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return json.loads(value.to_json())
    if is_dataclass(value) and not isinstance(value, type):
        return as_dict(value)
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def array_files(thing: Any, prefix: str = "") -> dict[str, str]:
    """Return the files that a declared dataclass names, by their keys."""
    found: dict[str, str] = {}
    for item in fields(thing):
        value = getattr(thing, item.name)
        if Key.of(item).is_file and isinstance(value, str):
            found[prefix + item.name] = value
        elif is_dataclass(value):
            found.update(array_files(value, f"{prefix}{item.name}."))
    return found


def parsed(content: str) -> Any:
    """Return what a JSON text holds; InvalidInput where it is not JSON, or has a key twice."""
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
        message = f"{_shown(twice)} is in it twice."
        raise InvalidInput(message)
    return whole_object


def _no_number(constant: str) -> Any:
    message = f"{constant} is no number."
    raise InvalidInput(message)


def _number(above: float | None, least: float | None, below: float | None, most: float | None, *, null: bool) -> Kind:
    limits = (("greater than", above), ("of at least", least), ("less than", below), ("of at most", most))
    should = " ".join(["a number", " and ".join(f"{what} {limit:g}" for what, limit in limits if limit is not None)])

    def accept(value: Any, _place: str) -> float:
        try:
            result = math.nan if isinstance(value, bool) or not isinstance(value, (int, float)) else float(value)
        except OverflowError:
            result = math.inf
        fits = math.isfinite(result) and (above is None or result > above) and (least is None or result >= least)
        if not fits or (below is not None and result >= below) or (most is not None and result > most):
            raise _Unfit
        return result

    return Kind(should.strip(), accept, null)


def _nearest(word: Any, words: Sequence[str]) -> str:
    """Return the word that was perhaps meant, or nothing."""
    near = difflib.get_close_matches(str(word)[:_SHOWN].lower(), words, 1) if isinstance(word, str) else []
    return near[0] if near else ""


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list, tuple)):
        return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_SHOWN:
        return "a number of more than 40 digits"
    shown = json.dumps(value) if value is None or isinstance(value, (bool, int, float)) else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
