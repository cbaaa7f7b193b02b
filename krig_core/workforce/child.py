"""The worker's side: what runs in a process that `local.Processes` started.

Law: whatever a call raises, returns or receives becomes a letter to the parent; only the parent's silence (end of
its pipe, end of its life) or a call that ends the process itself ends the loop. Neither numpy nor the worker's
class is imported here: the letters bring what they need, and an import that fails is an answer like any other.

    parent                                                           this process
      │ ◄──────────────── HERE ──────────────────────────────────────── │  the interpreter runs
      │ ── WORKER, pickled object ────────────────────────────────────► │
      │ ◄──────────────── READY, or ERROR ───────────────────────────── │  unpickled
      │ ── PLAN, pickled plan (once for each divided call) ───────────► │
      │ ── CALL or PART, pickled {method, args, kwargs, name} ────────► │  worker.method(…) or plan.run(part, pulse)
      │ ◄──────────────── PULSE, units … ────────────────────────────── │
      │ ◄──────────────── RESULT or ERROR, rest of the units, payload ─ │
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import traceback
from multiprocessing import parent_process
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

HERE, WORKER, READY, PLAN, CALL, PART, PULSE, RESULT, ERROR = (
    "here", "worker", "ready", "plan", "call", "part", "pulse", "result", "error",
)  # fmt: skip


def pickled(thing: Any) -> bytes:
    """Return a thing as multiprocessing's own pipes would send it."""
    return bytes(ForkingPickler.dumps(thing, -1))


def unpickled(payload: bytes) -> Any:
    """Return what `pickled` has packed; it comes from no one but a process of this family."""
    return ForkingPickler.loads(payload)


NOTHING = pickled(None)
PULSE_INTERVAL = 0.1
"""Seconds between two pulses of one worker: more often costs messages, more seldom makes progress jerk."""


def post(connection: Connection, kind: str, payload: bytes = NOTHING, units: float = 0.0) -> None:
    """Send one letter; the payload is a frame of its own, so that big ones are never copied into another pickle."""
    connection.send((kind, units))
    connection.send_bytes(payload)


def read(connection: Connection) -> tuple[str, float, bytes]:
    """Receive one letter: its kind, units of work and payload."""
    kind, units = connection.recv()
    return kind, units, connection.recv_bytes()


def work(connection: Connection) -> None:
    """Answer the parent's letters until it hangs up."""
    # The parent alone decides what Ctrl-C means; it held the signal back while this process was born.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_follow_parent, name="follow parent", daemon=True).start()
    with contextlib.suppress(EOFError, OSError), connection:
        post(connection, HERE)
        _, _, payload = read(connection)
        try:
            desk = _Desk(connection, unpickled(payload))
        except BaseException as error:
            post(connection, ERROR, _pack(error))
            return
        del payload
        post(connection, READY)
        while True:
            desk.answer(*read(connection))


def _follow_parent() -> None:
    """See NOTE [ How processes end ] in local.py."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Desk:
    """The worker object, the plan at hand, and the way to the parent."""

    def __init__(self, connection: Connection, worker: Any) -> None:
        self.connection = connection
        self.worker = worker
        self.plan: Any = None
        self.packed_plan = NOTHING

    def answer(self, kind: str, _units: float, payload: bytes) -> None:
        if kind == PLAN:
            self.plan, self.packed_plan = None, payload
            return
        pulse = _Pulse(self.connection)
        try:
            answer, payload = RESULT, self.carry_out(kind, unpickled(payload), pulse)
        except BaseException as error:
            answer, payload = ERROR, _pack(error)
        post(self.connection, answer, payload, pulse.units)

    def carry_out(self, kind: str, message: dict[str, Any], pulse: _Pulse) -> bytes:
        if kind == PART:
            if self.plan is None:
                self.plan, self.packed_plan = unpickled(self.packed_plan), NOTHING
            result = getattr(self.plan, message["method"])(*message["args"], pulse, **message["kwargs"])
        else:
            result = getattr(self.worker, message["method"])(*message["args"], **message["kwargs"])
        try:
            return pickled(result)
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
            post(self.connection, PULSE, units=self.units)
            self.units, self.told = 0.0, now


def _pack(error: BaseException) -> bytes:
    """Return the exception and its texts; the texts are for an exception that the parent cannot rebuild."""
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    summary = traceback.format_exception_only(type(error), error)[0].strip()
    try:
        packed = pickled(error)
    except Exception:
        packed = NOTHING
    return pickled((packed, summary, text))
