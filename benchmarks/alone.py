"""What this project does alone: transforms, quantiles, space, the law of cells; no peer does the same.

Law: as in a race every run is a process of its own; the variants of a row take turns, so that they can be compared.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .race import Entry, run
from .truth import sample
from .workload import Workload

LONG = 20.0
"""Seconds; what takes longer runs once."""

VARIANTS: dict[str, dict[str, Any]] = {
    "none": {},
    "normal score": {"transform": "normal-score"},
    "quantiles": {"quantiles": [0.1, 0.5, 0.9]},
    "law of cells": {"law": True},
}
"""What is asked for besides mean and standard deviation of realizations without a transform."""


@dataclass(frozen=True)
class Row:
    """A map, and the variants in which it is made.

    Attributes
    ----------
    workload : str
    nodes, realizations : int
        As of a `race.Race`.
    variants : tuple of str
        Of `VARIANTS`, in one thread.
    cores : bool
        Whether the first is made with a thread on each core, too.
    """

    workload: str
    nodes: int
    realizations: int
    variants: tuple[str, ...]
    cores: bool = False

    @property
    def title(self) -> str:
        """Workload and map in a few characters."""
        ndim = 3 if self.workload.startswith("w3") else 2
        return f"{self.workload} on {' × '.join([str(self.nodes)] * ndim)}, {self.realizations} realizations"


ROWS = (
    Row("w2_n2000", 250, 100, ("none", "normal score")),
    Row("w2_n2000", 500, 100, ("none", "normal score", "quantiles")),
    Row("w2_n2000", 1000, 100, ("none", "normal score"), cores=True),
    Row("w2_n200", 500, 100, ("none", "law of cells")),
    Row("w3_n20000", 100, 20, ("none",)),
)


def hold(row: Row, workload: Workload, folder: Path, rounds: int) -> list[Entry]:
    """Make a map in all its variants in turn, and the floor; return what each took, the floor last.

    Parameters
    ----------
    row : Row
    workload : Workload
    folder : Path
        Where files may be written.
    rounds : int
        Runs of each; what takes `LONG` runs once.
    """
    job = {
        "nodes": row.nodes,
        "realizations": row.realizations,
        "neighbours": None,
        "sample": sample(workload, row.nodes).tolist(),
        "gate": False,
    }
    contests = [(Entry(name), "ours", VARIANTS[name]) for name in row.variants]
    contests += [(Entry(f"{row.variants[0]}, all cores"), "ours, all cores", VARIANTS[row.variants[0]])] * row.cores
    contests.append((Entry("floor"), "floor", {}))
    for seed in range(1, rounds + 1):
        for entry, tool, asked in contests:
            if seed > 1 and entry.best("wall") > LONG:
                continue
            used, _ = run(Path(sys.executable), tool, workload, {**job, **asked, "seed": seed}, folder)
            entry.runs.append(used)
            figures = f"{used['wall']:8.2f} s  {used['cpu']:8.2f} CPU s  {used['memory']:7.0f} MB"
            print(f"  {entry.tool:16s} {figures}", flush=True)
    return [entry for entry, *_ in contests]
