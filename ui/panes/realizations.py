"""The tab Realizations: it is about a raster of the project, whatever is studied in the others."""

from __future__ import annotations

from ...provider.settings import Settings
from ...provider.text import tr
from ..film_source import FilmSource
from ..views.model_bar import SIMULATION
from .pane import Pane, Surroundings


class RealizationsPane(Pane):
    """Realizations as a film."""

    title = tr("Realizations")
    has_model = False

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = FilmSource(around.data_bar, around.canvas)
        self.view.told.connect(around.say)
        self.view.make.clicked.connect(lambda: around.run(SIMULATION, REALIZATIONS_OUTPUT="TEMPORARY_OUTPUT"))

    def wake(self) -> None:
        """Be looked at, with the names of quantiles that are set by now."""
        self.view.view.set_quantile_names(Settings.read().quantile_names)
        super().wake()

    def end(self) -> None:
        """Let go of the layers, and end what is read."""
        super().end()
        self.view.end()
