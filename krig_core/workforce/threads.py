"""The engine of threads of this process: nothing to start, nothing to send, memory shared.

Law: for work that lets go of Python's lock, such as NumPy's on large arrays; other work goes one call at a time. What
processes do in order is in order here, too: outcomes, and pulses, which are told in the caller's thread.

    messages ──► run() ──► desk ──► a thread takes the next one ──► method(…) or plan.run(part, pulse)
                  ▲                                                              │
    outcomes ◄─ ready ◄──────────── inbox ◄── units of work done; an outcome ────┘

A thread cannot be killed: a call that is over, cancelled or has raised is noticed by each part at its next pulse, and
is waited for until then.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Callable

from ..division import Pulse, no_pulse

if TYPE_CHECKING:
    from .message import Message

_NEXT = 1
"""Messages that wait for the first thread to be free: more hold more results, none leaves it idle."""


@dataclass
class _Outcome:
    """What a method returned, or raised."""

    result: Any = None
    error: BaseException | None = None

    def get(self) -> Any:
        if self.error is not None:
            error, self.error = self.error, None
            try:
                raise error
            finally:
                del error  # an error that leads to itself keeps all that its frames hold, such as mapped files
        return self.result


class _Dropped(BaseException):
    """The part at hand is not wanted any more."""


class _Desk:
    """Where the threads of one call get their work and leave what came of it."""

    def __init__(self, subject: Any, *, pulsed: bool) -> None:
        self.messages: SimpleQueue[tuple[int, Message] | None] = SimpleQueue()
        self.inbox: SimpleQueue[float | tuple[int, _Outcome] | None] = SimpleQueue()
        self.over = False
        self._subject, self._pulsed = subject, pulsed

    def work(self) -> None:
        """Carry out messages until there are no more, or none is wanted."""
        while (numbered := self.messages.get()) is not None and not self.over:
            index, message = numbered
            self.inbox.put((index, self._outcome(message)))

    def clear(self) -> None:
        """Let go of what nobody has taken: errors among it hold this, and arrays and mapped files of their parts."""
        while not self.inbox.empty():
            self.inbox.get()

    def _outcome(self, message: Message) -> _Outcome:
        last = (self._pulse,) if self._pulsed else ()
        try:
            return _Outcome(getattr(self._subject, message["method"])(*message["args"], *last, **message["kwargs"]))
        except BaseException as error:
            return _Outcome(error=error)

    def _pulse(self, units: float) -> None:
        if self.over:
            raise _Dropped
        self.inbox.put(float(units))


class Threads:
    """A worker object in up to `threads` threads.

    An engine, as `local.Processes` is.

    Parameters
    ----------
    worker : object
    threads : int
    check : callable
        Called often; raises when the caller has cancelled or closed the force.
    """

    def __init__(self, worker: Any, threads: int, check: Callable[[], None]) -> None:
        self._worker, self._threads, self._check = worker, threads, check
        self._desks: list[_Desk] = []

    def run(
        self, messages: Iterable[Message], plan: Any = None, pulse: Pulse = no_pulse
    ) -> Generator[_Outcome, None, None]:
        """Yield the outcome of each message, in order, as soon as it is there; see `local.Processes.run`."""
        desk = _Desk(self._worker if plan is None else plan, pulsed=plan is not None)
        source = enumerate(messages)
        waiting: deque[int] = deque()
        ready: dict[int, _Outcome] = {}
        crew: list[threading.Thread] = []
        self._desks.append(desk)
        try:
            while True:
                self._check()
                while len(waiting) < self._threads + _NEXT and (numbered := next(source, None)):
                    waiting.append(numbered[0])
                    desk.messages.put(numbered)
                    if len(crew) < self._threads:
                        crew.append(threading.Thread(target=desk.work, name="WorkForce", daemon=True))
                        crew[-1].start()
                if not waiting:
                    return
                while waiting[0] not in ready:
                    event = desk.inbox.get()
                    self._check()
                    if isinstance(event, float):
                        pulse(event)
                    elif event is not None:
                        index, outcome = event
                        ready[index] = outcome
                yield ready.pop(waiting.popleft())
        finally:
            self._desks.remove(desk)
            desk.over = True
            for _ in crew:
                desk.messages.put(None)
            for thread in crew:
                thread.join()
            desk.clear()

    def halt(self) -> None:
        """Stop all parts at their next pulse, from any thread; `check` must raise by now."""
        for desk in list(self._desks):
            desk.over = True
            desk.inbox.put(None)

    def close(self) -> None:
        """Do as `halt`: no thread outlives its call."""
        self.halt()
