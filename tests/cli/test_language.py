"""A QGIS that is not English: labels, help and refusals in its language, results the same."""

import os

import pytest


@pytest.fixture(scope="module")
def german(make_qgis_process, tmp_path_factory):
    """qgis_process in German."""
    made = make_qgis_process(tmp_path_factory.mktemp("german"), os.environ["QGIS_PLUGINPATH"]).enable()
    made.environment.update(LANG="de_DE.UTF-8", LANGUAGE="de", LC_ALL="")
    return made


def test_labels_and_help_are_in_the_language_of_qgis(german):
    shown = german.command("help", "stochkrig:stochastickriging").stdout
    assert "XY_DELTA: Zellgröße" in shown
    assert "Standardabweichung" in shown
    assert "Cell size" not in shown


def test_a_map_is_the_same_and_a_refusal_is_a_sentence(german, qgis_process, sample, tmp_path):
    asked = {**sample, "XY_DELTA": 500, "REALIZATIONS": 10, "SEED": 3}
    maps = {
        name: one.run("stochkrig:stochastickriging", **asked, MEAN=tmp_path / f"{name}.tif").results
        for name, one in (("german", german), ("english", qgis_process))
    }
    numbers = ("N_DATA", "MEAN_OF_MEAN", "MEAN_OF_STD", "USED_SEED")
    assert [maps["german"][name] for name in numbers] == [maps["english"][name] for name in numbers]
    refused = german.run("stochkrig:stochastickriging", **{**asked, "XY_DELTA": -1}, MEAN=tmp_path / "no.tif")
    assert refused.returncode
    assert "Zellgröße (XY_DELTA) ist -1" in refused.stderr + refused.stdout
