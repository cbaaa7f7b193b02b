"""`make calibration`: whether the spread can be believed; the tables go to docs/calibration.md.

python -m benchmarks.calibration [PART …] [--n N …] [--of NAME …] [--fields N] [--missing]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np
from scipy.stats import chisquare, kstest

from krig_core.machine import cores

from . import coverage, isotropy, page, ranks, soft, stations
from .fields import TRUTHS

_BINS = 10

_LEAST_P = 0.01
"""Less likely ranks than these, were they uniform, are said not to be."""


@dataclass(frozen=True)
class Part:
    """A table: what is measured for each number of data and name, how often, and the rest of a row of it."""

    counts: tuple[int, ...]
    names: tuple[str, ...]
    fields: int
    measure: Callable[[str, int, int], Any]
    cells: Callable[[Any], list[str]]

    def order(self, row: Sequence[str]) -> tuple[int, int]:
        """Return the place of a row."""
        return int(row[0]), self.names.index(row[1])


def _coverage_cells(found: Any) -> list[str]:
    std, std_highest, std_lowest, quantiles, highest, lowest, zones, crps, plugged_in, seconds = found.T
    return [
        page.measured(std, 93.5, 97),
        page.measured(std_highest, 91, 98),
        page.measured(std_lowest, 91, 98),
        page.measured(quantiles, 93.5, 97),
        page.measured(highest, 91, 98),
        page.measured(lowest, 91, 98),
        page.measured(zones, 75, 88),
        page.compared(crps, plugged_in, 1.01),
        f"{seconds.mean():.1f}",
    ]


def _station_cells(found: Any) -> list[str]:
    std, quantiles, crps, plugged_in = found.T
    return [page.measured(std, 88, 93), page.measured(quantiles, 88, 93), page.compared(crps, plugged_in, 1.01)]


def _rank_cells(found: Any) -> list[str]:
    places = found[:, 0]
    counts = np.histogram(places, np.linspace(0, 1, _BINS + 1))[0]
    chances = [float(kstest(places, "uniform").pvalue), float(chisquare(counts).pvalue)]
    inside = (places > 0.05) & (places < 0.95)
    shown = [f"{chance:.2f}" + (" **low**" if chance < _LEAST_P else "") for chance in chances]
    return [" ".join(map(str, counts)), *shown, page.measured(inside)]


def _direction_cells(found: Any) -> list[str]:
    return [page.measured(found[:, 0])]


def _soft_cells(found: Any) -> list[str]:
    rmse, bias, inside, crps = found.T
    plain = {"factor": 1.0, "digits": 3}
    return [
        page.measured(rmse, **plain),
        page.measured(bias, **plain),
        page.measured(inside),
        page.measured(crps, **plain),
    ]


PARTS = {
    "coverage": Part((15, 30, 60, 120, 300), tuple(TRUTHS), 40, coverage.score, _coverage_cells),
    "stations": Part((12, 20, 40, 100), tuple(stations.SETS), 30, stations.score, _station_cells),
    "ranks": Part((6, 15, 30, 60), ("range", "nugget share"), 500, ranks.rank, _rank_cells),
    "soft": Part((60,), tuple(soft.WAYS), 60, soft.score, _soft_cells),
    "isotropy": Part((60, 120, 250, 500), tuple(isotropy.RATIOS), 200, isotropy.score, _direction_cells),
}


def measure(part: str, options: argparse.Namespace, pool: ProcessPoolExecutor) -> Iterable[list[str]]:
    """Measure the rows of a part that are asked for, and yield each when the page has it."""
    table = PARTS[part]
    fields = options.fields or table.fields
    there = {tuple(row[:3]) for row in page.rows(options.page, part)} if options.missing else set()
    for count in options.n or table.counts:
        for name in options.of or table.names:
            if name not in table.names or (str(count), name, str(fields)) in there:
                continue
            jobs = [name] * fields, [count] * fields, range(fields)
            found = np.array(list(pool.map(table.measure, *jobs)))
            row = [str(count), name, str(fields), *table.cells(found)]
            page.put(options.page, part, row, table.order)
            yield row


def main() -> None:
    """Measure, and print each row when the page has it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description="Measure what the std says.")
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}: which tables; all if left out")
    parser.add_argument("--n", type=int, nargs="+", help="numbers of data")
    parser.add_argument("--of", nargs="+", help="names of truths, sets or parameters")
    parser.add_argument("--fields", type=int, help="fields, draws or ranks of a row")
    parser.add_argument("--missing", action="store_true", help="only rows that the page has not with as many fields")
    parser.add_argument("--page", type=Path, default=page.PAGE, help="where the tables are")
    parser.add_argument("--processes", type=int, default=cores())
    options = parser.parse_args()
    unknown = set(options.part) - set(PARTS)
    if unknown:
        parser.error(f"unknown part {', '.join(sorted(unknown))}: should be {', '.join(PARTS)}")
    with ProcessPoolExecutor(options.processes) as pool:
        for part in options.part or PARTS:
            start = time.perf_counter()
            for row in measure(part, options, pool):
                print(f"{part}: {' | '.join(row)}", flush=True)
            print(f"{part}: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
