"""How a task tells how it goes on.

Law: tasks know neither QGIS nor standard output; whoever listens is a Reporter.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Protocol

from .cost import in_time


class Reporter(Protocol):
    """Who hears how a task goes on."""

    def message(self, text: str) -> None:
        """Tell what was done."""

    def warning(self, text: str) -> None:
        """Tell what the user should look at."""

    def progress(self, fraction: float, text: str) -> None:
        """Tell how much is done, 0 to 1, and in words where there are any; may raise Cancelled."""


class Stages:
    """A job's stages, one after the other; each is as much of the whole as it is expected to take.

    Parameters
    ----------
    reporter : Reporter
    seconds : mapping of str to float
        By name, in order.
    """

    def __init__(self, reporter: Reporter, seconds: Mapping[str, float]) -> None:
        self.reporter = reporter
        whole = sum(seconds.values()) or 1.0
        self._spans: dict[str, tuple[float, float]] = {}
        begin = 0.0
        for name, length in seconds.items():
            self._spans[name] = begin, begin + length / whole
            begin += length / whole

    def __getitem__(self, name: str) -> Reporter:
        """Return who is told of a stage, from 0 to 1."""
        return _Stage(self.reporter, *self._spans[name])

    def enter(self, name: str) -> Reporter:
        """Begin a stage; return who is told of it."""
        self[name].progress(0.0, "")
        return self[name]


class _Stage:
    """A Reporter of a part of the work."""

    def __init__(self, reporter: Reporter, begin: float, end: float) -> None:
        self.message, self.warning = reporter.message, reporter.warning
        self._whole, self._begin, self._end = reporter, begin, end

    def progress(self, fraction: float, text: str) -> None:
        self._whole.progress(self._begin + min(fraction, 1.0) * (self._end - self._begin), text)


class Progress:
    """Units of work done: the fraction ten times a second, in words with the time that is left every two seconds.

    The time left comes from the pace since the first unit was done, so that starting up does not count as slowness.
    """

    def __init__(self, reporter: Reporter, total: float, unit: str) -> None:
        self.reporter, self.total, self.unit = reporter, total, unit
        self.done = 0.0
        self.start = self.told = self.worded = time.monotonic()
        self.first: tuple[float, float] | None = None

    def elapsed(self) -> float:
        """Return the seconds since the work began."""
        return time.monotonic() - self.start

    def set(self, done: float) -> None:
        """Take note of what is done in all; it may be more than was expected."""
        complete = self.done < self.total <= done
        self.done = done
        now = time.monotonic()
        if self.first is None:
            self.first = now, done
        if now - self.told < 0.1 and not complete:
            return
        self.told = now
        since, begun = self.first
        text = ""
        if now - self.worded >= 2 and begun < done < self.total:
            self.worded = now
            left = in_time((now - since) / (done - begun) * (self.total - done))
            text = f"{done:.0f} of {self.total:.0f} {self.unit}, about {left} left"
        self.reporter.progress(min(done / self.total, 1.0) if self.total else 1.0, text)
