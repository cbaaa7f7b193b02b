"""The tab Variogram."""

from __future__ import annotations

from ...provider.text import tr
from ..views.variogram import VariogramView
from .pane import Pane, Surroundings


class VariogramPane(Pane):
    """The study's own variogram: what it asks is asked by the study."""

    title = tr("Variogram")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        study = self.study
        self.view = VariogramView(around.data_bar)
        self.view.dragged.connect(study.drag)
        self.view.changed.connect(study.draw)
        self.view.lags_changed.connect(lambda lags, far: study.change(lags=lags, max_distance=far, lag=None))
        self.view.structure_chosen.connect(lambda number: study.show(structure=number))
        self.view.lag_chosen.connect(lambda lag: study.show(lag=lag or None))
        study.studied.connect(lambda: self.view.show_study(study.result))

    def show_state(self) -> None:
        """Draw the model."""
        study = self.study
        self.view.show_model(study.drawn, study.ghost, study.state, study.data)

    def refuse(self, sentence: str) -> None:
        """Show why there is no variogram."""
        self.view.message = sentence
        self.view.update()
