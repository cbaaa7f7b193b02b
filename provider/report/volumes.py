"""The report of volumes: what is likely, in words, a curve, a tornado and a table.

Law: every number is one that the task returned; nothing is computed here but places on the paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .chart import BLUE, DARK, GREY, ORANGE, Frame, label, line_sign, ticks_between
from .page import ReportContext, chart_figure, facts, page, remark_list, table

if TYPE_CHECKING:
    from ...krig_core.jobs.volumes import VolumesJob, VolumesResult, ZoneVolumes

_HEIGHT = 400.0
_ROW = 48.0
"""Height of a row of the tornado."""

_INPUTS = {
    "thickness": "Thickness",
    "top_surface": "Top surface",
    "base_surface": "Base surface",
    "contact": "Contact",
    "ntg": "Net to gross",
    "porosity": "Porosity",
    "saturation": "Saturation",
    "fvf": "Formation volume factor",
}
_DIRECTIONS = {"depth": "depths, downwards", "elevation": "elevations, upwards"}


def volumes_page(
    result: VolumesResult,
    job: VolumesJob,
    unit: str,
    inputs: Sequence[tuple[str, str]],
    names: Mapping[int | None, str],
    doubts: Sequence[str],
    context: ReportContext,
) -> str:
    """Return the report.

    Parameters
    ----------
    result : VolumesResult
    job : VolumesJob
    unit : str
        Of the volumes.
    inputs : sequence of (str, str)
        What was given.
    names : mapping
        Names of zones by their number, and of all together.
    doubts : sequence of str
        What to doubt of the inputs, beside what the task remarks.
    context : ReportContext
    """
    scale = _Scale.of(result.zones[0].amounts[0].p10, unit)
    last = result.zones[0].amounts[-1]
    several = result.realizations > 1
    sections = []
    if several:
        sections.append(
            chart_figure(
                _curve(result, scale, _title(last.name)),
                f"The probability that {_phrase(last.name)} of {names[None].lower()} exceeds a volume, from "
                f"{result.realizations} realizations.",
            )
        )
    sections.append(remark_list([*doubts, *result.remarks]))
    if several:
        sections += [
            "<h2>What matters most</h2>",
            chart_figure(
                _tornado(result, scale, _title(last.name)),
                "Each bar: this input by its own realizations, from P90 to P10, and all others at their mean. Inputs "
                "that are paired by realization also matter together, which no bar shows.",
            ),
        ]
    sections += [
        "<h2>Volumes</h2>",
        table(
            ["Zone", "Volume", *(f"{head} ({scale.unit})" for head in ("P90", "P50", "P10", "Mean"))],
            [row for zone in result.zones for row in _rows(zone, names, scale)],
            [
                "marked" if kind == len(zone.amounts) - 1 else ""
                for zone in result.zones
                for kind in range(len(zone.amounts))
            ],
            texts=2,
        ),
        "<h2>What went in</h2>",
        facts(
            [
                *inputs,
                *([] if job.thickness else [("Surfaces are", _DIRECTIONS[job.z_reference])]),
                ("Realizations", str(result.realizations)),
                ("CRS", context.crs or "none"),
            ]
        ),
    ]
    return page(
        f"Volumes of {context.title}",
        _verdict(result, scale, names),
        sections,
        "P90 is exceeded by nine realizations of ten, P10 by one of ten (PRMS). Percentiles of zones do not add up to "
        "those of all zones.",
    )


class _Scale:
    """A unit in which volumes have a few digits."""

    def __init__(self, factor: float, unit: str) -> None:
        self.factor, self.unit = factor, unit

    @classmethod
    def of(cls, largest: float, unit: str) -> _Scale:
        """Take a power of a thousand."""
        power = 3 * int(math.log10(largest) // 3) if largest > 0 and math.isfinite(largest) else 0
        if power < 6:
            return cls(1.0, unit)
        raised = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return cls(10.0**power, f"10{raised} {unit}")

    def text(self, volume: float) -> str:
        """Return a volume without its unit, with four digits; a dash where it is not known."""
        if math.isnan(volume):
            return "–"
        value = volume / self.factor
        return f"{value:,.0f}" if abs(value) >= 999.95 else f"{value:#.4g}"


def _title(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"


def _phrase(name: str) -> str:
    return "what is in place" if name == "in place" else f"the volume of {name}"


def _verdict(result: VolumesResult, scale: _Scale, names: Mapping[int | None, str]) -> str:
    last, where = result.zones[0].amounts[-1], names[None].lower()
    if result.realizations == 1:
        return f"{_title(last.name)} of {where}: {scale.text(last.mean)} {scale.unit}. One case, without uncertainty."
    return (
        f"{_title(last.name)} of {where}: nine realizations of ten exceed {scale.text(last.p90)}, half of them "
        f"{scale.text(last.p50)}, and one of ten {scale.text(last.p10)} {scale.unit}; the mean is "
        f"{scale.text(last.mean)}."
    )


def _rows(zone: ZoneVolumes, names: Mapping[int | None, str], scale: _Scale) -> list[list[str]]:
    return [
        [
            names[zone.zone] if number == 0 else "",
            amount.name,
            *(scale.text(value) for value in (amount.p90, amount.p50, amount.p10, amount.mean)),
        ]
        for number, amount in enumerate(zone.amounts)
    ]


def _across(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis for values, with some room."""
    low, high = min(values), max(values)
    room = 0.05 * (high - low) or 0.05 * abs(high) or 1.0
    return max(low - room, 0.0) if low >= 0 else low - room, high + room


def _curve(result: VolumesResult, scale: _Scale, title: str) -> str:
    """Return the chart of the probability to exceed a volume."""
    volumes = [volume / scale.factor for volume in result.curve]
    steps = len(volumes) - 1
    frame = Frame(_across(volumes), 100.0, _HEIGHT, (42.0, 56.0))
    parts = frame.axes(
        ticks_between(*frame.across),
        [0, 10, 25, 50, 75, 90, 100],
        f"{title} ({scale.unit})",
        "Probability to exceed (%)",
    )
    places = [(volume, 100.0 - 100.0 * number / steps) for number, volume in enumerate(volumes)]
    parts.append(f'<polyline points="{frame.points(places)}" fill="none" stroke="{BLUE}" stroke-width="2.4"/>')
    last, dash = result.zones[0].amounts[-1], f'stroke="{ORANGE}" stroke-width="1.3" stroke-dasharray="5 4"'
    for name, chance, volume in (("P90", 90, last.p90), ("P50", 50, last.p50), ("P10", 10, last.p10)):
        x = volume / scale.factor
        parts.append(frame.line(frame.across[0], chance, x, chance, dash))
        parts.append(frame.line(x, 0, x, chance, dash))
        parts.append(f'<circle cx="{frame.x(x):.1f}" cy="{frame.y(chance):.1f}" r="4" fill="{ORANGE}"/>')
        parts.append(label(frame.x(x) + 8, frame.y(chance) - 7, f"{name} {scale.text(volume)}", colour=DARK))
    mean = f'stroke="{GREY}" stroke-width="1.6"'
    x = last.mean / scale.factor
    parts.append(frame.line(x, 0, x, 100, mean))
    curve = f'stroke="{BLUE}" stroke-width="2.4"'
    parts += frame.legend([(line_sign(curve), "realizations"), (line_sign(mean), f"mean {scale.text(last.mean)}")])
    return frame.svg(parts, f"{title}: P90 {last.p90:.4g}, P50 {last.p50:.4g}, P10 {last.p10:.4g}.")


def _tornado(result: VolumesResult, scale: _Scale, title: str) -> str:
    """Return the chart of what each input does alone."""
    ends = [end / scale.factor for swing in result.swings for end in (swing.p90, swing.p10)]
    middle, rows = result.at_mean / scale.factor, len(result.swings)
    low, high = _across([*ends, middle])
    room = 0.09 * (high - low)  # for the numbers at the bars
    frame = Frame((low - room, high + room), float(rows), 36.0 + _ROW * rows + 56.0, (36.0, 56.0))
    parts = []
    for value in ticks_between(*frame.across):
        if value >= 0:
            parts.append(frame.line(value, 0, value, rows, 'stroke="#e8ebef"'))
            parts.append(label(frame.x(value), frame.y(0) + 19, f"{value:.10g}", "middle"))
    for number, swing in enumerate(result.swings):
        top, bottom = frame.y(rows - number - 0.4), frame.y(rows - number - 0.9)
        p90, p10 = swing.p90 / scale.factor, swing.p10 / scale.factor
        between = min(max(middle, p90), p10)
        for left, right, colour in ((p90, between, ORANGE), (between, p10, BLUE)):
            width = frame.x(right) - frame.x(left)
            parts.append(
                f'<rect x="{frame.x(left):.1f}" y="{top:.1f}" width="{width:.1f}" height="{bottom - top:.1f}" '
                f'fill="{colour}"/>'
            )
        y = (top + bottom) / 2 + 4.5
        parts.append(label(frame.x(min(p90, middle)) - 6, y, scale.text(swing.p90), "end"))
        parts.append(label(frame.x(max(p10, middle)) + 6, y, scale.text(swing.p10)))
        parts.append(label(frame.left + 6, top - 5, _INPUTS[swing.name], colour=DARK))
    parts.append(frame.line(middle, 0, middle, rows, f'stroke="{DARK}" stroke-width="1.4"'))
    parts.append(frame.line(*frame.across[:1], 0, frame.across[1], 0, f'stroke="{DARK}" stroke-width="1.2"'))
    centre = (frame.left + frame.width - frame.right) / 2
    parts.append(label(centre, frame.height - 13, f"{title} ({scale.unit})", "middle", size=14.5, colour=DARK))
    bars = [
        (f'<rect y="-11" width="26" height="12" fill="{colour}"/>', name)
        for colour, name in ((ORANGE, "to P90"), (BLUE, "to P10"))
    ]
    mean = line_sign(f'stroke="{DARK}" stroke-width="1.4"')
    parts += frame.legend([*bars, (mean, f"all at their mean: {scale.text(result.at_mean)}")])
    words = ", ".join(f"{_INPUTS[one.name]} {one.p90:.4g} to {one.p10:.4g}" for one in result.swings)
    return frame.svg(parts, f"What inputs do alone: {words}.")
