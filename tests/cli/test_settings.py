"""What is set in the options of a profile is what qgis_process with that profile does."""

import os

from osgeo import gdal


def test_the_options_of_a_profile_count(make_qgis_process, tmp_path, sample):
    qgis = make_qgis_process(tmp_path / "home", os.environ["QGIS_PLUGINPATH"]).enable()
    (profile,) = (tmp_path / "home").rglob("QGIS3.ini")
    parameters = {"INPUT": sample["INPUT"], "FIELD": "phie_mean", "XY_DELTA": 1000, "MEAN": tmp_path / "mean.tif"}

    def quantiles():
        path = tmp_path / f"quantiles {len(list(tmp_path.iterdir()))}.tif"
        qgis.run("stochkrig:kriging", QUANTILES=path, **parameters).results  # noqa: B018 - it asserts the exit status
        dataset = gdal.Open(str(path))
        return [dataset.GetRasterBand(band).GetDescription() for band in (1, 2, 3)], dataset.ReadAsArray()

    before, values = quantiles()
    assert before[0] == "Low (10 % below; petroleum P90) of phie_mean"
    with profile.open("a", encoding="utf-8") as file:
        file.write("\n[stochkrig]\nset_quantile_names=petroleum\nset_processes=1\n")
    after, same = quantiles()
    assert after[0] == "P90 (90 % above) of phie_mean"
    assert same.tobytes() == values.tobytes()
