"""Charts as SVG: a frame with axes, marks in it, and a legend above it.

Law: a frame alone turns data into places on the paper; texts are escaped here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

BLUE, ORANGE, GREEN, GREY, DARK = "#0072b2", "#d55e00", "#00795c", "#8a8f98", "#1f2933"
"""Colours that the colour-blind tell apart (Okabe & Ito 2008)."""


def ticks(highest: float, about: int = 6) -> list[float]:
    """Return round numbers from zero to just beyond `highest`, about so many."""
    if not (highest > 0 and math.isfinite(highest)):
        return [0.0, 1.0]
    rough = highest / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return [number * step for number in range(math.ceil(highest / step - 1e-9) + 1)]


def ticks_between(low: float, high: float, about: int = 8) -> list[float]:
    """Return round numbers from `low` to `high`, about so many."""
    step = ticks(high - low, about)[1]
    numbers = (number * step for number in range(round(low // step), round(high // step) + 2))
    return [number for number in numbers if low - 1e-9 * step <= number <= high + 1e-9 * step]


@dataclass(frozen=True)
class Frame:
    """Data to the units of a chart, in which y points down.

    Attributes
    ----------
    across : (left, right)
        The data at the ends of the x axis.
    top : float
        The data at the upper end of the y axis.
    height : float
        Of the whole chart, axes and legend included.
    margins : (top, bottom)
    base : float
        The data at the lower end of the y axis.
    """

    across: tuple[float, float]
    top: float
    height: float
    margins: tuple[float, float]
    base: float = 0.0

    width, left, right = 900.0, 84.0, 22.0

    def x(self, value: float) -> float:
        """Return where a value is across the chart."""
        low, high = self.across
        return self.left + (value - low) / (high - low) * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Return where a value is down the chart."""
        top, bottom = self.margins
        return self.height - bottom - (value - self.base) / (self.top - self.base) * (self.height - top - bottom)

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> str:
        """Return a line between two places in data units."""
        return (
            f'<line x1="{self.x(x1):.1f}" y1="{self.y(y1):.1f}" x2="{self.x(x2):.1f}" y2="{self.y(y2):.1f}" {style}/>'
        )

    def points(self, places: Iterable[tuple[float, float]]) -> str:
        """Return places in data units as the points of a polyline or polygon."""
        return " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in places)

    def axes(self, x_ticks: Sequence[float], y_ticks: Sequence[float], x_title: str, y_title: str) -> list[str]:
        """Return grid, axes, tick labels and titles."""
        parts = []
        (low, high), base, bottom = self.across, self.base, self.y(self.base)
        grid, axis = 'stroke="#e8ebef"', f'stroke="{DARK}" stroke-width="1.2"'
        for value in x_ticks:
            parts.append(self.line(value, base, value, self.top, grid))
            parts.append(label(self.x(value), bottom + 19, f"{value:.10g}", "middle"))
        for value in y_ticks:
            parts.append(self.line(low, value, high, value, grid))
            parts.append(label(self.left - 8, self.y(value) + 4.5, f"{value:.10g}", "end"))
        parts.append(self.line(low, base, high, base, axis))
        parts.append(self.line(low, base, low, self.top, axis))
        middle = (self.left + self.width - self.right) / 2
        below = self.height - self.margins[1] / 2 + 15
        parts.append(label(middle, below, x_title, "middle", size=14.5, colour=DARK))
        beside = (bottom + self.y(self.top)) / 2
        turned = f' transform="rotate(-90 18 {beside:.1f})"'
        parts.append(label(18, beside, y_title, "middle", size=14.5, colour=DARK, more=turned))
        return parts

    def legend(self, entries: Iterable[tuple[str, str]]) -> list[str]:
        """Return signs, as `line_sign` makes them, and their names in rows above the axes."""
        parts, x, y = [], self.left, 18.0
        for sign, name in entries:
            width = 33 + 7.0 * len(name) + 18
            if x + width > self.width + 18:
                x, y = self.left, y + 21
            parts.append(f'<g transform="translate({x:.1f} {y:g})">{sign}{label(33, 0, name, colour=DARK)}</g>')
            x += width
        return parts

    def svg(self, parts: Iterable[str], summary: str) -> str:
        """Return the chart; `summary` says in words what it shows."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'aria-label="{escape(summary, quote=True)}" '
            'font-family="Segoe UI, Helvetica Neue, Arial, Noto Sans, sans-serif">'
            '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>"
        )


def label(
    x: float, y: float, text: str, anchor: str = "start", size: float = 13, colour: str = "#52606d", more: str = ""
) -> str:
    """Return a text at a place in the units of the chart; `more` are further attributes."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{colour}"{more}>'
        f"{escape(text)}</text>"
    )


def line_sign(style: str) -> str:
    """Return the sign of a line in a legend."""
    return f'<line x1="0" y1="-4.5" x2="26" y2="-4.5" {style}/>'


def circle_sign(radius: float, style: str) -> str:
    """Return the sign of points in a legend."""
    return f'<circle cx="13" cy="-4.5" r="{radius:g}" {style}/>'
