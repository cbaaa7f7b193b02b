"""Views without QGIS: under PyQt6 where there is one, else under PyQt5."""

import importlib.util
import os
import sys

import pytest

if "qgis" not in sys.modules:  # else pytest-qgis has begun one, and a second Qt beside it would end both
    os.environ.setdefault("STOCHKRIG_QT", "PyQt6" if importlib.util.find_spec("PyQt6") else "PyQt5")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def app():
    """The application that every widget needs."""
    from stochastic_kriging.ui.views.qt import QtWidgets

    return QtWidgets.QApplication.instance() or QtWidgets.QApplication([])


@pytest.fixture(autouse=True)
def _application(app):
    return app
