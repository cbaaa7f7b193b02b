"""The secondary variable of a job that makes a map: its correlation with the data, and what it leaves of them.

Law: it comes in the files of a drift, one column, and goes through the same hands; only its coefficient is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ..errors import InvalidInput
from ..simulation.secondary import Secondary, require_simple
from ..variogram.models import Variogram
from .found_variogram import find_variogram
from .map_job import DataJob, SecondaryResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..transforms.soft_data import SoftData
    from ..transforms.transform import FittedTransform
    from ..variogram.default import Default
    from .map_job import VariogramChoice
    from .progress import Reporter
    from .samples import Samples

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

AnyJob = TypeVar("AnyJob", bound=DataJob)

_MOST_DRAWN = 2000
"""Data in the scatterplot of a report, at most."""

_CURVE_POINTS = 40


def require_one_mean(job: AnyJob) -> AnyJob:
    """Return a job whose mean is known where it has a secondary variable; refuse what does not go together with it."""
    given = {name: getattr(job, name, None) for name in ("secondary", "correlation", "drift")}
    if given["secondary"] is None:
        if given["correlation"] is not None:
            message = "`correlation` is given without a secondary variable. Should be left out, or the variable be "
            message += "given (`secondary`)."
            raise InvalidInput(message)
        return job
    require_simple(job.kriging_type, getattr(job, "method", "gaussian"), drift=given["drift"] is not None)
    return replace(job, kriging_type="simple")


def secondary_of(
    on_map: Floats, scores: Samples, transform: str, correlation: float | None, given: VariogramChoice, unit: float
) -> Secondary:
    """Return the local mean that a secondary variable gives.

    Parameters
    ----------
    on_map : float array
        The variable in the cells of the map.
    scores : Samples
        The transformed data; their drift is the variable.
    transform : str
    correlation : float or None
        None: that of the data.
    given : VariogramChoice
    unit : float
        What the variogram of scores is multiplied by to be that of the map.
    """
    sill = _given_sill(given)
    return Secondary.of(
        on_map,
        scores.points,
        at_samples(scores),
        scores.values,
        correlation=correlation,
        transform=transform,
        sill=None if sill is None else sill / unit,
    )


def tell_secondary(secondary: Secondary, reporter: Reporter) -> None:
    """Say how a secondary variable counts, and what to doubt of it."""
    reporter.message(secondary.said)
    reporter.message(
        "The secondary variable tells the mean at each place, so kriging is simple; what is kriged is the residual, "
        f"with {secondary.share:.0%} of the variance."
    )
    for doubt in secondary.doubts:
        reporter.warning(doubt)


def find_variogram_beside(
    job: DataJob, scores: Samples, secondary: Secondary, unit: float, soft: SoftData | None = None
) -> tuple[Default, Samples]:
    """Return the variogram of scores beside a secondary variable, which fits their residuals, times `unit`, and these.

    Its posterior is that of the residuals; `soft` is what is known of the scores, where some are soft.
    """
    local = secondary.at(at_samples(scores))
    residuals, soft = scores._replace(values=scores.values - local, drift=None), soft and soft.less(local)
    if secondary.share and secondary.takes_freedom:
        beside = residuals._replace(drift=local[:, None])
        job = replace(job, kriging_type="external-drift")
        return find_variogram(job, beside, unit / secondary.share, soft), residuals
    if secondary.share:
        return find_variogram(job, residuals, unit / secondary.share, soft), residuals
    # None are left.
    known = job if job.variogram_uncertainty == "posterior" else replace(job, variogram_uncertainty="none")
    found = find_variogram(known, scores._replace(drift=None), unit)
    return found._replace(posterior=None), residuals


def at_samples(samples: Samples) -> Floats:
    """Return the secondary variable at samples whose drift it is, shape (n,)."""
    if samples.drift is None:
        message = "Invalid samples. Should have the secondary variable as drift."
        raise ValueError(message)
    return samples.drift[:, 0]


def told_of(
    secondary: Secondary,
    name: str,
    at_data: Floats,
    values: Floats,
    missing: Bools | None,
    transform: FittedTransform,
    mean: float | None,
) -> SecondaryResult:
    """Return what a report says of a secondary variable at data, shape (n,), that have a transform.

    Those whose values are `missing` have limits alone and are not drawn. The `mean` is that of the residuals; None:
    their average.
    """
    found = secondary.estimated
    level = float(np.mean(transform.scores - secondary.at(at_data))) if mean is None else mean
    curve_at = np.linspace(at_data.min(), at_data.max(), _CURVE_POINTS)
    drawn = np.arange(len(values)) if missing is None else np.flatnonzero(~missing)
    drawn = drawn[:: max(1, -(-len(drawn) // _MOST_DRAWN))]
    return SecondaryResult(
        name=name,
        correlation=secondary.correlation,
        given=secondary.given,
        estimated=None if found is None else found.value,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        data=len(values) if found is None else found.data,
        said=secondary.said,
        at_data=tuple(at_data[drawn].tolist()),
        values=tuple(values[drawn].tolist()),
        curve_at=tuple(curve_at.tolist()),
        curve=tuple(transform.back(level + secondary.at(curve_at)).tolist()),
    )


def _given_sill(given: VariogramChoice) -> float | None:
    """Return the sill of the variogram that a job gives; None: it is to be found."""
    if given.json is not None:
        return Variogram.from_json(given.json).sill
    if given.nugget is None or given.partial_sill is None:
        return None
    return given.nugget + given.partial_sill
