"""Reports: one HTML page, self-contained, without scripts, that prints as it looks.

Law: whatever comes from outside (field names, units, sentences) is escaped where it enters the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QDateTime

from ..inputs.crs import length_unit
from ..installation import plugin_version
from ..text import printable, spelled

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
@media (max-width: 640px) { dl { grid-template-columns: minmax(9em, max-content) 1fr; }
  th, td { padding: 3px 4px; font-size: 12px; } }
@media print { @page { margin: 14mm; } body { font-size: 11pt; } main { padding: 0; max-width: none; }
  figure, tr, dl, pre { break-inside: avoid; } h2 { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""

_MOST_SKIPPED = 100

TRANSFORMS = {"none": "none", "log": "natural logarithm", "normal-score": "normal score"}


@dataclass(frozen=True)
class ReportContext:
    """What a report says beside the numbers.

    Attributes
    ----------
    title : str
        What the values are.
    length_unit : str
        Of the distances, such as m; nothing: unknown.
    crs : str
    skipped : int
    source : str
        The name of the layer of wells; nothing: there is none.
    command : str
        The run as a line of Python, with all parameters that were given.
    left_out : sequence of (str, str)
        What was skipped, and why.
    """

    title: str
    length_unit: str
    crs: str
    skipped: int
    source: str = ""
    command: str = ""
    left_out: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(
        cls,
        title: str,
        crs: QgsCoordinateReferenceSystem,
        skipped: int,
        source: str = "",
        command: str = "",
        left_out: Sequence[tuple[str, str]] = (),
    ) -> ReportContext:
        """Take unit and name of a CRS, which may be none."""
        name = f"{crs.authid()} {crs.description()}".strip() if crs.isValid() else ""
        return cls(title, length_unit(crs), name, skipped, source, command, left_out)

    def run(self) -> str:
        """Return of what, when and how the report was made, and what was skipped, as the last section of its page."""
        made = QDateTime.currentDateTime().toString("yyyy-MM-dd HH:mm")
        wells = [("Well locations", self.source)] if self.source else []
        command = f"<pre>{escape(printable(self.command))}</pre>" if self.command else ""
        return "<h2>Run</h2>\n" + facts([*wells, ("Made", made)]) + command + self._skipped()

    def _skipped(self) -> str:
        if not self.left_out:
            return ""
        rows = list(self.left_out[:_MOST_SKIPPED])
        if len(self.left_out) > _MOST_SKIPPED:
            rows.append((f"… and {len(self.left_out) - _MOST_SKIPPED} more", "see the log"))
        return "\n<h2>Skipped</h2>\n" + table(["What", "Why"], rows, texts=2)

    def length(self, value: float | None) -> str:
        """Return a distance with its unit."""
        return f"{figure(value)} {self.length_unit}".strip()

    def length_of(self, values: Sequence[float | None]) -> str:
        """Return several distances with their unit."""
        return f"{' – '.join(map(figure, values))} {self.length_unit}".strip()

    def axis(self, text: str) -> str:
        """Return the title of an axis, or of a column, of distances."""
        return f"{text} ({self.length_unit or 'map units'})"


def page(title: str, lead: str, sections: Iterable[str], footer: str) -> str:
    """Return an HTML page; sections are HTML, the rest is text. The footer begins with the plugin and its version."""
    body = "\n".join(sections)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(lead)}</p>\n{body}\n'
        f"<footer>Stochastic Kriging for QGIS {escape(plugin_version())}. {escape(footer)}</footer>\n"
        "</main>\n</body>\n</html>\n"
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


def chart_figure(chart: str, caption: str) -> str:
    """Return an SVG with what is said below it."""
    return f"<figure>{chart}<figcaption>{escape(caption)}</figcaption></figure>"


def remark_list(remarks: Sequence[str]) -> str:
    """Return sentences as a list, or nothing."""
    if not remarks:
        return ""
    return '<ul class="remarks">' + "".join(f"<li>{escape(spelled(remark))}</li>" for remark in remarks) + "</ul>"


def figure(value: float | None) -> str:
    """Return a number as reports show it: six digits, no exponent below 10¹²."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:.0f}" if 1e6 <= abs(value) < 1e12 else f"{value:.6g}"
