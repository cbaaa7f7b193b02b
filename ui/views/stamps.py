"""Very many marks as one picture: the more of them lie on a pixel, the less of what is behind shows.

Law: a picture is made by NumPy, at the pixels of the screen, in a few milliseconds for tens of thousands of marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .qt import QtGui

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_MOST = 255
"""So many marks on a pixel are told from fewer."""


class Marks(NamedTuple):
    """Marks of one kind.

    Attributes
    ----------
    x, y : float arrays, shape (n,)
        Pixels, from the upper left.
    colour : QColor
    shape : {"disc", "ring", "plus"}
    radius : float
        Pixels.
    opacity : float
        Of one mark.
    """

    x: Floats
    y: Floats
    colour: Any
    shape: str
    radius: float
    opacity: float = 1.0


def stamped(size: tuple[int, int], *layers: Marks) -> Any:
    """Return a QImage of a width and height in pixels, with marks of which later ones cover what is below."""
    width, height = size
    reach = 2 + max((int(np.ceil(layer.radius)) for layer in layers), default=0)
    # A margin takes the marks that reach over the edges.
    wide, tall = width + 2 * reach, height + 2 * reach
    pixels = np.zeros(wide * tall, dtype=np.uint32)
    for layer in layers:
        column, row = np.rint(layer.x).astype(np.intp), np.rint(layer.y).astype(np.intp)
        seen = (column >= -1) & (column <= width) & (row >= -1) & (row <= height)
        first = (row[seen] + reach) * wide + column[seen] + reach
        right, down = _offsets(layer.shape, layer.radius)
        covered = (first[:, None] + (down * wide + right)).reshape(-1)
        if layer.opacity >= 1:
            pixels[covered] = _colours(layer.colour, np.ones(1))[0]
            continue
        alphas = 1 - (1 - layer.opacity) ** np.arange(_MOST + 1)
        counts = np.bincount(covered, minlength=wide * tall)
        inked = np.flatnonzero(counts)
        pixels[inked] = _colours(layer.colour, alphas).take(counts[inked], mode="clip")
    shown = pixels.reshape(tall, wide)[reach : reach + height, reach : reach + width]
    kind = QtGui.QImage.Format.Format_ARGB32_Premultiplied
    return QtGui.QImage(shown.tobytes(), width, height, 4 * width, kind).copy()  # the copy owns its pixels


def _colours(colour: Any, alphas: Floats) -> NDArray[np.uint32]:
    """Return a colour with several opacities as Qt has them in memory: premultiplied, 0xAARRGGBB."""
    parts = np.outer(alphas, [255, colour.red(), colour.green(), colour.blue()]).astype(np.uint32)
    return parts @ np.array([1 << 24, 1 << 16, 1 << 8, 1], dtype=np.uint32)


def _offsets(shape: str, radius: float) -> tuple[Integers, Integers]:
    """Return the pixels of a mark beside its middle: to the right, and down."""
    reach = int(np.ceil(radius))
    right, down = (axis.reshape(-1) for axis in np.mgrid[-reach : reach + 1, -reach : reach + 1])
    away = np.hypot(right, down)
    thick = max(1.0, radius / 3)
    longer, shorter = np.maximum(np.abs(right), np.abs(down)), np.minimum(np.abs(right), np.abs(down))
    keep = {
        "disc": away <= radius,
        "ring": (away <= radius) & (away > radius - 1.2 * thick),
        "plus": (longer <= radius) & (shorter <= thick / 2),
    }[shape]
    return right[keep], down[keep]
