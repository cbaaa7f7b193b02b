"""The zip is the one file that a user installs: it must hold what is needed, nothing else, and work offline."""

import configparser
import json
import zipfile

import pytest

PACKAGE = "stochastic_kriging"
# What a user's plugin folder has at its top; anything else in the zip went in by accident.
EXPECTED = {
    *(".bandit", ".flake8", "CHANGELOG.md", "LICENSE", "README.md"),
    *("__init__.py", "icon.svg", "metadata.txt", "plugin.py"),
    *("docs", "extlibs", "i18n", "krig_core", "provider", "sample", "ui"),
}


@pytest.fixture(scope="module")
def archive(root, command):
    done = command("make", "--no-print-directory", "package")
    assert done.returncode == 0, done.stderr
    return root / done.stdout.splitlines()[-1].split("  ")[0]


@pytest.fixture(scope="module")
def metadata(root):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(root / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.fixture(scope="module")
def profile(archive, make_qgis_process, tmp_path_factory):
    """A clean HOME, whose path has a space, in which the zip is installed as QGIS does it."""
    offline = make_qgis_process(tmp_path_factory.mktemp("a home"))
    plugins = offline.home / ".local/share/QGIS/QGIS3/profiles/default/python/plugins"
    with zipfile.ZipFile(archive) as content:
        content.extractall(plugins)
    nowhere = "http://127.0.0.1:9"
    offline.environment.update(http_proxy=nowhere, https_proxy=nowhere, PIP_NO_INDEX="1")
    offline.folder = plugins / PACKAGE
    return offline


def test_zip_is_named_after_the_version(archive, metadata):
    assert archive.name == f"{PACKAGE}-{metadata['version']}.zip"


def test_zip_has_one_folder_which_is_its_first_entry(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert names[0] == f"{PACKAGE}/"
    assert {name.split("/")[0] for name in names} == {PACKAGE}


def test_zip_holds_what_the_plugin_needs_and_nothing_else(archive):
    names = [name.removeprefix(f"{PACKAGE}/") for name in zipfile.ZipFile(archive).namelist()[1:]]
    assert {name.split("/")[0] for name in names} <= EXPECTED
    needed = {"LICENSE", "__init__.py", "metadata.txt", "plugin.py", "extlibs/lasio/__init__.py"}
    needed |= {"docs/tutorial.md", "sample/wells.gpkg", "sample/models/logs_to_zones.model3"}
    assert needed | {"extlibs/threadpoolctl.py"} <= set(names)
    assert not [name for name in names if name.startswith("sample/") and name.endswith(".py")]
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".so", ".dll", ".sh"))]


def test_zip_is_small(archive):
    assert archive.stat().st_size < 2_000_000


def test_zip_is_the_same_bytes_again(archive, command):
    first = archive.read_bytes()
    assert command("make", "package").returncode == 0
    assert archive.read_bytes() == first


def test_metadata_say_what_the_plugin_repository_asks(metadata, root):
    required = "name description version author email about homepage tracker repository license tags changelog"
    assert [key for key in required.split() if not metadata.get(key)] == []
    assert metadata["name"] == "Stochastic Kriging"
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert metadata["hasProcessingProvider"] == "yes"
    assert "supportsQt6" not in metadata
    assert (root / metadata["icon"]).is_file()


def test_lasio_of_the_zip_is_found_with_its_version(profile, python, command):
    script = "import sys; sys.path.insert(0, sys.argv[1]); import lasio; print(lasio.__file__, lasio.__version__)"
    done = command(python, "-I", "-c", script, profile.folder / "extlibs")
    path, version = done.stdout.rsplit(maxsplit=1)
    assert path.startswith(str(profile.folder)), done.stderr
    assert version == "0.32"


def test_installed_zip_makes_maps_without_network(profile, sample, tmp_path):
    profile.enable()
    mean, std = tmp_path / "mean.tif", tmp_path / "std.tif"
    done = profile.run(
        "stochkrig:stochastickriging", **sample, XY_DELTA=500, REALIZATIONS=8, SEED=1, MEAN=mean, STD=std
    )
    assert done.results["N_DATA"] == 37
    assert mean.stat().st_size > 0
    assert std.stat().st_size > 0


def test_bandit_has_nothing_against_the_zip(profile, python, command):
    done = command(
        python, "-m", "bandit", "-q", "-r", "-f", "json", "--ini", profile.folder / ".bandit", profile.folder
    )
    report = json.loads(done.stdout)
    assert report["results"] == []
    assert report["errors"] == []
