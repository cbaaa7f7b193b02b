"""The tab Directions: what the two handles make of an ellipse, and what is lit and said."""

import math
from dataclasses import replace

import numpy as np
import pytest
from stochastic_kriging.krig_core.jobs.directions import DirectionsJob, ShownDirection, look_in_directions
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener
from stochastic_kriging.tests.views import mouse
from stochastic_kriging.ui.views.data import Data
from stochastic_kriging.ui.views.direction_map import ellipse
from stochastic_kriging.ui.views.directions import DirectionsView
from stochastic_kriging.ui.views.ramp import faded_picture
from stochastic_kriging.ui.views.state import State

ROUND = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=200.0)
TURNED = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=200.0, azimuth=30.0, ratio=0.5)


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(4)
    points = rng.uniform(0, 1000, (150, 2))
    values = np.sin(points[:, 0] / 150) + rng.normal(0, 0.2, 150)
    return Data(points, values, tuple(map(str, range(150))), "porosity", "m", "%")


@pytest.fixture(scope="module")
def found(data, tmp_path_factory):
    """Result and arrays of the task directions."""
    folder = tmp_path_factory.mktemp("directions")
    np.save(folder / "points.npy", data.points)
    np.save(folder / "values.npy", data.values)
    job = DirectionsJob(
        coordinates="points.npy",
        values="values.npy",
        transform="none",
        gamma="g.npy",
        pairs="p.npy",
        max_distance=300.0,
    )
    result = look_in_directions(job, folder, Listener())
    return result, np.load(folder / "g.npy"), np.load(folder / "p.npy")


class Heard:
    """What a view has told."""

    def __init__(self, view):
        self.dragged, self.changed, self.pointed = [], [], []
        view.dragged.connect(self.dragged.append)
        view.changed.connect(self.changed.append)
        view.direction_pointed.connect(self.pointed.append)


@pytest.fixture
def shown(found, data):
    """A function that shows a model; returns the view, its map and what the view tells."""
    views = []

    def show(model=TURNED, *, of=None, **state):
        view = DirectionsView()
        view.resize(900, 460)
        view.show_directions(*(of or found))
        view.show_model(model, State(**state), data)
        view.show()
        views.append(view)
        return view, view.map, Heard(view)

    yield show
    for view in views:
        view.close()


def handle(plot, name):
    found = next(item for item in plot.handles() if item.name == name)
    return plot.pixel(found.x, found.y)


def test_the_handles_are_the_ends_of_the_axes(shown):
    _, plot, _ = shown()
    assert handle(plot, "long") == plot.pixel(200 * math.sin(math.pi / 6), 200 * math.cos(math.pi / 6))
    assert handle(plot, "short") == plot.pixel(100 * math.cos(math.pi / 6), -100 * math.sin(math.pi / 6))


def test_the_long_handle_moves_range_and_azimuth_to_where_it_is_put(shown):
    _, plot, heard = shown()
    mouse.drag(plot, handle(plot, "long"), plot.pixel(160.0, 120.0))
    (changed,) = heard.changed
    (structure,) = changed.structures
    assert structure.range == pytest.approx(200.0, rel=1e-9)
    assert structure.azimuth == pytest.approx(math.degrees(math.atan2(160, 120)), rel=1e-9)
    assert (structure.ratio, structure.partial_sill, changed.nugget) == (0.5, 0.9, 0.1)
    assert heard.dragged[-1] == changed


def test_azimuths_stay_within_half_a_turn_and_the_handle_under_the_mouse(shown):
    _, plot, heard = shown()
    there = plot.pixel(-150.0, -100.0)
    mouse.drag(plot, handle(plot, "long"), there)
    assert heard.changed[0].structures[0].azimuth == pytest.approx(math.degrees(math.atan2(150, 100)), rel=1e-9)
    at = handle(plot, "long")
    assert (at.x(), at.y()) == pytest.approx((there.x(), there.y()))


def test_the_short_handle_of_a_circle_makes_an_ellipse(shown):
    """It lies 200 east; put 150 east, whatever it is north, the ratio is three quarters."""
    _, plot, heard = shown(ROUND)
    assert handle(plot, "short") == plot.pixel(200.0, 0.0)
    mouse.drag(plot, handle(plot, "short"), plot.pixel(150.0, 40.0))
    (structure,) = heard.changed[0].structures
    assert structure.ratio == pytest.approx(0.75, rel=1e-9)
    assert (structure.range, structure.azimuth) == (200.0, 0.0)


def test_the_short_axis_is_never_the_longer_one_and_never_nothing(shown):
    _, plot, heard = shown()
    start = handle(plot, "short")
    mouse.drag(plot, start, plot.pixel(290 * math.cos(math.pi / 6), -290 * math.sin(math.pi / 6)))
    assert heard.changed[0].structures[0].ratio == 1.0
    mouse.drag(plot, handle(plot, "short"), plot.pixel(0.0, 0.0))
    assert heard.changed[1].structures[0].ratio == 0.02


@pytest.mark.parametrize(
    ("locks", "name", "azimuth", "long"),
    [
        ({"azimuth"}, "long", 30.0, None),
        ({"range"}, "long", None, 200.0),
        ({"range", "azimuth"}, "long", 30.0, 200.0),
        ({"ratio"}, "short", 30.0, 200.0),
    ],
)
def test_locks_hold(shown, locks, name, azimuth, long):
    _, plot, heard = shown(locks=frozenset(locks))
    start = handle(plot, name)
    mouse.drag(plot, start, plot.pixel(40.0, 120.0))
    structure = heard.changed[0].structures[0] if heard.changed else TURNED.structures[0]
    assert structure.ratio == 0.5
    assert azimuth is None or structure.azimuth == azimuth
    assert long is None or structure.range == long
    if locks == {"azimuth"}:
        along = 40.0 * math.sin(math.pi / 6) + 120.0 * math.cos(math.pi / 6)
        assert structure.range == pytest.approx(along, rel=1e-9)
    elif locks == {"range"}:
        assert structure.azimuth == pytest.approx(math.degrees(math.atan2(40, 120)), rel=1e-9)
    else:
        assert not heard.dragged


def test_a_model_that_comes_during_a_drag_is_not_taken_for_what_was_dragged(shown):
    _, plot, heard = shown(ROUND)
    mouse.press(plot, handle(plot, "long"))
    mouse.move(plot, plot.pixel(100.0, 100.0), held=True)
    plot.show_model(None, State())
    mouse.release(plot, plot.pixel(100.0, 100.0))
    assert len(heard.dragged) == 1
    assert not heard.changed


def test_keys_move_and_escape_takes_back(shown):
    _, plot, heard = shown(ROUND)
    wide = 2 * plot.x_range[1] / plot.area.width()
    mouse.click(plot, handle(plot, "short"))
    mouse.key(plot, "Left")
    assert heard.changed[0].structures[0].ratio == pytest.approx(1 - wide / 200.0, rel=1e-9)
    start = handle(plot, "long")
    mouse.press(plot, start)
    mouse.move(plot, plot.pixel(100.0, 100.0), held=True)
    mouse.key(plot, "Escape")
    mouse.release(plot, plot.pixel(100.0, 100.0))
    assert len(heard.changed) == 1
    assert heard.dragged[-1] == heard.changed[0]


def test_the_chosen_structure_alone_is_moved(shown):
    nested = TURNED + Variogram.exponential(partial_sill=0.3, range=280.0)
    _, plot, heard = shown(nested, structure=1)
    mouse.drag(plot, handle(plot, "short"), plot.pixel(140.0, 0.0))
    first, second = heard.changed[0].structures
    assert first == TURNED.structures[0]
    assert second.ratio == pytest.approx(0.5, rel=1e-9)


def test_a_range_beyond_the_map_stands_at_its_edge_until_it_is_dragged_back(shown):
    _, plot, heard = shown(replace(ROUND, structures=(replace(ROUND.structures[0], range=5000.0),)))
    assert plot.x_range[1] == pytest.approx(572.4)
    at = handle(plot, "long")
    assert plot.place(at)[1] == pytest.approx(0.97 * 572.4)
    mouse.click(plot, at)
    mouse.key(plot, "Up")
    assert not heard.changed
    mouse.drag(plot, at, plot.pixel(0.0, 400.0))
    assert heard.changed[0].range == pytest.approx(400.0, rel=1e-9)


def test_a_direction_of_the_map_is_lit_in_both(shown):
    view, plot, heard = shown()
    before = view.map.grab().toImage(), view.curves.grab().toImage()
    mouse.move(plot, plot.pixel(60.0, 70.0))
    assert heard.pointed == [45.0]
    assert all(part.grab().toImage() != picture for part, picture in zip((view.map, view.curves), before))
    mouse.move(plot, plot.pixel(-150.0, 4.0))
    assert heard.pointed == [45.0, 90.0]


def test_a_point_of_a_direction_lights_it_on_the_map(shown, found):
    view, _, heard = shown()
    series = found[0].series[2]
    mouse.move(view.curves, view.curves.pixel(series.distance[-1], series.gamma[-1]))
    assert heard.pointed == [90.0]
    mouse.move(view.curves, view.curves.pixel(1.0, view.curves.y_range[1]))
    assert len(heard.pointed) == 2
    assert math.isnan(heard.pointed[-1])


def test_the_picture_has_north_up_and_east_right():
    """Of 3 × 3 classes the one north-east is the highest, that south is unknown."""
    gamma = np.zeros((3, 3))
    gamma[2, 2], gamma[1, 0] = 1.0, np.nan
    opacity = np.ones((3, 3))
    opacity[0, 0] = 0.25
    stops = ((0.0, "#000000"), (1.0, "#ffffff"))
    image = faded_picture(gamma, 0.0, 1.0, stops, opacity)
    assert image.pixelColor(2, 0).name() == "#ffffff"
    assert image.pixelColor(0, 0).name() == "#000000"
    assert image.pixelColor(1, 2).alpha() == 0
    assert image.pixelColor(0, 2).alpha() == 64


def test_the_outline_has_its_axes():
    corners = np.array(ellipse(200.0, 0.5, 90.0))
    assert np.abs(corners).max(axis=0) == pytest.approx((200.0, 100.0), rel=1e-3)


@pytest.mark.parametrize(
    ("shown_direction", "said"),
    [
        (
            ShownDirection(25.27, 0.4365, 0.007, 0.05, True),
            "The data have a direction of longest range: along 25.3°, ratio 0.44. Of fields without one only 0.7",
        ),
        (
            ShownDirection(110.0, 0.8, 0.42, 0.05, False),
            "No direction of longest range is certain: of fields without one 42\u00a0% look as directional as these",
        ),
        (ShownDirection(110.0, 0.05, 0.0001, 0.05, False), "(along 110.0°, ratio 0.05) is too narrow to be believed"),
        (None, "cannot be tested"),
    ],
)
def test_what_the_test_says_is_in_words(shown, found, shown_direction, said):
    result, gamma, pairs = found
    view, _, _ = shown(of=(replace(result, shown=shown_direction), gamma, pairs))
    assert said in view._said.text()
    assert view._said.text().endswith("The model's range is 200 m along 30.0° and 100 m across it (ratio 0.5).")


def test_words_go_with_the_drag(shown):
    view, plot, _ = shown(ROUND)
    assert view._said.text().endswith("The model is the same in every direction, with a range of 200 m.")
    mouse.press(plot, handle(plot, "short"))
    mouse.move(plot, plot.pixel(100.0, 0.0), held=True)
    assert view._said.text().endswith("200 m along 0.0° and 100 m across it (ratio 0.5).")


def test_a_random_part_of_the_data_is_told(shown, found):
    view, _, _ = shown(of=(replace(found[0], data=5000, looked_at=3000), *found[1:]))
    assert view._said.text().endswith("Map and directions are of 3000 of the 5000 data, taken at random.")


def test_what_is_missing_is_said_and_nothing_else(shown, found, data):
    view = DirectionsView()
    assert view.message == "There is no variogram map yet: choose points and a field above."
    view.show_model(None, State(), data)
    assert view.message == "The variogram map is being computed."
    assert not view.map.handles()
    assert view.curves.isHidden()
    view.show_directions(*found)
    assert not view.message
    assert not view.curves.isHidden()
    assert not view.grab().isNull()


def test_a_map_without_any_pair_is_drawn(found, data):
    result, gamma, pairs = found
    view = DirectionsView()
    none = replace(
        result, series=tuple(replace(item, distance=(), gamma=(), pairs=(), used=()) for item in result.series)
    )
    view.show_directions(none, np.full_like(gamma, np.nan), np.zeros_like(pairs))
    view.show_model(ROUND, State(), data)
    assert not view.grab().isNull()
