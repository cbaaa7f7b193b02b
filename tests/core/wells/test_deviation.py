"""Where a deviated well goes."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.wells.deviation import DeviationSurvey


def test_a_published_example():
    """Station 3500 ft, 15°, 20° to 3600 ft, 25°, 45°: dogleg 0.22605 rad, 27.22 north, 19.45 east, 94.01 down."""
    survey = DeviationSurvey([0, 3500, 3600], [15, 15, 25], [20, 20, 45])
    east, north, down = (survey.at([3600]) - survey.at([3500]))[0]
    assert (round(north, 2), round(east, 2), round(down, 2)) == (27.22, 19.45, 94.01)
    assert survey.bend[1] == pytest.approx(0.22605, abs=5e-6)


@pytest.mark.parametrize("azimuth", [0, 37, 200])
def test_a_build_up_is_an_arc_of_a_circle_between_its_stations_too(azimuth):
    radius, kick_off = 300.0, 500.0
    angles = np.array([0, 20, 75, 90])
    survey = DeviationSurvey(kick_off + radius * np.radians(angles), angles, [azimuth] * 4)
    turned = np.radians(np.linspace(0, 90, 91))
    out = radius * (1 - np.cos(turned))
    expected = np.stack(
        [
            out * np.sin(np.radians(azimuth)),
            out * np.cos(np.radians(azimuth)),
            kick_off + radius * np.sin(turned),
        ],
        axis=1,
    )
    np.testing.assert_allclose(survey.at(kick_off + radius * turned), expected, rtol=1e-12, atol=1e-9)


def test_a_level_turn_is_an_arc_of_a_circle():
    radius = 400.0
    bearings = np.array([90, 120, 180, 250])
    depths = 1000 + radius * np.radians(bearings - 90)
    survey = DeviationSurvey([0, *depths], [90] * 5, [90, *bearings])
    turned = np.radians(np.linspace(0, 160, 33))
    moved = survey.at(1000 + radius * turned) - survey.at([1000])
    expected = np.stack([radius * np.sin(turned), radius * (np.cos(turned) - 1), 0 * turned], axis=1)
    np.testing.assert_allclose(moved, expected, atol=1e-9)


def test_the_path_is_as_long_as_the_measured_depth_and_smooth():
    rng = np.random.default_rng(3)
    stations = np.arange(0, 3000, 150.0)
    survey = DeviationSurvey(stations, rng.uniform(0, 60, 20), rng.uniform(0, 90, 20))
    depths = np.arange(0, 3200, 0.5)
    steps = np.diff(survey.at(depths), axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    np.testing.assert_allclose(lengths, 0.5, rtol=1e-5)
    turns = np.linalg.norm(np.diff(steps / lengths[:, None], axis=0), axis=1)
    assert turns.max() < 1.05 * (survey.bend / 150).max() * 0.5


def test_a_vertical_survey_changes_nothing_and_any_order_will_do():
    depths = np.array([0.0, 10, 500, 900])
    survey = DeviationSurvey([800, 0, 400], [0, 0, 0], [123, 7, 300])
    np.testing.assert_allclose(survey.at(depths), np.stack([0 * depths, 0 * depths, depths], axis=1), atol=1e-9)


def test_it_begins_vertical_at_depth_zero_and_goes_straight_on_below_the_last_station():
    survey = DeviationSurvey([1000, 1100], [30, 30], [90, 90])
    assert survey.at([0]).tolist() == [[0, 0, 0]]
    radius = 1000 / np.radians(30)
    kick = np.array([radius * (1 - np.sqrt(0.75)), 0, radius * 0.5])
    np.testing.assert_allclose(survey.at([1000]), [kick], atol=1e-9)
    ahead = np.array([0.5, 0, np.sqrt(0.75)])
    np.testing.assert_allclose(survey.at([1100, 1400]), [kick + 100 * ahead, kick + 400 * ahead], atol=1e-9)
    level = DeviationSurvey([0, 100], [90, 90], [0, 0])
    np.testing.assert_allclose(level.at([50]), [[0, 50, 0]], atol=1e-9)


def test_rows_that_lack_a_number_and_rows_that_stand_twice_are_left_out():
    survey = DeviationSurvey([0, 100, 100, 200, np.nan], [0, 10, 10, np.nan, 5], [0, 0, 0, 0, 0])
    assert survey.depth.tolist() == [0, 100]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([], [], []), "its survey has no station with depth, inclination and azimuth"),
        (([np.nan], [0], [0]), "its survey has no station with depth, inclination and azimuth"),
        (([-5, 10], [0, 0], [0, 0]), "its survey has a negative depth, -5"),
        (([0, 100, 100], [0, 5, 6], [0, 0, 0]), "its survey has two stations at 100"),
        (([0, 100], [0, 200], [0, 0]), "its survey has an inclination of 200 degrees, beyond 0 to 180"),
        (([0, 100], [0, -1], [0, 0]), "its survey has an inclination of -1 degrees, beyond 0 to 180"),
        (([0, 100], [0, 180], [0, 0]), "its survey turns right back below 0"),
        (([0, 100], [0], [0, 0]), "Invalid survey. Should be as many inclinations and azimuths as measured depths."),
    ],
)
def test_a_survey_that_cannot_be_is_refused_in_plain_words(columns, message):
    with pytest.raises(InvalidInput) as raised:
        DeviationSurvey(*columns)
    assert str(raised.value) == message
