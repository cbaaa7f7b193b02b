"""Transforms between data and what is simulated: none, the logarithm, the normal score.

Law: `Transform` says what is wanted and knows no data; fitted to data it is a `FittedTransform`. Its `back` gives every
datum to the bit for its own score, so wells stay honoured, and never falls where its argument rises. The normal score
is smooth (`SmoothScore`), unless it is told how to go on beyond the data: then it is GSLIB's (`NormalScore`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ..arguments import require_text
from ..choices import DECLUSTERING
from ..errors import InvalidInput
from ..numeric import floats, given_reals
from .declustering import cell_declustering, given_weights
from .normal_score import OMEGA, NormalScore, transformed_data
from .smooth_score import SmoothScore

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class FittedTransform(Protocol):
    """A monotone function between data and scores; picklable.

    Attributes
    ----------
    name : str
        Its key in `TRANSFORMS`.
    scores : float array, shape (n,)
        Scores of the data that it was made from, in their order: what is to be kriged or simulated.
    weights : float array, shape (n,), or None
        What each of them counts in their distribution; None: the same.
    """

    name: str
    scores: Floats
    weights: Floats | None

    def forward(self, values: ArrayLike) -> Floats:
        """Return the scores of values, any shape."""

    def back(self, scores: ArrayLike) -> Floats:
        """Return the values of scores, any shape."""


class NoTransform:
    """The identity.

    Parameters
    ----------
    values : float array, shape (n,)
    """

    name = "none"
    weights: Floats | None = None

    def __init__(self, values: ArrayLike) -> None:
        self.scores = transformed_data(values).copy()

    def forward(self, values: ArrayLike) -> Floats:
        """Return the values."""
        return floats(values, "values").copy()

    def back(self, scores: ArrayLike) -> Floats:
        """Return the scores."""
        return floats(scores, "scores").copy()


class LogTransform:
    """The natural logarithm.

    Parameters
    ----------
    values : float array, shape (n,)

    Raises
    ------
    InvalidInput
        If a value is not greater than zero.
    """

    name = "log"
    weights: Floats | None = None

    def __init__(self, values: ArrayLike) -> None:
        data = transformed_data(values)
        bad = int(np.count_nonzero(data <= 0))
        if bad:
            message = (
                f"Invalid data for the log transform (`transform`): {bad} of {len(data)} values are zero or less, the "
                f"least is {data.min():g}. Use the transform 'normal-score', or add a constant to the field."
            )
            raise InvalidInput(message)
        self.scores: Floats = np.log(data)
        order = np.argsort(self.scores, kind="stable")
        self._sorted_scores, self._sorted_data = self.scores[order], data[order]

    def forward(self, values: ArrayLike) -> Floats:
        """Return the logarithms; minus infinity for zero, not a number below."""
        with np.errstate(divide="ignore", invalid="ignore"):
            logarithms: Floats = np.log(floats(values, "values"))
        return logarithms

    def back(self, scores: ArrayLike) -> Floats:
        """Return the exponentials; for the score of a datum the datum, which exp(log) misses by rounding."""
        asked = floats(scores, "scores")
        place = np.minimum(np.searchsorted(self._sorted_scores, asked), len(self._sorted_scores) - 1)
        known = self._sorted_scores[place] == asked
        values: Floats = np.where(known, self._sorted_data[place], np.exp(asked))
        return values


_LIMITS, _TAILS = ("zmin", "zmax"), ("lower_tail", "upper_tail", "lower_omega", "upper_omega")

_LEAST_OMEGA = 2.0
"""Exponent up to which a hyperbolic tail without an end has no variance."""

TRANSFORMS: dict[str, Any] = {"none": NoTransform, "log": LogTransform, "normal-score": SmoothScore}


@dataclass(frozen=True)
class Transform:
    """What is kriged or simulated instead of the data, and how their distribution goes on beyond them.

    Attributes
    ----------
    name : str
        A key of `TRANSFORMS`; for data that are all equal, which have no order, "normal-score" is "none".
    zmin, zmax : float, optional
        Least and greatest value there may be, for normal scores; None as for `SmoothScore`, with tails `NormalScore`.
    lower_tail, upper_tail : str, optional
        One of `choices.TAILS`; None or "smooth": `SmoothScore`, beside another tail "linear". Else as `NormalScore`.
    lower_omega, upper_omega : float, optional
        As for `NormalScore`.
    declustering : {"none", "cell"}
        For normal scores: all data count the same, or by the weights of `declustering.cell_declustering`.
    declustering_cell : float, optional
        Edge of its cells, map units; None: the one that makes the mean least.
    """

    name: str = "none"
    zmin: float | None = None
    zmax: float | None = None
    lower_tail: str | None = None
    upper_tail: str | None = None
    lower_omega: float | None = None
    upper_omega: float | None = None
    declustering: str | None = "none"
    declustering_cell: float | None = None

    def __post_init__(self) -> None:
        numbers = (*_LIMITS, "lower_omega", "upper_omega", "declustering_cell")
        if not isinstance(self.name, str) or self.name not in TRANSFORMS:
            message = f"Invalid transform {self.name!r}. Should be one of {', '.join(TRANSFORMS)}."
            raise InvalidInput(message)
        given_reals(**{name: getattr(self, name) for name in numbers})
        for name in ("lower_tail", "upper_tail", "declustering"):
            if (given := getattr(self, name)) is not None:
                require_text(given, name)

    def fit(
        self,
        coordinates: ArrayLike,
        values: ArrayLike,
        weights: ArrayLike | None = None,
        shares: Floats | None = None,
    ) -> FittedTransform:
        """Make the transform of data.

        Parameters
        ----------
        coordinates : float array, shape (n, ndim)
            Where the data are: for the order of ties and for declustering.
        values : float array, shape (n,)
        weights : float array, shape (n,), optional
            For normal scores: what each datum counts in the histogram, zero or greater; None, and where they are all
            equal: the same. A datum of weight zero has the score that the others give its value.
        shares : float array, shape (n,), optional
            For normal scores: what each counts with what limits share out (`soft_histogram`), in place of the weights.

        Raises
        ------
        InvalidInput
            If there is no such transform, it does not fit the data, or an option is out of its domain or does not
            belong to the transform.
        """
        scored = self.name == NormalScore.name
        declustering = self.declustering or "none"
        if declustering not in DECLUSTERING:
            message = f"Invalid declustering {declustering!r}. Should be one of {', '.join(DECLUSTERING)}."
            raise InvalidInput(message)
        if declustering != "none" and not scored:
            message = (
                f"Invalid declustering for the transform {self.name!r}. Should be left out (`declustering`), or the "
            )
            message += f"transform be {NormalScore.name!r} (`transform`): only there weights count."
            raise InvalidInput(message)
        values = transformed_data(values)
        counts = self._counts(weights, values, shares)
        if scored and np.ptp(values) == 0:
            return NoTransform(values)
        tails = {name: value for name in (*_LIMITS, *_TAILS) if (value := getattr(self, name)) is not None}
        if tails and not scored:
            message = (
                f"Invalid {', '.join(tails)} for the transform {self.name!r}. Should be left out, or the transform "
            )
            message += f"be {NormalScore.name!r}."
            raise InvalidInput(message)
        if not scored:
            plain: FittedTransform = TRANSFORMS[self.name](values)
            return plain
        if declustering == "cell":
            own = cell_declustering(coordinates, values, self.declustering_cell).weights
            counts = own if shares is None else own * shares
        kinds = {self.lower_tail or "smooth", self.upper_tail or "smooth"}
        if kinds <= {"smooth"}:
            limits = {name: getattr(self, name) for name in _LIMITS}
            return SmoothScore(values, counts, coordinates=coordinates, **limits)
        told = {name: value for name, value in tails.items() if value != "smooth"}
        score = NormalScore(values, counts, coordinates=coordinates, **told)
        for side, limit in (("lower", self.zmin), ("upper", self.zmax)):
            self._require_spread(side, limit)
        return score

    def _counts(self, weights: ArrayLike | None, values: Floats, shares: Floats | None) -> Floats | None:
        """Return what data count, of weights that are given; None: the same, or what declustering says."""
        if weights is None:
            return shares
        if self.name != NormalScore.name:
            message = f"Invalid weights for the transform {self.name!r} (`weights`). Should be left out, or the "
            message += f"transform be {NormalScore.name!r} (`transform`): only there weights count."
            raise InvalidInput(message)
        if (self.declustering or "none") != "none":
            message = f"`weights` are given and `declustering` is {self.declustering!r}: both are weights of the data. "
            message += "Should be one of them."
            raise InvalidInput(message)
        counts = given_weights(weights, len(values))
        if counts is not None and np.ptp(values) > 0 and np.ptp(values[counts > 0]) == 0:
            message = "All data with a weight greater than zero are equal (`weights`): they make no histogram. Should "
            message += "be data of several values."
            raise InvalidInput(message)
        return counts if shares is None else shares

    def _require_spread(self, side: str, limit: float | None) -> None:
        """Refuse a tail that has no standard deviation: Pareto's law has one for exponents above 2 alone."""
        omega = getattr(self, f"{side}_omega")
        omega = OMEGA if omega is None else omega
        if getattr(self, f"{side}_tail") == "hyperbolic" and limit is None and omega <= _LEAST_OMEGA:
            name = "zmin" if side == "lower" else "zmax"
            message = (
                f"A hyperbolic {side} tail with omega {omega:g} has no standard deviation. Should be greater than "
                f"{_LEAST_OMEGA:g} (`{side}_omega`), or the tail end somewhere (`{name}`)."
            )
            raise InvalidInput(message)


def limits_in_words(transform: FittedTransform) -> str | None:
    """Return what bounds the values that scores are taken back to; None: nothing but the transform does."""
    if not isinstance(transform, (SmoothScore, NormalScore)):
        return None
    sides = []
    for limit, extreme in ((transform.zmin, "lower"), (transform.zmax, "upper")):
        sides.append(f"no {extreme} limit" if np.isinf(limit) else f"{limit:.6g} as {extreme} limit")
    why = ", as no datum is negative" if isinstance(transform, SmoothScore) and transform.floored else ""
    return f"Normal scores are taken back to values with {sides[0]}{why} (`zmin`), and {sides[1]} (`zmax`)."
