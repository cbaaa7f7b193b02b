"""Reports: one HTML page, self-contained, without scripts, that prints as it looks.

Law: whatever comes from outside (field names, units, sentences) is escaped where it enters the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_BLUE, _ORANGE, _GREEN, _GREY, _DARK = "#0072b2", "#d55e00", "#00795c", "#8a8f98", "#1f2933"
"""Colours that the colour-blind tell apart (Okabe & Ito 2008)."""

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1f2933; font: 15px/1.5 "Segoe UI", "Helvetica Neue", Arial, "Noto Sans",
  sans-serif; }
main { max-width: 940px; margin: 0 auto; padding: 28px 24px 40px; }
h1 { font-size: 25px; line-height: 1.25; margin: 0 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 30px 0 8px; border-bottom: 1px solid #d9dee5; padding-bottom: 4px; }
p.lead { margin: 0 0 14px; color: #52606d; }
figure { margin: 14px 0 0; }
figcaption { color: #52606d; font-size: 13px; }
svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { padding: 4px 10px; border-bottom: 1px solid #e4e8ed; text-align: right; }
th { font-weight: 600; color: #52606d; border-bottom: 1.5px solid #9aa5b1; vertical-align: bottom; }
td.text, th.text { text-align: left; }
tr.marked td { background: #eaf3fa; font-weight: 600; }
tr.faint td { color: #7b8794; }
dl { display: grid; grid-template-columns: repeat(2, minmax(10em, max-content) 1fr); margin: 0; gap: 0; }
dt, dd { margin: 0; padding: 4px 12px 4px 0; border-bottom: 1px solid #e4e8ed; }
dt { color: #52606d; }
dd { font-weight: 600; overflow-wrap: anywhere; padding-right: 24px; }
ul.remarks { margin: 8px 0 0; padding: 10px 14px 10px 32px; background: #fff8e6; border-left: 4px solid #e0a100; }
pre { background: #f5f7fa; border: 1px solid #e4e8ed; padding: 10px 12px; margin: 4px 0 12px; overflow-x: auto;
  white-space: pre-wrap; font: 13px/1.45 "DejaVu Sans Mono", Consolas, Menlo, monospace; }
footer { margin-top: 30px; color: #7b8794; font-size: 12.5px; }
@media (max-width: 640px) { dl { grid-template-columns: minmax(9em, max-content) 1fr; } }
@media print { @page { margin: 14mm; } body { font-size: 11pt; } main { padding: 0; max-width: none; }
  figure, tr, dl, pre { break-inside: avoid; } h2 { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""

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
}
_TRANSFORMS = {"none": "none", "log": "natural logarithm", "normal-score": "normal score"}
_TRENDS = ("none", "linear, taken off", "quadratic, taken off")
_SHAPES = {"matern": "ν", "stable": "α", "power": "α"}


# ---- the page


def page(title: str, lead: str, sections: Iterable[str], footer: str) -> str:
    """Return an HTML page; sections are HTML, the rest is text."""
    body = "\n".join(sections)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(lead)}</p>\n{body}\n'
        f"<footer>{escape(footer)}</footer>\n</main>\n</body>\n</html>\n"
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and what they are, in two columns."""
    return "<dl>\n" + "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in pairs) + "\n</dl>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], marks: Sequence[str] = (), texts: int = 1) -> str:
    """Return a table of texts.

    Parameters
    ----------
    heads : sequence of str
    rows : sequences of str
    marks : sequence of str
        For each row "marked", "faint" or nothing.
    texts : int
        How many columns from the left are words; the others are numbers.
    """
    kinds = [' class="text"' if column < texts else "" for column in range(len(heads))]
    lines = ["<table>", "<thead><tr>"]
    lines += [f'<th scope="col"{kind}>{escape(head)}</th>' for kind, head in zip(kinds, heads)]
    lines.append("</tr></thead><tbody>")
    for number, row in enumerate(rows):
        mark = f' class="{marks[number]}"' if number < len(marks) and marks[number] else ""
        cells = "".join(f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds, row))
        lines.append(f"<tr{mark}>{cells}</tr>")
    lines.append("</tbody></table>")
    return "\n".join(lines)


def remark_list(remarks: Sequence[str]) -> str:
    """Return sentences as a list, or nothing."""
    if not remarks:
        return ""
    return '<ul class="remarks">' + "".join(f"<li>{escape(remark)}</li>" for remark in remarks) + "</ul>"


def figure(value: float | None) -> str:
    """Return a number as reports show it: six digits, no exponent below 10¹²."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:.0f}" if 1e6 <= abs(value) < 1e12 else f"{value:.6g}"


# ---- a chart


def ticks(highest: float, about: int = 6) -> list[float]:
    """Return round numbers from zero to just beyond `highest`, about so many."""
    if not (highest > 0 and math.isfinite(highest)):
        return [0.0, 1.0]
    rough = highest / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return [number * step for number in range(math.ceil(highest / step - 1e-9) + 1)]


@dataclass(frozen=True)
class _Frame:
    """Data to the chart's own units; the y axis begins at zero and points up."""

    right: float
    top: float
    width: float = 900.0
    height: float = 500.0
    margins: tuple[float, float, float, float] = (84.0, 56.0, 22.0, 58.0)  # left, top, right, bottom

    def x(self, value: float) -> float:
        left, _, right, _ = self.margins
        return left + value / self.right * (self.width - left - right)

    def y(self, value: float) -> float:
        _, top, _, bottom = self.margins
        return self.height - bottom - value / self.top * (self.height - top - bottom)

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> str:
        """Return a line between two places in data units."""
        return (
            f'<line x1="{self.x(x1):.1f}" y1="{self.y(y1):.1f}" x2="{self.x(x2):.1f}" y2="{self.y(y2):.1f}" {style}/>'
        )

    def axes(self, x_ticks: Sequence[float], y_ticks: Sequence[float], x_title: str, y_title: str) -> list[str]:
        """Return grid, axes, tick labels and titles."""
        parts = []
        bottom, left = self.y(0), self.x(0)
        grid, axis = 'stroke="#e8ebef" stroke-width="1"', f'stroke="{_DARK}" stroke-width="1.2"'
        for value in x_ticks:
            parts.append(self.line(value, 0, value, self.top, grid))
            parts.append(_label(self.x(value), bottom + 19, f"{value:.10g}", "middle"))
        for value in y_ticks:
            parts.append(self.line(0, value, self.right, value, grid))
            parts.append(_label(left - 8, self.y(value) + 4.5, f"{value:.10g}", "end"))
        parts.append(self.line(0, 0, self.right, 0, axis))
        parts.append(self.line(0, 0, 0, self.top, axis))
        middle = (left + self.x(self.right)) / 2
        parts.append(_label(middle, self.height - 14, x_title, "middle", size=14.5, colour=_DARK))
        across = (bottom + self.y(self.top)) / 2
        turned = f' transform="rotate(-90 18 {across:.1f})"'
        parts.append(_label(18, across, y_title, "middle", size=14.5, colour=_DARK, more=turned))
        return parts


def _label(
    x: float, y: float, text: str, anchor: str = "start", size: float = 13, colour: str = "#52606d", more: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{colour}"{more}>'
        f"{escape(text)}</text>"
    )


_HALO = ' stroke="#fff" stroke-width="3.5" paint-order="stroke" font-weight="600"'


def variogram_chart(result: dict[str, Any], x_title: str, y_title: str) -> str:
    """Return an SVG of experimental points, the model, and where nugget, sill and range are."""
    series, curves = result["series"], result["curves"]
    bounded = result["bounded"]
    heights = [max(part["gamma"]) for part in (*series, *curves)] + ([result["sill"]] if bounded else [])
    x_ticks, y_ticks = ticks(curves[0]["distance"][-1], 8), ticks(1.07 * max(heights))
    # The x axis ends where the curve ends, not at the next round number.
    x_ticks = [value for value in x_ticks if value <= curves[0]["distance"][-1] * (1 + 1e-9)]
    frame = _Frame(curves[0]["distance"][-1] * 1.005, y_ticks[-1])
    parts = frame.axes(x_ticks, y_ticks, x_title, y_title)
    lines, labels = _marks(result, frame)
    parts += lines
    several = len(curves) > 1
    colours = [_BLUE, _ORANGE] if several else [_ORANGE]
    legend = []
    for curve, colour, dash in zip(curves, colours, ("", ' stroke-dasharray="9 4"')):
        points = " ".join(f"{frame.x(h):.1f},{frame.y(g):.1f}" for h, g in zip(curve["distance"], curve["gamma"]))
        stroke = f'fill="none" stroke="{colour}" stroke-width="2.6"{dash}'
        parts.append(f'<polyline points="{points}" {stroke}/>')
        name = f"Model ({result['model']})" if not several else f"Model, azimuth {curve['azimuth']:.0f}°"
        legend.append((f'<line x1="0" y1="-4.5" x2="26" y2="-4.5" {stroke}/>', name))
    most = max(max(item["pairs"]) for item in series)
    for item, colour in zip(series, [_GREY, _BLUE, _ORANGE] if several else [_BLUE]):
        parts += _points(item, colour, frame, most, counts=not several)
        pairs = item.get("pairs_of", "all directions")
        name = f"Data, {pairs}" if item["azimuth"] is None else f"Data, azimuth {item['azimuth']:.0f}°"
        legend.append((f'<circle cx="13" cy="-4.5" r="5.5" fill="{colour}" fill-opacity=".85"/>', name))
    if any(not used for item in series for used in item["used"]):
        hollow = f'<circle cx="13" cy="-4.5" r="5" fill="#fff" stroke="{_DARK}" stroke-width="1.6"/>'
        legend.append((hollow, f"Fewer than {result['few_pairs']} pairs"))
    if 0 < result["variance"] <= frame.top:
        dots = f'<line x1="0" y1="-4.5" x2="26" y2="-4.5" stroke="{_GREY}" stroke-width="1.6" stroke-dasharray="2 4"/>'
        legend.append((dots, f"Variance of the data {figure(result['variance'])}"))
    parts += labels + _legend(legend, frame)
    summary = escape(f"Experimental variogram and model: {result['text']}", quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:g} {frame.height:g}" role="img" '
        f'aria-label="{summary}" font-family="Segoe UI, Helvetica Neue, Arial, Noto Sans, sans-serif">'
        f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>"
    )


def _marks(result: dict[str, Any], frame: _Frame) -> tuple[list[str], list[str]]:
    """Return the lines of the data's variance, nugget, sill and range, and their labels, which go on top of all."""
    lines, labels = [], []
    variance, sill, nugget = result["variance"], result["sill"], result["nugget"]
    structured = result["partial_sill"] > 1e-9 * sill
    if 0 < variance <= frame.top:
        lines.append(frame.line(0, variance, frame.right, variance, f'stroke="{_GREY}" stroke-dasharray="2 4"'))
    if result["bounded"] and sill > 0:
        dashes = f'stroke="{_GREEN}" stroke-width="1.5" stroke-dasharray="7 4"'
        lines.append(frame.line(0, sill, frame.right, sill, dashes))
        labels.append(_label(frame.x(0) + 8, frame.y(sill) - 7, f"sill {figure(sill)}", colour=_GREEN, more=_HALO))
        name = "range along" if result["ratio"] != 1 else "range"
        ranges = [(item["range"], name) for item in result["structures"]]
        if result["ratio"] != 1:
            ranges.append((result["range"] * result["ratio"], "across"))
        for length, name in ranges if structured else []:
            if 0 < length <= frame.right:
                lines.append(frame.line(length, 0, length, sill, dashes))
                labels.append(_range_label(f"{name} {figure(length)}", frame, length))
    if nugget > 0:
        x, y = frame.x(0), frame.y(nugget)
        lines.append(f'<path d="M{x - 6:.1f} {y:.1f}h40" stroke="{_GREEN}" stroke-width="2.4"/>')
        # Beside its mark, or below it where there is room and the curve may pass.
        below = nugget > 0.07 * frame.top
        place = (x + 8, y + 18) if below else (x + 40, y + 4.5)
        labels.append(_label(*place, f"nugget {figure(nugget)}", colour=_GREEN, more=_HALO))
    return lines, labels


def _range_label(text: str, frame: _Frame, length: float) -> str:
    before = frame.x(length) > frame.width - 190
    place = frame.x(length) + (-7 if before else 7)
    return _label(place, frame.y(0) - 10, text, "end" if before else "start", colour=_GREEN, more=_HALO)


def _points(item: dict[str, Any], colour: str, frame: _Frame, most: int, counts: bool) -> list[str]:
    """Return a circle for each lag, as large as its pairs are many."""
    parts = []
    for h, gamma, pairs, used in zip(item["distance"], item["gamma"], item["pairs"], item["used"]):
        x, y, radius = frame.x(h), frame.y(gamma), 3.2 + 4.8 * math.sqrt(pairs / most)
        fill = f'fill="{colour}" fill-opacity=".85" stroke="#fff" stroke-width="1"'
        if not used:
            fill = f'fill="#fff" stroke="{colour}" stroke-width="1.8"'
        tip = f"<title>distance {figure(h)}, semivariance {figure(gamma)}, {pairs} pairs</title>"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {fill}>{tip}</circle>')
        if counts:
            parts.append(_label(x, y - radius - 5, str(pairs), "middle", size=11.5, more=_HALO))
    return parts


def _legend(entries: Sequence[tuple[str, str]], frame: _Frame) -> list[str]:
    """Return the legend in rows above the chart."""
    parts, x, y = [], frame.x(0), 18.0
    for sign, name in entries:
        width = 33 + 7.0 * len(name) + 18
        if x + width > frame.width + 18:
            x, y = frame.x(0), y + 21
        parts.append(f'<g transform="translate({x:.1f} {y:g})">{sign}{_label(33, 0, name, colour=_DARK)}</g>')
        x += width
    return parts


# ---- the variogram's page


@dataclass(frozen=True)
class VariogramContext:
    """What a report says beside the numbers.

    Attributes
    ----------
    title : str
        What the values are.
    transform : str
    length_unit : str
        Of the distances, such as m; nothing: unknown.
    crs : str
    skipped : int
    version : str
    """

    title: str
    transform: str
    length_unit: str
    crs: str
    skipped: int
    version: str

    @property
    def gamma_title(self) -> str:
        """What a semivariance is here."""
        if self.transform == "log":
            return f"Semivariance of ln({self.title})"
        return f"Semivariance of {self.title}"

    @property
    def gamma_unit(self) -> str:
        """A sentence on the unit of semivariances."""
        return {
            "none": f"Semivariances are in squared units of {self.title}.",
            "log": f"Semivariances are those of the logarithms of {self.title}, without a unit.",
            "normal-score": "Semivariances are those of normal scores times the variance of the data, in squared "
            f"units of {self.title}.",
        }[self.transform]

    def length(self, value: float | None) -> str:
        """Return a distance with its unit."""
        return f"{figure(value)} {self.length_unit}".strip()


def variogram_page(result: dict[str, Any], context: VariogramContext) -> str:
    """Return the report of a variogram; `result` is that of the task `variogram`."""
    unit = f" ({context.length_unit})" if context.length_unit else " (map units)"
    weighting = "likelihood" if result["weights"] == "reml" else "error"
    sections = [
        "<figure>" + variogram_chart(result, f"Distance{unit}", _short(context.gamma_title)),
        f"<figcaption>{escape(_caption(result, context))}</figcaption></figure>",
        remark_list(result["remarks"]),
        "<h2>Variogram</h2>",
        facts(_facts(result, context)),
        _structures(result, unit),
        f"<h2>Models by {weighting}</h2>",
        f"<p>{escape(_choice(result))}</p>",
        _ranking(result),
        "<h2>Lags</h2>",
        f"<p>{escape(_note(result))}</p>",
        _lags(result, unit),
        "<h2>For other programs</h2>",
        f"<p>gstat (lengths are those of the formula, not practical ranges)</p><pre>{escape(result['gstat'])}</pre>",
        f"<p>GSLIB</p><pre>{escape(result['gslib'])}</pre>",
    ]
    return page(
        f"Variogram of {context.title}",
        result["text"],
        sections,
        f"Stochastic Kriging for QGIS {context.version}. Ranges are practical ranges, azimuths are degrees clockwise "
        "from north, ratio is the range across the azimuth divided by the range along it.",
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _caption(result: dict[str, Any], context: VariogramContext) -> str:
    if len(result["curves"]) > 1:
        return f"{context.gamma_unit} The size of a point shows its number of pairs; the table has the numbers."
    return f"{context.gamma_unit} The numbers at the points are pairs of data."


def _facts(result: dict[str, Any], context: VariogramContext) -> list[tuple[str, str]]:
    bounded, ratio = result["bounded"], result["ratio"]
    shape = f" ({_SHAPES.get(result['model'], 'shape')} = {result['shape']:g})" if result["shape"] is not None else ""
    direction = result["direction"]
    looked = (
        f"all, and {result['sectors']} sectors"
        if result["sectors"]
        else "all"
        if direction is None
        else f"azimuth {figure(direction)}° ± {result['tolerance']:g}°"
    )
    if result["bandwidth"] is not None and looked != "all":
        looked += f", band of {context.length(result['bandwidth'])} to each side"
    isotropic = "none" if direction is None else "none: one direction"
    error = "Error (weighted SSE)" if result["weights"] != "equal" else "Error (SSE)"
    return [
        ("Method", _WEIGHTS[result["weights"]]),
        ("Estimator", _ESTIMATORS[result["estimator"]]),
        ("Transformation", _TRANSFORMS[context.transform]),
        ("Trend", _TRENDS[result["detrend"]]),
        ("Total points", str(result["data"])),
        ("Skipped", str(context.skipped)),
        ("Number of lags", str(result["lags"])),
        ("Lag size", context.length(result["lag_distance"])),
        ("Maximum distance", context.length(result["max_distance"])),
        ("Directions", looked),
        ("Pairs", str(result["pairs"])),
        ("Variance of the data", figure(result["variance"])),
        ("Model", f"{result['model']}{shape}"),
        ("Nugget", figure(result["nugget"])),
        ("Partial sill" if bounded else "Semivariance", _partial_sill(result, context)),
        ("Sill", figure(result["sill"]) if bounded else "none"),
        ("Range (practical)", context.length(result["range"]) if bounded else "none"),
        ("Range across", context.length(result["range"] * ratio) if bounded else "none"),
        ("Nugget / sill", f"{100 * result['nugget'] / result['sill']:.1f} %" if bounded and result["sill"] else "–"),
        ("Anisotropy", isotropic if ratio == 1 else f"azimuth {figure(result['azimuth'])}°, ratio {figure(ratio)}"),
        (error, figure(result["error"])),
        ("CRS", context.crs or "none"),
    ]


def _structures(result: dict[str, Any], unit: str) -> str:
    """Return a table of the structures of a nested model, or nothing."""
    if len(result["structures"]) < 2:
        return ""
    rows = [[item["model"], figure(item["partial_sill"]), figure(item["range"])] for item in result["structures"]]
    return "<h2>Structures</h2>" + table(["Model", "Partial sill", f"Range (practical){unit}"], rows)


def _partial_sill(result: dict[str, Any], context: VariogramContext) -> str:
    text = figure(result["partial_sill"])
    return text if result["bounded"] else f"{text} at {context.length(result['range'])}"


def _choice(result: dict[str, Any]) -> str:
    candidates = sorted(row["model"] for row in result["ranking"] if row["candidate"])
    others = any(not row["candidate"] for row in result["ranking"])
    what = "likelihood is greatest" if result["weights"] == "reml" else "error is least"
    text = f"The model was given: {candidates[0]}." if candidates else ""
    if len(candidates) > 1:
        text = f"Of {' and '.join(candidates)} the one whose {what}."
    if others:
        text += " The others are there to compare: few data often seem smoother than their field is."
    return text.strip()


def _note(result: dict[str, Any]) -> str:
    notes = []
    if any(not used for item in result["series"] for used in item["used"]):
        by_lags = result["weights"] != "reml" and not result["sectors"]
        ending = " and were left out of the fit" if by_lags else ""
        notes.append(f"Lags in grey have fewer than {result['few_pairs']} pairs{ending}.")
    if len(result["curves"]) > 1:
        notes.append("For all directions the model is its mean over the directions.")
    return " ".join(notes)


def _ranking(result: dict[str, Any]) -> str:
    rows, marks = [], []
    likely = result["weights"] == "reml"
    for row in result["ranking"]:
        name = row["model"] if row["shape"] is None else f"{row['model']} ({_SHAPES[row['model']]} {row['shape']:g})"
        marks.append("marked" if row["chosen"] else "" if row["candidate"] else "faint")
        note = "chosen" if row["chosen"] else "" if row["candidate"] else "to compare"
        own = figure(row["deviance"]) if likely else figure(row["aic"])
        numbers = [figure(row[key]) for key in ("nugget", "partial_sill", "range", "error")]
        rows.append([name, note, *numbers, own])
    last = "−2 log-likelihood" if likely else "AIC"
    heads = ["Model", "", "Nugget", "Partial sill", "Range", "Error", last]
    return table(heads, rows, marks, texts=2)


def _lags(result: dict[str, Any], unit: str) -> str:
    rows, marks = [], []
    for item in result["series"]:
        name = "all" if item["azimuth"] is None else f"{figure(item['azimuth'])}°"
        columns = (item[key] for key in ("lag", "distance", "gamma", "model", "pairs", "used"))
        for lag, distance, gamma, model, pairs, used in zip(*columns):
            rows.append([name, str(lag), figure(distance), figure(gamma), figure(model), str(pairs)])
            marks.append("" if used else "faint")
    heads = ["Direction", "Lag", f"Mean distance{unit}", "Semivariance", "Model", "Pairs"]
    return table(heads, rows, marks)
