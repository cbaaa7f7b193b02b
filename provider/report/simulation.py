"""The report of a simulation: how it was made, and whether realizations have what they were made from.

Law: every number is one that the task returned; nothing is computed here but places on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from .page import facts, figure, page, remark_list, table, ticks, variogram_chart

_BLUE, _ORANGE, _DARK = "#0072b2", "#d55e00", "#1f2933"

_METHODS = {
    "gaussian": "Gaussian simulation (FFT), conditioned by kriging",
    "sequential": "sequential Gaussian simulation",
    "random-sample": "kriging of random samples",
}
_KRIGING_TYPES = {
    "ordinary": "ordinary kriging",
    "simple": "simple kriging",
    "universal-1": "universal kriging, first order",
    "universal-2": "universal kriging, second order",
    "external-drift": "kriging with external drift",
}
_TRENDS = {"universal-1": "first order", "universal-2": "second order", "external-drift": "drift rasters"}
_TRANSFORMS = {"none": "none", "log": "natural logarithm", "normal-score": "normal score"}

_HISTOGRAM_CAPTION = (
    "The share of cells, and of data, below a value. The band spans the realizations. Wells that stand where values "
    "are high or low have another histogram than the map, which declustering can mend."
)
_LAGS_CAPTION = (
    "Realizations follow the data as well as the model: where they are conditioned to many wells, or are not much "
    "larger than the range, they may differ from the model."
)


@dataclass(frozen=True)
class MapContext:
    """What a report says beside the numbers.

    Attributes
    ----------
    title : str
        What the values are.
    length_unit : str
        Of the distances, such as m; nothing: unknown.
    crs : str
    skipped : int
    version : str
    """

    title: str
    length_unit: str
    crs: str
    skipped: int
    version: str

    def length(self, value: float | None) -> str:
        """Return a distance with its unit."""
        return f"{figure(value)} {self.length_unit}".strip()

    def axis(self, text: str) -> str:
        """Return the title of an axis of distances."""
        return f"{text} ({self.length_unit or 'map units'})"


def simulation_page(job: dict[str, Any], result: dict[str, Any], context: MapContext) -> str:
    """Return the report; `job` and `result` are those of the task `stochastic-kriging` with `reproduction`."""
    found = result["reproduction"]
    sections = [
        remark_list(_remarks(job, result)),
        "<h2>Method</h2>",
        facts(_method(job, result, context)),
        "<h2>Maps</h2>",
        facts(_maps(job, result, context)),
        *_variogram(job, found, context),
        f"<h2>Reproduction by the first {found['checked']} realizations</h2>",
        facts(_wells(job, found)),
        "<h2>Histogram</h2>",
        _figure(_histogram_chart(found["histogram"], context.title), _HISTOGRAM_CAPTION),
        _histogram_table(found["histogram"]),
        *_lags(found, context),
        *_cross_validation(job, found),
    ]
    return page(
        f"Stochastic kriging of {context.title}",
        f"{result['realizations']} realizations by the method {job['method']}, seed {result['seed']}",
        sections,
        f"Stochastic Kriging for QGIS {context.version}. Ranges are practical ranges; the standard deviation of the "
        "maps takes the variogram as known.",
    )


# ---- facts


def _remarks(job: dict[str, Any], result: dict[str, Any]) -> list[str]:
    """Return what should make a reader stop."""
    remarks = []
    wells, histogram = result["reproduction"]["wells"], result["reproduction"]["histogram"]
    if not job["exact_positions"] and wells["misfit"] > 1e-5 * max(map(abs, histogram["data"]), default=0.0):
        remarks.append(f"Realizations miss wells by up to {figure(wells['misfit'])}.")
    if result["mc_error"] > 0.2:
        remarks.append("The mean still depends on chance: make more realizations (REALIZATIONS).")
    if job["method"] == "random-sample":
        remarks.append("The standard deviation of the method random-sample is the spread due to sampling alone.")
    return remarks


def _method(job: dict[str, Any], result: dict[str, Any], context: MapContext) -> list[tuple[str, str]]:
    structures = result["variogram"]["structures"]
    variogram = result["reproduction"]["variogram"]
    ratio = structures[0].get("ratio", 1) if structures else 1
    anisotropy = "none" if ratio == 1 else f"azimuth {figure(structures[0]['azimuth'])}°, ratio {figure(ratio)}"
    height = structures[0].get("vertical_range") if structures else None
    scores = result["reproduction"]["cross_validation"] or {}
    return [
        ("Method", _METHODS[job["method"]]),
        ("Type", _KRIGING_TYPES[job["kriging_type"]]),
        ("Transformation", _TRANSFORMS[job["transform"]]),
        ("Trend", _trend(job)),
        *_limits(job),
        ("Number of lags", str(variogram["lags"]) if variogram else "–"),
        ("Lag size", context.length(variogram["lag_distance"]) if variogram else "–"),
        ("Nugget", figure(result["nugget"])),
        ("Model", " + ".join(structure["model"] for structure in structures) or "nugget"),
        ("Range (practical)", context.length(result["range"])),
        ("Anisotropy", anisotropy),
        *([("Vertical range (practical)", figure(height))] if height is not None else []),
        ("Partial sill", figure(result["partial_sill"])),
        ("Total points", str(result["data"])),
        ("Skipped", str(context.skipped)),
        ("Cell size", context.length(result["spacing"][0])),
        *([("Slice height", figure(result["spacing"][2]))] if len(result["spacing"]) == 3 else []),
        ("RMSE", _cross_validated(scores.get("rmse"), job)),
        ("Mean standardized", figure(scores.get("mean_standardized"))),
        ("RMS standardized", figure(scores.get("rms_standardized"))),
        ("Average standard error", _cross_validated(scores.get("average_standard_error"), job)),
        ("Duplicate points", job["duplicates"]),
        ("Declustering", _declustering(job, context)),
    ]


def _trend(job: dict[str, Any]) -> str:
    trend = _TRENDS.get(job["kriging_type"], "none")
    return f"{trend} ({', '.join(job['drift']['names'])})" if job.get("drift") else trend


def _limits(job: dict[str, Any]) -> list[tuple[str, str]]:
    """Return where normal scores end, and how they get there."""
    if job["transform"] != "normal-score":
        return []
    rows = []
    for side, limit, name in (("Lower", "zmin", "Least value"), ("Upper", "zmax", "Greatest value")):
        tail = job[f"{side.lower()}_tail"]
        omega = "" if tail == "linear" else f", parameter {figure(job[f'{side.lower()}_omega'])}"
        rows += [(name, "of the data" if job[limit] is None else figure(job[limit])), (f"{side} tail", tail + omega)]
    return rows


def _declustering(job: dict[str, Any], context: MapContext) -> str:
    if job.get("declustering", "none") == "none":
        return "none"
    size = job["declustering_cell"]
    return f"cells of {context.length(size)}" if size else "cells of the size with the least mean"


def _cross_validated(value: float | None, job: dict[str, Any]) -> str:
    """Return an error with what it is an error of."""
    of = {"none": "", "log": " (of logarithms)", "normal-score": " (of scores)"}[job["transform"]]
    return figure(value) + (of if value is not None else "")


def _maps(job: dict[str, Any], result: dict[str, Any], context: MapContext) -> list[tuple[str, str]]:
    cells = " × ".join(map(str, result["shape"]))
    return [
        ("Realizations", str(result["realizations"])),
        ("Random seed", str(result["seed"])),
        ("Average of the mean", figure(result["mean_of_mean"])),
        ("Average of the std", figure(result["mean_of_std"])),
        ("Monte-Carlo error", f"{figure(result['mc_error'])} std"),
        ("Cells", cells),
        ("Cells without a value", str(result["empty"])),
        ("Mask", "yes" if job.get("mask") else "none"),
        ("Search radius", context.length(job["search_radius"]) if job["search_radius"] else "no limit"),
        ("CRS", context.crs or "none"),
    ]


def _wells(job: dict[str, Any], found: dict[str, Any]) -> list[tuple[str, str]]:
    wells, histogram = found["wells"], found["histogram"]
    weighted = ", declustered" if job.get("declustering", "none") != "none" else ""
    at = "not at centres" if job["exact_positions"] else "at cell centres"
    return [
        ("Cells with wells", f"{wells['cells']} ({at})"),
        ("Largest misfit there", figure(wells["misfit"])),
        ("Largest std there, all realizations", figure(wells["std"])),
        (f"Mean of the data{weighted}", figure(histogram["data_mean"])),
        ("Mean of realizations", _spread(histogram["means"])),
        (f"Std of the data{weighted}", figure(histogram["data_std"])),
        ("Std of realizations", _spread(histogram["stds"])),
        ("Largest gap of the distributions", f"{100 * histogram['largest_gap']:.1f} % (Kolmogorov-Smirnov)"),
    ]


def _spread(numbers: Sequence[float]) -> str:
    mean, low, high = numbers
    return f"{figure(mean)} ({figure(low)} to {figure(high)})"


# ---- sections


def _variogram(job: dict[str, Any], found: dict[str, Any], context: MapContext) -> list[str]:
    variogram = found["variogram"]
    if variogram is None:
        return []
    of = "logarithms of " if job["transform"] == "log" else ""
    residual = " less their trend" if job["kriging_type"] in _TRENDS else ""
    caption = "The numbers at the points are pairs of data. "
    if job["transform"] == "normal-score":
        caption += "The variogram is that of normal scores, times the variance of the data."
    elif job["transform"] == "log":
        caption += "The variogram is that of logarithms."
    title = f"Semivariance of {of}{context.title}{residual}"[:60]
    vertical = found["vertical"]
    name = "Distance" if vertical is None else "Horizontal distance"
    figures = [_figure(variogram_chart(variogram, context.axis(name), title), caption)]
    if vertical is not None:
        figures.append(_figure(variogram_chart(vertical, "Vertical distance", title), "Pairs above each other."))
    return ["<h2>Variogram of the data</h2>", *figures, f"<p>{escape(variogram['text'])}</p>"]


def _lags(found: dict[str, Any], context: MapContext) -> list[str]:
    if found["lags"] is None:
        return [
            "<h2>Variogram of realizations</h2>",
            "<p>Not compared: realizations have a trend, or are all equal.</p>",
        ]
    series = [item for item in found["lags"] if item["distance"]]
    if not series:
        return []
    rows = [
        [_direction(item), figure(h), figure(model), figure(mean), figure(low), figure(high)]
        for item in series
        for h, model, mean, low, high in zip(*(item[key] for key in ("distance", "model", "mean", "low", "high")))
    ]
    charts = "".join(
        _Chart(
            (0.0, item["distance"][-1]),
            (0.0, max(*item["high"], *item["model"])),
            "Distance up" if item["dip"] else context.axis(f"Distance {_direction(item)}"),
            "Semivariance",
        ).drawn(item["distance"], item["low"], item["high"], item["mean"], item["model"], "Model")
        for item in series
    )
    return [
        "<h2>Variogram of realizations</h2>",
        _figure(charts, _LAGS_CAPTION),
        table(["Direction", "Distance", "Model", "Realizations, mean", "least", "greatest"], rows),
    ]


def _direction(item: dict[str, Any]) -> str:
    if item["dip"]:
        return "up"
    return "east" if item["azimuth"] == 90 else "north"


def _figure(chart: str, caption: str) -> str:
    return f"<figure>{chart}<figcaption>{escape(caption)}</figcaption></figure>"


def _histogram_table(histogram: dict[str, Any]) -> str:
    columns = zip(*(histogram[key] for key in ("levels", "data", "mean", "low", "high")))
    rows = [[f"{100 * level:g} %", *map(figure, numbers)] for level, *numbers in columns]
    return table(["Quantile", "Data", "Realizations, mean", "least", "greatest"], rows)


def _cross_validation(job: dict[str, Any], found: dict[str, Any]) -> list[str]:
    if found["cross_validation"] is None:
        return []
    what = {"none": "values", "log": "logarithms", "normal-score": "normal scores"}[job["transform"]]
    text = (
        f"RMSE, mean and RMS standardized and the average standard error are those of kriging the {what} of each point "
        "from all the others. RMS standardized should be about 1: more means that the standard deviation is too small."
    )
    return ["<h2>Cross-validation</h2>", f"<p>{escape(text)}</p>"]


# ---- a chart with a band


def _histogram_chart(histogram: dict[str, Any], title: str) -> str:
    values = [*histogram["data"], *histogram["low"], *histogram["high"]]
    chart = _Chart((min(values), max(values)), (0.0, 1.0), title, "Share below")
    return chart.drawn_across(
        histogram["levels"], histogram["low"], histogram["high"], histogram["mean"], histogram["data"], "Data"
    )


class _Chart:
    """A band, its middle line and a line to compare it with."""

    width, height = 900.0, 380.0
    left, top, right, bottom = 84.0, 40.0, 22.0, 54.0

    def __init__(self, across: tuple[float, float], up: tuple[float, float], x_title: str, y_title: str) -> None:
        self.across = across if across[1] > across[0] else (across[0] - 0.5, across[0] + 0.5)
        self.y_ticks = ticks(up[1])
        self.up = (up[0], self.y_ticks[-1] if up[1] > 1 or up[0] != 0 else max(up[1], self.y_ticks[-1]))
        self.titles = x_title, y_title

    def _x(self, value: float) -> float:
        low, high = self.across
        return self.left + (value - low) / (high - low) * (self.width - self.left - self.right)

    def _y(self, value: float) -> float:
        low, high = self.up
        return self.height - self.bottom - (value - low) / (high - low) * (self.height - self.top - self.bottom)

    def _points(self, xs: Sequence[float], ys: Sequence[float]) -> str:
        return " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in zip(xs, ys))

    def drawn(
        self,
        xs: Sequence[float],
        low: Sequence[float],
        high: Sequence[float],
        middle: Sequence[float],
        other: Sequence[float],
        name: str,
    ) -> str:
        """Return an SVG whose band lies between two curves over x."""
        band = self._points([*xs, *reversed(xs)], [*low, *reversed(high)])
        return self._svg(band, self._points(xs, middle), self._points(xs, other), name)

    def drawn_across(
        self,
        ys: Sequence[float],
        low: Sequence[float],
        high: Sequence[float],
        middle: Sequence[float],
        other: Sequence[float],
        name: str,
    ) -> str:
        """Return an SVG whose band lies between two curves over y."""
        band = self._points([*low, *reversed(high)], [*ys, *reversed(ys)])
        return self._svg(band, self._points(middle, ys), self._points(other, ys), name)

    def _svg(self, band: str, middle: str, other: str, name: str) -> str:
        parts = [*self._axes(), f'<polygon points="{band}" fill="{_BLUE}" fill-opacity=".18"/>']
        parts.append(f'<polyline points="{middle}" fill="none" stroke="{_BLUE}" stroke-width="2.4"/>')
        dash = 'stroke-dasharray="8 4"'
        parts.append(f'<polyline points="{other}" fill="none" stroke="{_ORANGE}" stroke-width="2.4" {dash}/>')
        x = self.left
        for colour, style, text in ((_BLUE, "", "Realizations: mean, least to greatest"), (_ORANGE, dash, name)):
            line = (
                f'<line x1="{x:.0f}" y1="20" x2="{x + 28:.0f}" y2="20" stroke="{colour}" stroke-width="2.4" {style}/>'
            )
            parts += [line, _text(x + 36, 24.5, text, colour=_DARK)]
            x += 330
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'aria-label="{escape(" by ".join(self.titles[::-1]), quote=True)}" '
            'font-family="Segoe UI, Helvetica Neue, Arial, Noto Sans, sans-serif">'
            '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>"
        )

    def _axes(self) -> list[str]:
        parts = []
        (west, east), (low, high) = self.across, self.up
        x_title, y_title = self.titles
        grid, axis = 'stroke="#e8ebef"', f'stroke="{_DARK}" stroke-width="1.2"'
        first = ticks(east - west, 8)[1]
        marks = [number * first for number in range(round(west // first), round(east // first) + 2)]
        for value in (mark for mark in marks if west - 1e-9 * first <= mark <= east + 1e-9 * first):
            x = self._x(value)
            parts.append(f'<line x1="{x:.1f}" y1="{self._y(low):.1f}" x2="{x:.1f}" y2="{self._y(high):.1f}" {grid}/>')
            parts.append(_text(x, self._y(low) + 19, f"{value:.10g}", "middle"))
        for value in self.y_ticks:
            y = self._y(value)
            parts.append(f'<line x1="{self._x(west):.1f}" y1="{y:.1f}" x2="{self._x(east):.1f}" y2="{y:.1f}" {grid}/>')
            parts.append(_text(self.left - 8, y + 4.5, f"{value:.10g}", "end"))
        corner = f'x1="{self.left:.1f}" y1="{self._y(low):.1f}"'
        parts.append(f'<line {corner} x2="{self._x(east):.1f}" y2="{self._y(low):.1f}" {axis}/>')
        parts.append(f'<line {corner} x2="{self.left:.1f}" y2="{self._y(high):.1f}" {axis}/>')
        parts.append(_text((self.left + self.width - self.right) / 2, self.height - 12, x_title, "middle", 14.5, _DARK))
        middle = (self._y(low) + self._y(high)) / 2
        turned = f' transform="rotate(-90 18 {middle:.1f})"'
        parts.append(_text(18, middle, y_title, "middle", 14.5, _DARK, turned))
        return parts


def _text(
    x: float, y: float, text: str, anchor: str = "start", size: float = 13, colour: str = "#52606d", more: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{colour}"{more}>'
        f"{escape(text)}</text>"
    )
