"""Weights of wells in the histogram, as a field has them."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from stochastic_kriging.krig_core import Grid, Variogram

MODEL = {"MODEL": "exponential", "NUGGET": 1, "PARTIAL_SILL": 40, "RANGE": 6000}
SIMULATION = {**MODEL, "SEED": 9, "REALIZATIONS": 10, "METHOD": "sequential"}
RNG = np.random.default_rng(12)
PLACES = RNG.uniform((500_000, 6_100_000), (510_000, 6_108_000), (30, 2))
VALUES = 50 + 10 * np.sin(PLACES[:, 0] / 3000) + RNG.normal(0, 1, 30)
WEIGHTS = np.where(np.arange(30) < 4, 0.0, RNG.uniform(0.5, 2, 30))


@pytest.fixture
def layer(make_layer):
    def make(**columns):
        columns = {name: [None if np.isnan(one) else float(one) for one in column] for name, column in columns.items()}
        return make_layer(PLACES.tolist(), value=VALUES.tolist(), **columns)

    return make


def test_a_map_has_the_histogram_of_its_weights_and_shows_all_wells(run, layer, read_raster, tmp_path):
    report = tmp_path / "report.html"
    done = run(INPUT=layer(w=WEIGHTS), FIELD="value", WEIGHT_FIELD="w", REPORT=str(report), **SIMULATION)
    ensemble = Grid.from_points(PLACES, VALUES, 500).krig(
        10,
        seed=9,
        method="sequential",
        variogram=Variogram.exponential(nugget=1, partial_sill=40, range=6000).scaled(1 / np.var(VALUES)),
        transform="normal-score",
        weights=WEIGHTS,
    )
    np.testing.assert_array_equal(read_raster(done["MEAN"])[0], np.asarray(ensemble.mean, dtype=np.float32))
    assert "weights of the wells" in report.read_text(encoding="utf-8")
    assert f"{np.average(VALUES, weights=WEIGHTS):.4g}" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("algorithm", ["stochastickriging", "kriging", "crossvalidation", "nextwells"])
def test_equal_weights_are_none(run, layer, read_raster, tmp_path, algorithm):
    found = []
    data = {"INPUT": layer(w=np.full(30, 2.5), other=WEIGHTS), "FIELD": "value", "TRANSFORM": "normal-score"}
    for more in ({}, {"WEIGHT_FIELD": "w"}, {"WEIGHT_FIELD": "other"}):
        if algorithm in ("crossvalidation", "nextwells"):
            own = {"XY_DELTA": 500, "OBJECTIVE": "exceedance", "THRESHOLD": 55} if algorithm == "nextwells" else {}
            options = {"XY_DELTA": None, "OUTPUT": "memory:", **data, **MODEL, **own}
            done = run(algorithm=f"stochkrig:{algorithm}", **options, **more)
            name = "predicted" if algorithm == "crossvalidation" else "gain"
            found.append(tuple(one[name] for one in done["OUTPUT"].getFeatures()))
        else:
            options = SIMULATION if algorithm == "stochastickriging" else MODEL
            done = run(algorithm=f"stochkrig:{algorithm}", **data, **options, **more)
            found.append(read_raster(done["MEAN"])[0].tobytes())
        assert ("All weights are equal (WEIGHT_FIELD): all data count the same." in done.log) == (
            more == {"WEIGHT_FIELD": "w"}
        )
    assert found[0] == found[1] != found[2]


def test_a_well_without_a_weight_is_honoured_and_counted(run, layer, read_raster):
    lacking = np.where(WEIGHTS == 0, np.nan, WEIGHTS)
    done = run(INPUT=layer(w=lacking), FIELD="value", WEIGHT_FIELD="w", **SIMULATION)
    mean = read_raster(done["MEAN"])[0]
    assert "Data without a weight (WEIGHT_FIELD), which are honoured and have no part in the histogram: 4." in done.log
    done = run(INPUT=layer(w=WEIGHTS), FIELD="value", WEIGHT_FIELD="w", **SIMULATION)
    assert mean.tobytes() == read_raster(done["MEAN"])[0].tobytes()


@pytest.mark.parametrize(
    ("weights", "parameters", "words"),
    [
        (-WEIGHTS, {}, "The field 'w' (WEIGHT_FIELD) is negative or infinite for 26 data"),
        (np.zeros(30), {}, "The field 'w' (WEIGHT_FIELD) has no weight greater than zero"),
        (np.full(30, np.nan), {}, "The field 'w' (WEIGHT_FIELD) has no weight greater than zero"),
        (np.eye(30)[3], {}, "All data with a weight greater than zero are equal (WEIGHT_FIELD)"),
        (
            WEIGHTS,
            {"TRANSFORM": "log"},
            "(TRANSFORM) log has no weights: leave Declustering weight field (WEIGHT_FIELD)",
        ),
        (WEIGHTS, {"DECLUSTERING": "cell"}, "(WEIGHT_FIELD) and Declustering (DECLUSTERING) both weigh the wells"),
        (WEIGHTS, {"WEIGHT_FIELD": "name"}, "The layer has no field 'name' (WEIGHT_FIELD)"),
    ],
)
def test_what_are_no_weights_is_a_sentence(run, layer, weights, parameters, words):
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as caught:
        run(feedback, INPUT=layer(w=weights), FIELD="value", **{"WEIGHT_FIELD": "w", **SIMULATION, **parameters})
    assert words in feedback.textLog() + str(caught.value)
    assert "Traceback" not in feedback.textLog()


def test_wells_share_their_weight_by_the_length_of_their_logs(run, make_layer, tmp_path):
    """Logs in steps of 0.5 and of 1 m count the same: to the byte as if all had steps of 1 m."""
    found = []
    for steps in ([1.0, 1, 1, 1, 1], [0.5, 1, 0.5, 1, 0.5]):
        files = []
        for number, step in enumerate(steps):
            depths = np.arange(100, 120, step)
            rows = "".join(f"{depth} {2 ** (number + depth // 10 % 3)}\n" for depth in depths)
            files.append(str(tmp_path / f"W-{number}.las"))
            (tmp_path / f"W-{number}.las").write_text(
                "~Version\nVERS. 2.0 :\nWRAP. NO :\n~Well\nNULL. -999.25 :\n~Curve\nDEPT.M :\nGR.API :\n~A\n" + rows,
                encoding="utf-8",
            )
        wells = make_layer(
            PLACES[:5].tolist(), name=[f"W-{number}" for number in range(5)], w=[1.0, 2.0, 0.5, 3.0, 1.5]
        )
        done = run(
            INPUT=wells,
            LAS_FILES=files,
            CURVE="GR",
            WELL_FIELD="name",
            WEIGHT_FIELD="w",
            Z_DELTA=10,
            Z_REFERENCE="depth",
            VERTICAL_RANGE=20,
            **SIMULATION,
        )
        found.append((tmp_path / "mean.tif").read_bytes())
        assert done["N_DATA"] == 10
    assert found[0] == found[1]
