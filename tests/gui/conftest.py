"""Windows in a QGIS of the test's own, moved by real events of mouse and keys."""

import threading
import time

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeModel,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsBrowserGuiModel, QgsLayerTreeView
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from stochastic_kriging.krig_core.errors import Cancelled
from stochastic_kriging.provider.provider import StochasticKrigingProvider
from stochastic_kriging.provider.session import Session
from stochastic_kriging.ui import desk
from stochastic_kriging.ui.dock import StudyDock

DEADLINE = 60.0
"""Seconds after which what is waited for will not come; a machine may be busy."""


@pytest.fixture(scope="session")
def provider(qgis_processing, qgis_iface):
    """The provider, added for the session; its dialogs find the browser of files and the list of layers."""
    browser, layers = QgsBrowserGuiModel(), QgsLayerTreeView()
    layers.setModel(QgsLayerTreeModel(QgsProject.instance().layerTreeRoot(), layers))
    qgis_iface.browserModel, qgis_iface.layerTreeView = lambda: browser, lambda: layers
    registry = QgsApplication.processingRegistry()
    there = registry.providerById("stochkrig")  # that of tests/processing, in the same session
    if there is not None:
        return there
    added = StochasticKrigingProvider()
    registry.addProvider(added)
    return added


@pytest.fixture(scope="session")
def until():
    """Wait until a condition holds, while QGIS goes on with its events, and return what it gave."""

    def wait(condition, what="what was waited for"):
        end = time.monotonic() + DEADLINE
        while not (found := condition()):
            assert time.monotonic() < end, f"{what} did not come"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.001)  # the threads of tasks get their turn
        return found

    return wait


@pytest.fixture
def wells():
    """Forty wells in a field of 10 × 8 km, with a value that varies smoothly, and one without a value."""
    rng = np.random.default_rng(12)
    layer = QgsVectorLayer(
        "Point?crs=EPSG:26912&field=id:integer&field=name:string&field=value:double", "wells", "memory"
    )
    features = []
    for number, (x, y) in enumerate(rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (41, 2))):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(x), float(y))))
        value = 50 + 10 * np.sin(x / 2000) + rng.normal(0, 1)
        feature.setAttributes([number, f"W-{number}", None if number == 40 else float(value)])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


class LentSession:
    """A session that outlives a dock, for the next one; not where its Python is still at work for the first."""

    idle = []

    def __init__(self):
        self._session = self.idle.pop() if self.idle else Session()
        self._at_work = self._closed = False
        self._lock = threading.Lock()

    def carry_out(self, *asked):
        with self._lock:
            if self._closed:
                raise Cancelled("The dock is closed.")
            self._at_work = True
        try:
            return self._session.carry_out(*asked)
        finally:
            self._at_work = False

    def close(self):
        with self._lock:
            closed, self._closed = self._closed, True
        if self._at_work:
            self._session.close()
        elif not closed:
            self.idle.append(self._session)


@pytest.fixture(scope="session")
def lent_session():
    """The class of the session of docks, as most tests take less time than a Python takes to start."""
    yield LentSession
    for session in LentSession.idle:
        session.close()


@pytest.fixture
def dock(qgis_iface, provider, wells, until, lent_session, monkeypatch):
    """The dock on the wells, their variogram fitted."""
    monkeypatch.setattr(desk, "Session", lent_session)
    QgsProject.instance().addMapLayer(wells)
    qgis_iface.mapCanvas().setDestinationCrs(wells.crs())
    qgis_iface.setActiveLayer(wells)
    made = StudyDock(qgis_iface)
    made.resize(520, 720)
    made.show()
    made.begin()
    until(lambda: made.study.state.variogram is not None, "a fit")
    yield made
    made.close_down()
    made.deleteLater()
    QgsProject.instance().clear()


@pytest.fixture(scope="session")
def drag():
    """Press the left button on a widget, move the mouse to another place of it, and let go."""

    def move(widget, start, end):
        left, none, kinds = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, QEvent.Type
        path = [start + (end - start) * share for share in (0.25, 0.5, 0.75, 1.0)]
        steps = [(kinds.MouseButtonPress, start, left, left)]
        steps += [(kinds.MouseMove, at, none, left) for at in path]
        steps += [(kinds.MouseButtonRelease, end, left, none)]
        for kind, at, button, held in steps:
            there = QPointF(widget.mapToGlobal(at.toPoint()))
            event = QMouseEvent(kind, QPointF(at), there, button, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(widget, event)

    return move
