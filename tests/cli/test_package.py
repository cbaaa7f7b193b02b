"""The zip is the one file that a user installs: it must hold what is needed, nothing else, and work offline."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from stochastic_kriging.tests.documents import links
from stochastic_kriging.tools.upload_check import complaints, metadata_of, refusals

PACKAGE = "stochastic_kriging"
# What a user's plugin folder has at its top; anything else in the zip went in by accident.
EXPECTED = {
    *(".bandit", ".flake8", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"),
    *("__init__.py", "icon.svg", "metadata.txt", "plugin.py"),
    *("docs", "extlibs", "i18n", "krig_core", "provider", "sample", "ui"),
}


@pytest.fixture(scope="module")
def archive(root, command):
    done = command("make", "--no-print-directory", "package")
    assert done.returncode == 0, done.stderr
    return root / done.stdout.splitlines()[-1].split("  ")[0]


@pytest.fixture(scope="module")
def metadata(archive):
    return metadata_of(zipfile.ZipFile(archive))


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


def test_site_and_qgis_have_nothing_against_zip_and_metadata(archive, metadata):
    content = zipfile.ZipFile(archive)
    assert list(refusals(content)) == []
    assert list(complaints(metadata, {name.split("/", 1)[1] for name in content.namelist()})) == []
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["experimental"] == "False"


def test_no_link_of_the_documents_leaves_the_zip(archive):
    names = {name.removeprefix(f"{PACKAGE}/") for name in zipfile.ZipFile(archive).namelist()}
    pages = sorted(name for name in names if name.endswith(".md") and not name.startswith("extlibs/"))
    assert {"README.md", "docs/tutorial.md", "sample/README.md"} <= set(pages)
    for page in pages:
        for target in filter(None, (link.partition("#")[0] for link in links(page))):
            path = os.path.normpath(Path(page).parent / target)
            assert path in names or any(name.startswith(f"{path}/") for name in names), f"{page}: {target}"


def test_zip_is_made_with_python_pip_and_git_alone(root, command, tmp_path):
    """On a machine without QGIS, root and a package manager: with these programs on the path and no others."""
    clone, programs = tmp_path / "a clone", tmp_path / "bin"
    assert command("git", "clone", "--quiet", root, clone).returncode == 0
    programs.mkdir()
    for name in ("make", "bash", "git", "rm", "mv", "mkdir", "touch"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "python3").symlink_to("/usr/bin/python3")
    environment = {**os.environ, "PATH": str(programs)}
    done = command("make", "--no-print-directory", "-C", clone, "PYTHON=/nowhere/python3", "package", env=environment)
    assert done.returncode == 0, done.stderr
    made = list((clone / "dist").iterdir())
    assert [path.suffix for path in made] == [".zip"]
    assert f"{PACKAGE}/extlibs/lasio/__init__.py" in zipfile.ZipFile(made[0]).namelist()


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
