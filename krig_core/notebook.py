"""Pictures in notebooks: small maps, curves and logs as HTML that stands alone and needs no other package.

Law: it knows arrays and geometry only, and is imported where a notebook asks for a picture. Text has the colour of the
notebook's own, so that it can be read on dark and on light; texts are escaped here.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .geometry import Geometry

    Floats = NDArray[np.float64]

VALUES = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
SPREAD = ("#fff5eb", "#fdc38d", "#f99a52", "#cd4f10", "#7f2704")
"""Colours from the smallest value to the greatest, evenly spaced: of values, and of standard deviations."""

_SIDE, _LEAST_SIDE, _MOST_PIXELS = 300.0, 40.0, 300
_FEW_CELLS, _FEW_SHARE = 3000, 0.1
"""Cells that hold data would hardly be seen among so many that hold none: they are drawn as circles."""
_TRACKS, _TRACK_WIDTH, _TRACK_HEIGHT, _MOST_SAMPLES = 6, 100.0, 300.0, 1500
_LINES = ("#0072b2", "#d55e00", "#00795c")


class Curve(NamedTuple):
    """A line of a chart: its name and the points on it, each shape (n,)."""

    name: str
    x: Floats
    y: Floats


def figure(title: str, facts: Iterable[str], pictures: Iterable[str]) -> str:
    """Return HTML: a title, a line for each fact, and pictures side by side."""
    lines = "".join(f"<div>{escape(fact)}</div>" for fact in facts)
    beside = "".join(f'<div style="margin:6px 18px 0 0">{picture}</div>' for picture in pictures)
    return (
        f'<div style="font-size:90%"><b>{escape(title)}</b>{lines}'
        f'<div style="display:flex;flex-wrap:wrap">{beside}</div></div>'
    )


def map_picture(values: NDArray[Any], geometry: Geometry, title: str, colours: Sequence[str] = VALUES) -> str:
    """Return an SVG of a grid: of one in space the slice in the middle, or where few cells are known their means.

    Parameters
    ----------
    values : float array of the geometry's shape
        Not a number is left blank.
    geometry : Geometry
    title : str
        What is shown; the slice is added to it.
    colours : sequence of str
        From the smallest value to the greatest, evenly spaced.
    """
    flat, slice_name = _on_map(np.asarray(values), geometry)
    place = geometry.on_map
    (west, east), (south, north) = place.edges(0), place.edges(1)
    scale = _SIDE / max(east - west, north - south)
    width, height = (max(_LEAST_SIDE, scale * extent) for extent in (east - west, north - south))
    known = np.isfinite(flat)
    low, high = (float(flat[known].min()), float(flat[known].max())) if known.any() else (math.nan, math.nan)
    share = np.clip((flat - low) / (high - low), 0, 1) if high > low else np.where(known, 0.5, np.nan)
    left, top = 76.0, 20.0
    parts = [_text(left, 12, title + slice_name)]
    count = int(np.count_nonzero(known))
    if count <= _FEW_CELLS and count < _FEW_SHARE * flat.size:
        centres = place.centres(np.argwhere(known))
        x = left + (centres[:, 0] - west) / (east - west) * width
        y = top + (north - centres[:, 1]) / (north - south) * height
        fills = [_hex(colour) for colour in _coloured(share[known], colours)]
        parts += [
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{fill}" stroke="#666" stroke-width="0.5"/>'
            for a, b, fill in zip(x.tolist(), y.tolist(), fills)
        ]
    else:
        picture = base64.b64encode(_png(share[:: _every(flat), :: _every(flat)], place, colours)).decode("ascii")
        parts.append(
            f'<image x="{left:g}" y="{top:g}" width="{width:.1f}" height="{height:.1f}" preserveAspectRatio="none" '
            f'style="image-rendering:pixelated" href="data:image/png;base64,{picture}"/>'
        )
    parts.append(_box(left, top, width, height))
    parts += [
        _text(left - 4, top + 10, f"{north:.10g}", "end"),
        _text(left - 4, top + height, f"{south:.10g}", "end"),
        _text(left, top + height + 13, f"{west:.10g}"),
        _text(left + width, top + height + 13, f"{east:.10g}", "end"),
    ]
    if known.any():
        parts += _scale(left + width + 10, top, height, colours, (low, high))
    return _svg(left + width + 90, top + height + 18, parts)


def chart_picture(curves: Sequence[Curve], x_title: str, level: tuple[str, float] | None = None) -> str:
    """Return an SVG of curves that begin at zero; `level` is a dashed line across with its name."""
    width, height, left, top = 380.0, 200.0, 62.0, 20.0
    furthest = max(float(curve.x.max()) for curve in curves) or 1.0
    highest = max([float(curve.y.max()) for curve in curves] + ([level[1]] if level else [])) * 1.08 or 1.0
    parts, names = [_box(left, top, width, height)], left
    if level:
        at = top + height * (1 - level[1] / highest)
        parts.append(
            f'<line x1="{left:g}" x2="{left + width:g}" y1="{at:.1f}" y2="{at:.1f}" stroke="currentColor" '
            'stroke-width="0.8" stroke-dasharray="5 4"/>'
        )
        parts.append(_text(left + width - 4, at - 4, f"{level[0]} {level[1]:.4g}", "end"))
    for curve, colour in zip(curves, _LINES):
        x = left + curve.x / furthest * width
        y = top + height * (1 - curve.y / highest)
        parts.append(f'<path d="{_path(x, y)}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
        if curve.name:
            parts.append(_text(names, 12, curve.name, colour=colour))
            names += 6.5 * len(curve.name) + 14
    parts += [
        _text(left - 4, top + height, "0", "end"),
        _text(left - 4, top + 10, f"{highest:.4g}", "end"),
        _text(left, top + height + 14, "0"),
        _text(left + width, top + height + 14, f"{furthest:.6g}", "end"),
        _text(left + width / 2, top + height + 14, x_title, "middle"),
    ]
    return _svg(left + width + 10, top + height + 20, parts)


def tracks_picture(depths: Floats, streams: Mapping[str, Floats], units: Mapping[str, str], depth_unit: str) -> str:
    """Return an SVG of the first curves of a log beside each other, depth downwards.

    Parameters
    ----------
    depths : float array, shape (n,)
        Ascending.
    streams : mapping of str to float array, shape (n,)
    units : mapping of str to str
        By the names in `streams`.
    depth_unit : str
    """
    left, top, gap = 76.0, 34.0, 14.0
    every = max(1, math.ceil(len(depths) / _MOST_SAMPLES))
    first, last = float(depths[0]), float(depths[-1])
    y = top + (depths[::every] - first) / ((last - first) or 1.0) * _TRACK_HEIGHT
    parts = [
        _text(left - 4, top + 10, f"{first:.8g}", "end"),
        _text(left - 4, top + _TRACK_HEIGHT, f"{last:.8g} {depth_unit}", "end"),
    ]
    shown = list(streams.items())[:_TRACKS]
    for number, (name, values) in enumerate(shown):
        start = left + number * (_TRACK_WIDTH + gap)
        parts.append(_box(start, top, _TRACK_WIDTH, _TRACK_HEIGHT))
        unit = units.get(name, "")
        parts.append(_text(start, 12, f"{name} ({unit})" if unit else name))
        known = values[np.isfinite(values)]
        if not len(known):
            parts.append(_text(start, 27, "no values"))
            continue
        low, high = float(known.min()), float(known.max())
        parts.append(_text(start, 27, f"{low:.4g}"))
        parts.append(_text(start + _TRACK_WIDTH, 27, f"{high:.4g}", "end"))
        share = (values[::every] - low) / (high - low) if high > low else values[::every] * 0 + 0.5
        line = _path(start + share * _TRACK_WIDTH, y)
        parts.append(f'<path d="{line}" fill="none" stroke="{_LINES[0]}" stroke-width="1.1"/>')
    return _svg(left + len(shown) * (_TRACK_WIDTH + gap), top + _TRACK_HEIGHT + 8, parts)


def _on_map(values: NDArray[Any], geometry: Geometry) -> tuple[Floats, str]:
    """Return one value for each cell of the map, and what it is of."""
    if values.ndim == 2:
        return values.astype(float), ""
    middle = values.shape[2] // 2
    known = np.isfinite(values)
    if np.count_nonzero(known[:, :, middle]) > _FEW_SHARE * known[:, :, middle].size:
        name = f", slice {middle + 1} of {values.shape[2]} (z {geometry.axis(2)[middle]:.8g})"
        return values[:, :, middle].astype(float), name
    number = known.sum(axis=2)
    total = np.where(known, values, 0.0).sum(axis=2)
    means: Floats = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return means, f", means of {values.shape[2]} slices"


def _every(flat: Floats) -> int:
    return max(1, math.ceil(max(flat.shape) / _MOST_PIXELS))


def _coloured(share: Floats, colours: Sequence[str]) -> NDArray[np.uint8]:
    """Return red, green and blue of shares between 0 and 1, shape (…, 3)."""
    stops = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours], dtype=float)
    places = np.linspace(0, 1, len(colours))
    mixed = [np.interp(share, places, stops[:, channel]) for channel in range(3)]
    channels: NDArray[np.uint8] = np.round(np.stack(mixed, axis=-1)).astype(np.uint8)
    return channels


def _hex(colour: NDArray[np.uint8]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour.tolist())


def _png(share: Floats, place: Geometry, colours: Sequence[str]) -> bytes:
    """Return an image with north up and east to the right, blank where a share is not a number (PNG, ISO 15948)."""
    rows = share.T[:: -1 if place.spacing[1] > 0 else 1, :: 1 if place.spacing[0] > 0 else -1]
    known = np.isfinite(rows)
    opacity = np.where(known, 255, 0).astype(np.uint8)
    pixels = np.concatenate([_coloured(np.where(known, rows, 0.0), colours), opacity[..., None]], axis=-1)
    height, width = rows.shape
    unfiltered = np.zeros((height, 1), dtype=np.uint8)
    lines = np.concatenate([unfiltered, pixels.reshape(height, -1)], axis=1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def _scale(x: float, top: float, height: float, colours: Sequence[str], ends: tuple[float, float]) -> list[str]:
    """Return the colours with the values of their ends, or the one there is."""
    low, high = ends
    if low == high:
        return [_text(x, top + 10, f"{low:.4g}")]
    steps = 24
    fills = [_hex(colour) for colour in _coloured(1 - np.arange(steps) / (steps - 1), colours)]
    parts = [
        f'<rect x="{x:.1f}" y="{top + number * height / steps:.1f}" width="12" height="{height / steps + 0.5:.1f}" '
        f'fill="{fill}"/>'
        for number, fill in enumerate(fills)
    ]
    return [*parts, _text(x + 16, top + 10, f"{high:.4g}"), _text(x + 16, top + height, f"{low:.4g}")]


def _path(x: Floats, y: Floats) -> str:
    """Return the path of a line, interrupted where it is not a number."""
    parts, pen = [], "M"
    for a, b in zip(x.tolist(), y.tolist()):
        if math.isfinite(a) and math.isfinite(b):
            parts.append(f"{pen}{a:.1f} {b:.1f}")
            pen = "L"
        else:
            pen = "M"
    return "".join(parts)


def _box(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:.1f}" height="{height:.1f}" fill="none" stroke="currentColor" '
        'stroke-width="0.8"/>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = "currentColor") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _svg(width: float, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif" font-size="11">{"".join(parts)}</svg>'
    )
