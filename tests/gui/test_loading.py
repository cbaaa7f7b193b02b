"""What the main thread of QGIS loads of the core: nothing, as a task has loaded it before."""

import os
import subprocess
import sys
from pathlib import Path

HOST = """
import sys
import threading
sys.path.insert(0, sys.argv[1])
import numpy as np
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsTask, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
from qgis.PyQt.QtCore import QCoreApplication, QThreadPool
from stochastic_kriging.ui.reading import read_layer
from stochastic_kriging.ui.task import Newest
layer = QgsVectorLayer("Point?crs=EPSG:26912&field=value:double", "wells", "memory")
for number in range(9):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(5e5 + number * 37 % 11, 6e6 + number)))
    feature.setAttributes([float(number)])
    layer.dataProvider().addFeatures([feature])
read, go = [], threading.Event()
QThreadPool.globalInstance().setMaxThreadCount(1)
first = QgsTask.fromFunction("keeps the only thread at work", lambda _: go.wait(60))
QgsApplication.taskManager().addTask(first)
readings = Newest()
read_layer(readings, layer, {"FIELD": "value"}, False, "", read.append, read.append)
assert not any("krig_core.jobs." in name for name in sys.modules)
go.set()
while not read:
    QCoreApplication.processEvents()
data, loaded = read[0].data, set(sys.modules)
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.ui import questions
from stochastic_kriging.ui.views.state import State
state = State(variogram=Variogram.spherical(partial_sill=1.0, range=9.0))
for make in (
    questions.variogram_job, questions.directions_job, questions.pairs_job, questions.validation_job,
    questions.preview_job,
):
    make(state, data)
questions.place_job(state, data, 5e5, 6e6)
print(sorted(name for name in set(sys.modules) - loaded if "krig_core" in name or "scipy" in name))
"""


def test_jobs_are_made_without_loading_anything_once_data_were_read():
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    done = subprocess.run(
        [sys.executable, "-c", HOST, plugins],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr
