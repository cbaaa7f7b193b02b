"""The report of a simulation: how it was made, and whether realizations have what they were made from.

Law: every number is one that the task returned; nothing is computed here but places on the paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from ...krig_core.choices import BY_LAGS
from .chart import BLUE, ORANGE, Frame, line_sign, ticks, ticks_between
from .map_facts import TRENDS, cell_facts, declustering, map_facts, spread_of_maps
from .page import ReportContext, chart_figure, facts, figure, page, remark_list, table
from .secondary import secondary_section
from .variogram import variogram_chart

if TYPE_CHECKING:
    from ...krig_core.jobs.reproduction import CrossValidation, Histogram, LagsAlong, Reproduction
    from ...krig_core.jobs.stochastic_kriging import StochasticKrigingJob, StochasticKrigingResult

_METHODS = {
    "gaussian": "Gaussian simulation (FFT), conditioned by kriging",
    "sequential": "sequential Gaussian simulation",
    "random-sample": "kriging of random samples",
}

_SCORED = {"none": "values", "log": "logarithms", "normal-score": "normal scores"}
"""What is cross-validated."""

_HISTOGRAM_CAPTION = (
    "The share of cells, and of data, below a value. The band spans the realizations. Wells that stand mostly "
    "where values are high, or low, have a histogram unlike the map's, which declustering can correct."
)
_LAGS_CAPTION = (
    "Realizations follow the data as well as the model: where they are conditioned to many wells, or are not much "
    "larger than the range, they may differ from the model."
)

_LIKELY = " Data that are known between limits alone have likely values here."

_NOT_JUDGED = (
    "The standard deviation is not judged here: data that are not known exactly cannot be held against what the others "
    "predict."
)

_OWN_VARIOGRAMS = (
    " They also have variograms of their own, those that the data allow, of which the model is the most probable."
)


def simulation_page(
    job: StochasticKrigingJob, result: StochasticKrigingResult, context: ReportContext, pictures: Sequence[str] = ()
) -> str:
    """Return the report.

    Parameters
    ----------
    job, result : StochasticKrigingJob, StochasticKrigingResult
        With `reproduction`.
    context : ReportContext
    pictures : sequence of str
        HTML of the maps.
    """
    found = result.reproduction
    if found is None:
        raise ValueError("Invalid result. Should be that of a job with `reproduction`.")
    sections = [
        *_verdict(job, result, found),
        remark_list(_remarks(job, result, found)),
        "<h2>Method</h2>",
        facts(_method(job, result, found, context)),
        "<h2>Maps</h2>",
        *pictures,
        facts(_maps(job, result, context)),
        *secondary_section(result, context.title),
        *spread_of_maps(job, result),
        *_variogram(job, result, found, context),
        f"<h2>Reproduction by the first {found.checked} realizations</h2>",
        facts(_wells(job, result, found)),
        "<h2>Histogram</h2>",
        chart_figure(_histogram_chart(found.histogram, context.title), _HISTOGRAM_CAPTION + _likely(result)),
        _histogram_table(found.histogram),
        *_lags(result, found, context),
        *_cross_validation(job, found),
        context.run(),
    ]
    return page(
        f"Stochastic kriging of {context.title}",
        f"{result.realizations} realizations by the method {job.method}, seed {result.seed}",
        sections,
        "Ranges are practical ranges.",
    )


# ---- facts


def _remarks(job: StochasticKrigingJob, result: StochasticKrigingResult, found: Reproduction) -> list[str]:
    """Return what should make a reader stop."""
    remarks = []
    wells, histogram = found.wells, found.histogram
    if not result.exact_positions and wells.misfit > 1e-5 * max(map(abs, histogram.data), default=0.0):
        remarks.append(f"Realizations miss wells by up to {figure(wells.misfit)}.")
    if result.mc_error > 0.2:
        remarks.append("The mean still depends on chance: make more realizations (REALIZATIONS).")
    if job.method == "random-sample":
        remarks.append("The standard deviation of the method random-sample is the spread due to sampling alone.")
    return remarks


def _verdict(job: StochasticKrigingJob, result: StochasticKrigingResult, found: Reproduction) -> list[str]:
    """Return what cross-validation says, in a sentence."""
    if found.cross_validation is None:
        return [f"<p>{_NOT_JUDGED}</p>"] if result.with_error or result.between_limits else []
    text = (
        f"So says leave-one-out of {_SCORED[job.transform]}, with the one variogram that fits best; Cross-validation "
        "judges in units of the data, with all that a map takes."
    )
    return [f"<p><strong>{escape(found.cross_validation.verdict)}</strong> {text}</p>"]


def _method(
    job: StochasticKrigingJob, result: StochasticKrigingResult, found: Reproduction, context: ReportContext
) -> list[tuple[str, str]]:
    variogram, scores, lags = found.variogram, found.cross_validation, []
    if variogram and result.fit == BY_LAGS:
        lags = [("Number of lags", str(variogram.lags)), ("Lag size", context.length(variogram.lag_distance))]
    return [
        ("Method", _METHODS[job.method]),
        *map_facts(job, result, context, lags),
        *(_scores(scores, job) if scores else []),
        *_soft(result),
        ("Duplicate points", job.duplicates),
        ("Declustering", declustering(job, context)),
    ]


def _soft(result: StochasticKrigingResult) -> list[tuple[str, str]]:
    """Return how many data are not known exactly."""
    counts = {"Points with a measurement error": result.with_error, "Points with limits alone": result.between_limits}
    return [(name, str(count)) for name, count in counts.items() if count]


def _likely(result: StochasticKrigingResult) -> str:
    """Return what is to be said beside figures of all data."""
    return _LIKELY if result.between_limits else ""


def _scores(scores: CrossValidation, job: StochasticKrigingJob) -> list[tuple[str, str]]:
    """Return what cross-validation found; errors with what they are errors of."""
    of = {"none": "", "log": " (of logarithms)", "normal-score": " (of scores)"}[job.transform]
    return [
        ("RMSE", figure(scores.rmse) + of),
        ("Mean standardized", figure(scores.mean_standardized)),
        ("RMS standardized", figure(scores.rms_standardized)),
        ("Average standard error", figure(scores.average_standard_error) + of),
    ]


def _maps(job: StochasticKrigingJob, result: StochasticKrigingResult, context: ReportContext) -> list[tuple[str, str]]:
    return [
        ("Realizations", str(result.realizations)),
        ("Random seed", str(result.seed)),
        ("Average of the mean", figure(result.mean_of_mean)),
        ("Average of the std", figure(result.mean_of_std)),
        ("Monte-Carlo error", f"{figure(result.mc_error)} std"),
        *cell_facts(job, result),
        ("Search radius", context.length(job.search_radius) if job.search_radius else "no limit"),
        ("CRS", context.crs or "none"),
    ]


def _wells(job: StochasticKrigingJob, result: StochasticKrigingResult, found: Reproduction) -> list[tuple[str, str]]:
    wells, histogram = found.wells, found.histogram
    weighted = "" if job.weights is None and job.declustering in (None, "none") else ", declustered"
    at = "where they are, not at centres" if result.exact_positions else "at cell centres"
    return [
        ("Cells with wells", f"{wells.cells} ({at})"),
        ("Largest misfit there", figure(wells.misfit)),
        ("Largest std there, all realizations", figure(wells.std)),
        (f"Mean of the data{weighted}", figure(histogram.data_mean)),
        ("Mean of realizations", _spread(histogram.means)),
        (f"Std of the data{weighted}", figure(histogram.data_std)),
        ("Std of realizations", _spread(histogram.stds)),
        ("Largest gap of the distributions", f"{100 * histogram.largest_gap:.1f} % (Kolmogorov-Smirnov)"),
    ]


def _spread(numbers: Sequence[float]) -> str:
    mean, low, high = numbers
    return f"{figure(mean)} ({figure(low)} to {figure(high)})"


# ---- sections


def _variogram(
    job: StochasticKrigingJob, result: StochasticKrigingResult, found: Reproduction, context: ReportContext
) -> list[str]:
    variogram = found.variogram
    if variogram is None:
        return []
    of = "logarithms of " if job.transform == "log" else ""
    residual = " less their trend" if job.kriging_type in TRENDS else ""
    caption = f"The numbers at the points are pairs of data.{_likely(result)} "
    if job.transform == "normal-score":
        caption += "The variogram is that of normal scores, times the variance of the data."
    elif job.transform == "log":
        caption += "The variogram is that of logarithms."
    if result.band is not None:
        caption += (
            " Half of the variograms that the data allow are below the dotted line, one in twenty above the band."
        )
    title = f"Semivariance of {of}{context.title}{residual}"[:60]
    vertical = found.vertical
    name = "Distance" if vertical is None else "Horizontal distance"
    figures = [chart_figure(variogram_chart(variogram, context.axis(name), title, result.band), caption)]
    if vertical is not None:
        figures.append(chart_figure(variogram_chart(vertical, "Vertical distance", title), "Pairs above each other."))
    return ["<h2>Variogram of the data</h2>", *figures, f"<p>{escape(variogram.text)}</p>"]


def _lags(result: StochasticKrigingResult, found: Reproduction, context: ReportContext) -> list[str]:
    if found.lags is None:
        return [
            "<h2>Variogram of realizations</h2>",
            "<p>Not compared: realizations have a trend, follow a secondary variable, or are all equal.</p>",
        ]
    series = [item for item in found.lags if item.distance]
    if not series:
        return []
    rows = [
        [_direction(item), figure(h), figure(model), figure(mean), figure(low), figure(high)]
        for item in series
        for h, model, mean, low, high in zip(
            *(getattr(item, key) for key in ("distance", "model", "mean", "low", "high"))
        )
    ]
    charts = "".join(
        _band_chart(
            {name: list(zip(item.distance, getattr(item, name))) for name in ("low", "high", "mean", "model")},
            "model",
            (0.0, item.distance[-1]),
            max(*item.high, *item.model),
            "Distance up" if item.dip else context.axis(f"Distance {_direction(item)}"),
            "Semivariance",
        )
        for item in series
    )
    return [
        "<h2>Variogram of realizations</h2>",
        chart_figure(charts, _LAGS_CAPTION + (_OWN_VARIOGRAMS if result.band is not None else "")),
        table(["Direction", "Distance", "Model", "Realizations, mean", "least", "greatest"], rows),
    ]


def _direction(item: LagsAlong) -> str:
    if item.dip:
        return "up"
    return "east" if item.azimuth == 90 else "north"


def _histogram_table(histogram: Histogram) -> str:
    columns = zip(histogram.levels, histogram.data, histogram.mean, histogram.low, histogram.high)
    rows = [[f"{100 * level:g} %", *map(figure, numbers)] for level, *numbers in columns]
    return table(["Quantile", "Data", "Realizations, mean", "least", "greatest"], rows)


def _cross_validation(job: StochasticKrigingJob, found: Reproduction) -> list[str]:
    if found.cross_validation is None:
        return []
    text = (
        f"RMSE, mean and RMS standardized and the average standard error are those of kriging the "
        f"{_SCORED[job.transform]} of each point "
        "from all the others. RMS standardized should be about 1: more means that the standard deviation is too small."
    )
    return ["<h2>Cross-validation</h2>", f"<p>{escape(text)}</p>"]


# ---- charts


def _histogram_chart(histogram: Histogram, title: str) -> str:
    curves = {name: list(zip(getattr(histogram, name), histogram.levels)) for name in ("low", "high", "mean", "data")}
    values = [*histogram.data, *histogram.low, *histogram.high]
    return _band_chart(curves, "data", (min(values), max(values)), 1.0, title, "Share below")


def _band_chart(
    curves: Mapping[str, Sequence[tuple[float, float]]],
    other: str,
    across: tuple[float, float],
    highest: float,
    x_title: str,
    y_title: str,
) -> str:
    """Return an SVG of a band between the curves "low" and "high", their "mean", and another to compare it with."""
    left, right = across if across[1] > across[0] else (across[0] - 0.5, across[0] + 0.5)
    y_ticks = ticks(highest)
    frame = Frame((left, right), y_ticks[-1], height=380.0, margins=(40.0, 54.0))
    parts = frame.axes(ticks_between(left, right), y_ticks, x_title, y_title)
    band = frame.points([*curves["low"], *reversed(curves["high"])])
    parts.append(f'<polygon points="{band}" fill="{BLUE}" fill-opacity=".18"/>')
    legend = []
    for name, text, style in (
        ("mean", "Realizations: mean, least to greatest", f'stroke="{BLUE}" stroke-width="2.4"'),
        (other, other.capitalize(), f'stroke="{ORANGE}" stroke-width="2.4" stroke-dasharray="8 4"'),
    ):
        parts.append(f'<polyline points="{frame.points(curves[name])}" fill="none" {style}/>')
        legend.append((line_sign(style), text))
    return frame.svg([*parts, *frame.legend(legend)], f"{y_title} by {x_title}")
