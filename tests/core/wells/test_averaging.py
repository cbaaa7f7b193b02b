"""One value for many, and what samples count where the step varies."""

import statistics

import numpy as np
import pytest
from stochastic_kriging.krig_core import Grid, Log, Variogram
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.jobs.samples import Samples
from stochastic_kriging.krig_core.jobs.slices import upscaled
from stochastic_kriging.krig_core.wells.averaging import AVERAGINGS, averages, evened, thicknesses
from stochastic_kriging.krig_core.wells.reader import THICKNESS, VALUE, CurveQuestion, LasReader

NAN = np.nan
METRE_THEN_TENTH = np.concatenate([np.arange(10.0), 10 + np.arange(20) / 10])
"""Ten metres in steps of 1 m, then two in steps of 0.1 m."""
POROSITY = np.repeat([0.05, 0.25], [10, 20])

BY_THE_BOOK = {
    "arithmetic": statistics.fmean,
    "geometric": statistics.geometric_mean,
    "harmonic": statistics.harmonic_mean,
    "rms": lambda values: statistics.fmean(value * value for value in values) ** 0.5,
    "median": statistics.median,
    "most-of": lambda values: min(statistics.multimode(values)),
    "min": min,
    "max": max,
}


@pytest.mark.parametrize("averaging", list(AVERAGINGS))
def test_each_group_has_the_average_by_the_book(averaging):
    random = np.random.default_rng(5)
    sizes = random.integers(1, 9, 200)
    values = random.integers(1, 6, sizes.sum()).astype(float) / 2
    starts = np.append(0, np.cumsum(sizes)[:-1])
    expected = [BY_THE_BOOK[averaging](group.tolist()) for group in np.split(values, starts[1:])]
    np.testing.assert_allclose(averages(values, starts, averaging), expected, rtol=1e-13)


@pytest.mark.parametrize("averaging", list(AVERAGINGS))
def test_one_value_is_its_own_average_and_none_has_none(averaging):
    np.testing.assert_allclose(averages(np.array([3.5]), np.array([0]), averaging), [3.5], rtol=1e-15)
    assert averages(np.empty(0), np.empty(0, dtype=int), averaging).shape == (0,)


def test_the_means_are_in_their_famous_order():
    values = np.random.default_rng(1).lognormal(size=500)
    harmonic, geometric, arithmetic, rms = (
        averages(values, np.array([0]), name)[0] for name in ("harmonic", "geometric", "arithmetic", "rms")
    )
    assert harmonic < geometric < arithmetic < rms


@pytest.mark.parametrize("averaging", ["geometric", "harmonic"])
def test_a_mean_that_has_no_meaning_is_nan_in_its_group_alone(averaging):
    result = averages(np.array([1.0, 4.0, 2.0, 0.0, 3.0, -1.0]), np.array([0, 2, 4]), averaging)
    assert np.isfinite(result).tolist() == [True, False, False]


def test_an_unknown_averaging_is_refused():
    with pytest.raises(InvalidInput, match=r"^Invalid averaging 'mode' \(`averaging`\). Should be one of arithmetic, "):
        averages(np.empty(0), np.empty(0, dtype=int), "mode")


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ([], []),
        ([5.0], [1]),
        ([5.0, 5.0], [1, 1]),
        ([0, 2.0], [2, 2]),
        ([0, 1, 2, 3.0], [1, 1, 1, 1]),
        # Depths rounded to centimetres: steps of 0.15 and 0.16 m are even.
        ([0, 0.15, 0.31, 0.46], [0.46 / 3] * 4),
        # From its depth to the next one.
        ([0, 1, 2, 2.1, 2.2], [1, 1, 0.1, 0.1, 0.1]),
        ([0, 0.1, 0.2, 1.2, 2.2], [0.1, 0.1, 1, 1, 1]),
        # No sample speaks for a gap.
        ([0, 1, 2, 100, 101, 102], [1, 1, 1, 1, 1, 1]),
        # Samples at one depth share it.
        ([0, 1, 1, 2, 3.0], [1, 0.5, 0.5, 1, 1]),
    ],
)
def test_a_sample_stands_for_the_log_down_to_the_next(index, expected):
    np.testing.assert_allclose(thicknesses(np.array(index)), expected, rtol=1e-12)


def test_weights_that_are_even_in_a_group_are_one():
    weights = evened(np.array([0.15, 0.16, 1.0, 0.1]), np.array([0, 0, 1, 1]), 2)
    assert weights.tolist() == [1, 1, 1.0, 0.1]


def test_a_well_averages_by_thickness():
    log = Log(METRE_THEN_TENTH, {"PHI": POROSITY})
    mean, count = log.mean("PHI")
    assert mean == pytest.approx((10 * 0.05 + 2 * 0.25) / 12, rel=1e-12)  # 0.083; each counting the same 0.183
    assert count == 30
    assert log.mean("PHI", 8, 10.5)[0] == pytest.approx((2 * 0.05 + 0.5 * 0.25) / 2.5, rel=1e-12)
    POROSITY_WITHOUT = np.where(np.arange(30) == 9, NAN, POROSITY)
    assert Log(METRE_THEN_TENTH, {"PHI": POROSITY_WITHOUT}).mean("PHI")[0] == pytest.approx(
        (9 * 0.05 + 2 * 0.25) / 11, rel=1e-12
    )
    # The other way round, downwards.
    turned = Log([0, 0.1, 0.2, 1.2, 2.2], {"PHI": [4, 4, 1, 1, 1]})
    assert turned.mean("PHI")[0] == pytest.approx((0.2 * 4 + 3 * 1) / 3.2, rel=1e-12)


def test_even_steps_give_the_mean_that_they_gave():
    rng = np.random.default_rng(4)
    for step in (0.1, 0.1524, 0.5):
        index = np.round(1000 + step * np.arange(997), 3)
        values = rng.normal(60, 20, 997)
        values[rng.integers(0, 997, 100)] = NAN
        inside = values[np.isfinite(values)]
        assert Log(index, {"GR": values}).mean("GR") == (float(inside.mean()), inside.size)
        assert Log(np.delete(index, [5, 6, 7]), {"GR": np.delete(values, [5, 6, 7])}).mean("GR")[0] == pytest.approx(
            np.nanmean(np.delete(values, [5, 6, 7])), rel=1e-14
        )


@pytest.mark.parametrize(
    ("averaging", "expected"),
    [
        ("arithmetic", (3 * 2 + 1 * 8) / 4),
        ("geometric", (2**3 * 8) ** 0.25),
        ("harmonic", 4 / (3 / 2 + 1 / 8)),
        ("rms", ((3 * 4 + 64) / 4) ** 0.5),
        ("median", 2),
        ("most-of", 2),
        ("min", 2),
        ("max", 8),
    ],
)
def test_every_average_counts_by_weight(averaging, expected):
    values, weights = np.array([2.0, 8.0, 8.0, 7.0]), np.array([3, 0.5, 0.5, 1])
    both = averages(values, np.array([0, 3]), averaging, weights)
    np.testing.assert_allclose(both, [expected, 7], rtol=1e-12)


def test_even_weights_change_nothing():
    rng = np.random.default_rng(8)
    values = rng.integers(1, 9, 200).astype(float)
    starts = np.array([0, 7, 8, 60, 199])
    for averaging in AVERAGINGS:
        plain = averages(values, starts, averaging)
        assert averages(values, starts, averaging, np.full(200, 0.1524)).tolist() == plain.tolist()


def test_the_median_is_where_half_the_weight_is():
    values = np.array([1.0, 2, 3, 4])
    one = np.array([0])
    assert averages(values, one, "median").tolist() == [2.5]
    assert averages(values, one, "median", np.array([1, 1, 1, 5.0])).tolist() == [4]
    assert averages(values, one, "median", np.array([2, 1, 1, 2.0])).tolist() == [2.5]


def test_cells_average_by_thickness():
    logs = [Log(METRE_THEN_TENTH, {"PHI": POROSITY}, x=50, y=50)]
    ranges = {"x_range": (0, 100), "y_range": (0, 100), "z_range": (8, 12)}
    grid = Grid(logs, "PHI", 100, 4, **ranges)
    assert np.asarray(grid).tolist() == [[[pytest.approx((2 * 0.05 + 2 * 0.25) / 4, rel=1e-12)]]]
    flat = Grid(logs, "PHI", 100, **ranges)
    assert np.asarray(flat)[0, 0] == pytest.approx((2 * 0.05 + 2 * 0.25) / 4, rel=1e-12)
    assert len(grid.points[0]) == len(grid.thickness) == 22
    points = np.column_stack([np.full(30, 50.0), np.full(30, 50.0), METRE_THEN_TENTH])
    geometry = Geometry((50, 50, 6), (100, 100, 12), (1, 1, 1))
    samples = Samples(points, POROSITY, None, None)
    by_thickness, _ = upscaled(samples._replace(thickness=logs[0].thickness()), geometry)
    assert by_thickness.values.tolist() == [pytest.approx(1 / 12, rel=1e-12)]
    assert upscaled(samples, geometry)[0].values.tolist() == [pytest.approx(5.5 / 30)]


def test_points_beneath_cells_of_varying_steps_are_known_to_be_theirs():
    logs = [Log(METRE_THEN_TENTH, {"PHI": POROSITY + n / 100}, x=100 * n, y=50 * (n % 3)) for n in range(5)]
    grid = Grid(logs, "PHI", 50, 4, z_range=(0, 12))
    variogram = Variogram.spherical(nugget=0.5, partial_sill=0.5, range=100, vertical_range=5)
    ensemble = grid.krig(8, seed=1, exact_positions=True, variogram=variogram, transform="none")
    assert ensemble.mean.shape == grid.shape


def test_the_average_of_a_well_is_the_mean_of_its_log_to_the_last_bit():
    rng = np.random.default_rng(2)
    for index in (METRE_THEN_TENTH, np.arange(1999.0)):
        values = rng.normal(60, 20, len(index))
        (average,) = averages(values, np.array([0]), weights=thicknesses(index))
        assert average == Log(index, {"GR": values}).mean("GR")[0]
        assert index is METRE_THEN_TENTH or average == values.mean()


QUARTER_THEN_METRE = np.array([0.0, 0.25, 0.5, 0.75, 1.0, 2.0, 3.0])
"""A metre in steps of 0.25 m, then three in steps of 1 m: each sample stands for the depth down to the next one."""
PERMEABILITY = np.array([1.0, 1, 1, 1, 10, 100, 1000])


@pytest.mark.parametrize(
    ("averaging", "by_hand"),
    [
        ("arithmetic", (4 * 0.25 * 1 + 10 + 100 + 1000) / 4),
        ("geometric", 10 ** ((0 + 1 + 2 + 3) / 4)),
        ("harmonic", 4 / (4 * 0.25 / 1 + 1 / 10 + 1 / 100 + 1 / 1000)),
    ],
)
def test_a_log_whose_step_changes_is_averaged_by_the_length_that_samples_stand_for(tmp_path, averaging, by_hand):
    assert thicknesses(QUARTER_THEN_METRE).tolist() == [0.25, 0.25, 0.25, 0.25, 1, 1, 1]
    rows = "\n".join(f"{depth} {value}" for depth, value in zip(QUARTER_THEN_METRE, PERMEABILITY))
    path = tmp_path / "w.las"
    path.write_text(
        "~Version\nVERS. 2.0:\nWRAP. NO:\n~Well\nSTRT.M 0:\nSTOP.M 3:\nSTEP.M 0:\nNULL. -999.25:\nWELL. W:\n"
        f"~Curve\nDEPT.M:\nK.MD:\n~A\n{rows}\n"
    )
    question = CurveQuestion("K", ["W"], [None], [None], per_well=True, averaging=averaging, listed_only=True)
    answer = LasReader(question).ask(path)
    assert answer.samples[0, VALUE] == pytest.approx(by_hand, rel=1e-14)
    assert answer.samples[0, THICKNESS] == 4
