"""Values to bytes, and bytes to the colours of a ramp.

Law: byte 0 is no value, and is transparent; 1 to 255 are the ramp from its first to its last colour. So a picture is an
array of bytes beside a table of colours, and is drawn without a colour for each cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .qt import QtGui

if TYPE_CHECKING:
    from ...provider.ramps import Stops

SHADES = 255
"""Of a ramp."""


def shades(stops: Stops) -> np.ndarray:
    """Return the colours of a ramp, uint8 array of shape (255, 3): red, green, blue."""
    places = [at for at, _ in stops]
    colours = np.array([[int(name[begin : begin + 2], 16) for begin in (1, 3, 5)] for _, name in stops], dtype=float)
    at = np.linspace(0.0, 1.0, SHADES)
    mixed = np.column_stack([np.interp(at, places, channel) for channel in colours.T])
    return np.rint(mixed).astype(np.uint8)


def colour_table(stops: Stops) -> list[int]:
    """Return what a picture of bytes takes as colours, #AARRGGBB as 256 numbers."""
    return [0, *(0xFF000000 | red << 16 | green << 8 | blue for red, green, blue in shades(stops).tolist())]


def bytes_of(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return the bytes of values, of the same shape; what lies beyond `low` and `high` has the last colour there.

    Parameters
    ----------
    values : float array
        Without any that is not a number.
    low, high : float
        Of the first and the last colour; `high` is greater.
    """
    scaled = values - np.float32(low)
    scaled *= np.float32((SHADES - 1) / (high - low))
    np.clip(scaled, 0.0, SHADES - 1.0, out=scaled)
    scaled += np.float32(1.5)
    codes: np.ndarray = scaled.astype(np.uint8)
    return codes


def faded_picture(values: np.ndarray, low: float, high: float, stops: Stops, opacity: np.ndarray) -> Any:
    """Return a QImage of values, shape (nx, ny) from the lower left, transparent where there are none.

    Parameters
    ----------
    values : float array, shape (nx, ny)
    low, high : float
        Of the first and the last colour.
    stops : Stops
        The ramp.
    opacity : float array, shape (nx, ny)
        From 0 to 1.
    """
    known = np.isfinite(values)
    codes = bytes_of(np.where(known, values, low), low, high if high > low else low + 1.0)
    pixels = np.empty((*values.T.shape, 4), dtype=np.uint8)
    pixels[..., :3] = shades(stops)[codes.T[::-1] - 1]
    pixels[..., 3] = np.rint(255 * np.where(known, opacity, 0.0)).astype(np.uint8).T[::-1]
    height, width = values.T.shape
    image = QtGui.QImage(pixels.tobytes(), width, height, 4 * width, QtGui.QImage.Format.Format_RGBA8888)
    return image.copy()  # the copy owns its pixels
