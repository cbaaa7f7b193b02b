import importlib
import sys
from pathlib import Path

import pytest
from stochastic_kriging.krig_core import bundled
from stochastic_kriging.krig_core.bundled import import_bundled
from stochastic_kriging.krig_core.errors import MissingPackage

FALSE_LASIO = "origin = {!r}\n__version__ = {!r}\n"


@pytest.fixture(autouse=True)
def no_lasio(monkeypatch):
    """Hide every lasio, and afterwards every trace of the false ones."""
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "lasio"}
    for name in before:
        del sys.modules[name]
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if not (Path(entry) / "lasio").exists()])
    import_bundled.cache_clear()
    yield
    import_bundled.cache_clear()
    sys.modules.pop("lasio", None)
    sys.modules.update(before)


@pytest.fixture
def put(monkeypatch, tmp_path):
    """Install a false lasio of a version first on the path, or bundle one with the plugin."""

    def put(origin, version):
        folder = tmp_path / origin
        folder.mkdir()
        (folder / "lasio.py").write_text(FALSE_LASIO.format(origin, version))
        if origin == "bundled":
            monkeypatch.setattr(bundled, "FOLDER", folder)
        else:
            monkeypatch.setattr(sys, "path", [str(folder), *sys.path])  # syspath_prepend would undo too much
        return folder

    return put


def test_the_plugins_own_lasio_serves_where_none_is_installed_and_is_seen_by_no_one_else(put):
    put("bundled", "0.32")
    path = list(sys.path)
    assert import_bundled("lasio").origin == "bundled"
    assert sys.path == path
    assert "lasio" not in sys.modules


@pytest.mark.parametrize("version", ["0.30", "0.32.1", "1.0", "0.31.dev3"])
def test_an_installed_lasio_that_is_new_enough_goes_before_the_plugins_own(put, version):
    put("installed", version)
    put("bundled", "0.32")
    assert import_bundled("lasio").origin == "installed"


@pytest.mark.parametrize("version", ["0.29", "0.28.1", "0.9", "", "unknown"])
def test_an_installed_lasio_that_is_too_old_is_passed_over(put, version):
    put("installed", version)
    put("bundled", "0.32")
    assert import_bundled("lasio").origin == "bundled"
    assert importlib.import_module("lasio").origin == "installed"  # as another plugin would


def test_an_old_lasio_that_another_plugin_has_imported_stays_its_own(put):
    put("installed", "0.25")
    put("bundled", "0.32")
    other = importlib.import_module("lasio")
    assert import_bundled("lasio").origin == "bundled"
    assert sys.modules["lasio"] is other


def test_an_old_lasio_is_known_by_what_pip_wrote_and_not_even_imported(put):
    folder = put("installed", "0.24")
    (folder / "lasio.py").write_text("raise SystemExit('imported')\n")
    (folder / "lasio-0.24.dist-info").mkdir()
    (folder / "lasio-0.24.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: lasio\nVersion: 0.24\n")
    put("bundled", "0.32")
    assert import_bundled("lasio").origin == "bundled"


def test_an_installed_lasio_that_breaks_on_import_is_passed_over(put):
    (put("installed", "0.31") / "lasio.py").write_text("import numpy\nnumpy.no_such_name\n")
    put("bundled", "0.32")
    assert import_bundled("lasio").origin == "bundled"


def test_without_lasio_the_message_names_it_and_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "none")
    path = list(sys.path)
    with pytest.raises(
        MissingPackage,
        match=r"lasio is missing, or older than 0\.30: .* zip file, which brings it, or run 'python3 -m pip inst",
    ):
        import_bundled("lasio")
    assert sys.path == path


def test_a_mere_folder_of_that_name_does_not_pass_for_the_package(monkeypatch, tmp_path, put):
    (tmp_path / "here" / "lasio").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "here"), *sys.path])
    put("bundled", "0.32")
    assert import_bundled("lasio").origin == "bundled"
