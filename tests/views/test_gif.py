"""Animated GIF, read back by Qt."""

import io

import numpy as np
import pytest
from stochastic_kriging.ui.views.film_picture import pixels
from stochastic_kriging.ui.views.gif import palette_of, write_gif
from stochastic_kriging.ui.views.qt import QtCore, QtGui


def opened(data):
    buffer = QtCore.QBuffer()
    buffer.setData(QtCore.QByteArray(data))
    buffer.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def read(data):
    """Return the pictures of a GIF and the milliseconds that each is shown, as Qt reads them."""
    buffer, other = opened(data), opened(data)
    movie = QtGui.QMovie(other, QtCore.QByteArray(b"gif"))
    assert movie.isValid()
    reader = QtGui.QImageReader(buffer, QtCore.QByteArray(b"gif"))
    assert reader.loopCount() == -1  # again and again
    pictures, delays = [], []
    for _ in range(movie.frameCount()):
        image = reader.read()
        assert not image.isNull()
        pictures.append(pixels(image.convertToFormat(QtGui.QImage.Format.Format_RGB32)))
        delays.append(reader.nextImageDelay())
    return pictures, delays


@pytest.mark.parametrize("colours", [1, 2, 3, 4, 5, 16, 17, 128, 129, 255, 256])
@pytest.mark.parametrize("shape", [(1, 1), (5, 7), (90, 131)])
def test_pictures_come_back_to_the_bit(colours, shape):
    """Noise fills the table of codes and begins it anew; stripes make long runs."""
    rng = np.random.default_rng(colours)
    palette = rng.choice(256**3, colours)
    palette = np.column_stack([palette >> 16, palette >> 8 & 255, palette & 255]).astype(np.uint8)
    stripes = np.add.outer(np.arange(shape[0]), np.arange(shape[1])) // 9 % colours
    wanted = [palette[rng.integers(0, colours, shape)], palette[stripes], palette[rng.integers(0, colours, shape)]]
    file = io.BytesIO()
    assert write_gif(file, iter(wanted), 80) == 3
    pictures, delays = read(file.getvalue())
    assert len(pictures) == 3
    for picture, one in zip(pictures, wanted):
        assert (picture == one).all()
    assert delays == [80] * 3


def codes_of(data):
    """Return the codes of a GIF of one picture, by the letter of the format, and which code is to be the last one."""
    place = 13 + 19 + 8 + 9  # screen, repetition, delay, place of the picture
    place += 1 + 3 * (2 << (data[place] & 7))
    size, packed, place = data[place], b"", place + 1
    while data[place]:
        packed += data[place + 1 : place + 1 + data[place]]
        place += 1 + data[place]
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), bitorder="little")
    clear, end = 1 << size, (1 << size) + 1
    codes, at, width, following, begun = [], 0, size + 1, end + 1, False
    while at + width <= len(bits):
        code = int(bits[at : at + width] @ (1 << np.arange(width)))
        codes.append(code)
        at += width
        if code == end:
            assert len(bits) - at < 8
            break
        if code == clear:
            width, following, begun = size + 1, end + 1, False
            continue
        if begun and following < 4096:
            following += 1
            width += following == 1 << width and width < 12
        begun = True
    return codes, end


@pytest.mark.parametrize("count", range(1, 60))
def test_the_last_code_is_the_one_that_ends_it_however_wide_the_reader_expects_it(count):
    picture = np.random.default_rng(count).integers(0, 2, (1, count, 1)).astype(np.uint8) * np.full(3, 255, np.uint8)
    file = io.BytesIO()
    write_gif(file, [picture], 40)
    codes, end = codes_of(file.getvalue())
    assert codes[-1] == end
    assert codes.count(end) == 1


def test_a_picture_of_one_colour_is_small():
    file = io.BytesIO()
    write_gif(file, [np.full((500, 500, 3), 200, dtype=np.uint8)], 40)
    assert len(file.getvalue()) < 1500
    pictures, delays = read(file.getvalue())
    assert (pictures[0] == 200).all()
    assert delays == [40]


def test_more_colours_than_there_are_lose_their_lowest_bits():
    picture = np.zeros((64, 64, 3), dtype=np.uint8)
    picture[..., 0], picture[..., 1] = np.arange(64)[:, None] * 4, np.arange(64) * 4
    colours, which = palette_of(picture)
    assert len(colours) == 256
    assert (colours[which].reshape(64, 64, 3) == (picture & 0xF0)).all()


def test_what_is_checked_between_pictures_may_end_it():
    class StoppedError(Exception):
        pass

    def stop():
        raise StoppedError

    with pytest.raises(StoppedError):
        write_gif(io.BytesIO(), [np.zeros((2, 2, 3), dtype=np.uint8)], 40, stop)
