"""What each well counts in the histogram of normal scores, as a field has it.

Law: a well without a weight is honoured, has no part in the histogram, and is counted.
"""

from __future__ import annotations

import numpy as np
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ..text import tr
from .points import Points


def read_weights(
    points: Points, field: str, rows: np.ndarray, thickness: np.ndarray | None, feedback: QgsProcessingFeedback
) -> np.ndarray | None:
    """Return what data count, shape (n,); None where all count the same.

    Parameters
    ----------
    points : Points
    field : str
        Of weights.
    rows : int array, shape (n,)
        Of the layer, for each datum.
    thickness : float array, shape (n,), or None
        The length of log that each stands for: samples of a well share its weight by it.
    feedback : QgsProcessingFeedback

    Raises
    ------
    QgsProcessingException
        For negative or infinite weights, and where none is greater than zero.
    """
    weights = points.floats(field)[rows]
    wrong = int(np.count_nonzero((weights < 0) | np.isinf(weights)))
    if wrong:
        text = tr("The field '{field}' (WEIGHT_FIELD) is negative or infinite for {n} data: a weight is zero or more.")
        raise QgsProcessingException(text.format(field=field, n=wrong))
    missing = int(np.isnan(weights).sum())
    if missing:
        text = tr("Data without a weight (WEIGHT_FIELD), which are honoured and have no part in the histogram: {n}.")
        feedback.pushWarning(text.format(n=missing))
    weights = np.nan_to_num(weights)
    if not weights.any():
        text = tr("The field '{field}' (WEIGHT_FIELD) has no weight greater than zero: leave it out.")
        raise QgsProcessingException(text.format(field=field))
    if np.ptp(weights) == 0:
        feedback.pushInfo(tr("All weights are equal (WEIGHT_FIELD): all data count the same."))
        return None
    return weights if thickness is None else weights * thickness
