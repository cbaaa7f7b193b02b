"""Values of a layer, and limits of those that are not known: from entries such as <0.25, and from fields of limits.

Law: a limit is never taken for a value. Where an algorithm takes numbers alone, points with limits are left out and
counted; limits that contradict each other or their value end in a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ..text import printable, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...krig_core.wells.limits import Entries
    from .points import Points

_SHOWN = 40
"""Letters of an entry."""


class Known(NamedTuple):
    """What the points of a layer say of their values.

    Attributes
    ----------
    values : float array, shape (n,)
        Not a number where there is none.
    lower, upper : float array, shape (n,)
        Not a number where there is no limit.
    reasons : list of (int, str)
        How many points have neither value nor limits that count, and why.
    """

    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reasons: list[tuple[int, str]]

    @property
    def limited(self) -> np.ndarray:
        """Which have limits alone."""
        return np.isnan(self.values) & ~(np.isnan(self.lower) & np.isnan(self.upper))


def read_values(
    points: Points, fields: Mapping[str, str], feedback: QgsProcessingFeedback, *, limits_count: bool
) -> Known:
    """Read FIELD, and fields of limits where they are chosen; tell of points without a value.

    Parameters
    ----------
    points : Points
    fields : mapping of parameter to field
    feedback : QgsProcessingFeedback
    limits_count : bool
        Whether limits are data; else they are left out.

    Raises
    ------
    QgsProcessingException
        If limits contradict each other or their value.
    """
    field = fields["FIELD"]
    entries = points.entries(field)
    lower, upper = entries.lower, entries.upper
    # Of 5 J or ~5 beside a limit of detection nobody knows that it is below.
    if "LOWER_LIMIT_FIELD" in fields:
        given = points.numbers(fields["LOWER_LIMIT_FIELD"])
        lower = np.where(entries.unread, np.nan, np.fmax(lower, given))
    if "UPPER_LIMIT_FIELD" in fields:
        given = points.numbers(fields["UPPER_LIMIT_FIELD"])
        upper = np.where(entries.unread, np.nan, np.fmin(upper, given))
    exact = np.isfinite(entries.values)
    if "ERROR_FIELD" in fields:
        exact &= ~(points.floats(fields["ERROR_FIELD"]) > 0)
    _require_agreement(points, fields, np.where(exact, entries.values, np.nan), lower, upper)
    known = Known(entries.values, np.where(exact, np.nan, lower), np.where(exact, np.nan, upper), [])
    limited = known.limited
    if limits_count:
        _say_limited(known, field, feedback)
    else:
        known = known._replace(lower=np.full(len(points), np.nan), upper=np.full(len(points), np.nan))
    for rows, sentence, reason in _left_out(entries, limited, limits_count):
        count = int(rows.sum())
        if count:
            entry = printable(str(points.attributes[field][np.flatnonzero(rows)[0]]))[:_SHOWN]
            feedback.pushWarning(sentence.format(n=count, field=field, entry=entry))
            known.reasons.append((count, reason))
    return known


def _require_agreement(
    points: Points, fields: Mapping[str, str], exact: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> None:
    """Raise a sentence if a lower limit is above an upper one, or an exact value is beyond its limits."""
    contrary = (lower > upper) | (exact < lower) | (exact > upper)
    if not contrary.any():
        return
    row = np.flatnonzero(contrary)[0]
    numbers = ((tr("lower limit"), lower[row]), (tr("value"), exact[row]), (tr("upper limit"), upper[row]))
    text = tr(
        "Points with limits that contradict each other or the value ({names}): {n}; feature {feature}, for one, has "
        "{said}. Correct them; where a value is known, limits should be NULL."
    )
    raise QgsProcessingException(
        text.format(
            names=", ".join(name for name in ("FIELD", "LOWER_LIMIT_FIELD", "UPPER_LIMIT_FIELD") if name in fields),
            n=int(contrary.sum()),
            feature=points.places.features[row],
            said=", ".join(f"{word} {number:g}" for word, number in numbers if np.isfinite(number)),
        )
    )


def _say_limited(known: Known, field: str, feedback: QgsProcessingFeedback) -> None:
    """Tell how many points have limits alone."""
    below, above = ~np.isnan(known.upper[known.limited]), ~np.isnan(known.lower[known.limited])
    if len(below):
        text = tr(
            "Points with limits instead of a value of '{field}': {n}, {below} with an upper one, {above} with a lower "
            "one, {both} with both."
        )
        counts = {"below": below & ~above, "above": above & ~below, "both": above & below}
        feedback.pushInfo(text.format(n=len(below), field=field, **{key: int(of.sum()) for key, of in counts.items()}))


def _left_out(entries: Entries, limited: np.ndarray, limits_count: bool) -> Iterator[tuple[np.ndarray, str, str]]:
    """Yield which points are left out, a sentence that tells it, and why in a word."""
    empty = np.isnan(entries.values) & ~limited
    if limits_count:
        unnamed = empty & entries.unnamed
        yield (
            unnamed,
            tr(
                "Points below a limit that '{field}' does not name ('{entry}', for one), which were skipped: {n}. A "
                "field of limits can name it (UPPER_LIMIT_FIELD)."
            ),
            tr("a limit that is not named"),
        )
    else:
        unnamed = entries.unnamed
        yield (
            limited | unnamed,
            tr(
                "Points with limits instead of a number in '{field}' ('{entry}', for one), which were skipped: {n}. "
                "Here only numbers count; Stochastic kriging takes limits, too."
            ),
            tr("a limit, no number"),
        )
    yield (
        empty & entries.unread,
        tr("Points with neither a number nor a limit in '{field}' ('{entry}', for one), which were skipped: {n}."),
        tr("neither a number nor a limit"),
    )
    yield (
        empty & ~unnamed & ~entries.unread,
        tr("Points without a number in '{field}', which were skipped: {n}."),
        tr("no number"),
    )
