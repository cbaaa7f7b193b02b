"""`stochkrig:nextwells` in a QGIS of its own."""

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from stochastic_kriging.krig_core import Variogram, krige

ALGORITHM = "stochkrig:nextwells"
MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
VARIOGRAM = Variogram.exponential(nugget=2, partial_sill=40, range=6000)
EXTENT = "500000,510000,6100000,6108000"
CENTRES = np.stack(
    np.meshgrid(500_250 + 500 * np.arange(20), 6_100_250 + 500 * np.arange(16), indexing="ij"), -1
).reshape(-1, 2)


@pytest.fixture
def find(run, wells):
    """Run it on the wells; return what it answers, and the features that it wrote."""

    def find_wells(**parameters):
        given = {"INPUT": wells, "FIELD": "value", "EXTENT": EXTENT, "OUTPUT": "memory:", **MODEL, **parameters}
        given.setdefault("MEAN", None)
        given = {name: value for name, value in given.items() if value is not None}
        done = run(algorithm=ALGORITHM, **given)
        layer = done["OUTPUT"]
        layer = layer if isinstance(layer, QgsVectorLayer) else QgsVectorLayer(str(layer), "found", "ogr")
        return done, list(layer.getFeatures()), layer

    return find_wells


def places(features):
    return np.array([[feature.geometry().asPoint().x(), feature.geometry().asPoint().y()] for feature in features])


def known(wells):
    features = list(wells.getFeatures())
    return places(features), np.array([feature["value"] for feature in features])


def test_the_wells_take_what_kriging_again_with_them_says(find, wells):
    done, features, layer = find(COUNT=3)
    points, values = known(wells)
    assert [feature["rank"] for feature in features] == [1, 2, 3]
    assert layer.crs().authid() == "EPSG:26912"
    before = krige(points, values, VARIOGRAM, CENTRES)[1].mean()
    assert done["VARIANCE_BEFORE"] == pytest.approx(before, abs=1e-10)
    for count in range(1, 4):
        new = np.concatenate([points, places(features[:count])])
        after = krige(new, np.zeros(len(new)), VARIOGRAM, CENTRES)[1].mean()
        feature = features[count - 1]
        assert feature["gain"] == pytest.approx(before - after, abs=1e-9)
        assert feature["gain_pct"] == pytest.approx(100 * (before - after) / done["VARIANCE_BEFORE"], abs=1e-8)
        assert feature["std_before"] == pytest.approx(before**0.5)
        assert feature["std_after"] == pytest.approx(after**0.5)
        before = after
    assert done["VARIANCE_AFTER"] == pytest.approx(after, abs=1e-10)
    assert done["N_WELLS"] == 3
    assert done["N_DATA"] == 30
    assert done["VARIANCE_LARGEST_STD"] > done["VARIANCE_AFTER"]
    assert "3 wells take " in done.log
    assert "the same number takes where the standard deviation is greatest." in done.log
    assert "std_here" in layer.fields().names()


def test_candidates_keep_their_attributes_and_nothing_else_is_proposed(find, make_layer):
    spots = [(503_000, 6_102_000), (509_000, 6_107_000), (501_000, 6_106_500)]
    candidates = make_layer(spots, pad=["A", "B", "C"], rank=[9.0, 9.0, 9.0])
    _, features, _ = find(COUNT=2, CANDIDATES=candidates)
    pads = dict(zip("ABC", spots))
    assert len(features) == 2
    for rank, feature in enumerate(features, 1):
        assert feature["rank"] == rank
        assert tuple(places([feature])[0]) == pads[feature["pad"]]


def test_candidates_are_projected(find, make_layer):
    candidates = make_layer([(-110.95, 55.05)], crs="EPSG:4326")
    _, features, _ = find(COUNT=1, CANDIDATES=candidates, TARGET_CRS="EPSG:26912")
    utm = QgsCoordinateReferenceSystem("EPSG:26912")
    there = QgsCoordinateTransform(candidates.crs(), utm, QgsProject.instance()).transform(-110.95, 55.05)
    np.testing.assert_allclose(places(features), [[there.x(), there.y()]], atol=1e-6)


def test_a_distance_is_kept_to_wells_old_and_new(find, wells):
    _, features, _ = find(COUNT=4, MIN_DISTANCE=1500)
    found, (points, _) = places(features), known(wells)
    every = np.concatenate([points, found])
    apart = np.linalg.norm(every[None] - found[:, None], axis=2)
    apart[apart == 0] = np.inf
    assert apart.min() >= 1500


def test_fewer_wells_than_asked_for_are_told(find, make_layer):
    candidates = make_layer([(503_000, 6_102_000), (503_100, 6_102_000)])
    done, features, _ = find(COUNT=2, CANDIDATES=candidates, MIN_DISTANCE=500)
    assert len(features) == 1
    assert "1 wells instead of 2 (COUNT)" in done.log


def test_a_threshold_is_looked_at(find):
    done, features, _ = find(COUNT=2, OBJECTIVE="exceedance", THRESHOLD=50)
    assert 0 < done["VARIANCE_AFTER"] < done["VARIANCE_BEFORE"] < 0.25
    assert sum(feature["gain"] for feature in features) == pytest.approx(
        done["VARIANCE_BEFORE"] - done["VARIANCE_AFTER"]
    )


def polygons(*rings, crs="EPSG:26912"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "zones", "memory")
    features = []
    for ring in rings:
        features.append(QgsFeature())
        features[-1].setGeometry(QgsGeometry.fromWkt(f"POLYGON(({ring}))"))
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


SOUTH_WEST = "500000 6100000, 502000 6100000, 502000 6101000, 500000 6101000, 500000 6100000"


def test_the_well_of_a_zone_stands_in_it(find, make_layer):
    wells = make_layer([(505_000, 6_104_000), (509_000, 6_107_000)], value=[1.0, 2.0])
    done, features, _ = find(INPUT=wells, COUNT=1, OBJECTIVE="zone", ZONES=polygons(SOUTH_WEST))
    ((x, y),) = places(features)
    assert 500_000 < x < 502_000
    assert 6_100_000 < y < 6_101_000
    cells = CENTRES[(CENTRES[:, 0] < 502_000) & (CENTRES[:, 1] < 6_101_000)]
    assert len(cells) == 8
    # By hand: the variance of the mean of eight values, all pairs of them, less what the data explain.
    points = np.array([[505_000, 6_104_000], [509_000, 6_107_000]], dtype=float)
    system = np.ones((3, 3))
    system[:2, :2], system[2, 2] = VARIOGRAM.covariance(points, points), 0
    across = np.append(VARIOGRAM.covariance(points, cells).mean(axis=1), 1)
    variance = VARIOGRAM.covariance(cells, cells).mean() - across @ np.linalg.solve(system, across)
    assert done["VARIANCE_BEFORE"] == pytest.approx(variance, rel=1e-10)


def test_a_mask_limits_map_and_wells(find):
    _, features, _ = find(COUNT=2, MASK=polygons(SOUTH_WEST))
    found = places(features)
    assert (found[:, 0] < 502_000).all()
    assert (found[:, 1] < 6_101_000).all()


def test_scores_are_said_to_be_scores(find):
    done, _, _ = find(COUNT=1, TRANSFORM="normal-score")
    assert "Variances and standard deviations are those of normal scores, not of values (TRANSFORM)." in done.log


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"COUNT": 0}, "COUNT is 0: it should be greater than zero."),
        ({"OBJECTIVE": "exceedance"}, "OBJECTIVE exceedance needs THRESHOLD."),
        ({"OBJECTIVE": "zone"}, "OBJECTIVE zone needs ZONES."),
        ({"THRESHOLD": 3}, "OBJECTIVE variance has no THRESHOLD: leave it out, or choose exceedance."),
        ({"MIN_DISTANCE": 1e6}, "All candidates are nearer to a datum than 1e+06 (MIN_DISTANCE)"),
        ({"OBJECTIVE": "exceedance", "THRESHOLD": 1e9}, "Nothing is uncertain"),
        ({"COST": "/nowhere.tif"}, "Could not load source layer for COST: /nowhere.tif not found"),
    ],
)
def test_bad_parameters_are_a_sentence(refusal, wells, parameters, words):
    given = {"INPUT": wells, "FIELD": "value", "OUTPUT": "memory:", **MODEL, **parameters}
    assert words in refusal(algorithm=ALGORITHM, **given)
