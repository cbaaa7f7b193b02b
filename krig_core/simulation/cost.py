"""What a method takes of memory and time."""

from __future__ import annotations

from typing import NamedTuple


class Cost(NamedTuple):
    """What a method takes.

    Attributes
    ----------
    memory : float
        Bytes that a process holds at its peak.
    once : float
        Seconds of one processor before the first realization.
    each : float
        Seconds of one processor for a realization.
    """

    memory: float
    once: float
    each: float
