"""A padlock: closed, a fit leaves what it stands beside as it is."""

from __future__ import annotations

from typing import Any

from .qt import QtCore, QtGui, QtWidgets, tr


class LockButton(QtWidgets.QToolButton):
    """Checked: closed. Drawn, since not every font has a padlock."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFixedSize(22, 22)
        self.setToolTip(tr("Locked: Fit leaves this number as it is."))

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw the padlock on the button."""
        super().paintEvent(event)
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QtGui.QPalette.ColorRole.ButtonText)
        if not self.isChecked() or not self.isEnabled():
            ink.setAlpha(130 if self.isEnabled() else 60)
        painter.setPen(QtGui.QPen(ink, 1.6))
        body = QtCore.QRectF(6, 10.5, 10, 7)
        bow = QtCore.QRectF(8, 4, 6, 9) if self.isChecked() else QtCore.QRectF(12, 4, 6, 9)
        painter.drawArc(bow, 0, 180 * 16)
        painter.drawLine(QtCore.QPointF(bow.left(), bow.center().y()), QtCore.QPointF(bow.left(), body.top()))
        if self.isChecked():
            painter.drawLine(QtCore.QPointF(bow.right(), bow.center().y()), QtCore.QPointF(bow.right(), body.top()))
            painter.setBrush(ink)
        painter.drawRoundedRect(body, 1.5, 1.5)
        painter.end()
