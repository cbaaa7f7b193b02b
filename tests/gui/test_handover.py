"""The window of an algorithm comes to the front, as a dialog and, since QGIS 4.2, as a widget that may be docked."""

import processing
import pytest
from qgis.PyQt.QtWidgets import QDialog
from stochastic_kriging.ui.handover import open_dialog


class Dockable(QDialog):
    """What QGIS 4.2 makes: a part of a window, which is shown by a function of its own."""

    shown = False

    def showWidget(self):
        self.shown = True


@pytest.mark.parametrize("kind", [QDialog, Dockable])
def test_a_dialog_is_shown_and_one_that_may_be_docked_shows_its_window(qgis_app, monkeypatch, kind):
    made = kind()
    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda algorithm, parameters: made)
    assert open_dialog("stochkrig:kriging", {}) is made
    assert made.isVisible() == (kind is QDialog)
    assert kind is QDialog or made.shown
    made.close()


@pytest.mark.parametrize("nothing", [None, False])
def test_an_algorithm_that_is_not_there_opens_nothing(qgis_app, monkeypatch, nothing):
    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda algorithm, parameters: nothing)
    assert open_dialog("stochkrig:none", {}) is None
