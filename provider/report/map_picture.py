"""A picture of a map: its colours as an image, its wells and its coordinates as SVG around it."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

from ..map_frame import MapFrame
from ..outputs.colours import Span
from ..outputs.styles import of_spread, of_values
from .chart import DARK, Frame, label, ticks_between
from .page import chart_figure

if TYPE_CHECKING:
    from qgis.core import QgsColorRamp

    from ...krig_core.jobs.map_job import MapResult
    from ..inputs.wells import WellData
    from ..outputs.maps import Subject

_MOST_PIXELS = 500
"""Along each side: a report is looked at, not measured in."""

_TALLEST = 640.0
_STEPS = 256


_SHAPES = {
    "below": ((-1, -0.7), (1, -0.7), (0, 1.1)),
    "above": ((-1, 0.7), (1, 0.7), (0, -1.1)),
    "between": ((-1, 0), (0, -1.2), (1, 0), (0, 1.2)),
}
"""Corners of what marks limits, right and down: a triangle points to where the value is."""

_MEANINGS = {
    "value": "circles are wells",
    "below": "triangles that point down have an upper limit alone",
    "above": "triangles that point up have a lower limit alone",
    "between": "diamonds have two limits",
}


def map_figures(result: MapResult, written: Mapping[str, np.ndarray], of: Subject, data: WellData) -> list[str]:
    """Return mean and standard deviation of a run with its wells, as HTML; of slices those of the one in the middle.

    Parameters
    ----------
    result : MapResult
    written : mapping of file name to array
        What the job wrote: mean.npy and std.npy.
    of : Subject
    data : WellData
    """
    frame, slice_name = MapFrame.of(result.origin, result.spacing, result.shape, of.crs), ""
    maps = {"Mean": written["mean.npy"], "Standard deviation": written["std.npy"]}
    if of.z_axis is not None:
        slices = of.z_axis.slices(result.origin[2], result.shape[2])
        shown = slices[len(slices) // 2]
        slice_name = f", {of.z_axis.said(shown)}"
        maps = {name: array[:, :, shown.index] for name, array in maps.items()}
    known = data.known_by
    wells = {kind: np.unique(data.coordinates[known == kind, :2], axis=0) for kind in _MEANINGS if kind in known}
    meanings, figures = ", ".join(_MEANINGS[kind] for kind in wells), []
    for name, values in maps.items():
        ramp, span = of_values([values]) if name == "Mean" else of_spread([values])
        title = f"{name} of {of.title}{slice_name}"
        picture = map_picture(values, frame, ramp, span, wells, title, of.unit)
        figures.append(chart_figure(picture, f"{title}; {meanings}."))
    return figures


def map_picture(
    values: np.ndarray,
    frame: MapFrame,
    ramp: QgsColorRamp,
    span: Span,
    wells: Mapping[str, np.ndarray],
    title: str,
    unit: str = "",
) -> str:
    """Return an SVG of a map.

    Parameters
    ----------
    values : float array, shape (nx, ny)
        x east and y north; not a number is left white.
    frame : MapFrame
    ramp : QgsColorRamp
    span : Span
        The values of its ends.
    wells : mapping of str to float array, shape (n, 2)
        Places, by what is known there: a "value", or that it is "below" or "above" a limit, or "between" two. Those off
        the map are not shown.
    title : str
        What is said of the picture to who cannot see it.
    unit : str
        Of the values.
    """
    width, height = frame.east - frame.west, frame.north - frame.south
    margins, wide = (46.0, 32.0), Frame.width - Frame.left - Frame.right
    tall = min(_TALLEST, wide * height / width)
    # A map that is taller than wide stands in the middle of the paper.
    beside = max(0.0, (wide * height / tall - width) / 2)
    chart = Frame((frame.west - beside, frame.east + beside), frame.north, tall + sum(margins), margins, frame.south)
    x, y = chart.x(frame.west), chart.y(frame.north)
    picture = (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{chart.x(frame.east) - x:.1f}" '
        f'height="{chart.y(frame.south) - y:.1f}" preserveAspectRatio="none" style="image-rendering: pixelated" '
        # The attribute that all browsers know, that of QGIS among them.
        f'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/png;base64,{_png(values, ramp, span)}"/>'
    )
    corners = ((frame.west, frame.south), (frame.east, frame.north))
    shown = {
        kind: places[((places >= corners[0]) & (places <= corners[1])).all(axis=1)].tolist()
        for kind, places in wells.items()
    }
    radius = 2.0 if sum(map(len, shown.values())) > 300 else 3.0
    marks = [
        _mark(kind, chart.x(east), chart.y(north), radius) for kind, places in shown.items() for east, north in places
    ]
    axes = chart.axes(ticks_between(*chart.across, 5), ticks_between(frame.south, frame.north, 5), "", "")
    return chart.svg([*axes, picture, *marks, *_scale(chart.left, ramp, span, unit)], title)


def _mark(kind: str, x: float, y: float, radius: float) -> str:
    style = f'fill="#fff" stroke="{DARK}"'
    if kind not in _SHAPES:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {style}/>'
    size = 1.3 * radius
    corners = " ".join(f"{x + size * right:.1f},{y + size * down:.1f}" for right, down in _SHAPES[kind])
    return f'<polygon points="{corners}" {style}/>'


def _png(values: np.ndarray, ramp: QgsColorRamp, span: Span) -> str:
    every = math.ceil(max(values.shape) / _MOST_PIXELS)
    rows = np.asarray(values[::every, ::every], dtype=float).T[::-1]
    known = np.isfinite(rows)
    place = np.clip((np.where(known, rows, span.low) - span.low) / (span.high - span.low), 0, 1)
    colours = np.array([ramp.color(step / (_STEPS - 1)).getRgb() for step in range(_STEPS)], dtype=np.uint8)
    pixels = colours[np.round(place * (_STEPS - 1)).astype(int)]
    pixels[~known] = 0  # transparent
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], 4 * pixels.shape[1], QImage.Format.Format_RGBA8888)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return base64.b64encode(bytes(content)).decode("ascii")


def _scale(left: float, ramp: Any, span: Span, unit: str) -> list[str]:
    """Return the colours from the lowest value to the highest, above the map."""
    low, high = span.labels()
    begin = left + 8.5 * len(low) + 8
    parts = [label(begin - 8, 22, low, "end", colour=DARK)]
    parts += [
        f'<rect x="{begin + 6 * step:.1f}" y="10" width="6.5" height="15" fill="{ramp.color(step / 39).name()}"/>'
        for step in range(40)
    ]
    parts.append(label(begin + 248, 22, f"{high} {unit}".strip(), colour=DARK))
    return parts
