"""Nothing is written that Qt 6 and QGIS 4 lack; QGIS itself says which names are members of enumerations."""

import pytest
from stochastic_kriging.tools.qt6_check import complaints, findings


def test_the_code_has_nothing_that_qt_6_lacks():
    assert list(findings()) == []


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        (
            "from qgis.core import QgsWkbTypes\nQgsWkbTypes.PointGeometry",
            "QgsWkbTypes.PointGeometry: QgsWkbTypes.GeometryType.PointGeometry",
        ),
        ("from qgis.PyQt.QtCore import Qt\nQt.LeftButton", "Qt.LeftButton: Qt.MouseButton.LeftButton"),
        ("from .qt import QtCore\nQtCore.Qt.UserRole", "Qt.UserRole: Qt.ItemDataRole.UserRole"),
        ("from qgis.PyQt import QtGui as g\ng.QPainter.Antialiasing", "QPainter.Antialiasing: QPainter.RenderHint"),
        ("from PyQt5.QtCore import Qt", "PyQt5.QtCore: take it from qgis.PyQt"),
        ("dialog.exec_()", "exec_: without the underscore"),
        ("from qgis.PyQt.QtCore import QRegExp", "QRegExp: Qt 6 has none"),
        ("from qgis.PyQt.QtCore import QVariant\nQVariant.Type.Int", "QVariant.Type: Qt 6 has none"),
    ],
)
def test_what_qt_6_lacks_is_found(code, complaint):
    ((line, found),) = complaints(code)
    assert line == code.count("\n") + 1
    assert found.startswith(complaint)


@pytest.mark.parametrize(
    "code",
    [
        "from qgis.core import QgsWkbTypes\nQgsWkbTypes.GeometryType.PointGeometry\nQgsWkbTypes.geometryType",
        "from qgis.PyQt.QtCore import Qt, QVariant\nQt.MouseButton.LeftButton\nQVariant.Double",
        "dialog.exec()",
    ],
)
def test_what_both_have_passes(code):
    assert not list(complaints(code))
