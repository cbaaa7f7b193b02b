import html
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from osgeo import gdal
from stochastic_kriging.provider.report.page import figure


class Page(HTMLParser):
    """Names and what they are, table cells, tags that are open at the end."""

    def __init__(self, text):
        super().__init__()
        self.facts, self.cells, self.open, self.name = {}, [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "line", "rect", "path", "circle", "polyline", "polygon", "image"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        if self.open[-1:] == ["dt"]:
            self.name = data
        elif self.open[-1:] == ["dd"]:
            self.facts[self.name] = data
        elif self.open[-1:] == ["td"]:
            self.cells.append(data)


@pytest.fixture
def report(run, wells, tmp_path):
    """Run with a report and return the run, its text and what can be read in it."""

    def make(**parameters):
        path = tmp_path / "report.html"
        done = run(**{"INPUT": wells, "FIELD": "value", "REPORT": str(path), "XY_DELTA": 250, **parameters})
        text = path.read_text(encoding="utf-8")
        return done, text, Page(text)

    return make


def test_its_numbers_are_the_outputs(report):
    done, _, page = report(REALIZATIONS=20)
    for name, output in (
        ("Nugget", "FITTED_NUGGET"),
        ("Partial sill", "FITTED_PARTIAL_SILL"),
        ("Average of the mean", "MEAN_OF_MEAN"),
        ("Average of the std", "MEAN_OF_STD"),
        ("Random seed", "USED_SEED"),
        ("Realizations", "N_REALIZATIONS"),
        ("Total points", "N_DATA"),
        ("Skipped", "N_SKIPPED"),
    ):
        assert page.facts[name] == figure(done[output]), name
    assert page.facts["Range (practical)"] == f"{figure(done['FITTED_RANGE'])} m"
    assert page.facts["Monte-Carlo error"] == f"{figure(done['MC_ERROR'])} std"
    assert page.facts["CRS"].startswith("EPSG:26912")
    assert page.facts["Transformation"] == "normal score"


@pytest.mark.parametrize(("count", "fit"), [(20, "restricted likelihood"), (7, "least squares of lags")])
def test_lags_are_counted_where_the_variogram_was_fitted_to_them(report, make_layer, count, fit):
    places = np.random.default_rng(1).uniform((500_000, 6_100_000), (510_000, 6_108_000), (count, 2))
    values = np.sin(places[:, 0] / 3000).tolist()
    layer = make_layer(places.tolist(), value=values)
    _, _, page = report(INPUT=layer, REALIZATIONS=4, VARIOGRAM_UNCERTAINTY="none")
    assert page.facts["Fit of the variogram"] == fit
    assert ("Number of lags" in page.facts) == ("Lag size" in page.facts) == (count == 7)


def test_what_realizations_reproduce_is_measured_on_them(report, tmp_path):
    done, _, page = report(
        REALIZATIONS=10, TRANSFORM="none", EXACT_POSITIONS="no", REALIZATIONS_OUTPUT=str(tmp_path / "all.tif")
    )
    bands = gdal.Open(done["REALIZATIONS_OUTPUT"]).ReadAsArray().astype(float)
    mean, low, high = map(float, re.findall(r"[\d.]+", page.facts["Mean of realizations"]))
    means = bands.mean(axis=(1, 2))
    assert (mean, low, high) == pytest.approx((means.mean(), means.min(), means.max()), rel=1e-5)
    medians = np.median(bands, axis=(1, 2))
    row = page.cells.index("50 %")
    assert list(map(float, page.cells[row + 2 : row + 5])) == pytest.approx(
        [medians.mean(), medians.min(), medians.max()], rel=1e-5
    )
    assert page.facts["Largest misfit there"] == "0"
    assert page.facts["Largest std there, all realizations"] == "0"
    east = (bands[:, :, 1:] - bands[:, :, :-1]) ** 2 / 2
    row = page.cells.index("east")
    assert float(page.cells[row + 1]) == 250
    assert float(page.cells[row + 3]) == pytest.approx(east.mean(), rel=1e-4)


def test_exact_positions_do_not_pretend_to_honour_cells(report):
    _, text, page = report(TRANSFORM="none")
    assert "(where they are, not at centres)" in page.facts["Cells with wells"]
    assert float(page.facts["Largest misfit there"]) > 0
    assert "Realizations miss wells" not in text


def test_a_trend_is_named_and_its_realizations_are_not_compared_with_the_model(report):
    _, text, page = report(KRIGING_TYPE="universal-1", METHOD="gaussian")
    assert page.facts["Trend"] == "first order"
    assert "Not compared" in text
    assert "east" not in page.cells


BAND = "Variograms that the data allow, 5 to 95 %"


def test_the_band_of_variograms_is_on_the_chart_where_they_are_uncertain(report):
    done, text, page = report()
    assert BAND in text
    assert "Their median" in text
    assert page.facts["Range, 5 – 50 – 95 %"] == (
        f"{figure(done['RANGE_P05'])} – {figure(done['RANGE_P50'])} – {figure(done['RANGE_P95'])} m"
    )
    assert "may vary, and how wrong the variogram may be. All variograms count that the data allow" in text


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"VARIOGRAM_UNCERTAINTY": "none"}, "that was chosen"),
        ({"MODEL": "spherical", "NUGGET": 1, "PARTIAL_SILL": 60, "RANGE": 4000}, "it is given"),
    ],
)
def test_a_variogram_that_is_taken_as_known_has_no_band_and_the_report_says_why(report, parameters, why):
    done, text, page = report(**parameters)
    sentence = f"The variogram is taken as if it were known (VARIOGRAM_UNCERTAINTY): {why}."
    assert sentence in done.log
    assert f"may vary, and not how wrong the variogram may be. {sentence}" in text
    assert BAND not in text
    assert page.facts["Range, 5 – 50 – 95 %"] == "taken as known"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "with 0 as lower limit, as no datum is negative (ZMIN), and no upper limit (ZMAX)."),
        ({"ZMIN": 10, "ZMAX": 90}, "with 10 as lower limit (ZMIN), and 90 as upper limit (ZMAX)."),
        ({"TRANSFORM": "none"}, "Values may go beyond the data: nothing bounds them."),
        ({"TRANSFORM": "log"}, "Values are above zero and may go beyond the data: they have no upper limit."),
    ],
)
def test_the_report_says_what_bounds_the_map(report, parameters, words):
    assert words in report(**parameters)[1]


def test_what_the_realizations_were_made_with_is_there(report):
    _, _, page = report()
    assert page.facts["Least value"] == page.facts["Greatest value"] == "not given"
    assert page.facts["Lower tail"] == page.facts["Upper tail"] == "smooth"
    assert (page.facts["Mask"], page.facts["Search radius"]) == ("none", "no limit")
    assert "Mean of the data" in page.facts
    more = {"ZMIN": 20, "UPPER_TAIL": "power", "UPPER_OMEGA": 2.5, "SEARCH_RADIUS": 4000}
    _, _, page = report(DECLUSTERING="cell", DECLUSTERING_CELL=1500, **more)
    assert (page.facts["Least value"], page.facts["Greatest value"]) == ("20", "of the data")
    assert (page.facts["Lower tail"], page.facts["Upper tail"]) == ("linear", "power, parameter 2.5")
    assert page.facts["Search radius"] == "4000 m"
    assert page.facts["Declustering"] == "cells of 1500 m"
    assert "Mean of the data, declustered" in page.facts


@pytest.mark.parametrize("parameters", [{"MASK": None}, {"METHOD": "random-sample"}, {"TRANSFORM": "log"}])
def test_it_is_one_complete_page_without_scripts(report, parameters):
    _, text, page = report(**parameters)
    assert page.open == []
    assert "<script" not in text
    assert text.count("<svg") == 6
    assert not re.search(r"\bnan\b|\binf\b", text)


def test_names_are_escaped(report, make_layer):
    rng = np.random.default_rng(3)
    name = "phi <b>"
    layer = make_layer(rng.uniform(0, 5000, (20, 2)).tolist(), **{name: rng.normal(5, 1, 20).tolist()})
    _, text, _ = report(INPUT=layer, FIELD=name)
    assert html.escape(f"Stochastic kriging of {name}") in text
    assert name not in text


def test_equal_values_have_a_report_too(report, make_layer):
    layer = make_layer([(0, 0), (3000, 0), (0, 3000), (3000, 3000)], value=[7.5] * 4)
    done, text, page = report(INPUT=layer)
    assert done["MC_ERROR"] == 0
    assert page.facts["Largest gap of the distributions"].startswith("0.0 %")
    assert "Not compared" in text


def test_both_maps_are_there_with_their_wells(report):
    _, text, _ = report(REALIZATIONS=4)
    assert text.count("data:image/png;base64,") == 2
    assert "Mean of value; circles are wells." in text
    assert "Standard deviation of value; circles are wells." in text
    assert text.count('r="3" fill="#fff" stroke="#1f2933"/>') == 2 * 30


def test_the_verdict_of_cross_validation_stands_first(report):
    _, text, _ = report(REALIZATIONS=4)
    said = re.search(r"<p><strong>(.*?)</strong>", text)[1]
    assert re.match(r"The standard deviation .*: \d+ % of 30 data lie in their 90 % intervals", said)
    assert text.index(said) < text.index("<h2>Method</h2>")


def test_what_was_skipped_is_listed_with_the_reason(report, make_layer, root):
    las, wells = root / "sample" / "las", str(root / "sample" / "wells.gpkg")
    given = {"WELL_FIELD": "uwi", "CURVE": "PHIE", "TOP_FIELD": "top_md", "BOTTOM_FIELD": "base_md"}
    done, text, page = report(INPUT=wells, FIELD="", LAS_FOLDER=str(las), REALIZATIONS=4, XY_DELTA=1000, **given)
    at = page.cells.index("SK32104023.las")
    assert page.cells[at + 1] == "it has no curve PHIE, only GR"
    assert page.cells.index("SK32104037.las") > at
    assert done["N_SKIPPED"] == 2
    layer = make_layer([(500_000, 6_100_000), (505_000, 6_104_000), (508_000, 6_101_000)], value=[1.0, 3.0, None])
    _, _, page = report(INPUT=layer, REALIZATIONS=4, RANGE=5000, XY_DELTA=1000)
    assert page.cells[-2:] == ["1 point", "no number"]
