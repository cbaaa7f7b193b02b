"""What views cost that are made before there is anything to show."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
sys.path.insert(0, {plugins!r})
from stochastic_kriging.ui.views.qt import QtWidgets
app = QtWidgets.QApplication([])
from stochastic_kriging.ui.views.directions import DirectionsView
from stochastic_kriging.ui.views.model_bar import ModelBar
from stochastic_kriging.ui.views.realizations import RealizationsView
from stochastic_kriging.ui.views.variogram import VariogramView
from stochastic_kriging.ui.views.model_words import sentence
made = [view() for view in (DirectionsView, ModelBar, RealizationsView, VariogramView)]
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"scipy", "matplotlib", "qgis", "osgeo"}}))
from stochastic_kriging.krig_core.variogram.models import Variogram
print("Half" in sentence(Variogram.spherical(partial_sill=1.0, range=1000.0), "m"), "scipy.optimize" in sys.modules)
"""


def test_views_without_anything_to_show_load_neither_scipy_nor_qgis_and_a_sentence_loads_no_solver():
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    package = os.environ.get("STOCHKRIG_QT", "PyQt5")  # within QGIS the same views take its Qt
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(plugins=plugins)],
        env={**os.environ, "STOCHKRIG_QT": package, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["[]", "True False"], done.stderr
