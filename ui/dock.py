"""The dock: joins data bar, views, model bar, the marks on the map and the desk.

Law: it decides nothing that a study, a view or the core can decide. Only what is visible asks, once of each state.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsVectorLayer
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QFrame, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ..provider.installation import missing_package
from ..provider.text import tr

if TYPE_CHECKING:
    from .panes.pane import Pane
    from .views.data import Data

_LOWEST_TAB = 145
"""Pixels that a variogram needs."""


class _Room(QScrollArea):
    """What a tab lies in: as wide as it needs, and lower, as the screen of a laptop may be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the width of the tab, with a scroll bar, and the least height."""
        view = self.widget()
        width = max(view.minimumSizeHint().width(), view.minimumWidth()) if view else 0
        return QSize(width + self.verticalScrollBar().sizeHint().width(), _LOWEST_TAB)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:  # noqa: N802
        """Follow a tab that needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return bool(super().eventFilter(watched, event))


class StudyDock(QgsDockWidget):
    """A window beside the map, in which the variogram of data is seen, dragged and believed."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Stochastic kriging"), parent)
        self.setObjectName("StochasticKrigingDock")
        self.iface = iface
        missing = missing_package()
        if missing:
            self._say_missing(missing)
        else:
            self._build()

    def _say_missing(self, sentence: str) -> None:
        self.study: Any = None
        label = QLabel(sentence, self)
        label.setWordWrap(True)
        label.setMargin(12)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(label)

    # ---- what it is made of

    def _build(self) -> None:
        from .data_bar import DataBar
        from .desk import Desk
        from .panes.directions import DirectionsPane
        from .panes.pairs import PairsPane
        from .panes.pane import Surroundings
        from .panes.preview import PreviewPane
        from .panes.realizations import RealizationsPane
        from .panes.trust import TrustPane
        from .panes.variogram import VariogramPane
        from .study import Study
        from .views.model_bar import ModelBar

        body = QWidget(self)
        self.desk = Desk(self)
        self.study = Study(self.desk, self)
        self.data_bar, self.model_bar = DataBar(body), ModelBar(body)
        around = Surroundings(self.study, self.desk, self.data_bar, self.iface.mapCanvas(), self._say, self.run)
        self._around = around
        self._makers: tuple[type[Pane], ...] = (
            VariogramPane,
            DirectionsPane,
            PairsPane,
            TrustPane,
            PreviewPane,
            RealizationsPane,
        )
        self._panes: dict[int, Pane] = {}
        self.tabs = QTabWidget(body)
        for make in self._makers:
            self.tabs.addTab(_Room(self.tabs), make.title)
        self._sentence = ""
        self.said = QLabel(body)
        self.said.setWordWrap(True)
        self.said.setVisible(False)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.data_bar)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.model_bar)
        self.setWidget(body)
        self._join()

    def open_tab(self, kind: type[Pane]) -> Pane:
        """Show the tab of a kind, and return it."""
        number = self._makers.index(kind)
        self.tabs.setCurrentIndex(number)
        return self.pane(number)

    def pane(self, number: int) -> Pane:
        """Return a tab, built where it was not yet: what it takes of the core is loaded by then, by another thread."""
        if number not in self._panes:
            pane = self._makers[number](self._around)
            self.tabs.widget(number).setWidget(pane.view)
            self._panes[number] = pane
        return self._panes[number]

    def _join(self) -> None:
        study, bar = self.study, self.model_bar
        self.data_bar.read.connect(self._take)
        self.data_bar.refused.connect(self._refuse_data)
        self.data_bar.transform_chosen.connect(lambda word: study.choose(transform=word, variogram=None, lag=None))
        self.data_bar.trend_chosen.connect(lambda word: study.choose(kriging_type=word, variogram=None, lag=None))
        study.dragged.connect(self._show_model)
        study.changed.connect(self._show)
        study.studied.connect(self._tell_remarks)
        study.refused.connect(self.pane(0).refuse)
        bar.changed.connect(study.draw)
        bar.locks_changed.connect(lambda locks: study.show(locks=locks))
        bar.models_changed.connect(self._choose_models)
        bar.anisotropy_changed.connect(lambda wanted: study.choose(anisotropy=wanted))
        bar.structure_chosen.connect(lambda number: study.show(structure=number))
        bar.fit_wanted.connect(study.fit)
        bar.undo_wanted.connect(study.undo)
        bar.run_wanted.connect(self.run)
        bar.save_wanted.connect(self.save)
        self.tabs.currentChanged.connect(lambda _: self._wake_visible())
        self.visibilityChanged.connect(lambda _: self._wake_visible())
        self.desk.told.connect(self._say)
        self.desk.went_on.connect(self._say_progress)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a size in which axes can be read."""
        return QSize(460, 640)

    # ---- keys

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z, which is QGIS's, too, where a layer is edited: of two shortcuts neither would count."""
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Undo by Ctrl+Z."""
        if self.study is not None and event.matches(QKeySequence.StandardKey.Undo):
            self.study.undo()
        else:
            super().keyPressEvent(event)

    # ---- data

    def begin(self) -> None:
        """Take the data that a user most likely means, and study them."""
        if self.study is not None:
            self.data_bar.choose_first(self.iface.activeLayer())

    def choose(self, layer: QgsVectorLayer, field: str = "") -> None:
        """Study a layer."""
        if self.study is not None:
            self.data_bar.choose(layer, field)

    def _take(self, data: Data) -> None:
        self._say("")
        self.study.take(data)

    def _refuse_data(self, sentence: str) -> None:
        self._say("")
        self.study.take(None)
        self.pane(0).refuse(sentence)

    def _choose_models(self, models: tuple[str, ...], second: str | None) -> None:
        changes: dict[str, Any] = {"models": models, "second_model": second}
        if second is not None:
            changes.update(anisotropy=False, locks=self.study.state.locks & {"nugget"})
        self.study.choose(**changes)

    # ---- showing

    def _show(self) -> None:
        """Show another state."""
        self.data_bar.show_choices(self.study.state.transform, self.study.state.kriging_type)
        self._show_model()

    def _show_model(self) -> None:
        from .views.units import semivariance_unit

        study = self.study
        self.model_bar.show_model(
            study.drawn,
            None if study.data is None else study.state,
            "" if study.data is None else study.data.length_unit,
            semivariance_unit(study.data, study.state.transform),
            can_undo=study.can_undo,
        )

    def _wake_visible(self) -> None:
        """Have the tab that is seen ask and show, and no other one."""
        seen = None if self.isHidden() else self.tabs.currentIndex()
        for number, pane in self._panes.items():
            if pane.awake and number != seen:
                pane.sleep()
        self.model_bar.setVisible(self._makers[self.tabs.currentIndex()].has_model)
        if seen is not None and not self.pane(seen).awake:
            self.pane(seen).wake()

    def _tell_remarks(self) -> None:
        if self.study.result is not None:
            self._say(" ".join(self.study.result.remarks))

    def _say(self, text: str) -> None:
        self._sentence = text
        self._say_progress("")

    def _say_progress(self, text: str) -> None:
        """Say how far the work is instead of what was said before; of none say that again."""
        self.said.setText(text or self._sentence)
        self.said.setVisible(bool(self.said.text()))

    # ---- handing over

    def run(self, algorithm: str, **more: Any) -> Any:
        """Open an algorithm's dialog, filled in with what is studied and `more`; return it."""
        from .handover import map_parameters, open_dialog, what_goes_along
        from .layer_order import keep_on_top

        layer, study = self.data_bar.layer, self.study
        if layer is None or study.data is None:
            self._say(tr("There are no data yet of which a map could be made."))
            return None
        kept = None
        if study.state.left_out:
            kept = [study.data.features[number] for number in study.data.kept(study.state.left_out)]
        parameters = map_parameters(layer, self.data_bar.parameters, study.state, self.data_bar.selected_only, kept)
        self.iface.setActiveLayer(layer)  # above which QGIS adds the maps, and so above a preview
        dialog = open_dialog(algorithm, {**parameters, **more})
        text = what_goes_along(study.state)
        if kept is not None:
            text += " " + tr("What is left out here is not selected in the layer, and only the others count.")
        if dialog is not None:
            keep_on_top(layer, dialog)
            if hasattr(dialog, "messageBar"):
                dialog.messageBar().pushMessage(text, Qgis.MessageLevel.Info, 0)
        return dialog

    def save(self, form: str) -> None:
        """Ask for a file and write the model into it."""
        from ..krig_core.errors import InvalidInput
        from .model_file import SUFFIXES, model_text, write_model
        from .save_dialog import SaveDialog

        if self.study.drawn is None:
            return
        try:
            text = model_text(self.study.drawn, form)
        except InvalidInput as refusal:
            self._say(str(refusal))
            return
        suffix = SUFFIXES[form]
        kind = tr("Variogram ({pattern})").format(pattern=f"*.{suffix}")
        name = SaveDialog(self, tr("Save model"), f"variogram.{suffix}", kind, suffix).path()
        if not name:
            return
        path = Path(name)
        try:
            write_model(path, text)
        except OSError as error:
            self._say(tr("Cannot write {path}: {reason}.").format(path=path, reason=error.strerror or error))

    # ---- the end

    def close_down(self) -> None:
        """End what goes on, and take all marks off the map."""
        if self.study is not None:
            for pane in self._panes.values():
                pane.end()
            self.data_bar.close_down()
            self.desk.close()
