"""Arguments that are no numbers: texts, lists of them, objects of a class; what is something else is refused.

Law: one sentence names the parameter and says what it should be. Numbers and arrays of them are looked at by `numeric`.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from typing import Any, TypeVar

from .errors import InvalidInput

Kind = TypeVar("Kind")


def refused(value: Any, name: str, should: str) -> InvalidInput:
    """Return the error of a parameter; of a long value it shows the beginning."""
    return InvalidInput(f"Invalid `{name}` {' '.join(reprlib.repr(value).split())}. Should be {should}.")


def require_text(value: Any, name: str) -> None:
    """Raise InvalidInput, which calls it `name`, unless a value is a text."""
    if not isinstance(value, str):
        raise refused(value, name, "a text")


def listed(values: Any, kind: type[Kind], name: str, should: str) -> tuple[Kind, ...]:
    """Return what a list of objects of one class holds.

    A text is no list of texts.

    Raises
    ------
    InvalidInput
        If it is no list, or one of another class is in it; it calls it `name`, and says what it `should` be.
    """
    is_list = isinstance(values, Iterable) and not isinstance(values, (str, bytes))
    found = tuple(values) if is_list else ()
    if not is_list or not all(isinstance(value, kind) for value in found):
        raise refused(values, name, should)
    return found
