"""The worker's side: what runs in a process that `local.Processes` started.

Law: whatever a call raises, returns or receives becomes a letter to the parent; only the parent's silence (end of
its pipe, end of its life) or a call that ends the process itself ends the loop. What a call forks writes no letter, and
ends where the call does. Neither numpy nor the worker's class is imported here: the letters bring what they need, and
an import that fails is an answer like any other.

    parent                                                           this process
      │ ◄──────────────── HERE ──────────────────────────────────────── │  the interpreter runs
      │ ── WORKER, the object (once, before the first ordinary call) ─► │
      │ ◄──────────────── READY, or ERROR ───────────────────────────── │  unpickled
      │ ── PLAN, the plan (once for each divided call) ───────────────► │
      │ ── CALL or PART, {method, args, kwargs, name} ────────────────► │  worker.method(…) or plan.run(part, pulse)
      │ ◄──────────────── PULSE, units … ────────────────────────────── │
      │ ── DROP: the call is over ────────────────────────────────────► │  its part stops at the next pulse told
      │ ◄──────────────── RESULT or ERROR, rest of the units, parcel ── │
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing import current_process, parent_process
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import machine
from .parcel import Parcel, Shelf, borrowed, packed, pickled, receive_frames, send_frames

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

HERE, WORKER, READY, PLAN, CALL, PART, PULSE, DROP, RESULT, ERROR = (
    "here", "worker", "ready", "plan", "call", "part", "pulse", "drop", "result", "error",
)  # fmt: skip
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
"""The environment in which BLAS keeps to one thread."""

NOTHING = packed(None)
PULSE_INTERVAL = 0.1
"""Seconds between two pulses of one worker: more often costs messages, more seldom makes progress jerk."""
PATIENCE = 1.0
"""Seconds that whoever has hung up, or was asked to leave, may take to end by itself."""


class Letter(NamedTuple):
    """What comes out of a pipe."""

    kind: str
    units: float
    parcel: Parcel


def post(connection: Connection, kind: str, parcel: Parcel = NOTHING, units: float = 0.0) -> None:
    """Send one letter; payload and buffers are frames of their own, so that big ones are not copied once more."""
    connection.send((kind, units, [buffer.nbytes for buffer in parcel.buffers], False))
    connection.send_bytes(parcel.payload)
    send_frames(connection, parcel.buffers)


def post_shelved(connection: Connection, kind: str, payload: bytes, shelf: Shelf, process_id: int) -> None:
    """Send one letter whose buffers lie on a shelf."""
    connection.send((kind, 0.0, shelf.sizes, True))
    connection.send_bytes(payload)
    shelf.lend(connection, process_id)


def read(connection: Connection) -> Letter:
    """Receive one letter."""
    kind, units, sizes, shelved = connection.recv()
    payload = connection.recv_bytes()
    return Letter(kind, units, Parcel(payload, (borrowed if shelved else receive_frames)(connection, sizes)))


def work(connection: Connection) -> None:
    """Answer the parent's letters until it hangs up."""
    # The parent alone decides what Ctrl-C means; it held the signal back while this process was born.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    # Again here, for what a fork server has inherited before it was ours.
    os.environ.update(ONE_THREAD)
    machine.claim_one_core()
    # What is done here may use processes of its own; they end with this one as this one ends with its parent.
    current_process().daemon = False
    threading.Thread(target=_follow_parent, name="follow parent", daemon=True).start()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=connection.close)  # two writers would put the pipe out of step
    with contextlib.suppress(EOFError, OSError), connection:
        post(connection, HERE)
        desk = _Desk(connection)
        while True:
            desk.answer(read(connection))


def _follow_parent() -> None:
    """See NOTE [ How processes end ] in local.py."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Dropped(BaseException):
    """The part at hand is not wanted any more."""


class _Desk:
    """The worker object, the plan at hand, and the way to the parent."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.worker: Any = None
        self.plan: Any = None
        self.packed_plan = NOTHING

    def answer(self, letter: Letter) -> None:
        if letter.kind == PLAN:
            self.plan, self.packed_plan = None, letter.parcel
        elif letter.kind == DROP:
            self.plan, self.packed_plan = None, NOTHING
        elif letter.kind == WORKER:
            self.load(letter.parcel)
        else:
            self.carry_out(letter)

    def load(self, parcel: Parcel) -> None:
        try:
            self.worker = parcel.unpacked()
        except BaseException as error:
            post(self.connection, ERROR, packed_error(error))
            raise EOFError from error
        post(self.connection, READY)

    def carry_out(self, letter: Letter) -> None:
        pulse = _Pulse(self.connection)
        try:
            if letter.kind == PART and self.plan is None:
                self.plan, self.packed_plan = self.packed_plan.unpacked(), NOTHING
            subject, last = (self.plan, (pulse,)) if letter.kind == PART else (self.worker, ())
            kind, parcel = outcome(subject, letter.parcel.unpacked(), last)
        except _Dropped:
            kind, parcel = ERROR, NOTHING
            self.plan = None
        except BaseException as error:
            kind, parcel = ERROR, packed_error(error)
        post(self.connection, kind, parcel, pulse.units)


def outcome(
    subject: Any, message: dict[str, Any], last: tuple[Any, ...], pack: Callable[[Any], Parcel] = packed
) -> tuple[str, Parcel]:
    """Call the method that a message names, with `last` behind its arguments; return RESULT and what came of it."""
    process_id = os.getpid()
    try:
        result = getattr(subject, message["method"])(*message["args"], *last, **message["kwargs"])
    finally:
        if os.getpid() != process_id:
            os._exit(0)  # a fork that came back from the method: the answer is its parent's
    try:
        return RESULT, pack(result)
    except MemoryError:
        raise
    except Exception as error:
        text = f"The result of {message['name']} cannot be pickled, so it cannot leave its process: {error}"
        raise RuntimeError(text) from error


class _Pulse:
    """Adds up units of work and tells them to the parent once in a while; what is left goes with the answer."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.units = 0.0
        self.told = time.monotonic()

    def __call__(self, units: float) -> None:
        self.units += units
        now = time.monotonic()
        if now - self.told >= PULSE_INTERVAL:
            # While a part is at hand the parent writes nothing but DROP.
            if self.connection.poll():
                read(self.connection)
                raise _Dropped
            post(self.connection, PULSE, units=self.units)
            self.units, self.told = 0.0, now


def packed_error(error: BaseException, dumps: Callable[[Any], bytes] = pickled) -> Parcel:
    """Return the exception and its texts; the texts are for an exception that the parent cannot rebuild."""
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    summary = traceback.format_exception_only(type(error), error)[0].strip()
    try:
        exception = dumps(error)
    except Exception:
        exception = NOTHING.payload
    return Parcel(pickled((exception, summary, text)))
