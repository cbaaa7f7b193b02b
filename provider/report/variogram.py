"""The report of a variogram: its chart, its numbers, and how it is written for other programs.

Law: every number is one that the task returned; nothing is computed here but places on the paper.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from ..text import spelled
from .chart import BLUE, DARK, GREEN, GREY, ORANGE, Frame, circle_sign, label, line_sign, ticks, ticks_between
from .page import TRANSFORMS, ReportContext, chart_figure, facts, figure, page, remark_list, table

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import VariogramBand
    from ...krig_core.jobs.variogram import DrawnVariogram, Series, VariogramResult

_ESTIMATORS = {
    "matheron": "Matheron (method of moments)",
    "cressie-hawkins": "Cressie & Hawkins (robust)",
    "dowd": "Dowd (robust, median)",
    "genton": "Genton (robust, Qn)",
}
_WEIGHTS = {
    "pairs/h2": "weighted least squares (pairs / h²)",
    "pairs": "weighted least squares (pairs)",
    "equal": "least squares (equal weights)",
    "reml": "restricted maximum likelihood",
    "posterior": "the most probable one of all that the data allow",
}
_ORDERS = {"reml": "likelihood", "posterior": "probability"}
_TRENDS = ("none", "linear, taken off", "quadratic, taken off")
_SHAPES = {"matern": "ν", "stable": "α", "power": "α"}


def variogram_page(result: VariogramResult, transform: str, context: ReportContext) -> str:
    """Return the report of a variogram; `result` is that of the task `variogram`."""
    weighting = _ORDERS.get(result.weights, "error")
    of = f"ln({context.title})" if transform == "log" else context.title
    chart = variogram_chart(result, context.axis("Distance"), _short(f"Semivariance of {of}"), result.band)
    sections = [
        chart_figure(chart, _caption(result, transform, context.title)),
        remark_list(result.remarks),
        "<h2>Variogram</h2>",
        f"<p>{escape(spelled(result.uncertainty))}</p>" if result.uncertainty else "",
        facts(_facts(result, transform, context)),
        _structures(result, context),
        f"<h2>Models by {weighting}</h2>",
        f"<p>{escape(_choice(result))}</p>",
        _ranking(result),
        "<h2>Lags</h2>",
        f"<p>{escape(_note(result))}</p>",
        _lags(result, context),
        "<h2>For other programs</h2>",
        f"<p>gstat (lengths are those of the formula, not practical ranges)</p><pre>{escape(result.gstat)}</pre>",
        f"<p>GSLIB</p><pre>{escape(result.gslib)}</pre>",
        context.run(),
    ]
    return page(
        f"Variogram of {context.title}",
        result.text,
        sections,
        "Ranges are practical ranges, azimuths are degrees clockwise from north, ratio is the range across the azimuth "
        "divided by the range along it.",
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _caption(result: VariogramResult, transform: str, title: str) -> str:
    unit = {
        "none": f"Semivariances are in squared units of {title}.",
        "log": f"Semivariances are those of the logarithms of {title}, without a unit.",
        "normal-score": "Semivariances are those of normal scores times the variance of the data, in squared "
        f"units of {title}.",
    }[transform]
    if result.band is not None:
        unit += " Half of the variograms that the data allow are below the dotted line, one in twenty above the band."
    if len(result.curves) > 1:
        return f"{unit} The size of a point shows its number of pairs; the table has the numbers."
    return f"{unit} The numbers at the points are pairs of data."


def _facts(result: VariogramResult, transform: str, context: ReportContext) -> list[tuple[str, str]]:
    bounded, ratio = result.bounded, result.ratio
    shape = f" ({_SHAPES.get(result.model, 'shape')} = {result.shape:g})" if result.shape is not None else ""
    direction = result.direction
    looked = (
        f"all, and {result.sectors} sectors"
        if result.sectors
        else "all"
        if direction is None
        else f"azimuth {figure(direction)}° ± {result.tolerance:g}°"
    )
    if result.bandwidth is not None and looked != "all":
        looked += f", band of {context.length(result.bandwidth)} to each side"
    isotropic = "none" if direction is None else "none: one direction"
    error = "Error (weighted SSE)" if result.weights != "equal" else "Error (SSE)"
    return [
        ("Method", _WEIGHTS[result.weights]),
        ("Estimator", _ESTIMATORS[result.estimator]),
        ("Transformation", TRANSFORMS[transform]),
        ("Trend", _TRENDS[result.detrend]),
        ("Total points", str(result.data)),
        ("Skipped", str(context.skipped)),
        ("Number of lags", str(result.lags)),
        ("Lag size", context.length(result.lag_distance)),
        ("Maximum distance", context.length(result.max_distance)),
        ("Directions", looked),
        ("Pairs", str(result.pairs)),
        ("Variance of the data", figure(result.variance)),
        ("Model", f"{result.model}{shape}"),
        ("Nugget", figure(result.nugget)),
        ("Partial sill" if bounded else "Semivariance", _partial_sill(result, context)),
        ("Sill", figure(result.sill) if bounded else "none"),
        ("Range (practical)", context.length(result.range) if bounded else "none"),
        *_range_quantiles(result, context),
        ("Range across", context.length(result.range * ratio) if bounded else "none"),
        ("Nugget / sill", f"{100 * result.nugget / result.sill:.1f} %" if bounded and result.sill else "–"),
        ("Anisotropy", isotropic if ratio == 1 else f"azimuth {figure(result.azimuth)}°, ratio {figure(ratio)}"),
        (error, figure(result.error)),
        ("CRS", context.crs or "none"),
    ]


def _range_quantiles(result: VariogramResult, context: ReportContext) -> list[tuple[str, str]]:
    """Return the ranges that the data allow, where one variogram is not taken as known."""
    if result.band is None:
        return []
    ranges = context.length_of([result.range_p05, result.range_p50, result.range_p95])
    return [("Range, 5 – 50 – 95 %", ranges)]


def _structures(result: VariogramResult, context: ReportContext) -> str:
    """Return a table of the structures of a nested model, or nothing."""
    if len(result.structures) < 2:
        return ""
    rows = [[item.model, figure(item.partial_sill), figure(item.range)] for item in result.structures]
    return "<h2>Structures</h2>" + table(["Model", "Partial sill", context.axis("Range (practical)")], rows)


def _partial_sill(result: VariogramResult, context: ReportContext) -> str:
    text = figure(result.partial_sill)
    return text if result.bounded else f"{text} at {context.length(result.range)}"


def _choice(result: VariogramResult) -> str:
    candidates = sorted(row.model for row in result.ranking if row.candidate)
    others = any(not row.candidate for row in result.ranking)
    best = {"reml": "greatest likelihood", "posterior": "most probable variogram"}.get(result.weights, "least error")
    text = f"The model was given: {candidates[0]}." if candidates else ""
    if len(candidates) > 1:
        text = f"Of {' and '.join(candidates)} the one with the {best}."
    if others:
        text += " The others are there to compare: few data often seem smoother than their field is."
    return text.strip()


def _note(result: VariogramResult) -> str:
    notes = []
    if any(not used for item in result.series for used in item.used):
        notes.append(f"Lags in grey have fewer than {result.few_pairs} pairs.")
    if len(result.curves) > 1:
        notes.append("For all directions the model is its mean over the directions.")
    return " ".join(notes)


def _ranking(result: VariogramResult) -> str:
    rows, marks = [], []
    last = {"reml": "−2 log-likelihood", "posterior": "Probability"}.get(result.weights, "AIC")
    for row in result.ranking:
        name = row.model if row.shape is None else f"{row.model} ({_SHAPES[row.model]} {row.shape:g})"
        marks.append("marked" if row.chosen else "" if row.candidate else "faint")
        note = "chosen" if row.chosen else "" if row.candidate else "to compare"
        own = row.deviance if result.weights == "reml" else row.aic
        if row.probability is not None:
            own = round(row.probability, 3)
        numbers = [figure(number) for number in (row.nugget, row.partial_sill, row.range, row.error)]
        rows.append([name, note, *numbers, figure(own)])
    heads = ["Model", "", "Nugget", "Partial sill", "Range", "Error", last]
    return table(heads, rows, marks, texts=2)


def _lags(result: VariogramResult, context: ReportContext) -> str:
    rows, marks = [], []
    for item in result.series:
        name = "all" if item.azimuth is None else f"{figure(item.azimuth)}°"
        columns = (item.lag, item.distance, item.gamma, item.model, item.pairs, item.used)
        for lag, distance, gamma, model, pairs, used in zip(*columns):
            rows.append([name, str(lag), figure(distance), figure(gamma), figure(model), str(pairs)])
            marks.append("" if used else "faint")
    heads = ["Direction", "Lag", context.axis("Mean distance"), "Semivariance", "Model", "Pairs"]
    return table(heads, rows, marks)


# ---- the chart


_HALO = ' stroke="#fff" stroke-width="3.5" paint-order="stroke" font-weight="600"'


def variogram_chart(result: DrawnVariogram, x_title: str, y_title: str, band: VariogramBand | None = None) -> str:
    """Return an SVG of experimental points, the model, where nugget, sill and range are, and what the data allow."""
    series, curves = result.series, result.curves
    heights = [max(item.gamma) for item in series] + [max(curve.gamma) for curve in curves]
    heights += [result.sill] if result.bounded else []
    end = curves[0].distance[-1]
    shown = 0 if band is None else sum(distance <= end for distance in band.distance)
    heights += band.p95[:shown] if band is not None else []
    y_ticks = ticks(1.07 * max(heights))
    frame = Frame((0.0, end * 1.005), y_ticks[-1], height=500.0, margins=(56.0, 58.0))
    parts = frame.axes(ticks_between(0.0, end), y_ticks, x_title, y_title)
    legend = []
    if band is not None and shown:
        low, median, high = (list(zip(band.distance, level))[:shown] for level in (band.p05, band.p50, band.p95))
        style = f'fill="{BLUE}" fill-opacity=".16"'
        parts.append(f'<polygon points="{frame.points([*low, *reversed(high)])}" {style}/>')
        legend.append(
            (f'<rect x="0" y="-10" width="26" height="11" {style}/>', "Variograms that the data allow, 5 to 95 %")
        )
        stroke = f'fill="none" stroke="{BLUE}" stroke-width="1.6" stroke-dasharray="3 3"'
        parts.append(f'<polyline points="{frame.points(median)}" {stroke}/>')
        legend.append((line_sign(stroke), "Their median"))
    lines, labels = _marks(result, frame)
    parts += lines
    several = len(curves) > 1
    for curve, colour, dash in zip(curves, [BLUE, ORANGE] if several else [ORANGE], ("", ' stroke-dasharray="9 4"')):
        stroke = f'fill="none" stroke="{colour}" stroke-width="2.6"{dash}'
        parts.append(f'<polyline points="{frame.points(zip(curve.distance, curve.gamma))}" {stroke}/>')
        name = f"Model ({result.model})" if not several else f"Model, azimuth {curve.azimuth:.0f}°"
        legend.append((line_sign(stroke), name))
    most = max(max(item.pairs) for item in series)
    for item, colour in zip(series, [GREY, BLUE, ORANGE] if several else [BLUE]):
        parts += _points(item, colour, frame, most, counts=not several)
        pairs = item.pairs_of
        name = f"Data, {pairs}" if item.azimuth is None else f"Data, azimuth {item.azimuth:.0f}°"
        legend.append((circle_sign(5.5, f'fill="{colour}" fill-opacity=".85"'), name))
    if any(not used for item in series for used in item.used):
        hollow = circle_sign(5, f'fill="#fff" stroke="{DARK}" stroke-width="1.6"')
        legend.append((hollow, f"Fewer than {result.few_pairs} pairs"))
    if 0 < result.variance <= frame.top:
        dots = line_sign(f'stroke="{GREY}" stroke-width="1.6" stroke-dasharray="2 4"')
        legend.append((dots, f"Variance of the data {figure(result.variance)}"))
    parts += labels + frame.legend(legend)
    return frame.svg(parts, f"Experimental variogram and model: {result.text}")


def _marks(result: DrawnVariogram, frame: Frame) -> tuple[list[str], list[str]]:
    """Return the lines of the data's variance, nugget, sill and range, and their labels, which go on top of all."""
    lines, labels = [], []
    variance, sill, nugget = result.variance, result.sill, result.nugget
    structured, (_, right) = result.partial_sill > 1e-9 * sill, frame.across
    if 0 < variance <= frame.top:
        lines.append(frame.line(0, variance, right, variance, f'stroke="{GREY}" stroke-dasharray="2 4"'))
    if result.bounded and sill > 0:
        dashes = f'stroke="{GREEN}" stroke-width="1.5" stroke-dasharray="7 4"'
        lines.append(frame.line(0, sill, right, sill, dashes))
        labels.append(label(frame.x(0) + 8, frame.y(sill) - 7, f"sill {figure(sill)}", colour=GREEN, more=_HALO))
        name = "range along" if result.ratio != 1 else "range"
        ranges = [(item.range, name) for item in result.structures]
        if result.ratio != 1:
            ranges.append((result.range * result.ratio, "across"))
        for length, name in ranges if structured else []:
            if 0 < length <= right:
                lines.append(frame.line(length, 0, length, sill, dashes))
                labels.append(_range_label(f"{name} {figure(length)}", frame, length))
    if nugget > 0:
        x, y = frame.x(0), frame.y(nugget)
        lines.append(f'<path d="M{x - 6:.1f} {y:.1f}h40" stroke="{GREEN}" stroke-width="2.4"/>')
        # Beside its mark, or below it where there is room and the curve may pass.
        below = nugget > 0.07 * frame.top
        place = (x + 8, y + 18) if below else (x + 40, y + 4.5)
        labels.append(label(*place, f"nugget {figure(nugget)}", colour=GREEN, more=_HALO))
    return lines, labels


def _range_label(text: str, frame: Frame, length: float) -> str:
    before = frame.x(length) > frame.width - 190
    place = frame.x(length) + (-7 if before else 7)
    return label(place, frame.y(0) - 10, text, "end" if before else "start", colour=GREEN, more=_HALO)


def _points(item: Series, colour: str, frame: Frame, most: int, counts: bool) -> list[str]:
    """Return a circle for each lag, as large as its pairs are many."""
    parts = []
    for h, gamma, pairs, used in zip(item.distance, item.gamma, item.pairs, item.used):
        x, y, radius = frame.x(h), frame.y(gamma), 3.2 + 4.8 * math.sqrt(pairs / most)
        fill = f'fill="{colour}" fill-opacity=".85" stroke="#fff" stroke-width="1"'
        if not used:
            fill = f'fill="#fff" stroke="{colour}" stroke-width="1.8"'
        tip = f"<title>distance {figure(h)}, semivariance {figure(gamma)}, {pairs} pairs</title>"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {fill}>{tip}</circle>')
        if counts:
            parts.append(label(x, y - radius - 5, str(pairs), "middle", size=11.5, more=_HALO))
    return parts
