"""How the points of a cross-validation look: by their residual, around zero.

Law: the colour of no error is always the same, and one bad point does not take it from the others.
"""

from __future__ import annotations

from qgis.core import QgsGraduatedSymbolRenderer, QgsMapLayer, QgsMarkerSymbol, QgsRendererRange

from ..residual_classes import DIVERGING, residual_edges, residual_step
from .styles import About, LayerStyle


class ResidualStyle(LayerStyle):
    """Gives a layer of points the colours of their residuals.

    Parameters
    ----------
    rmse, largest : float
        Root mean square and largest of the residuals.
    about : About
    """

    def __init__(self, rmse: float, largest: float, about: About) -> None:
        super().__init__(about)
        self.step, self.largest = residual_step(rmse), largest

    def _style(self, layer: QgsMapLayer) -> None:
        layer.setRenderer(QgsGraduatedSymbolRenderer("residual", self._classes()))

    def _classes(self) -> list[QgsRendererRange]:
        inner = residual_edges(self.step)
        end = max(self.largest, 4 * self.step) * (1 + 1e-9)
        edges = [-end, *inner, end]
        names = [f"{low:.4g} to {high:.4g}" for low, high in zip(edges, edges[1:])]
        names[0], names[-1] = f"< {inner[0]:.4g}, predicted too high", f"> {inner[-1]:.4g}, predicted too low"
        return [
            QgsRendererRange(low, high, _marker(colour), name)
            for low, high, colour, name in zip(edges, edges[1:], DIVERGING, names)
        ]


def _marker(colour: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": colour, "size": "2.8", "outline_color": "#4d4d4d", "outline_width": "0.2"}
    )
