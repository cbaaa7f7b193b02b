"""Icons of a player in the colour of the window's text; those of the style are black on dark windows, too."""

from __future__ import annotations

from typing import Any

from .qt import QtCore, QtGui

_SIZE = 64
_PLAY = ((18, 12), (18, 52), (52, 32))

SHAPES = {
    "play": (_PLAY,),
    "pause": (((16, 12), (16, 52), (27, 52), (27, 12)), ((37, 12), (37, 52), (48, 52), (48, 12))),
    "forward": (((12, 14), (12, 50), (40, 32)), ((42, 14), (42, 50), (50, 50), (50, 14))),
    "back": (((52, 14), (52, 50), (24, 32)), ((14, 14), (14, 50), (22, 50), (22, 14))),
}
"""Polygons in a square of 64."""


def media_icon(name: str, palette: Any) -> Any:
    """Return a QIcon, faint where its button is disabled."""
    icon, groups = QtGui.QIcon(), QtGui.QPalette.ColorGroup
    modes = ((groups.Active, QtGui.QIcon.Mode.Normal), (groups.Disabled, QtGui.QIcon.Mode.Disabled))
    for group, mode in modes:
        pixmap = QtGui.QPixmap(_SIZE, _SIZE)
        pixmap.fill(QtCore.Qt.GlobalColor.transparent)
        painter = QtGui.QPainter(pixmap)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(group, QtGui.QPalette.ColorRole.ButtonText))
        for polygon in SHAPES[name]:
            painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(x, y) for x, y in polygon]))
        painter.end()
        icon.addPixmap(pixmap, mode)
    return icon
