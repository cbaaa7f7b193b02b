"""The tab Directions: the variogram map, and the ellipse of the model there and on the map of QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...provider.text import tr
from ..canvas.ellipse import EllipseMark
from ..questions import GAMMA, PAIRS, directions_job
from ..views.directions import DirectionsView
from .pane import Pane, Surroundings

if TYPE_CHECKING:
    from ...krig_core.jobs.directions import DirectionsResult
    from ..views.data import Data
    from ..views.state import State


class DirectionsPane(Pane):
    """Whether values reach farther in one direction than in another."""

    title = tr("Directions")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = DirectionsView(around.data_bar)
        self._mark = EllipseMark(around.canvas)
        self._shown: Data | None = None
        self.view.dragged.connect(self.study.drag)
        self.view.changed.connect(self.study.draw)
        self.view.direction_pointed.connect(self._mark.point)

    def show_state(self) -> None:
        """Draw the model, here and on the map."""
        study = self.study
        if study.data is None:
            self.forget()
        if study.data is not self._shown:
            # A map of other data than those of the model would mislead until its own is there.
            self.view.show_directions(None, None, None)
            self._shown = None
        self.view.show_model(study.drawn, study.state, study.data)
        if study.data is None or study.drawn is None or not study.drawn.structures:
            self._mark.remove()
            return
        structure = study.drawn.structures[min(study.state.structure, len(study.drawn.structures) - 1)]
        x, y = study.data.points.mean(axis=0).tolist()
        self._mark.show((x, y), structure.range, structure.ratio, structure.azimuth, self.around.data_bar.crs)

    def ask(self) -> None:
        """Ask for the variogram map."""
        self.ask_once("directions", directions_job, self._show)

    def refuse(self, sentence: str) -> None:
        """Show why there is none."""
        self.view.message = sentence

    def unmark(self) -> None:
        """Take the ellipse off the map."""
        self._mark.remove()

    def _show(self, result: DirectionsResult, written: Any, _state: State, data: Data) -> None:
        self._shown = data
        self.view.show_directions(result, written[GAMMA], written[PAIRS])
        self.show_state()
