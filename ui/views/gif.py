"""Animated GIF: pictures of at most 256 colours each, one after another, again and again.

Law: the colours of a picture are exact where it has no more than 256; else the lowest bits of all its colours are left
out until it has. Compression is Welch's (1984, IEEE Computer 17(6)), as the format asks (CompuServe 1990, GIF89a): each
code depends on all before it, so it is a loop over pixels, to be run beside the main thread.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import BinaryIO

import numpy as np

_MOST_COLOURS = 256
_MOST_CODES = 4096
_BLOCK = 255


def write_gif(
    file: BinaryIO, pictures: Iterable[np.ndarray], milliseconds: int, check: Callable[[], None] = lambda: None
) -> int:
    """Write pictures of one size; return how many there were.

    Parameters
    ----------
    file : binary file
    pictures : iterable of uint8 array, shape (rows, columns, 3)
        Red, green and blue; taken one by one.
    milliseconds : int
        That each is shown; the format counts hundredths of a second.
    check : callable
        Called after each; may raise.
    """
    count = 0
    for count, picture in enumerate(pictures, 1):
        if count == 1:
            rows, columns, _ = picture.shape
            file.write(b"GIF89a" + struct.pack("<HHBBB", columns, rows, 0x70, 0, 0))
            file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")  # again and again
        file.write(_frame(picture, round(milliseconds / 10)))
        check()
    file.write(b"\x3b")
    return count


def palette_of(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the colours of a picture, uint8 array of shape (n, 3), n ≤ 256, and which of them each pixel has."""
    red, green, blue = (picture[..., channel].astype(np.uint32) for channel in range(3))
    packed = (red << 16 | green << 8 | blue).ravel()
    colours, pixels = np.unique(packed, return_inverse=True)
    bits = 0
    while len(colours) > _MOST_COLOURS:
        bits += 1
        kept = np.uint32(0x010101 * (0xFF >> bits << bits))
        colours, pixels = np.unique(packed & kept, return_inverse=True)
    channels = np.column_stack([colours >> 16, colours >> 8 & 0xFF, colours & 0xFF])
    return channels.astype(np.uint8), pixels.reshape(-1).astype(np.uint8)


def _frame(picture: np.ndarray, hundredths: int) -> bytes:
    rows, columns, _ = picture.shape
    colours, pixels = palette_of(picture)
    size = max(1, (len(colours) - 1).bit_length())
    table = np.zeros((1 << size, 3), dtype=np.uint8)
    table[: len(colours)] = colours
    packed = _compressed(pixels.tobytes(), max(2, size))
    blocks = (packed[begin : begin + _BLOCK] for begin in range(0, len(packed), _BLOCK))
    return b"".join(
        [
            b"\x21\xf9\x04\x04" + struct.pack("<H", hundredths) + b"\x00\x00",
            b"\x2c" + struct.pack("<HHHHB", 0, 0, columns, rows, 0x80 | (size - 1)),
            table.tobytes(),
            bytes([max(2, size)]),
            *(bytes([len(block)]) + block for block in blocks),
            b"\x00",
        ]
    )


def _compressed(pixels: bytes, size: int) -> bytes:
    """Return pixels as a stream of codes of growing width, in which a code is a run that was there before."""
    clear, end = 1 << size, (1 << size) + 1
    codes, widths = [clear], [size + 1]
    runs: dict[int, int] = {}
    following, width = end + 1, size + 1
    run = pixels[0]
    for pixel in pixels[1:]:
        longer = run << 8 | pixel
        known = runs.get(longer)
        if known is not None:
            run = known
            continue
        codes.append(run)
        widths.append(width)
        if following < _MOST_CODES:
            runs[longer] = following
            if following == 1 << width:
                width += 1
            following += 1
        else:
            codes.append(clear)
            widths.append(width)
            runs = {}
            following, width = end + 1, size + 1
        run = pixel
    # The reader adds a run for the last code, too, and may then expect a wider one.
    codes += [run, end]
    widths += [width, width + (following == 1 << width and width < 12)]
    return _packed(np.array(codes, dtype=np.uint16), np.array(widths))


def _packed(codes: np.ndarray, widths: np.ndarray) -> bytes:
    """Return codes of so many bits each, the lowest bit first."""
    bit = np.arange(12)
    bits = (codes[:, None] >> bit & 1).astype(np.uint8)
    return np.packbits(bits[bit < widths[:, None]], bitorder="little").tobytes()
