"""The walk of a user through the dock; QGIS runs it (`qgis --code`), moved by real events of the mouse.

Law: one event is handed to Qt in a turn of its loop; the walk goes on when all that it has caused has come.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent

NAME = "stochastic_kriging"
GIVEN: dict[str, Any] = json.loads(os.environ["STOCHKRIG_WALK"])

_CALM = 0.25
"""Seconds without work after which a step has ended."""

_DEADLINE = 60.0

Step = Iterator[Any]


def mouse(widget: Any, kind: str, at: QPointF) -> None:
    """Hand a widget an event of the left button at a place of it."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    moves = kind == "MouseMove"
    held = none if kind == "MouseButtonRelease" else left
    there = QPointF(widget.mapToGlobal(at.toPoint()))
    way = getattr(QEvent.Type, kind)
    event = QMouseEvent(way, at, there, none if moves else left, held, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.postEvent(widget, event)


def path(widget: Any, places: list[QPointF]) -> Step:
    """Drag along places, an event in a turn."""
    mouse(widget, "MouseButtonPress", places[0])
    yield
    for at in places[1:]:
        mouse(widget, "MouseMove", at)
        yield
    mouse(widget, "MouseButtonRelease", places[-1])
    yield


def drag(view: Any, name: str, across: float, down: float, steps: int = 50) -> Step:
    """Drag a handle to and fro."""
    handle = next((one for one in view.handles() if name in one.name), None)
    if handle is None:
        return
    start = QPointF(view.pixel(handle.x, handle.y))
    ways = [abs((step / steps * 4 + 1) % 4 - 2) - 1 for step in range(steps)]
    yield from path(view, [start + QPointF(-across * way, -down * way) for way in ways])


def lasso(plot: Any) -> Step:
    """Circle the middle of a plot."""
    area = plot.area
    left, top, wide, tall = (area.left(), area.top(), area.width(), area.height())
    corners = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.9), (0.2, 0.9)]
    places = []
    for (x, y), (to_x, to_y) in zip(corners, corners[1:] + corners[:1]):
        for part in range(10):
            there = left + wide * (x + part / 10 * (to_x - x)), top + tall * (y + part / 10 * (to_y - y))
            places.append(QPointF(*there))
    yield from path(plot, places)


class Walk:
    """Walks, and writes what the probe has seen."""

    def __init__(self, probe: Any) -> None:
        self.probe, self.iface = probe, qgis.utils.iface
        self.plugin = qgis.utils.plugins[NAME]
        self._steps = self._all()
        self._inner: Step | None = None
        self._calm_since = self._began = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._go)
        self._timer.start(10)

    # ---- how it goes on

    def _go(self) -> None:
        try:
            self._go_on()
        except Exception:  # noqa: BLE001 - QGIS would show it, and nobody see it
            self._end(traceback.format_exc())

    def _go_on(self) -> None:
        if self._inner is not None:
            try:
                next(self._inner)
            except StopIteration:
                self._inner = None
            self._calm_since = time.monotonic()
            return
        now = time.monotonic()
        if self._is_busy():
            self._calm_since = now
            if now - self._began > _DEADLINE:
                self._end(f"{self.probe.step}: not done after {_DEADLINE:.0f} s")
        elif now - self._calm_since > _CALM:
            self._began = self._calm_since = now
            step, act = next(self._steps, ("", None))
            if act is None:
                self._end()
                return
            self.probe.begin(step)
            print(f"{time.strftime('%X')} {step}", file=sys.__stderr__, flush=True)
            found = act()
            self._inner = found if hasattr(found, "__next__") else None

    def _is_busy(self) -> bool:
        dock = self.plugin.dock
        if dock is None:
            return bool(self.plugin._toggle.isChecked())
        return bool(self.iface.mapCanvas().isDrawing() or _asks(dock))

    def _end(self, why: str = "") -> None:
        """Write what was seen, and leave QGIS without its asking whether to save."""
        self._timer.stop()
        print(f"end {why}", file=sys.__stderr__, flush=True)
        self.probe.end()
        turns = [(one.step, one.cpu, one.collected, one.stacks.most_common(8)) for one in list(self.probe.turns)]
        Path(GIVEN["out"]).write_text(json.dumps({"why": why, "turns": turns}))
        os._exit(0)

    # ---- the steps

    def _all(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        yield "QGIS alone", lambda: None
        yield "the dock opens, no data", lambda: self.plugin._toggle.setChecked(True)
        dock = self.plugin.dock
        yield "the sample opens", self.plugin._open_sample
        yield from self._study("40 wells")
        yield "the dock closes", lambda: self.plugin._toggle.setChecked(False)
        yield "the dock opens again", lambda: self.plugin._toggle.setChecked(True)
        if GIVEN["wells"]:
            yield "190 wells: QGIS loads the layer", lambda: _add(QgsVectorLayer(GIVEN["wells"], "wells", "ogr"))
            wells = _named("wells")
            chosen = {"LAS_FOLDER": GIVEN["logs"], "CURVE": GIVEN["curve"], "WELL_FIELD": "uwi"}
            chosen.update(TOP_FIELD="top", BOTTOM_FIELD="base")
            yield "190 wells: the layer is chosen", lambda: (dock.tabs.setCurrentIndex(0), dock.choose(wells))
            yield "190 wells: logs are read", lambda: dock.data_bar.choose_logs(chosen)
            yield from self._study("190 wells")
            yield "190 wells: no logs", lambda: dock.data_bar._logs.setChecked(False)
        yield "20,000 points: QGIS loads the layer", lambda: _add(QgsVectorLayer(GIVEN["points"], "points", "ogr"))
        many = _named("points")
        yield "20,000 points: the layer is chosen", lambda: (dock.tabs.setCurrentIndex(0), dock.choose(many))
        yield from self._study("20,000 points")
        yield from self._film()
        yield "the dock closes at the end", lambda: self.plugin._toggle.setChecked(False)

    def _study(self, data: str) -> Iterator[tuple[str, Callable[[], Any]]]:
        dock, tabs = self.plugin.dock, self.plugin.dock.tabs
        view = dock.pane(0).view
        yield f"{data}: tab Variogram", lambda: tabs.setCurrentIndex(0)
        for name, across, down in (("nugget", 0, 40), ("sill", 0, 40), ("range", 60, 0)):
            yield f"{data}: 50 steps of {name}", lambda n=name, a=across, d=down: drag(view, n, a, d)
        yield f"{data}: undo", dock.study.undo
        yield f"{data}: fit", dock.study.fit
        yield f"{data}: lag width", lambda: drag(view, "lag 3", 20, 0, 12)
        yield f"{data}: undo of lags", dock.study.undo
        yield f"{data}: tab Directions", lambda: tabs.setCurrentIndex(1)
        directions = dock.pane(1).view
        chart = next(one for one in vars(directions).values() if hasattr(one, "handles") and one.handles())
        for handle in [one.name for one in chart.handles()]:
            yield f"{data}: 50 steps of ellipse {handle}", lambda h=handle: drag(chart, h, 30, 30)
        yield f"{data}: tab Pairs", lambda: tabs.setCurrentIndex(2)
        yield f"{data}: lasso of pairs", lambda: lasso(dock.pane(2).view.plot)
        layer, some = dock.data_bar.layer, list(dock.study.data.features[:15])
        yield f"{data}: selection, Pairs", lambda: layer.selectByIds(some)
        yield f"{data}: tab Trust", lambda: tabs.setCurrentIndex(3)
        yield f"{data}: lasso of predictions", lambda: lasso(dock.pane(3).view.plot)
        yield f"{data}: selection, Trust", lambda: layer.selectByIds(some)
        yield f"{data}: tab Preview", lambda: tabs.setCurrentIndex(4)
        preview = dock.pane(4)
        yield f"{data}: clicks are wanted", lambda: preview.view.click.setChecked(True)
        yield f"{data}: click on the map", self._click
        yield f"{data}: tab Variogram, preview on", lambda: tabs.setCurrentIndex(0)
        yield f"{data}: 50 steps, preview on", lambda: drag(view, "range", 60, 0)

    def _click(self) -> Step:
        port = self.iface.mapCanvas().viewport()
        at = QPointF(port.width() / 2, port.height() / 2)
        yield from path(port, [at, at])

    def _film(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        dock = self.plugin.dock
        yield "100 × 500 × 500: QGIS loads the layer", lambda: _add(QgsRasterLayer(GIVEN["raster"], "realizations"))
        yield "tab Realizations", lambda: dock.tabs.setCurrentIndex(5)
        view = dock.pane(5).view.view

        def play() -> Step:
            view.player.play.setChecked(True)
            end = time.monotonic() + 4
            while time.monotonic() < end:
                yield
            view.player.play.setChecked(False)
            yield

        def threshold() -> Step:
            slider = view.threshold.slider
            for step in range(50):
                slider.setValue(round(slider.maximum() * (0.3 + 0.4 * step / 50)))
                yield

        yield "film, 4 s", play
        yield "a cell is chosen", lambda: view.choose_cell(100, 100)
        yield "nearest to the median", lambda: view.show_case(0.5)
        yield "pinned", view.pin_picture
        yield "probability", lambda: view.mode.setCurrentIndex(1)
        yield "50 steps of the threshold", threshold
        yield "on the map", lambda: dock.pane(5).view.on_map.setChecked(True)
        yield "50 steps of the threshold, on the map", threshold


def _add(layer: Any) -> None:
    QgsProject.instance().addMapLayer(layer)


def _named(name: str) -> Any:
    return QgsProject.instance().mapLayersByName(name)[0]


def _asks(dock: Any) -> bool:
    desk, bar, film = dock.desk, dock.data_bar, dock._panes.get(5)
    return bool(
        desk._task or desk._waiting or bar._timer.isActive() or bar._readings.is_busy or (film and film.view.is_busy)
    )


def begin() -> None:
    """Load the plugin, and walk when QGIS has come to rest."""
    qgis.utils.updateAvailablePlugins()
    qgis.utils.loadPlugin(NAME)
    qgis.utils.startPlugin(NAME)
    from stochastic_kriging.benchmarks.dock.probe import Probe

    window = qgis.utils.iface.mainWindow()
    window.resize(1600, 1000)
    qgis.utils.stochkrig_walk = Walk(Probe(window))  # kept there: what holds a window in Python may go


QTimer.singleShot(3000, begin)
