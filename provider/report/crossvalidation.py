"""The report of a cross-validation: the verdict, its numbers, and the charts that they come from.

Law: every number is one that the task returned; nothing is computed here but places on the paper.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from ..residual_classes import DIVERGING, residual_edges, residual_step
from ..text import spelled
from .chart import BLUE, DARK, GREY, ORANGE, Frame, circle_sign, label, line_sign, ticks, ticks_between
from .page import TRANSFORMS, ReportContext, chart_figure, facts, figure, page, table

if TYPE_CHECKING:
    from ...krig_core.jobs.cross_validation import CrossValidationJob, CrossValidationResult, ModelScores

_MOST_DRAWN = 2000
"""More points would make a page of many megabytes, in which none could be told from others."""

_WORST = 6
"""So many data that miss their predictions most are listed."""

_SPLITS = {
    "points": "each place by itself",
    "wells": "{n} wells, each with all its data",
    "blocks": "{n} compact blocks of the map",
    "folds": "{n} random parts",
}


def cross_validation_page(
    job: CrossValidationJob,
    result: CrossValidationResult,
    predictions: np.ndarray,
    coordinates: np.ndarray,
    names: Sequence[str] | None,
    context: ReportContext,
) -> str:
    """Return the report.

    Parameters
    ----------
    job, result : dataclasses
        Of the task `cross-validation`.
    predictions : float array, shape (9, m)
        What the task wrote.
    coordinates : float array, shape (n, 2) or (n, 3)
        Of the data that it was given.
    names : sequence of str, optional
        Of their wells.
    context : ReportContext
    """
    best = result.models[0]
    drawn = _drawn(predictions)
    more = "" if drawn.shape[1] == predictions.shape[1] else f" {drawn.shape[1]:,} of {result.data:,} data are drawn."
    sections = [
        "<h2>Scores</h2>",
        facts(_scores(best, result)),
        _ranking(result, context),
        "<h2>Observed against predicted</h2>",
        chart_figure(
            _scatter(drawn, context.title),
            "A bar is the interval that holds the value with a probability of 90 %; those that miss it are orange. On "
            f"the line a prediction is exact.{more}",
        ),
        "<h2>Where predictions err</h2>",
        chart_figure(
            _map(drawn, coordinates, best.rmse, context),
            "Residuals, observed less predicted; of data above each other their mean. Colours that keep together show "
            f"what the variogram or the trend lacks.{more}",
        ),
        *_worst(predictions, coordinates, names),
        "<h2>Whether the uncertainty can be believed</h2>",
        chart_figure(
            _accuracy(result, best),
            "The part of the data that intervals of each probability hold (Deutsch 1997). Below the line intervals are "
            f"too narrow, above it too wide. G = {figure(best.goodness)}; 1 is best.",
        ),
        chart_figure(
            _histogram(result),
            "How probable predictions had it that the value is no greater (probability integral transform). Even is "
            "best; a U: intervals are too narrow, a hill: too wide, a slope: predictions are too high or too low. In "
            "the band lie nine columns of ten by chance.",
        ),
        "<h2>How it was done</h2>",
        facts(_method(job, result, context)),
        f"<p>{escape(spelled(best.uncertainty))}</p>",
        context.run(),
    ]
    return page(
        f"Cross-validation of {context.title}",
        best.verdict,
        sections,
        "Residuals are observed less predicted. Ranges are practical ranges.",
    )


def _drawn(predictions: np.ndarray) -> np.ndarray:
    """Return the data that are drawn: those with a prediction, and of many a part, evenly."""
    from ...krig_core.jobs.cross_validation import PREDICTED

    known = predictions[:, np.isfinite(predictions[PREDICTED])]
    return known[:, :: max(1, math.ceil(known.shape[1] / _MOST_DRAWN))]


def _scores(best: ModelScores, result: CrossValidationResult) -> list[tuple[str, str]]:
    return [
        ("Data", f"{result.data:,}"),
        ("Predicted", f"{best.count:,}"),
        ("Mean error", figure(best.me)),
        ("Mean absolute error", figure(best.mae)),
        ("RMSE", figure(best.rmse)),
        ("Average standard error", figure(best.ase)),
        ("Mean standardized", figure(best.mse)),
        ("RMS standardized", figure(best.rmsse)),
        ("R²", figure(best.r2)),
        ("CRPS", figure(best.crps)),
        ("In 90 % intervals", f"{best.pct90:.1f} %"),
        ("In 95 % intervals", f"{best.pct95:.1f} %"),
    ]


def _ranking(result: CrossValidationResult, context: ReportContext) -> str:
    """Return the models that were compared, or nothing."""
    if len(result.models) < 2:
        return ""
    rows = [
        [
            one.model,
            figure(one.crps),
            figure(one.rmse),
            figure(one.rmsse),
            f"{one.pct90:.1f}",
            figure(one.variogram.range),
        ]
        for one in result.models
    ]
    heads = ["Model", "CRPS", "RMSE", "RMS standardized", "% in 90 %", context.axis("Range")]
    note = (
        "Ranked by CRPS. All else on this page is of the first, which looks a little better than it is, being chosen."
    )
    return f"<h2>Models</h2>{table(heads, rows, ['marked'])}<p>{note}</p>"


def _worst(predictions: np.ndarray, coordinates: np.ndarray, names: Sequence[str] | None) -> list[str]:
    """Return the data that miss their predictions most."""
    from ...krig_core.jobs.cross_validation import OBSERVED, PREDICTED, ROW, STD

    residual = predictions[OBSERVED] - predictions[PREDICTED]
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(predictions[STD] > 0, residual / predictions[STD], np.nan)
    known = np.flatnonzero(np.isfinite(score))
    if not len(known):
        return []
    rows = []
    for place in known[np.argsort(-np.abs(score[known]), kind="stable")][:_WORST]:
        row = int(predictions[ROW, place])
        where = ", ".join(f"{number:.10g}" for number in coordinates[row])
        numbers = predictions[OBSERVED, place], predictions[PREDICTED, place], residual[place], score[place]
        rows.append([names[row] if names else where, *(figure(float(number)) for number in numbers)])
    heads = ["Well" if names else "Place", "Observed", "Predicted", "Residual", "In standard deviations"]
    note = "Look at those of more than three standard deviations first: at their values, units and places."
    return ["<h2>Largest errors</h2>", table(heads, rows), f"<p>{note}</p>"]


def _method(job: CrossValidationJob, result: CrossValidationResult, context: ReportContext) -> list[tuple[str, str]]:
    best = result.models[0]
    anew = "anew without what is left out" if job.refit else "of all data"
    nearest = "all" if job.max_data is None else f"the nearest {job.max_data}"
    within = "" if job.search_radius is None else f", within {context.length(job.search_radius)}"
    return [
        ("Left out", _SPLITS[job.split].format(n=result.folds)),
        ("Transform and variogram", anew),
        ("Transformation", TRANSFORMS[job.transform]),
        ("Kriging type", job.kriging_type),
        ("Secondary variable", _secondary(job)),
        ("Predicted from", f"{nearest}{within}"),
        ("Model", best.model),
        ("Nugget", figure(best.variogram.nugget)),
        ("Partial sill", figure(best.variogram.partial_sill)),
        ("Range (practical)", context.length(best.variogram.range)),
        ("Fit of the variogram", best.fit or "none: it was given"),
        ("Skipped", str(context.skipped + result.left_out)),
        ("CRS", context.crs or "none"),
    ]


def _secondary(job: CrossValidationJob) -> str:
    if job.secondary is None:
        return "none"
    return f"correlation {'estimated from the data' if job.correlation is None else figure(job.correlation)}"


# ---- charts


def _between(values: np.ndarray) -> tuple[float, float]:
    """Return ends of an axis that hold all values, with a margin."""
    low, high = float(values.min()), float(values.max())
    margin = 0.04 * (high - low) or 0.5 * abs(high) or 0.5
    return low - margin, high + margin


def _scatter(drawn: np.ndarray, title: str) -> str:
    from ...krig_core.jobs.cross_validation import HIGH, LOW, OBSERVED, PIT, PREDICTED

    observed, predicted, low, high = (drawn[row] for row in (OBSERVED, PREDICTED, LOW, HIGH))
    ends = _between(observed)
    # Bars that reach far beyond are cut, lest one of them makes all others points.
    room = 0.6 * (ends[1] - ends[0])
    across = _between(np.clip(np.concatenate([predicted, low, high]), ends[0] - room, ends[1] + room))
    frame = Frame(across, ends[1], height=560.0, margins=(44.0, 58.0), base=ends[0])
    parts = frame.axes(
        ticks_between(*across), ticks_between(*ends), f"Predicted {title}"[:70], f"Observed {title}"[:60]
    )
    first, last = max(across[0], ends[0]), min(across[1], ends[1])
    parts.append(frame.line(first, first, last, last, f'stroke="{GREY}" stroke-width="1.6" stroke-dasharray="7 4"'))
    inside = np.abs(2 * drawn[PIT] - 1) <= 0.9 + 1e-12
    bars, dots = [], []
    for y, x, left, right, held in zip(observed, predicted, low, high, inside):
        colour = BLUE if held else ORANGE
        bar = f'stroke="{colour}" stroke-opacity=".3" stroke-width="1.4"'
        bars.append(frame.line(max(left, across[0]), y, min(right, across[1]), y, bar))
        if across[0] <= x <= across[1]:
            tip = f"<title>observed {figure(y)}, predicted {figure(x)} ({figure(left)} to {figure(right)})</title>"
            dot = f'r="3.4" fill="{colour}" fill-opacity=".85">{tip}'
            dots.append(f'<circle cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" {dot}</circle>')
    legend = [
        (circle_sign(4, f'fill="{BLUE}"'), "Within its 90 % interval"),
        (circle_sign(4, f'fill="{ORANGE}"'), "Outside"),
        (line_sign(f'stroke="{GREY}" stroke-width="1.6" stroke-dasharray="7 4"'), "Exact"),
    ]
    return frame.svg([*parts, *bars, *dots, *frame.legend(legend)], f"Observed against predicted {title}")


def _map(drawn: np.ndarray, coordinates: np.ndarray, rmse: float, context: ReportContext) -> str:
    from ...krig_core.jobs.cross_validation import OBSERVED, PREDICTED, ROW

    # Data above each other would hide one another.
    places, well = np.unique(coordinates[drawn[ROW].astype(int), :2], axis=0, return_inverse=True)
    well = well.reshape(-1)
    residual = np.bincount(well, drawn[OBSERVED] - drawn[PREDICTED]) / np.bincount(well)
    across, along = _between(places[:, 0]), _between(places[:, 1])
    margins = (50.0, 58.0)
    wide, most, least = Frame.width - Frame.left - Frame.right, 640.0, 240.0
    tall = min(max(wide * (along[1] - along[0]) / (across[1] - across[0]), least), most)
    unit = max((across[1] - across[0]) / wide, (along[1] - along[0]) / tall)  # as long both ways
    middle = [sum(ends) / 2 for ends in (across, along)]
    across = (middle[0] - unit * wide / 2, middle[0] + unit * wide / 2)
    along = (middle[1] - unit * tall / 2, middle[1] + unit * tall / 2)
    frame = Frame(across, along[1], height=tall + sum(margins), margins=margins, base=along[0])
    parts = frame.axes(ticks_between(*across, 6), ticks_between(*along, 6), context.axis("x, y"), "")
    inner = residual_edges(residual_step(rmse))
    outline = f'stroke="{DARK}" stroke-width=".7"'
    for (x, y), value in zip(places, residual):
        colour = DIVERGING[int(np.searchsorted(inner, value))]
        tip = f"<title>residual {figure(float(value))}</title>"
        parts.append(
            f'<circle cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" r="5" fill="{colour}" {outline}>{tip}</circle>'
        )
    names = [f"< {inner[0]:.4g}", *(f"{low:.4g} to {high:.4g}" for low, high in zip(inner, inner[1:]))]
    names.append(f"> {inner[-1]:.4g}")
    legend = [(circle_sign(5, f'fill="{colour}" {outline}'), name) for colour, name in zip(DIVERGING, names)]
    return frame.svg([*parts, *frame.legend(legend)], "Map of the residuals")


def _accuracy(result: CrossValidationResult, best: ModelScores) -> str:
    frame = Frame((0.0, 1.0), 1.0, height=480.0, margins=(40.0, 58.0))
    marks = ticks_between(0.0, 1.0, 5)
    parts = frame.axes(marks, marks, "Probability of the interval", "Part of the data inside")
    exact = f'stroke="{GREY}" stroke-width="1.6" stroke-dasharray="7 4"'
    parts.append(frame.line(0, 0, 1, 1, exact))
    places = [(share, held) for share, held in zip(result.shares, result.held) if math.isfinite(held)]
    stroke = f'fill="none" stroke="{BLUE}" stroke-width="2.2"'
    parts.append(f'<polyline points="{frame.points(places)}" {stroke}/>')
    for share, held in places:
        tip = f"<title>{100 * share:.0f} % intervals hold {100 * held:.1f} %</title>"
        parts.append(f'<circle cx="{frame.x(share):.1f}" cy="{frame.y(held):.1f}" r="4" fill="{BLUE}">{tip}</circle>')
    parts.append(label(frame.x(0.04), frame.y(0.92), f"G = {best.goodness:.3f}", size=16, colour=DARK))
    return frame.svg(
        [*parts, *frame.legend([(line_sign(stroke), "Intervals"), (line_sign(exact), "Exact")])], "Accuracy plot"
    )


def _histogram(result: CrossValidationResult) -> str:
    counts, total = result.pit, sum(result.pit)
    even = total / len(counts)
    spread = 1.645 * math.sqrt(even * (1 - 1 / len(counts)))
    y_ticks = ticks(1.08 * max(*counts, even + spread))
    frame = Frame((0.0, 1.0), y_ticks[-1], height=360.0, margins=(40.0, 58.0))
    parts = frame.axes(ticks_between(0.0, 1.0, 10), y_ticks, "Probability integral transform", "Number of data")
    for place, count in enumerate(counts):
        left, right = frame.x(place / len(counts)) + 1.5, frame.x((place + 1) / len(counts)) - 1.5
        parts.append(
            f'<rect x="{left:.1f}" y="{frame.y(count):.1f}" width="{right - left:.1f}" '
            f'height="{frame.y(0) - frame.y(count):.1f}" fill="{BLUE}" fill-opacity=".75"><title>{count}</title></rect>'
        )
    band = [(0.0, max(even - spread, 0.0)), (1.0, max(even - spread, 0.0)), (1.0, even + spread), (0.0, even + spread)]
    parts.append(f'<polygon points="{frame.points(band)}" fill="{GREY}" fill-opacity=".28"/>')
    exact = f'stroke="{DARK}" stroke-width="1.6" stroke-dasharray="7 4"'
    parts.append(frame.line(0, even, 1, even, exact))
    legend = [
        (line_sign(exact), "Even"),
        (f'<rect y="-10" width="26" height="11" fill="{GREY}" fill-opacity=".4"/>', "What chance allows, nine of ten"),
    ]
    return frame.svg([*parts, *frame.legend(legend)], "Histogram of the probability integral transform")
