"""The colours of values, of spread and of probabilities: where on a ramp, from 0 to 1, which colour stands."""

from __future__ import annotations

Stops = tuple[tuple[float, str], ...]

VIRIDIS: Stops = (
    (0.0, "#440154"),
    (0.0627, "#48186a"),
    (0.1255, "#472d7b"),
    (0.1882, "#424086"),
    (0.251, "#3b528b"),
    (0.3137, "#33638d"),
    (0.3765, "#2c728e"),
    (0.4392, "#26828e"),
    (0.502, "#21918c"),
    (0.5608, "#1f9f88"),
    (0.6235, "#27ad81"),
    (0.6863, "#3dbc74"),
    (0.749, "#5cc863"),
    (0.8118, "#81d34d"),
    (0.8745, "#aadc32"),
    (0.9373, "#d5e21a"),
    (1.0, "#fde725"),
)
"""For values: perceptually even, readable by the colour-blind."""

SINGLE_HUE: Stops = ((0.0, "#fff5eb"), (0.35, "#fdc38d"), (0.65, "#f16913"), (1.0, "#7f2704"))
"""For standard deviations: one hue from light (certain) to dark (uncertain)."""

TEAL: Stops = ((0.0, "#f7fcfd"), (0.25, "#b2e2e2"), (0.5, "#66c2a4"), (1.0, "#00441b"))
"""For probabilities: from white, impossible, to dark, certain."""
