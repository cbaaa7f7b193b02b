"""One message to a worker, and what became of it, here in the caller's process.

Law: whichever engine carried a message out, its caller gets what the method returned, or the exception that it raised
with the worker's traceback as cause; what cannot be packed or unpacked says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from ..errors import InvalidInput, WorkerDied
from . import local_worker
from .parcel import Parcel, packed


class Message(TypedDict):
    """One call on its way to a worker; `name` says in errors and logs what is done."""

    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    name: str


class WorkerTraceback(Exception):  # noqa: N818
    """The cause of an exception that a worker raised: where in the worker, as text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f'\n"""\n{self.text}"""'


@dataclass
class Outcome:
    """The answer to one message, still packed."""

    name: str
    kind: str
    parcel: Parcel
    death: WorkerDied | None = None

    def get(self) -> Any:
        """Return what the method returned, or raise what it raised."""
        if self.death:
            raise self.death
        if self.kind == local_worker.ERROR:
            raise unpacked_error(self.parcel)
        try:
            return self.parcel.unpacked()
        except MemoryError:
            raise
        except Exception as error:
            message = f"The result of {self.name} arrived, but cannot be unpickled here: {error}"
            raise RuntimeError(message) from error


def pack(thing: Any, what: str, packing: Callable[[Any], Parcel] = packed) -> Parcel:
    """Return a thing as a parcel, or raise InvalidInput that says what it is."""
    try:
        return packing(thing)
    except MemoryError:
        raise
    except Exception as error:
        message = f"Invalid {what}: it cannot be pickled, so it cannot be sent to a worker process ({error})"
        raise InvalidInput(message) from error


def unpacked_error(parcel: Parcel) -> BaseException:
    """Return the exception that `local_worker.packed_error` has packed."""
    exception, summary, text = parcel.unpacked()
    error: object
    try:
        error = Parcel(exception).unpacked()
    except Exception:
        # The classic: an exception whose __init__ wants more arguments than its `args` hold.
        error = None
    if not isinstance(error, BaseException):
        error = RuntimeError(f"{summary} (in a worker process, whose exception cannot be pickled)")
    error.__cause__ = WorkerTraceback(text)
    return error
