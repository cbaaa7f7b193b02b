import sys
from pathlib import Path

import pytest
from stochastic_kriging.krig_core import bundled
from stochastic_kriging.krig_core.bundled import import_bundled
from stochastic_kriging.krig_core.errors import MissingPackage


def _forget_lasio(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "lasio"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if not (Path(entry) / "lasio").exists()])


def test_the_plugins_own_lasio_serves_where_none_is_installed_and_comes_last(monkeypatch, tmp_path):
    _forget_lasio(monkeypatch)
    (tmp_path / "lasio.py").write_text("bundled = True\n")
    monkeypatch.setattr(bundled, "FOLDER", tmp_path)
    assert import_bundled("lasio").bundled
    assert sys.path[-1] == str(tmp_path)
    assert sys.path.count(str(tmp_path)) == 1


def test_an_installed_lasio_goes_before_the_plugins_own(monkeypatch, tmp_path):
    _forget_lasio(monkeypatch)
    for folder in ("installed", "bundled"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lasio.py").write_text(f"origin = {folder!r}\n")
    monkeypatch.syspath_prepend(tmp_path / "installed")
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "bundled")
    assert import_bundled("lasio").origin == "installed"
    assert str(tmp_path / "bundled") not in sys.path


def test_without_lasio_the_message_names_it_and_the_remedy(monkeypatch, tmp_path):
    _forget_lasio(monkeypatch)
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "none")
    path = list(sys.path)
    with pytest.raises(
        MissingPackage,
        match="package lasio is missing: .* zip file, which brings it, or run 'python3 -m pip install lasio'",
    ):
        import_bundled("lasio")
    assert sys.path == path
