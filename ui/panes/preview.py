"""The tab Preview: a kriged map that follows the model, and what is known where a user clicks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSignalBlocker, QTimer

from ...provider.text import tr
from ..canvas.click import PlaceTool
from ..canvas.preview_layer import ESTIMATE, STD, PreviewLayer
from ..canvas.projection import from_map
from ..canvas.weights import WeightMarks
from ..questions import ESTIMATE as ESTIMATE_FILE
from ..questions import MOST_FROM_ALL, NEAREST, place_job, preview_job
from ..questions import STD as STD_FILE
from ..views.data import Data
from ..views.preview import PreviewView
from ..views.state import State
from .pane import Pane, Surroundings


class PreviewPane(Pane):
    """Asks for the map once of each state, and for the place that was clicked.

    Once it was looked at the map follows the model whatever tab is seen, as a map that is shown has to be true.
    """

    title = tr("Preview")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = PreviewView(around.data_bar)
        self.layer = PreviewLayer(self)
        self.marks = WeightMarks(around.canvas)
        self.tool = PlaceTool(around.canvas)
        self._tool_before: Any = None
        self._place: tuple[float, float] | None = None
        self._data: Data | None = None
        self._asked: Any = None
        self._visited = False
        self._live: State | None = None
        self.study.changed.connect(self._follow_asleep)
        self.study.studied.connect(self._follow_asleep)
        self.view.shown_changed.connect(self._show_map)
        self.view.std_wanted.connect(lambda wanted: self.layer.show_band(STD if wanted else ESTIMATE))
        self.view.click_wanted.connect(self._take_clicks)
        self.tool.placed.connect(self._take_place)
        self.tool.deactivated.connect(self._hear_no_clicks)
        self.layer.gone.connect(lambda: self.view.on_map.setChecked(False))
        QgsProject.instance().cleared.connect(self._begin_anew)

    # ---- what a pane does itself

    def ask(self) -> None:
        """Ask for the map, and for the place."""
        self._visited = True
        self._ask_map()
        self._ask_place()

    def refuse(self, sentence: str) -> None:
        """Show why there is no map."""
        self.layer.remove()
        self.view.say(sentence)

    def unmark(self) -> None:
        """Take the weights off the map, and give the map its own tool back; the layer stays."""
        self.marks.remove()
        self._asked = None
        self._take_clicks(False)

    def withdraw(self) -> None:
        """Want the answer all the same: a map that is shown has to be true."""

    def end(self) -> None:
        """End, when the dock goes."""
        super().end()
        QgsProject.instance().cleared.disconnect(self._begin_anew)
        self.layer.remove()
        self.tool.deleteLater()

    # ---- the map

    def _ask_map(self) -> None:
        self._live = None
        if self.study.data is None or self.study.state.variogram is None:
            self._forget_place()
            self.layer.remove()
            self.forget()
            self.view.say("" if self.study.data is None else tr("The preview follows when a model is fitted."))
        elif self.view.on_map.isChecked():
            self.ask_once("preview", preview_job, self._show, drawn=True)

    def _begin_anew(self) -> None:
        """Take it that of another project a map is wanted, too, though the layer has gone with the last one."""
        self.view.on_map.setChecked(True)

    def _follow_asleep(self) -> None:
        if self._visited and not self.awake:
            self._ask_map()

    def _drag(self) -> None:
        super()._drag()
        self._ask_live()

    def _ask_live(self) -> None:
        """Ask for the map of a model that is being dragged, the next one when that is there."""
        study, data = self.study, self.study.data
        if self._live is not None or self.layer.layer is None or data is None or study.drawn is None:
            return
        asked = self._live = replace(study.state, variogram=study.drawn, fitted=False)
        self.forget()  # whatever state follows is asked for anew

        def answer(result: Any, written: Any) -> None:
            if self._live is asked:
                self._live = None
                self._show(result, written, asked, data)
                if study.drawn != asked.variogram:
                    QTimer.singleShot(0, self._ask_live)  # QGIS takes the map first

        def refused(_: str) -> None:
            self._live = None

        self.desk.ask("preview", *preview_job(asked, data), answer, refused)

    def _show(self, result: Any, written: Any, state: State, data: Data) -> None:
        if not self.view.on_map.isChecked():
            return
        maps = written[ESTIMATE_FILE], written[STD_FILE]
        self.layer.show(*maps, (result.origin, result.spacing), self._crs, data.title, data.value_unit)
        said = []
        if not state.is_known:
            said.append(tr("Here the model counts as known; maps may count others, too."))
        if result.data > MOST_FROM_ALL:
            text = tr("Each cell is kriged from the {n} nearest data; the algorithms may use all.")
            said.append(text.format(n=NEAREST))
        self.view.say(" ".join(said))

    def _show_map(self, shown: bool) -> None:
        self.forget()
        if shown:
            self.ask()
        else:
            self.desk.withdraw("preview")
            self.layer.remove()

    @property
    def _crs(self) -> Any:
        return self.around.data_bar.crs

    # ---- the place

    def _take_clicks(self, wanted: bool) -> None:
        canvas = self.around.canvas
        if wanted:
            self._tool_before = canvas.mapTool()
            canvas.setMapTool(self.tool)
        elif canvas.mapTool() is self.tool:
            before, self._tool_before = self._tool_before, None
            if before is None or sip.isdeleted(before):
                canvas.unsetMapTool(self.tool)
            else:
                canvas.setMapTool(before)

    def _hear_no_clicks(self) -> None:
        """Show that a user has taken another tool, or got the one before back."""
        with QSignalBlocker(self.view.click):
            self.view.click.setChecked(False)

    def _take_place(self, x: float, y: float) -> None:
        point = from_map(self.around.canvas, self._crs, x, y)
        self._place = None if point is None else (point.x(), point.y())
        self._data = self.study.data
        self._ask_place()

    def _ask_place(self) -> None:
        state, data = self.study.state, self.study.data
        if data is not self._data and self._place is not None:  # their CRS may be another
            self._forget_place()
        if self._place is None or data is None or state.variogram is None:
            return
        job, arrays = place_job(state, data, *self._place)
        question = job, state.left_out, data
        if question == self._asked:
            return
        self._asked = question
        kept = data.kept(state.left_out)

        def answer(result: Any, _: Any) -> None:
            if question == self._asked:
                self.view.place.show_place(result, [data.names[number] for number in kept], data.title)
                weights = [(one.x, one.y, one.weight) for one in result.neighbours]
                self.marks.show((result.x, result.y), weights, self._crs)

        def refused(sentence: str) -> None:
            if question == self._asked:
                self._asked = None
                self.view.place.show_place(None, message=sentence)
                self.marks.remove()

        self.desk.ask("place", job, arrays, answer, refused)

    def _forget_place(self) -> None:
        self._place = self._asked = None
        self.view.place.show_place(None)
        self.marks.remove()
