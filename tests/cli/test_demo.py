"""The sample is small, honest and reproducible, and the demo ends with its maps and figures."""

import re
import statistics
import sys

import numpy as np
import pytest
from stochastic_kriging.tests.documents import same, text

EXPECTED_WELLS = 40


@pytest.fixture(scope="module")
def made(root, python, command, tmp_path_factory):
    """The sample written once more, somewhere else."""
    folder = tmp_path_factory.mktemp("made")
    done = command(python, root / "sample" / "make_sample.py", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def make_sample(root, monkeypatch):
    monkeypatch.syspath_prepend(root / "sample")
    monkeypatch.delitem(sys.modules, "make_sample", raising=False)
    import make_sample

    return make_sample


def features(path):
    from osgeo import ogr

    source = ogr.Open(str(path))
    return [feature.ExportToJson() for feature in source.GetLayer(0)]


def test_sample_is_smaller_than_two_megabytes(root):
    assert sum(path.stat().st_size for path in (root / "sample").rglob("*") if path.is_file()) < 2_000_000


def test_make_sample_writes_the_same_las_bytes(root, made):
    committed = {path.name: path.read_bytes() for path in (root / "sample" / "las").iterdir()}
    assert {path.name: path.read_bytes() for path in (made / "las").iterdir()} == committed


def test_make_sample_writes_the_same_wells(root, made):
    assert features(made / "wells.gpkg") == features(root / "sample" / "wells.gpkg")
    assert len(features(made / "wells.gpkg")) == EXPECTED_WELLS


def test_make_sample_writes_the_same_zones(root, made):
    assert features(made / "zones.gpkg") == features(root / "sample" / "zones.gpkg")
    assert len(features(made / "zones.gpkg")) == 12


def test_logs_average_to_the_truth_between_top_and_base(root, make_sample):
    for well in make_sample.make_wells()[:8]:
        rows = (root / "sample" / "las" / well.las_name).read_text().split("~A\n")[1].splitlines()
        samples = [tuple(map(float, row.split())) for row in rows]
        sand = [phie for depth, _, phie in samples if well.top <= depth <= well.base]
        assert statistics.fmean(sand) == pytest.approx(well.phie_mean, abs=5e-5)
        assert float(make_sample.truth(well.x, well.y)) == pytest.approx(well.phie_mean, abs=5e-5)


def test_truth_has_the_stated_covariance(make_sample, monkeypatch):
    """Over many seeds: one field is too small to tell."""
    monkeypatch.setattr(make_sample, "WAVES", 300)
    x = make_sample.WEST + np.array([0.0, 1_000.0, make_sample.PRACTICAL_RANGE])
    fields = []
    for seed in range(200):
        monkeypatch.setattr(make_sample, "SEED", seed)
        fields.append(make_sample.truth(x, np.full(3, make_sample.SOUTH)))
    covariance = np.cov(np.array(fields).T)[0] / make_sample.STD**2
    expected = np.exp(-3 * (x - x[0]) / make_sample.PRACTICAL_RANGE)
    assert covariance == pytest.approx(expected, abs=0.2)


def test_demo_ends_with_maps_and_figures(root, command):
    done = command("/usr/bin/python3", root / "sample" / "demo.py")
    assert done.returncode == 0, done.stderr
    for name in ("mean.tif", "std.tif", "map.png"):
        assert f"build/demo/{name}" in done.stdout
        assert (root / "build" / "demo" / name).stat().st_size > 0
    assert re.search(r"wells used / skipped +37 / ", done.stdout)
    coverage = float(re.search(r"truth within mean ± 1.96 std +([\d.]+)%", done.stdout)[1])
    assert 88 <= coverage <= 100
    assert f"On the sample, where the truth is known, it is {coverage:g} %." in text("docs/tutorial.md")
    rmse, spread = map(float, re.search(r"RMSE of the mean +([\d.]+) \(.* by ([\d.]+)\)", done.stdout).groups())
    assert rmse < spread
    said = text("README.md").split("Kriging the sample wells")[1].split("\n\n")[0].splitlines()[1:]
    for line in said:
        assert "seconds" in line or any(same(line, printed) for printed in done.stdout.splitlines()), line


def test_demo_says_in_a_sentence_what_is_wrong(root, tmp_path, command):
    """A checkout whose plugin cannot be loaded."""
    broken = tmp_path / "broken"
    (broken / "sample").mkdir(parents=True)
    for name in ("demo.py", "make_sample.py", "wells.gpkg"):
        (broken / "sample" / name).write_bytes((root / "sample" / name).read_bytes())
    done = command("/usr/bin/python3", broken / "sample" / "demo.py")
    assert done.returncode == 1
    assert done.stderr.startswith("The demo stopped. ")
    assert "Traceback" not in done.stderr
