"""The worker's side on a Dask cluster: what runs in a thread of a worker that someone else has started.

Law: it is a guest there and takes nothing for granted. The core that runs here came from the caller
(`cluster.perform`), so did the object and the plan, and all of it goes when the call is over. Every thread has a thing
of its own, made on buffers that all threads of the process share, read-only. What happens is answered as in
local_worker.py; only a lost worker is Dask's.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import pathlib
import threading
import time
import uuid
import zipfile
from collections.abc import Sequence
from typing import Any

import cloudpickle
from distributed import get_worker

from ..blas import one_blas_thread
from ..bundled import import_bundled
from ..errors import MissingPackage
from .local_worker import ERROR, PULSE_INTERVAL, outcome, packed_error
from .parcel import Parcel, packed

CORE = __name__.rpartition(".workforce.")[0]
"""The name under which this core was imported: stochastic_kriging.krig_core, or another."""
UNLOADED = "unloaded"
"""An answer like ERROR, of a worker that could not load the object or plan."""

_kept: dict[int, tuple[str, Any]] = {}


def by_value(thing: Any) -> Parcel:
    """Return a thing as a parcel, with its class if that is one of the caller's script."""
    return packed(thing, lambda stream, protocol, _, callback: cloudpickle.Pickler(stream, protocol, callback))


def sources() -> dict[str, bytes]:
    """Return the files of this core, and of threadpoolctl where it is one, by their names in an archive."""
    folder = pathlib.Path(__file__).parents[1]
    parents = CORE.split(".")
    files = {"/".join([*parents[:depth], "__init__.py"]): b"" for depth in range(1, len(parents))}
    for path in sorted(folder.rglob("*.py")):
        files["/".join([*parents, *path.relative_to(folder).parts])] = path.read_bytes()
    with contextlib.suppress(MissingPackage, OSError):
        files["threadpoolctl.py"] = pathlib.Path(str(import_bundled("threadpoolctl").__file__)).read_bytes()
    return files


@functools.cache
def digest() -> str:
    """Return what tells this core from every other version of it."""
    folder = pathlib.Path(__file__).parents[1]
    if not folder.is_dir():
        # An archive that `cluster.perform` has named after its digest.
        return next(path.stem for path in folder.parents if path.suffix == ".zip").rpartition("-")[2]
    whole = hashlib.sha256()
    for name, text in sources().items():
        if name.startswith(CORE.replace(".", "/") + "/"):
            whole.update(f"{name} {len(text)} ".encode() + text)
    return whole.hexdigest()[:16]


@functools.cache
def archive() -> bytes:
    """Return this core as a zip file that Python can import from."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in sources().items():
            file.writestr(name, text)
    return stream.getvalue()


def carry_out(subject: Sequence[Any], letter: Sequence[Any], call: tuple[str, bool, str, int]) -> list[Any]:
    """Call a method of the subject; return an answer whose buffers Dask sends as they are.

    Parameters
    ----------
    subject : [payload, *buffers]
        The object or plan.
    letter : [payload, *buffers]
        The message.
    call : (key of the subject, whether it is a plan, topic for pulses, index of the message)

    Returns
    -------
    [JSON of (kind, units, attempt), payload, *buffers]
    """
    key, divided, topic, index = call
    pulse = _Pulse(topic, index)
    try:
        with one_blas_thread():
            thing = _unpacked(key, subject)
            kind, parcel = _called(thing, letter, (pulse,) if divided else ())
    except _Dropped:
        forget(key)
        kind, parcel = ERROR, packed(None)
    except BaseException as error:
        kind, parcel = UNLOADED, packed_error(error, cloudpickle.dumps)
    head = json.dumps([kind, pulse.done, pulse.attempt]).encode()
    return [head, parcel.payload, *parcel.buffers]


def forget(key: str) -> None:
    """Drop what this process made of a subject."""
    for thread, (kept, _) in list(_kept.items()):
        if kept == key:
            _kept.pop(thread, None)


def _called(thing: Any, letter: Sequence[Any], last: tuple[Any, ...]) -> tuple[str, Parcel]:
    try:
        return outcome(thing, _parcel(letter).unpacked(), last, by_value)
    except _Dropped:
        raise
    except BaseException as error:
        return ERROR, packed_error(error, cloudpickle.dumps)


def _unpacked(key: str, subject: Sequence[Any]) -> Any:
    thread = threading.get_ident()
    kept, thing = _kept.get(thread, ("", None))
    if kept != key:
        _kept.pop(thread, None)
        thing = _parcel(subject).unpacked()
        _kept[thread] = key, thing
    return thing


def _parcel(frames: Sequence[Any]) -> Parcel:
    return Parcel(frames[0], tuple(memoryview(frame).toreadonly() for frame in frames[1:]))


class _Dropped(BaseException):
    """The part at hand is not wanted any more: its call is over, or its caller gone."""


class _Pulse:
    """Adds up units of work and tells them to the caller once in a while: all that this attempt has done so far."""

    def __init__(self, topic: str, index: int) -> None:
        self.worker = get_worker()
        self.task = self.worker.get_current_task()
        self.topic, self.index = topic, index
        self.attempt = uuid.uuid4().hex
        self.done = 0.0
        self.told = time.monotonic()

    def __call__(self, units: float) -> None:
        self.done += units
        now = time.monotonic()
        if now - self.told >= PULSE_INTERVAL:
            self.told = now
            task = self.worker.state.tasks.get(self.task)
            if task is None or task.state == "cancelled":
                raise _Dropped
            self.worker.log_event(self.topic, [self.index, self.attempt, self.done])
