"""The secondary variable in reports of maps: its correlation with the wells, and both as a scatterplot.

Law: every number is one that the task returned.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..text import spelled
from .chart import BLUE, ORANGE, Frame, circle_sign, line_sign, ticks_between
from .page import chart_figure

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import MapResult, SecondaryResult


def secondary_facts(result: MapResult) -> list[tuple[str, str]]:
    """Return the name of the secondary variable and its correlation; nothing where there is none."""
    told = result.secondary
    if told is None:
        return []
    rows = [("Secondary variable", told.name), ("Correlation", f"{told.correlation:.3g}")]
    if told.estimated is not None and told.low is not None and told.high is not None:
        interval = f"{told.estimated:.2f}, 95 % between {told.low:.2f} and {told.high:.2f}"
        rows.append((f"Correlation of {told.data} data", interval))
    return rows


def secondary_section(result: MapResult, title: str) -> list[str]:
    """Return the wells against the secondary variable as HTML; nothing where there is none."""
    told = result.secondary
    if told is None:
        return []
    caption = (
        "The interval counts that neighbouring wells are alike, and values of one well, as in slices and layers: they "
        "tell less than as many that are independent of each other."
    )
    return [
        "<h2>Secondary variable</h2>",
        f"<p>{escape(spelled(told.said))}</p>",
        chart_figure(_scatter(told, title), caption),
    ]


def _scatter(told: SecondaryResult, title: str) -> str:
    (left, right), (base, top) = _reach((*told.at_data, *told.curve_at)), _reach((*told.values, *told.curve))
    frame = Frame((left, right), top, height=380.0, margins=(40.0, 54.0), base=base)
    parts = frame.axes(ticks_between(left, right), ticks_between(base, top), told.name or "Secondary variable", title)
    curve = f'stroke="{ORANGE}" stroke-width="2.4"'
    parts.append(f'<polyline points="{frame.points(zip(told.curve_at, told.curve))}" fill="none" {curve}/>')
    dot = f'fill="{BLUE}" fill-opacity=".75"'
    parts += [
        f'<circle cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" r="4" {dot}/>' for x, y in zip(told.at_data, told.values)
    ]
    legend = [(circle_sign(4, dot), "Wells"), (line_sign(curve), "What the secondary variable alone says (median)")]
    return frame.svg([*parts, *frame.legend(legend)], f"{title} by {told.name}")


def _reach(values: tuple[float, ...]) -> tuple[float, float]:
    """Return an axis a little longer than values."""
    low, high = min(values), max(values)
    more = 0.05 * (high - low) or 0.5
    return low - more, high + more
