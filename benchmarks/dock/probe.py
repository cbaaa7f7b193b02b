"""What the main thread of a running QGIS does between two turns of its event loop, in processor time.

Law: a turn is all that Qt handles before it would wait again, so it is at least one event; waiting costs no processor
time, and neither does what other programs take. A thread of its own looks where a turn is that lasts.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from qgis.PyQt.QtCore import QAbstractEventDispatcher, QObject

LONG = 0.010
"""Seconds from which it is looked what runs."""

_EVERY = 0.002

_DEEP = 60


@dataclass
class Turn:
    """One turn of the event loop.

    Attributes
    ----------
    step : str
        What the user did.
    cpu : float
        Seconds of the main thread's processor time.
    collected : float
        Seconds of it in which Python collected garbage.
    stacks : Counter
        Python's stack, innermost first, of each look; empty: Qt or QGIS itself.
    """

    step: str
    cpu: float = 0.0
    collected: float = 0.0
    stacks: Counter[tuple[str, ...]] = field(default_factory=Counter)


class Probe(QObject):
    """Records turns; made in the main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.turns: list[Turn] = []
        self.step = "idle"
        self._main = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._main)
        self._turn = Turn(self.step)
        self._since = time.thread_time()
        self._over = False
        self._collecting = 0.0
        gc.callbacks.append(self._collect)
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._next)
        dispatcher.awake.connect(self._next)
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self, step: str) -> None:
        """Count what follows for another step."""
        self._next()
        self._turn.step = self.step = step

    def end(self) -> None:
        """Look no more."""
        self._over = True
        gc.callbacks.remove(self._collect)

    def _collect(self, phase: str, _: Any) -> None:
        if threading.get_ident() == self._main:
            now = time.thread_time()
            if phase == "stop":
                self._turn.collected += now - self._collecting
            self._collecting = now

    def _next(self) -> None:
        now = time.thread_time()
        self._turn.cpu = now - self._since
        self.turns.append(self._turn)
        self._turn, self._since = Turn(self.step), time.thread_time()

    def _look(self) -> None:
        while not self._over:
            time.sleep(_EVERY)
            turn, since = self._turn, self._since
            if time.clock_gettime(self._clock) - since > LONG:
                turn.stacks[_stack(sys._current_frames().get(self._main))] += 1


def _stack(frame: Any) -> tuple[str, ...]:
    found = []
    while frame is not None and len(found) < _DEEP:
        found.append(f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(found)
