"""A list of rows of text, of which nothing is made but what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .qt import QtCore, QtGui, QtWidgets, Signal

_MEASURED = 40
"""So many rows tell how wide a column is."""


class Row(NamedTuple):
    """One row.

    Attributes
    ----------
    texts : sequence of str
        One for each column.
    tip : str
    bold : frozenset of int
        Columns that are set off.
    """

    texts: Sequence[str]
    tip: str = ""
    bold: frozenset[int] = frozenset()


class _Model(QtCore.QAbstractTableModel):
    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.heads: Sequence[str] = ()
        self.head_tips: Sequence[str] = ()
        self.rows: Sequence[Row] = ()

    def rowCount(self, parent: Any = None) -> int:  # noqa: N802
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Any = None) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def data(self, index: Any, role: Any = QtCore.Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, tip, font and alignment of a cell."""
        roles, align = QtCore.Qt.ItemDataRole, QtCore.Qt.AlignmentFlag
        row, column = self.rows[index.row()], index.column()
        if role == roles.DisplayRole:
            return row.texts[column]
        if role == roles.ToolTipRole:
            return row.tip or row.texts[column]
        if role == roles.TextAlignmentRole:
            return int(align.AlignVCenter | (align.AlignRight if column else align.AlignLeft))
        if role == roles.FontRole and column in row.bold:
            font = QtGui.QFont()
            font.setBold(True)
            return font
        return None

    def headerData(self, section: int, orientation: Any, role: Any = QtCore.Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return head and tip of a column."""
        roles = QtCore.Qt.ItemDataRole
        if orientation != QtCore.Qt.Orientation.Horizontal:
            return None
        if role == roles.DisplayRole:
            return self.heads[section]
        if role == roles.ToolTipRole and section < len(self.head_tips):
            return self.head_tips[section]
        return None


class RowsView(QtWidgets.QTableView):
    """A list of rows, the first column as wide as the others leave it.

    Signals
    -------
    picked : int
        A user has gone to a row.
    """

    picked = Signal(int)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        line = self.fontMetrics().height()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(line + 6)
        views = QtWidgets.QAbstractItemView
        self.setEditTriggers(views.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(views.SelectionBehavior.SelectRows)
        self.setSelectionMode(views.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(views.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(QtCore.Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(3 * (line + 6))
        self.selectionModel().currentRowChanged.connect(self._pick)

    def show_rows(self, heads: Sequence[str], rows: Sequence[Row], head_tips: Sequence[str] = ()) -> None:
        """Show others; none of them is picked."""
        self._model.beginResetModel()
        self._model.heads, self._model.rows, self._model.head_tips = heads, rows, head_tips
        self._model.endResetModel()
        modes, header = QtWidgets.QHeaderView.ResizeMode, self.horizontalHeader()
        bold = QtGui.QFont(self.font())
        bold.setBold(True)
        metrics = QtGui.QFontMetrics(bold)
        for column, head in enumerate(heads):
            header.setSectionResizeMode(column, modes.Interactive if column else modes.Stretch)
            if column:
                texts = [head, *(row.texts[column] for row in rows[:_MEASURED])]
                header.resizeSection(column, 14 + max(metrics.horizontalAdvance(text) for text in texts))

    def row(self, number: int) -> Row:
        """Return a row that is shown."""
        return self._model.rows[number]

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self._model.rows)

    def _pick(self, now: Any, _before: Any) -> None:
        if now.isValid():
            self.picked.emit(now.row())
