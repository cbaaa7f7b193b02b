import html.parser
import json
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsVectorLayer
from stochastic_kriging.krig_core import Variogram, experimental_variogram
from stochastic_kriging.krig_core.transforms.transform import Transform
from stochastic_kriging.krig_core.variogram.least_squares import fit_least_squares
from stochastic_kriging.krig_core.variogram.likelihood import fit_reml
from stochastic_kriging.provider.provider import StochasticKrigingProvider
from stochastic_kriging.provider.report.chart import ticks
from stochastic_kriging.provider.report.page import figure

ALGORITHM = "stochkrig:variogram"
KRIGING = "stochkrig:kriging"


@pytest.fixture(scope="module")
def field():
    """Two hundred data of an anisotropic Gaussian field in 10 × 8 km."""
    rng = np.random.default_rng(5)
    points = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (200, 2))
    variogram = Variogram.spherical(nugget=4, partial_sill=36, range=5000, azimuth=40, ratio=0.35)
    root = np.linalg.cholesky(variogram.covariance(points, points))
    return points, 60 + root @ rng.normal(size=200)


@pytest.fixture
def layer(make_layer, field):
    return make_layer(field[0].tolist(), value=field[1].tolist())


@pytest.fixture
def study(run, layer, make_layer, tmp_path):
    """Run the algorithm with all its outputs; return (run, Variogram, rows of the table, text of the report)."""

    def studied(**parameters):
        files = {"VARIOGRAM": str(tmp_path / "v.json"), "REPORT": str(tmp_path / "r.html"), "TABLE": "memory:"}
        given = {"INPUT": layer, "FIELD": "value", "FIT_WEIGHTS": "pairs/h2", **files, **parameters}
        done = run(algorithm=ALGORITHM, **given)
        table = done["TABLE"]
        rows = [dict(zip(table.fields().names(), feature.attributes())) for feature in table.getFeatures()]
        text = Path(done["VARIOGRAM"]).read_text(encoding="utf-8")
        return done, Variogram.from_json(text), rows, Path(done["REPORT"]).read_text(encoding="utf-8")

    studied.layer = lambda points, values: make_layer(points.tolist(), value=values.tolist())
    return studied


class Page(html.parser.HTMLParser):
    """Checks that tags close in order; keeps text, facts and rows of tables."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.words, self.cells = [], [], [], {"dt": [], "dd": [], "td": [], "text": []}
        self.feed(text)
        self.close()
        assert self.open == []
        self.facts = dict(zip(self.cells["dt"], self.cells["dd"]))

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)
            if tag in self.cells:
                self.cells[tag].append("")

    def handle_startendtag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if self.open and self.open[-1] in self.cells:
            self.cells[self.open[-1]][-1] += data


def test_the_model_and_the_lags_are_those_of_the_core(study, field):
    done, variogram, rows, _ = study()
    fit = fit_least_squares(*field)
    assert variogram == fit.variogram
    assert Path(done["VARIOGRAM"]).read_text() == fit.variogram.to_json()
    experimental = fit.experimental
    np.testing.assert_allclose([row["distance"] for row in rows], experimental.distance)
    np.testing.assert_allclose([row["gamma"] for row in rows], experimental.gamma)
    np.testing.assert_allclose([row["model"] for row in rows], variogram(experimental.distance))
    assert [row["pairs"] for row in rows] == experimental.pairs.tolist()
    assert [row["lag"] for row in rows] == list(range(1, 16))
    assert {str(row["direction"]) for row in rows} == {"NULL"}
    assert done["N_DATA"] == 200
    assert done["N_SKIPPED"] == 0
    assert done["N_PAIRS"] == experimental.pairs.sum()
    assert done["FITTED_NUGGET"] == variogram.nugget
    assert done["FITTED_PARTIAL_SILL"] == variogram.partial_sill
    assert done["SILL"] == variogram.sill
    assert done["FITTED_RANGE"] == variogram.range
    assert (done["FITTED_AZIMUTH"], done["FITTED_RATIO"]) == (0, 1)
    assert done["ERROR"] == pytest.approx(experimental.error(variogram))
    assert str(variogram) in done.log
    assert "Nug(0)" in done.log or "Sph(" in done.log or "Exp(" in done.log
    assert "GSLIB" in done.log


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({"ESTIMATOR": "genton", "LAGS": 10}, {"estimator": "genton", "lags": 10}),
        (
            {"MODEL": "matern", "SHAPE": 0.8, "FIT_WEIGHTS": "equal"},
            {"models": ("matern",), "shape": 0.8, "weights": "equal"},
        ),
        ({"MODEL": "power", "MAX_DISTANCE": 3000}, {"models": ("power",), "max_distance": 3000.0}),
        (
            {"NUGGET": 5, "RANGE": 3000, "LAG_DISTANCE": 400, "LAGS": 8},
            {"nugget": 5.0, "range": 3000.0, "lags": 8, "max_distance": 3200.0},
        ),
        ({"LAG_DISTANCE": 400, "MAX_DISTANCE": 3300}, {"lags": 8, "max_distance": 3200.0}),
        ({"AZIMUTH": 40, "TOLERANCE": 30}, {"direction": 40.0, "tolerance": 30.0}),
        ({"AZIMUTH": 40, "BANDWIDTH": 900}, {"direction": 40.0, "bandwidth": 900.0}),
        ({"ANISOTROPY": True}, {"anisotropy": True}),
        (
            {"MODEL": "spherical", "NUGGET": 5, "RANGE": 3000, "PARTIAL_SILL": 30},
            {"models": ("spherical",), "nugget": 5, "range": 3000, "partial_sill": 30},
        ),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_parameters_reach_the_core(study, field, parameters, options):
    done, variogram, _, text = study(**parameters)
    assert variogram == fit_least_squares(*field, **options).variogram
    assert ("SILL" in done.results) == variogram.bounded
    Page(text)


@pytest.mark.parametrize("given", [{}, {"RANGE": 3000}, {"NUGGET": 2}])
@pytest.mark.parametrize("uncertainty", ["automatic", "none"])
def test_the_default_is_the_variogram_of_a_map(run, layer, given, uncertainty):
    own = {} if uncertainty == "automatic" else {"FIT_WEIGHTS": "reml"}
    done = run(algorithm=ALGORITHM, INPUT=layer, FIELD="value", **own, **given)
    kriged = run(
        algorithm=KRIGING, INPUT=layer, FIELD="value", VARIOGRAM_UNCERTAINTY=uncertainty, XY_DELTA=1000, **given
    )
    numbers = ["FITTED_NUGGET", "FITTED_PARTIAL_SILL", "FITTED_RANGE"]
    if uncertainty == "automatic":
        numbers += ["RANGE_P05", "RANGE_P50", "RANGE_P95"]
    else:
        assert not {"RANGE_P05", "RANGE_P50", "RANGE_P95"} & done.results.keys()
    assert [done[name] for name in numbers] == pytest.approx([kriged[name] for name in numbers], rel=1e-9)


def test_the_report_shows_what_the_data_allow(study):
    done, variogram, _, text = study(FIT_WEIGHTS="automatic")
    page = Page(text)
    assert page.facts["Method"] == "the most probable one of all that the data allow"
    ranges = " – ".join(figure(done[name]) for name in ("RANGE_P05", "RANGE_P50", "RANGE_P95"))
    assert page.facts["Range, 5 – 50 – 95 %"] == f"{ranges} m"
    assert "Variograms that the data allow, 5 to 95 %" in text
    assert "Models by probability" in text
    assert variogram.structures[0].model in ("spherical", "exponential")
    assert f"practical range {variogram.range:.6g} m" in done.log


def test_one_direction_takes_only_its_pairs(study, field):
    _, variogram, rows, text = study(AZIMUTH=40)
    experimental = experimental_variogram(*field, azimuth=40)
    assert [row["pairs"] for row in rows] == experimental.pairs.tolist()
    assert {row["direction"] for row in rows} == {40}
    assert variogram.structures[0].ratio == 1
    assert "Only pairs within 22.5° of azimuth 40°" in text


def test_anisotropy_is_shown_along_and_across(study):
    done, variogram, rows, text = study(ANISOTROPY=True)
    (structure,) = variogram.structures
    assert abs(structure.azimuth - 40) < 15
    assert (done["FITTED_AZIMUTH"], done["FITTED_RATIO"]) == (structure.azimuth, structure.ratio)
    turns = {row["direction"] for row in rows if str(row["direction"]) != "NULL"}
    assert sorted(turns) == pytest.approx(sorted([structure.azimuth % 180, (structure.azimuth + 90) % 180]))
    for row in rows:
        if row["direction"] in turns:
            assert row["model"] == pytest.approx(float(variogram.along(row["distance"], row["direction"])))
    assert Page(text).facts["Range across"] == f"{figure(structure.range * structure.ratio)} m"


def test_likelihood(study, field):
    _, variogram, _, text = study(FIT_WEIGHTS="reml", MODEL="exponential")
    expected = fit_reml(*field, "exponential").variogram  # the driver's BLAS may round in another order
    for name in ("nugget", "partial_sill", "range"):
        assert getattr(variogram, name) == pytest.approx(getattr(expected, name), rel=1e-6)
    assert "restricted maximum likelihood" in text


@pytest.mark.parametrize("model", ["spherical", "automatic"])
def test_a_second_structure_is_added(study, field, model):
    short, long = Variogram.spherical(partial_sill=20, range=900), Variogram.exponential(partial_sill=30, range=5000)
    root = np.linalg.cholesky((short + long).covariance(field[0], field[0]))
    data = field[0], 60 + root @ np.random.default_rng(3).normal(size=200)
    done, variogram, rows, text = study(INPUT=study.layer(*data), MODEL=model, SECOND_MODEL="exponential")
    firsts = ("spherical", "exponential") if model == "automatic" else ("spherical",)
    expected = fit_least_squares(*data, models=[(first, "exponential") for first in firsts])
    assert variogram == expected.variogram
    short, long = variogram.structures
    assert short.range < long.range == done["FITTED_RANGE"]
    assert done["FITTED_PARTIAL_SILL"] == variogram.partial_sill
    page, name = Page(text), f"{short.model} + exponential"
    assert page.facts["Model"] == name
    assert {name, "spherical", "exponential", figure(short.partial_sill), figure(long.range)} <= set(page.cells["td"])
    np.testing.assert_allclose([row["model"] for row in rows], variogram([row["distance"] for row in rows]))


@pytest.mark.parametrize("weights", ["pairs/h2", "reml"])
def test_a_trend_is_taken_off_before_anything_is_estimated(study, field, weights):
    points, values = field
    steep = values + 0.02 * (points[:, 0] - 500_000) - 0.01 * (points[:, 1] - 6_100_000)
    _, with_trend, _, _ = study(INPUT=study.layer(points, steep), DETREND="linear", FIT_WEIGHTS=weights)
    _, without, rows, text = study(DETREND="linear", FIT_WEIGHTS=weights)
    for name in ("nugget", "partial_sill", "range"):
        assert getattr(with_trend, name) == pytest.approx(getattr(without, name), rel=1e-4)
    expected = experimental_variogram(*field, detrend=1)
    np.testing.assert_allclose([row["gamma"] for row in rows], expected.gamma)
    assert Page(text).facts["Trend"] == "linear, taken off"
    if weights == "reml":
        design = np.column_stack([np.ones(200), points - points.mean(axis=0)])
        fits = [fit_reml(*field, name, design=design).variogram for name in ("spherical", "exponential")]
        assert any(without.range == pytest.approx(fit.range, rel=1e-3) for fit in fits)


def test_a_bandwidth_limits_how_far_pairs_lie_off_their_line(study, field):
    done, _, rows, text = study(AZIMUTH=40, BANDWIDTH=500)
    expected = experimental_variogram(*field, azimuth=40, bandwidth=500)
    assert [row["pairs"] for row in rows] == expected.pairs.tolist()
    assert done["N_PAIRS"] < experimental_variogram(*field, azimuth=40).pairs.sum()
    assert Page(text).facts["Directions"] == "azimuth 40° ± 22.5°, band of 500 m to each side"
    assert "within 22.5° of azimuth 40° and 500 off its line" in text


def test_normal_scores_are_in_units_of_the_data(study, field):
    points, data = field
    _, variogram, rows, _ = study(TRANSFORM="normal-score")
    scores = Transform("normal-score").fit(points, data).scores
    expected = fit_least_squares(points, scores)
    assert variogram == expected.variogram.scaled(data.var())
    np.testing.assert_allclose([row["gamma"] for row in rows], expected.experimental.gamma * data.var())


def test_logarithms(study, field):
    _, variogram, _, text = study(TRANSFORM="log")
    assert variogram == fit_least_squares(field[0], np.log(field[1])).variogram
    assert "ln(value)" in text


def test_the_file_feeds_the_kriging_algorithms_without_a_number_typed(study, run, layer, read_raster, tmp_path):
    done, variogram, _, _ = study(ANISOTROPY=True, TRANSFORM="normal-score")
    wells = {"INPUT": layer, "FIELD": "value", "VARIOGRAM_FILE": done["VARIOGRAM"]}
    made = run(**wells)
    assert made["FITTED_RANGE"] == variogram.range
    assert made["FITTED_NUGGET"] == variogram.nugget
    assert variogram.in_units("m") in made.log
    from_file, _ = read_raster(run(algorithm=KRIGING, **wells, MEAN=str(tmp_path / "a.tif"))["MEAN"])
    done, *_ = study(FIT_WEIGHTS="reml")
    wells["VARIOGRAM_FILE"] = done["VARIOGRAM"]
    from_file, _ = read_raster(run(algorithm=KRIGING, **wells, MEAN=str(tmp_path / "a.tif"))["MEAN"])
    del wells["VARIOGRAM_FILE"]
    wells["VARIOGRAM_UNCERTAINTY"] = "none"
    fitted, _ = read_raster(run(algorithm=KRIGING, **wells, MEAN=str(tmp_path / "b.tif"))["MEAN"])
    np.testing.assert_array_equal(from_file, fitted)


def test_the_report_has_the_numbers_that_the_algorithm_returns(study):
    done, variogram, rows, text = study()
    page = Page(text)
    for name, output in (("Nugget", "FITTED_NUGGET"), ("Partial sill", "FITTED_PARTIAL_SILL"), ("Sill", "SILL")):
        assert page.facts[name] == figure(done[output])
    assert page.facts["Range (practical)"] == f"{figure(done['FITTED_RANGE'])} m"
    assert page.facts["Error (weighted SSE)"] == figure(done["ERROR"])
    assert page.facts["Total points"] == str(done["N_DATA"])
    assert page.facts["Pairs"] == str(done["N_PAIRS"])
    assert page.facts["Model"] == variogram.structures[0].model
    circles = [tag for tag, attributes in page.seen if tag == "circle" and float(attributes["cx"]) != 13]
    assert len(circles) == len(rows)
    assert {str(row["pairs"]) for row in rows} <= set(page.cells["text"])
    assert {figure(row["gamma"]) for row in rows} <= set(page.cells["td"])
    for model in ("spherical", "exponential", "gaussian", "cubic"):
        assert model in page.cells["td"]


def test_the_report_needs_nothing_else(study):
    _, _, _, text = study()
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.seen}
    for _, attributes in page.seen:
        assert not {"src", "href"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert "url(" not in text


def test_a_nasty_field_name_is_only_text(run, field, tmp_path):
    name = "<script>alert('x')</script> & \"q\""
    path = tmp_path / "wells.geojson"
    features = [
        {"type": "Feature", "properties": {name: z}, "geometry": {"type": "Point", "coordinates": xy}}
        for xy, z in zip(field[0].tolist(), field[1].tolist())
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::26912"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    report = tmp_path / "r.html"
    run(algorithm=ALGORITHM, INPUT=QgsVectorLayer(str(path), "wells"), FIELD=name, REPORT=str(report))
    text = report.read_text(encoding="utf-8")
    page = Page(text)
    assert "<script" not in text
    assert "script" not in {tag for tag, _ in page.seen}
    assert f"Variogram of {name}" in "".join(page.words)


def test_without_files_there_are_still_numbers(run, layer):
    done = run(algorithm=ALGORITHM, INPUT=layer, FIELD="value")
    assert not {"VARIOGRAM", "REPORT", "TABLE"} & set(done.results)
    assert done["FITTED_RANGE"] > 0


def test_poor_data_get_a_model_and_a_remark(study, make_layer):
    places = [(500_000 + 700 * n, 6_100_000 + 500 * (n % 3)) for n in range(8)]
    _, _, _, text = study(INPUT=make_layer(places, value=[7.0] * 8))
    assert "that are all equal" in "".join(Page(text).words)
    _, _, _, text = study(INPUT=make_layer(places[:4], value=[1.0, 3.0, 2.0, 8.0]), MAX_DISTANCE=5000)
    assert "remarks" in text


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"LAGS": 0}, "(LAGS) is 0: it should be greater than zero."),
        ({"BANDWIDTH": 0}, "(BANDWIDTH) is 0: it should be greater than zero."),
        (
            {"AZIMUTH": 40, "BANDWIDTH": 0.001},
            "choose a larger Angular tolerance (TOLERANCE), Bandwidth (BANDWIDTH) or Maximum distance (MAX_DISTANCE)",
        ),
        ({"SECOND_MODEL": "spherical", "ANISOTROPY": True}, "A second structure is fitted by least squares"),
        ({"SECOND_MODEL": "spherical", "FIT_WEIGHTS": "reml"}, "or leave Second structure (SECOND_MODEL) out"),
        ({"SECOND_MODEL": "spherical", "MODEL": "power"}, "A second structure needs models with a sill"),
        ({"SECOND_MODEL": "spherical", "RANGE": 100}, "or leave Second structure (SECOND_MODEL) out"),
        ({"LAGS": 9999}, "(LAGS) is 9999: it should be at most 500."),
        ({"LAGS": "many"}, "(LAGS) is 'many': it should be a number."),
        ({"MAX_DISTANCE": 0}, "(MAX_DISTANCE) is 0: it should be greater than zero."),
        ({"LAG_DISTANCE": -5}, "(LAG_DISTANCE) is -5: it should be greater than zero."),
        ({"LAG_DISTANCE": 500, "MAX_DISTANCE": 400}, "a lag should be no wider"),
        ({"LAG_DISTANCE": 0.1, "MAX_DISTANCE": 4000}, "choose wider ones"),
        ({"TOLERANCE": 91}, "(TOLERANCE) is 91"),
        ({"TOLERANCE": 0}, "(TOLERANCE) is 0"),
        ({"SHAPE": 3, "MODEL": "stable"}, "alpha"),
        ({"NUGGET": -1}, "(NUGGET) is -1: it should be zero or greater."),
        ({"MAX_DISTANCE": 1e-6}, "the nearest are"),
        (
            {"AZIMUTH": 10, "TOLERANCE": 1e-4},
            "choose a larger Angular tolerance (TOLERANCE) or Maximum distance (MAX_DISTANCE)",
        ),
        ({"FIT_WEIGHTS": "reml", "MODEL": "power"}, "has no sill"),
        ({"VARIOGRAM": "/tmp/model.txt"}, "give it the suffix .json"),
        ({"REPORT": "/nowhere/at/all.html"}, "there is no folder"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_bad_input_is_a_sentence(refusal, layer, parameters, words):
    assert words in refusal(algorithm=ALGORITHM, INPUT=layer, FIELD="value", **parameters)


@pytest.mark.parametrize("count", [1, 2])
def test_too_few_points_are_a_sentence(refusal, make_layer, count):
    wells = make_layer([(500_000 + n, 6_100_000) for n in range(count)], value=[1.0] * count)
    words = f"a variogram needs values at 3 places at least, and there are {count}"
    assert words in refusal(algorithm=ALGORITHM, INPUT=wells, FIELD="value")


def test_too_few_points_for_a_trend_are_a_sentence(refusal, make_layer):
    wells = make_layer([(500_000 + 900 * n, 6_100_000 + 700 * (n % 2)) for n in range(6)], value=[1.0, 3, 2, 5, 4, 7])
    words = "a trend of order 2 takes 6 coefficients, and there are 6 places (DETREND)"
    assert words in refusal(algorithm=ALGORITHM, INPUT=wells, FIELD="value", DETREND="quadratic")


def test_ticks_are_round_and_reach_the_end():
    assert ticks(10, 5) == [0, 2, 4, 6, 8, 10]
    assert ticks(4386.9, 8)[:3] == [0, 1000, 2000]
    assert ticks(0.037)[1] == pytest.approx(0.01)
    assert ticks(0) == [0, 1]
    for highest in np.geomspace(1e-9, 1e12, 50):
        found = ticks(highest)
        assert found[-1] >= highest * (1 - 1e-9)
        assert 4 <= len(found) <= 9


def test_the_provider_lists_it():
    provider = StochasticKrigingProvider()
    provider.loadAlgorithms()
    algorithm = provider.algorithm("variogram")
    names = {output.name() for output in algorithm.outputDefinitions()}
    assert {"VARIOGRAM", "TABLE", "REPORT", "SILL", "ERROR", "N_PAIRS"} <= names
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions() if not parameter.isDestination())
