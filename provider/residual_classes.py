"""Classes of residuals, and their colours: the same on the map and in the report.

Law: the middle class holds no error, and edges are round numbers.
"""

from __future__ import annotations

import math

DIVERGING = ("#2166ac", "#67a9cf", "#d1e5f0", "#f7f7f7", "#fddbc7", "#ef8a62", "#b2182b")
"""From far below what was predicted to far above (ColorBrewer RdBu, safe for the colour-blind)."""


def residual_step(rmse: float) -> float:
    """Return the width of a class of residuals: a round number near the error, of which three classes reach 2.5."""
    if not (rmse > 0 and math.isfinite(rmse)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(rmse))
    return min((factor * power for factor in (1, 2, 2.5, 5, 10)), key=lambda step: abs(math.log(step / rmse)))


def residual_edges(step: float) -> list[float]:
    """Return the inner edges of the classes of residuals."""
    return [step * factor for factor in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)]
