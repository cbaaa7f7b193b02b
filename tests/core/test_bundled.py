import sys
from pathlib import Path

import pytest
from stochastic_kriging.krig_core import bundled
from stochastic_kriging.krig_core.bundled import import_bundled
from stochastic_kriging.krig_core.errors import MissingPackage


@pytest.fixture(autouse=True)
def no_lasio(monkeypatch):
    """Hide every lasio, and afterwards every trace of the false ones."""
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "lasio"}
    for name in before:
        del sys.modules[name]
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if not (Path(entry) / "lasio").exists()])
    yield
    sys.modules.pop("lasio", None)
    sys.modules.update(before)


def test_the_plugins_own_lasio_serves_where_none_is_installed_and_comes_last(monkeypatch, tmp_path):
    (tmp_path / "lasio.py").write_text("bundled = True\n")
    monkeypatch.setattr(bundled, "FOLDER", tmp_path)
    assert import_bundled("lasio").bundled
    assert sys.path[-1] == str(tmp_path)
    assert sys.path.count(str(tmp_path)) == 1


def test_an_installed_lasio_goes_before_the_plugins_own(monkeypatch, tmp_path):
    for folder in ("installed", "bundled"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lasio.py").write_text(f"origin = {folder!r}\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "installed"), *sys.path])  # syspath_prepend would undo too much
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "bundled")
    assert import_bundled("lasio").origin == "installed"
    assert str(tmp_path / "bundled") not in sys.path


def test_without_lasio_the_message_names_it_and_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "none")
    path = list(sys.path)
    with pytest.raises(
        MissingPackage,
        match="package lasio is missing: .* zip file, which brings it, or run 'python3 -m pip install lasio'",
    ):
        import_bundled("lasio")
    assert sys.path == path


def test_a_mere_folder_of_that_name_does_not_pass_for_the_package(monkeypatch, tmp_path):
    (tmp_path / "here" / "lasio").mkdir(parents=True)
    (tmp_path / "bundled").mkdir()
    (tmp_path / "bundled" / "lasio.py").write_text("bundled = True\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "here"), *sys.path])
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "bundled")
    assert import_bundled("lasio").bundled
