"""The variogram of a job: the one that is given, or the one that fits, or all that the data allow.

Law: all tasks that krige find it in the same way, and say so in the same words.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drift import has_trend
from ..errors import InvalidInput
from ..simulation.soft_variogram import soft_variogram
from ..transforms.transform import Transform
from ..variogram.automatic import taken_as_known
from ..variogram.default import Default, default_variogram
from ..variogram.models import Variogram
from .map_job import Units
from .samples import LARGEST, Samples, mean_by_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..transforms.soft_data import SoftData
    from ..transforms.transform import FittedTransform
    from .map_job import DataJob
    from .progress import Reporter

    Floats = NDArray[np.float64]

_GIVEN = "it is given"


def transform_of_job(job: DataJob) -> Transform:
    """Return what a job names of its transform."""
    given = {field.name: getattr(job, field.name) for field in fields(Transform) if field.name != "name"}
    return Transform(job.transform, **{name: value for name, value in given.items() if value is not None})


def unit_of(transform: FittedTransform, data: Floats) -> float:
    """Return what the variogram of scores is multiplied by to be that of a map."""
    return float(data.var()) if transform.name == "normal-score" else 1.0


def find_variogram(job: DataJob, scores: Samples, unit: float, soft: SoftData | None = None) -> Default:
    """Return the variogram that a job gives, or the one that fits scores: transformed data; times `unit`.

    Parameters
    ----------
    job : DataJob
    scores : Samples
    unit : float
    soft : SoftData, optional
        What is known of the scores, where some are soft.

    Raises
    ------
    InvalidInput
        If the data do not allow what is asked for, or its sill is beyond what a raster can hold.
    """
    ndim, given = scores.points.shape[1], job.variogram
    known = _is_known(job, ndim)
    if known and job.variogram_uncertainty == "posterior":
        message = "`variogram_uncertainty` is 'posterior', but the variogram is given. Should be automatic or none, or "
        message += "the variogram be left out."
        raise InvalidInput(message)
    if given.json is not None:
        found = Default(Variogram.from_json(given.json), None, (), taken_as_known(_GIVEN))
    else:
        found = _fitted(job, scores, unit, known=known, soft=soft)
        found = found._replace(variogram=found.variogram.scaled(unit))
        if found.posterior is not None:
            found = found._replace(uncertainty=found.posterior.remark((job.units or Units()).length))
    _require_possible_sill(found.variogram)
    return found


def tell_variogram(job: DataJob, found: Default, scores: Samples, transform: str, reporter: Reporter) -> None:
    """Say what the variogram is, how it was found and what to doubt of it."""
    variogram, points = found.variogram, scores.points
    text = (job.units or Units()).of(variogram, transform)
    if job.variogram.json is not None:
        reporter.message(f"Variogram: {text}.")
        if points.shape[1] == 3 and any(item.vertical_range is None for item in variogram.structures):
            reporter.warning(
                "The variogram has no vertical range: it reaches as far along z as on the map (`variogram`)."
            )
        reporter.message(found.uncertainty)
        return
    source = f"Variogram fitted to {len(points)} data" if found.fit else "Variogram"
    if transform != "none":
        source += " by their normal scores" if transform == "normal-score" else f" by their {transform} transform"
    if has_trend(job.kriging_type, scores.drift) and found.fit:
        source += ", less their trend"
    if getattr(job, "secondary", None) is not None and found.fit:
        source += ", less what the secondary variable says of them, on the scale of all that they vary"
    by = f" ({found.fit})" if found.fit and found.posterior is None else ""
    reporter.message(f"{source}{by}: {text}.")
    reporter.message(found.uncertainty)
    for remark in found.remarks:
        reporter.warning(remark)
    if variogram.sill == 0 and np.ptp(scores.values) == 0:
        reporter.warning("All data are equal: the map is that value everywhere, and the standard deviation is zero.")


def _is_known(job: DataJob, ndim: int) -> bool:
    """Return whether a job leaves nothing of its variogram to be found."""
    given = job.variogram
    needed = [given.model, given.nugget, given.partial_sill, given.range]
    return given.json is not None or None not in (needed if ndim == 2 else [*needed, given.vertical_range])


def _fitted(job: DataJob, scores: Samples, unit: float, *, known: bool, soft: SoftData | None) -> Default:
    """Return the variogram of scores of which a job gives a part, or all."""
    given = job.variogram
    options: dict[str, Any] = {
        "models": None if given.model is None else (given.model,),
        "nugget": None if given.nugget is None else given.nugget / unit,
        "partial_sill": None if given.partial_sill is None else given.partial_sill / unit,
        "range": given.range,
        "azimuth": given.azimuth,
        "ratio": given.ratio,
        "shape": given.shape,
        "anisotropy": given.anisotropy,
        **({"vertical_range": given.vertical_range} if scores.points.shape[1] == 3 else {}),
    }
    why_not: str | None = None
    if known:
        why_not = _GIVEN
    elif job.variogram_uncertainty == "none":
        why_not = "that was chosen"
    elif job.error is not None and not job.simulates:
        why_not = "measurements have errors (`error`), which its posterior does not tell from it"
        if job.variogram_uncertainty == "posterior":
            message = f"`variogram_uncertainty` is 'posterior', but {why_not}. Should be automatic or none."
            raise InvalidInput(message)
    look = job.variogram_uncertainty == "automatic"
    points, kriging_type, drift = scores.points, job.kriging_type, scores.drift
    options.update(why_known=why_not, look=look, mean=mean_by_weights(job, scores))

    def find(values: Floats) -> Default:
        return default_variogram(points, values, kriging_type, drift, **options)

    if soft is None or known:
        return find(scores.values)
    return soft_variogram(find, points, scores.values, soft, kriging_type, drift)


def _require_possible_sill(variogram: Variogram) -> None:
    if not variogram.sill <= LARGEST**2:
        message = f"The sill of the variogram is {variogram.sill:.3g}, more than the square of what a raster can hold: "
        message += "check `nugget` and `partial_sill`."
        raise InvalidInput(message)
