"""Films and pictures of realizations as files."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QFont, QImage, QImageReader, QMovie
from stochastic_kriging.krig_core.decisions.film import Film
from stochastic_kriging.krig_core.decisions.ranked import RankedRealizations
from stochastic_kriging.provider.outputs.colours import Span
from stochastic_kriging.ui.film_export import export_gif, export_picture, export_pictures
from stochastic_kriging.ui.views.film_dialog import FilmChoice, positions
from stochastic_kriging.ui.views.film_picture import FilmPicture, pixels
from stochastic_kriging.ui.views.raster_drawing import RasterDrawing
from stochastic_kriging.ui.views.shown_stack import ShownStack, Zone
from stochastic_kriging.ui.views.stack_drawing import at_position, ramp_of_values

CHOICE = FilmChoice(positions(0, 2, 3), 120, 300)


@pytest.fixture
def stack(qgis_app):
    values = np.random.default_rng(4).normal(0.2, 0.03, (5, 20, 30)).astype(np.float32)
    ranked = RankedRealizations.of(values)
    means = ranked.means_of(np.arange(600), np.ones(600))
    whole = Zone("the whole map", means)
    film = Film(ranked, by_ranks=True)
    return ShownStack(ranked, film, True, Span.of(values), "PHIE", "v/v", "m", 0, 2000, 100, 100, whole)


@pytest.fixture
def picture(stack):
    return FilmPicture(stack, RasterDrawing(), CHOICE.width, QFont())


def stop_after(count):
    """Return what raises at its last call of so many."""
    calls = []

    def check():
        calls.append(1)
        if len(calls) == count:
            raise KeyboardInterrupt

    return check


def test_a_film_is_a_gif_with_a_picture_for_each_position(tmp_path, stack, picture):
    path = tmp_path / "film.gif"
    assert export_gif(str(path), stack, picture, CHOICE, lambda: None) == f"{path} has 7 pictures."
    assert QMovie(str(path)).frameCount() == 7
    reader = QImageReader(str(path))
    for position in CHOICE.positions:
        image = reader.read()
        assert reader.nextImageDelay() == 120
        wanted = pixels(picture.image(at_position(stack, position), ramp_of_values(stack)))
        there = pixels(image.convertToFormat(QImage.Format.Format_RGB32))
        assert there.shape == wanted.shape
        # The grey edges of letters and the ramp are more than 256 colours: the lowest bits may go.
        assert np.abs(there.astype(int) - wanted).max() < 8
    assert [one.name for one in tmp_path.iterdir()] == ["film.gif"]


def test_a_film_is_pictures_by_their_numbers(tmp_path, stack, picture):
    export_pictures(str(tmp_path), stack, picture, CHOICE, lambda: None)
    assert sorted(one.name for one in tmp_path.iterdir()) == [f"film_{number:04d}.png" for number in range(1, 8)]
    image = QImage(str(tmp_path / "film_0004.png")).convertToFormat(QImage.Format.Format_RGB32)
    assert (pixels(image) == pixels(picture.image(at_position(stack, 1), ramp_of_values(stack)))).all()
    with pytest.raises(QgsProcessingException, match=r"has film_0001.png already: choose another folder"):
        export_pictures(str(tmp_path), stack, picture, CHOICE, lambda: None)


@pytest.mark.parametrize("export", [export_gif, export_pictures])
def test_what_is_stopped_leaves_nothing(tmp_path, stack, picture, export):
    path = tmp_path / "film.gif" if export is export_gif else tmp_path
    with pytest.raises(KeyboardInterrupt):
        export(str(path), stack, picture, CHOICE, stop_after(5))
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_film_leaves_the_one_that_was_there(tmp_path, stack, picture):
    path = tmp_path / "film.gif"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        export_gif(str(path), stack, picture, CHOICE, stop_after(2))
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_named(tmp_path, stack, picture):
    path = tmp_path / "none" / "film.gif"
    with pytest.raises(QgsProcessingException, match="there is no folder"):
        export_gif(str(path), stack, picture, CHOICE, lambda: None)


def test_a_picture_is_kept_as_it_is(tmp_path, stack, picture):
    image = picture.image(at_position(stack, 2.5), ramp_of_values(stack))
    export_picture(str(tmp_path / "one.png"), image)
    read = QImage(str(tmp_path / "one.png")).convertToFormat(QImage.Format.Format_RGB32)
    assert (pixels(read) == pixels(image)).all()
