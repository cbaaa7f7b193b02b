"""The lower bar of the dock: the model in numbers, each with a lock, and what is done with it.

Law: it shows what it is told and tells what is wanted; what is typed comes back by `show_model`, or it does not count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from .lock_button import LockButton
from .model_words import sentence
from .number_box import NumberBox
from .qt import QtCore, QtWidgets, Signal, tr

if TYPE_CHECKING:
    from ...krig_core.variogram.models import Variogram
    from .state import State

KRIGING, SIMULATION = "stochkrig:kriging", "stochkrig:stochastickriging"

_MODELS = (
    ("spherical", tr("Spherical")),
    ("exponential", tr("Exponential")),
    ("gaussian", tr("Gaussian")),
    ("matern", tr("Matérn")),
    ("cubic", tr("Cubic")),
    ("stable", tr("Stable")),
    ("hole-effect", tr("Hole effect")),
    ("power", tr("Power (no sill)")),
)

_NUMBERS = (
    (
        "nugget",
        tr("Nugget"),
        tr("Semivariance just off zero: error of measurement, and what varies between neighbours."),
    ),
    ("partial_sill", tr("Partial sill"), tr("What the model adds to the nugget; both together are the sill.")),
    ("range", tr("Range"), tr("Distance at which 95 % of the partial sill is reached: data farther off hardly count.")),
    (
        "ratio",
        tr("Ratio"),
        tr("Range across the azimuth divided by the range along it; 1: the same in every direction."),
    ),
    (
        "azimuth",
        tr("Azimuth"),
        tr("Direction of the longest range, degrees clockwise from north; only for a ratio below 1."),
    ),
)

_AROUND_WORDS = 16
"""Pixels beside the words of a button."""

_FORMATS = (("json", tr("Variogram file (JSON)…")), ("gstat", tr("gstat…")), ("gslib", tr("GSLIB…")))


class _Row(NamedTuple):
    box: Any
    lock: Any


class ModelBar(QtWidgets.QWidget):
    """Model, numbers, buttons.

    Signals
    -------
    changed : Variogram
        A number or the formula of a structure was typed.
    locks_changed : frozenset of str
    models_changed : tuple of str, str or None
        What a fit may choose from, and a second structure.
    anisotropy_changed : bool
        Whether a fit looks for a direction.
    structure_chosen : int
        Whose numbers are shown, from 0.
    fit_wanted, undo_wanted
    run_wanted : str
        The id of an algorithm.
    save_wanted : {"json", "gstat", "gslib"}
    """

    changed = Signal(object)
    locks_changed = Signal(object)
    models_changed = Signal(object, object)
    anisotropy_changed = Signal(bool)
    structure_chosen = Signal(int)
    fit_wanted = Signal()
    undo_wanted = Signal()
    run_wanted = Signal(str)
    save_wanted = Signal(str)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._variogram: Variogram | None = None
        self._structure = 0
        self._rows: dict[str, _Row] = {}
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 4, 4)
        layout.setSpacing(3)
        layout.addLayout(self._build_models())
        layout.addLayout(self._build_numbers())
        self.sentence = QtWidgets.QLabel(self)
        self.sentence.setWordWrap(True)
        layout.addWidget(self.sentence)
        layout.addLayout(self._build_buttons())
        self.show_model(None, None, "", "", can_undo=False)

    # ---- what it is made of

    def _build_models(self) -> Any:
        self._model = QtWidgets.QComboBox(self)
        self._model.addItem(tr("Best model"), None)
        self._model.setItemData(
            0,
            tr("Spherical, exponential or Matérn: the most probable, as for a map."),
            QtCore.Qt.ItemDataRole.ToolTipRole,
        )
        self._second = QtWidgets.QComboBox(self)
        self._second.addItem(tr("One structure"), None)
        self._second.setToolTip(
            tr("A second structure of a longer range; it is fitted by least squares, the same in every direction.")
        )
        for word, name in _MODELS:
            self._model.addItem(name, word)
            if word != "power":
                self._second.addItem(tr("+ {name}").format(name=name), word)
        self._anisotropy = QtWidgets.QCheckBox(tr("Direction"), self)
        self._anisotropy.setToolTip(
            tr("Fit looks for a direction of the longest range; kept only where isotropic fields rarely show as much.")
        )
        self._which = QtWidgets.QComboBox(self)
        self._which.setToolTip(tr("The structure whose numbers and handles are shown."))
        for box in (self._model, self._second):
            box.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
        self._model.activated.connect(self._models_typed)
        self._second.activated.connect(self._models_typed)
        self._anisotropy.clicked.connect(self.anisotropy_changed)
        self._which.activated.connect(self.structure_chosen)
        row = QtWidgets.QHBoxLayout()
        row.addWidget(self._model, 2)
        row.addWidget(self._second, 2)
        row.addWidget(self._which)
        row.addWidget(self._anisotropy)
        return row

    def _build_numbers(self) -> Any:
        grid = QtWidgets.QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        for place, (name, label, meaning) in enumerate(_NUMBERS):
            row, column = place % 3, 3 * (place // 3)
            box, lock = NumberBox(self), LockButton(self)
            box.setObjectName(name)
            box.setToolTip(meaning)
            text = QtWidgets.QLabel(label, self)
            text.setToolTip(meaning)
            text.setBuddy(box)
            for offset, widget in enumerate((text, box, lock)):
                grid.addWidget(widget, row, column + offset)
            grid.setColumnStretch(column + 1, 3 if column == 0 else 2)
            box.valueChanged.connect(self._typed)
            lock.clicked.connect(self._locked)
            self._rows[name] = _Row(box, lock)
        self._rows["ratio"].box.setRange(1e-3, 1.0)
        self._rows["azimuth"].box.setRange(0.0, 360.0)
        self._rows["azimuth"].box.setSuffix("°")
        self._rows["azimuth"].box.setSingleStep(5.0)
        return grid

    def _build_buttons(self) -> Any:
        self.fit = QtWidgets.QPushButton(tr("Fit"), self)
        self.fit.setToolTip(tr("Fit the model to the data again; what is locked stays."))
        self.undo = QtWidgets.QPushButton(tr("Undo"), self)
        self.undo.setToolTip(tr("Take the last change back (Ctrl+Z)."))
        self.kriging = QtWidgets.QPushButton(tr("Kriging…"), self)
        self.kriging.setToolTip(tr("One smooth map and its standard deviation: the dialog, filled in."))
        self.simulation = QtWidgets.QPushButton(tr("Stochastic kriging…"), self)
        self.simulation.setToolTip(tr("Mean, standard deviation and realizations: the dialog, filled in."))
        self.save = QtWidgets.QToolButton(self)
        self.save.setText(tr("Save model"))
        self.save.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QtWidgets.QMenu(self.save)
        for word, name in _FORMATS:
            menu.addAction(name).triggered.connect(lambda _=False, word=word: self.save_wanted.emit(word))
        self.save.setMenu(menu)
        self.fit.clicked.connect(lambda: self.fit_wanted.emit())
        self.undo.clicked.connect(lambda: self.undo_wanted.emit())
        self.kriging.clicked.connect(lambda: self.run_wanted.emit(KRIGING))
        self.simulation.clicked.connect(lambda: self.run_wanted.emit(SIMULATION))
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(3)
        for button, stretch in ((self.fit, 1), (self.undo, 1), (self.kriging, 2), (self.simulation, 3), (self.save, 1)):
            # Styles make buttons wider than their words, which a narrow dock has no room for.
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + _AROUND_WORDS)
            row.addWidget(button, stretch)
        return row

    # ---- what it shows

    def show_model(
        self,
        variogram: Variogram | None,
        state: State | None,
        length_unit: str,
        value_unit: str,
        *,
        can_undo: bool = False,
    ) -> None:
        """Show a model and what is locked of it.

        Parameters
        ----------
        variogram : Variogram, optional
            None: nothing is fitted; nothing can be typed or run then.
        state : State, optional
        length_unit : str
        value_unit : str
            Of semivariances, squared already.
        can_undo : bool
        """
        self._variogram = variogram
        count = 0 if variogram is None else len(variogram.structures)
        self._structure = min(0 if state is None else state.structure, max(0, count - 1))
        structure = variogram.structures[self._structure] if variogram is not None and count else None
        numbers = {
            "nugget": None if variogram is None else variogram.nugget,
            **{name: getattr(structure, name, None) for name, _, _ in _NUMBERS[1:]},
        }
        if numbers["azimuth"] is not None:
            numbers["azimuth"] %= 360
        units = {"nugget": value_unit, "partial_sill": value_unit, "range": length_unit}
        for name, (box, lock) in self._rows.items():
            value = numbers[name]
            with QtCore.QSignalBlocker(box):
                if name in units:
                    box.setSuffix(f" {units[name]}" if units[name] else "")
                box.setEnabled(value is not None)
                box.setMaximum(max(box.maximum(), value or 0.0))
                box.setMinimum(min(box.minimum(), value if value else box.minimum()))
                box.setValue(value or 0.0)
                if value is None:
                    box.clear()
            if name == "nugget" and variogram is not None:
                box.setSingleStep(variogram.sill / 100 or 1.0)
            lock.setEnabled(value is not None and (count == 1 or name == "nugget"))
            lock.setChecked(state is not None and name in state.locks and lock.isEnabled())
        self._show_choices(state, count)
        self.sentence.setText(sentence(variogram, length_unit).replace(" %", "\u00a0%"))
        for button in (self.kriging, self.simulation, self.save):
            button.setEnabled(variogram is not None)
        self.fit.setEnabled(state is not None)
        self.undo.setEnabled(can_undo)

    def _show_choices(self, state: State | None, count: int) -> None:
        models = () if state is None else state.models
        self._model.setCurrentIndex(self._model.findData(models[0]) if len(models) == 1 else 0)
        second = None if state is None else state.second_model
        self._second.setCurrentIndex(0 if second is None else self._second.findData(second))
        self._anisotropy.setChecked(state is not None and state.anisotropy)
        self._anisotropy.setEnabled(second is None)
        self._which.setVisible(count > 1)
        if self._which.count() != count:
            self._which.clear()
            self._which.addItems([tr("Structure {n}").format(n=number + 1) for number in range(count)])
        self._which.setCurrentIndex(self._structure)

    def number(self, name: str) -> float:
        """Return a number as it stands in its box."""
        return float(self._rows[name].box.value())

    def lock(self, name: str) -> Any:
        """Return the lock of a number."""
        return self._rows[name].lock

    # ---- what it tells

    def _typed(self, *_: Any) -> None:
        from ...krig_core.errors import InvalidInput

        variogram = self._variogram
        if variogram is None:
            return
        numbers: dict[str, Any] = {name: float(row.box.value()) for name, row in self._rows.items()}
        nugget = numbers.pop("nugget")
        structures = list(variogram.structures)
        try:
            if structures:
                structures[self._structure] = replace(structures[self._structure], **numbers)
            self.changed.emit(replace(variogram, nugget=nugget, structures=tuple(structures)))
        except InvalidInput as refusal:
            self.sentence.setText(str(refusal))

    def _locked(self, *_: Any) -> None:
        self.locks_changed.emit(frozenset(name for name, row in self._rows.items() if row.lock.isChecked()))

    def _models_typed(self, *_: Any) -> None:
        model = self._model.currentData()
        self.models_changed.emit(() if model is None else (model,), self._second.currentData())
