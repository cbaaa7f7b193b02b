"""The page of the results: docs/calibration.md, in whose tables rows are replaced as they are measured anew.

Law: a row is known by its first two cells. Rows that are not measured stay, so a part can be measured alone; prose is
never touched. A figure outside its bounds says so beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Callable

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

PAGE = Path(__file__).resolve().parents[2] / "docs" / "calibration.md"


def measured(
    values: ArrayLike, low: float = -math.inf, high: float = math.inf, *, factor: float = 100.0, digits: int = 1
) -> str:
    """Return the mean of independent values, its standard error, and on which side of the bounds it lies, if outside.

    Parameters
    ----------
    values : float array, shape (n,)
    low, high : float
        Bounds of what is shown.
    factor : float
        What is shown is so many times the mean: per cent.
    digits : int
        Decimals that are shown.
    """
    shown = np.asarray(values, dtype=float) * factor
    error = shown.std(ddof=1) / math.sqrt(len(shown)) if len(shown) > 1 else math.nan
    return f"{shown.mean():.{digits}f} ± {error:.{digits}f}" + _verdict(float(shown.mean()), low, high)


def compared(values: ArrayLike, others: ArrayLike, high: float = math.inf) -> str:
    """Return the ratio of means of paired values, its standard error, and whether it exceeds its bound."""
    ours, theirs = np.asarray(values, dtype=float), np.asarray(others, dtype=float)
    ratio = float(ours.mean() / theirs.mean())
    error = (ours - ratio * theirs).std(ddof=1) / theirs.mean() / math.sqrt(len(ours)) if len(ours) > 1 else math.nan
    return f"{ratio:.3f} ± {error:.3f}" + _verdict(ratio, -math.inf, high)


def _verdict(figure: float, low: float, high: float) -> str:
    return " **low**" if figure < low else " **high**" if figure > high else ""


def rows(page: Path, table: str) -> list[list[str]]:
    """Return the cells of a table's rows, without its head."""
    lines = page.read_text(encoding="utf-8").splitlines()
    first, last = _place(lines, table)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[first:last]]


def put(page: Path, table: str, row: Sequence[str], order: Callable[[Sequence[str]], object]) -> None:
    """Replace the row of a table that has the same first two cells, or add it in its place."""
    kept = [other for other in rows(page, table) if other[:2] != list(row[:2])]
    new = sorted([*kept, list(row)], key=order)  # type: ignore[arg-type]
    lines = page.read_text(encoding="utf-8").splitlines()
    first, last = _place(lines, table)
    lines[first:last] = [f"| {' | '.join(cells)} |" for cells in new]
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _place(lines: Sequence[str], table: str) -> tuple[int, int]:
    """Return the lines of a table's rows, which follow its name in a comment and two lines of head."""
    first = lines.index(f"<!-- {table} -->") + 3
    last = first
    while last < len(lines) and lines[last].startswith("|"):
        last += 1
    return first, last
