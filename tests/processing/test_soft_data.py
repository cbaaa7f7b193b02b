"""Limits and errors of values: from entries such as <0.25, and from fields of a layer."""

import numpy as np
import pytest

KRIGING = "stochkrig:kriging"
MODEL = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 4, "RANGE": 3000, "TRANSFORM": "none"}
BOX = "500000,504000,6100000,6104000 [EPSG:26912]"
PLACES = [(500_100 + 700 * east, 6_100_100 + 900 * north) for east in range(5) for north in range(4)]
VALUES = [10 + 0.3 * number for number in range(20)]
ENTRIES = [*(f"{value:g}" for value in VALUES[:14]), "<12", "≤ 12,5", "> 10", "11-12", "ND", "trace"]


@pytest.fixture
def given(make_layer):
    """Twenty points with entries of a laboratory."""
    return {"INPUT": make_layer(PLACES, value=ENTRIES), "FIELD": "value", "EXTENT": BOX}


def test_kriging_takes_the_numbers_of_a_text_field_alone_and_says_so(run, given, make_layer, read_raster, tmp_path):
    done = run(algorithm=KRIGING, **given, **MODEL)
    assert "Read 14 points with a value of 'value'." in done.log
    assert (
        "5 points have limits instead of a number in 'value' ('<12', for one) and were skipped: here only numbers "
        "count. Stochastic kriging takes limits, too."
    ) in done.log
    assert "1 points have neither a number nor a limit in 'value' ('trace', for one) and were skipped." in done.log
    assert done["N_DATA"] == 14
    assert done["N_SKIPPED"] == 6
    numbers = {**given, "INPUT": make_layer(PLACES[:14], value=VALUES[:14]), "MEAN": str(tmp_path / "numbers.tif")}
    alone = run(algorithm=KRIGING, **numbers, **MODEL)
    np.testing.assert_array_equal(read_raster(done["MEAN"])[0], read_raster(alone["MEAN"])[0])


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (["W-1", "W-2", None], "'value' (FIELD) holds text and no number that can be used in any of 3 points ('W-1'"),
        (["<1", "<2", "ND"], "holds text and no number that can be used in any of 3 points ('<1', for one)"),
    ],
)
def test_a_text_field_without_a_number_is_a_sentence(refusal, make_layer, entries, words):
    layer = make_layer(PLACES[:3], value=entries)
    assert words in refusal(algorithm=KRIGING, INPUT=layer, FIELD="value", **MODEL)
