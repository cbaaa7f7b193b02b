"""The prior of the model: between which formulas an automatic choice is, and how likely each is before the data.

Law: the models that are rough at short distances share most of it, and a smooth one has to win by what the data say.
Few data cannot tell a smooth field from a rough one, and maps of a smooth model are the surer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUGH_MODELS = ("spherical", "exponential")
"""Models of a choice by lags, whose shortest ones are too few to show how smooth a field is, and of any in space: what
is averaged over slices looks smooth whatever the field is, and on grids in space smooth fields of long ranges cannot be
made."""

_SMOOTH = {"matern": 0.1}
"""Probabilities of smooth models, of ν = 1.5. The Gaussian is left to those who ask for it: few data often seem to fit
it, and on a field that is not that smooth its maps overshoot and their standard deviation is far too small."""

_ROUGH_SHARE = (1 - sum(_SMOOTH.values())) / len(ROUGH_MODELS)

LIKELY_MODELS = (*ROUGH_MODELS, *_SMOOTH)
"""Models of a choice by likelihood, on a map."""


def model_prior(models: Sequence[str]) -> NDArray[np.float64]:
    """Return how likely models are beforehand, shape (k,); what no automatic choice has is as likely as a rough one."""
    shares = np.array([_SMOOTH.get(model, _ROUGH_SHARE) for model in models])
    prior: NDArray[np.float64] = shares / shares.sum()
    return prior
