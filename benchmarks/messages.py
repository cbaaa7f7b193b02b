"""What WorkForce costs and gains: start-up, overhead of a message, bytes sent, speed-up with threads and processes.

Law: only what any user of the core can call; the worker of the small measurements is a text, whose methods do nothing
that takes time. `python messages.py` prints one line of JSON.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.contestant import Drawn
from benchmarks.workload import make

NODES, REALIZATIONS, MESSAGES = 1000, 100, 2000


def small() -> dict[str, float]:
    """Return the seconds until the first answer of two processes, and µs for each of many small calls."""
    from krig_core import WorkForce

    with WorkForce("text", processes=2) as workforce:
        start = time.perf_counter()
        workforce.upper()
        first = time.perf_counter() - start
        start = time.perf_counter()
        for _ in range(MESSAGES):
            workforce.upper()
        single = (time.perf_counter() - start) / MESSAGES
        start = time.perf_counter()
        for _ in workforce.map("upper", [()] * MESSAGES):
            pass
        mapped = (time.perf_counter() - start) / MESSAGES
    return {"start-up s": first - single, "µs a call": 1e6 * single, "µs a call in map": 1e6 * mapped}


def large(rounds: int) -> dict[str, Any]:
    """Return seconds of an ensemble alone, in two threads and in two processes, and the bytes that a worker is sent."""
    from krig_core import Grid, Variogram, WorkForce

    workload = make("w2_n2000")
    half = 500.0 / NODES
    grid = Grid.from_points(
        workload.points, workload.values, 2 * half, None, (-half, 1000 - half), (-half, 1000 - half)
    )
    how: dict[str, Any] = {"variogram": Variogram.exponential(partial_sill=1, scale=60), "exact_positions": True}
    how.update(kriging_type="simple", mean=0.0)
    seconds: dict[tuple[int, str], list[float]] = {(1, "threads"): [], (2, "threads"): [], (2, "local"): []}
    means = {}
    for _ in range(rounds):
        for (number, engine), times in seconds.items():
            start = time.perf_counter()
            with WorkForce(Drawn(grid), processes=number, engine=engine) as workforce:
                means[number, engine] = np.asarray(workforce.krig(REALIZATIONS, seed=1, **how).mean).tobytes()
            times.append(time.perf_counter() - start)
    alone, in_threads, in_processes = (min(times) for times in seconds.values())
    make_plan: Any = getattr(Grid.krig, "plan")  # noqa: B009 - what `divisible` added
    plan = make_plan(grid, REALIZATIONS, seed=1, **how)
    return {
        "1 thread s": alone,
        "2 threads s": in_threads,
        "speed-up of threads": alone / in_threads,
        "2 processes s": in_processes,
        "speed-up of processes": alone / in_processes,
        "same bytes": len(set(means.values())) == 1,
        "bytes of the grid": len(pickle.dumps(grid, 5)),
        "bytes of the plan": len(pickle.dumps(plan, 5)),
    }


if __name__ == "__main__":
    print(json.dumps({**small(), **large(int(sys.argv[1]) if len(sys.argv) > 1 else 3)}))
