"""Variogram models: each is its formula, a Variogram is a nugget plus a sum of them.

Law: ranges are *practical ranges* in map units (the distance at which 95 % of the partial sill is reached; for the
spherical model the distance at which all of it is). Azimuths are degrees clockwise from north, of the long axis.
"""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.spatial.distance import cdist

from .errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class Model(ABC):
    """A correlation function of distance, in units of its own length scale.

    Attributes
    ----------
    practical_range : float
        Practical range divided by the formula's own length.
    """

    practical_range: ClassVar[float]

    @staticmethod
    @abstractmethod
    def correlation(h: Floats) -> Floats:
        """Return the correlation at distances `h` ≥ 0 (any shape), in units of the formula's own length."""


class Spherical(Model):
    """1 − 1.5 h + 0.5 h³ for h < 1, else 0 (Chilès & Delfiner 2012, eq. 2.47)."""

    practical_range = 1.0

    @staticmethod
    def correlation(h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        h = np.minimum(h, 1.0)
        correlation: Floats = 1.0 - h * (1.5 - 0.5 * h * h)
        return correlation


class Exponential(Model):
    """exp(−h) (Chilès & Delfiner 2012, eq. 2.52)."""

    practical_range = 3.0

    @staticmethod
    def correlation(h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        decay: Floats = np.exp(-h)
        return decay


class Gaussian(Model):
    """exp(−h²) (Chilès & Delfiner 2012, eq. 2.53)."""

    practical_range = math.sqrt(3.0)

    @staticmethod
    def correlation(h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        decay: Floats = np.exp(-(h * h))
        return decay


MODELS: dict[str, type[Model]] = {"spherical": Spherical, "exponential": Exponential, "gaussian": Gaussian}


def model_named(name: str) -> type[Model]:
    """Return the model of that name, or raise InvalidInput with the names there are."""
    try:
        return MODELS[name]
    except KeyError:
        message = f"Invalid variogram model {name!r}. Should be one of {', '.join(MODELS)}."
        raise InvalidInput(message) from None


@dataclass(frozen=True)
class Structure:
    """One term of a variogram: a model with its partial sill and its range in each direction.

    Attributes
    ----------
    model : str
        A key of `MODELS`.
    partial_sill : float
        Variance that this structure contributes, ≥ 0.
    range : float
        Practical range along the azimuth, in map units, > 0.
    azimuth : float
        Direction of `range`, degrees clockwise from north.
    ratio : float
        Range across the azimuth divided by `range`, > 0.
    vertical_range : float, optional
        Practical range along z; None means `range`.
    """

    model: str
    partial_sill: float
    range: float
    azimuth: float = 0.0
    ratio: float = 1.0
    vertical_range: float | None = None

    def __post_init__(self) -> None:
        model_named(self.model)
        if not (math.isfinite(self.partial_sill) and self.partial_sill >= 0):
            message = f"Invalid partial sill {self.partial_sill}. Should be zero or greater."
            raise InvalidInput(message)
        for name, value in (("range", self.range), ("ratio", self.ratio), ("vertical range", self.vertical_range)):
            if value is not None and not (math.isfinite(value) and value > 0):
                message = f"Invalid {name} {value}. Should be greater than zero."
                raise InvalidInput(message)

    def isotropic(self, coordinates: ArrayLike) -> Floats:
        """Map coordinates or offsets, shape (…, ndim), to where distance is in units of the model's own length."""
        points = np.asarray(coordinates, dtype=float)
        return points @ self._to_isotropic(points.shape[-1])

    def half_widths(self, ndim: int) -> Floats:
        """Return how far the ellipsoid of the practical range reaches along each axis, shape (ndim,), map units."""
        ellipsoid = np.linalg.inv(self._to_isotropic(ndim)) * model_named(self.model).practical_range
        widths: Floats = np.sqrt((ellipsoid**2).sum(axis=0))
        return widths

    def _to_isotropic(self, ndim: int) -> Floats:
        scale = self.range / model_named(self.model).practical_range
        sine, cosine = math.sin(math.radians(self.azimuth)), math.cos(math.radians(self.azimuth))
        matrix = np.zeros((ndim, ndim))
        matrix[:2, 0] = sine / scale, cosine / scale
        matrix[:2, 1] = cosine / (scale * self.ratio), -sine / (scale * self.ratio)
        if ndim == 3:
            matrix[2, 2] = self.range / scale / (self.vertical_range or self.range)
        return matrix


@dataclass(frozen=True)
class Variogram:
    """A nugget plus a sum of structures.

    Attributes
    ----------
    nugget : float
        Semivariance just off zero, ≥ 0; part of the field's variance, so a datum is still honoured exactly.
    structures : tuple of Structure
        May be empty: a pure nugget.
    """

    nugget: float
    structures: tuple[Structure, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.nugget) and self.nugget >= 0):
            message = f"Invalid nugget {self.nugget}. Should be zero or greater."
            raise InvalidInput(message)

    @classmethod
    def of(
        cls,
        model: str,
        *,
        nugget: float = 0.0,
        partial_sill: float,
        range: float | None = None,
        scale: float | None = None,
        **anisotropy: Any,
    ) -> Variogram:
        """Make a variogram of one structure.

        Parameters
        ----------
        model : str
            A key of `MODELS`.
        nugget, partial_sill : float
            In squared units of the data.
        range : float, optional
            Practical range in map units.
        scale : float, optional
            Instead of `range`: the formula's own length.
        **anisotropy
            azimuth, ratio, vertical_range of `Structure`.

        Raises
        ------
        InvalidInput
            If a value is out of its domain, or not exactly one of `range` and `scale` is given.
        """
        if (range is None) == (scale is None):
            message = "Invalid variogram. Should have either a range (practical) or a scale (the formula's own length)."
            raise InvalidInput(message)
        if scale is not None:
            range = scale * model_named(model).practical_range
        return cls(float(nugget), (Structure(model, float(partial_sill), float(range or 0), **anisotropy),))

    @classmethod
    def spherical(cls, **parameters: Any) -> Variogram:
        """Make a spherical variogram; the parameters are those of `of`."""
        return cls.of("spherical", **parameters)

    @classmethod
    def exponential(cls, **parameters: Any) -> Variogram:
        """Make an exponential variogram; the parameters are those of `of`."""
        return cls.of("exponential", **parameters)

    @classmethod
    def gaussian(cls, **parameters: Any) -> Variogram:
        """Make a Gaussian variogram; the parameters are those of `of`."""
        return cls.of("gaussian", **parameters)

    @property
    def sill(self) -> float:
        """Variance of the field: the nugget plus all partial sills."""
        return self.nugget + self.partial_sill

    @property
    def partial_sill(self) -> float:
        """Sum of the structures' partial sills."""
        return sum(structure.partial_sill for structure in self.structures)

    @property
    def range(self) -> float:
        """Longest practical range in map units; zero for a pure nugget."""
        return max((structure.range for structure in self.structures), default=0.0)

    def __add__(self, other: Variogram) -> Variogram:
        return Variogram(self.nugget + other.nugget, self.structures + other.structures)

    def __call__(self, distance: ArrayLike) -> Floats:
        """Return the semivariance at distances (any shape) along the azimuth of each structure; 0 at 0."""
        h = np.asarray(distance, dtype=float)
        gamma = np.where(h > 0, self.nugget, 0.0)
        for structure in self.structures:
            model = model_named(structure.model)
            gamma += structure.partial_sill * (1 - model.correlation(h * (model.practical_range / structure.range)))
        return gamma

    def covariance(self, first: ArrayLike, second: ArrayLike) -> Floats:
        """Return the covariance between two sets of points.

        Parameters
        ----------
        first, second : float array, shapes (n, ndim) and (m, ndim)

        Returns
        -------
        float array, shape (n, m)
            The sill where two points coincide.
        """
        first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
        total = np.zeros((len(first), len(second)))
        for structure in self.structures:
            h = cdist(structure.isotropic(first), structure.isotropic(second))
            total += structure.partial_sill * model_named(structure.model).correlation(h)
        if self.nugget > 0:
            total += self.nugget * (cdist(first, second) == 0)
        return total

    def covariance_at(self, offsets: Iterable[ArrayLike]) -> Floats:
        """Return the covariance between points that lie apart by offsets.

        Parameters
        ----------
        offsets : one float array for each axis
            Arrays that broadcast against each other, such as `numpy.ix_` gives; map units.

        Returns
        -------
        float array of the broadcast shape
        """
        parts = np.broadcast_arrays(*(np.asarray(offset, dtype=float) for offset in offsets))
        vectors = np.stack(parts, axis=-1)
        total = np.zeros(vectors.shape[:-1])
        for structure in self.structures:
            h = np.sqrt(np.square(structure.isotropic(vectors)).sum(axis=-1))
            total += structure.partial_sill * model_named(structure.model).correlation(h)
        if self.nugget > 0:
            total += self.nugget * np.all(vectors == 0, axis=-1)
        return total

    def reach(self, correlation: float, ndim: int) -> Floats:
        """Return the distance along each axis beyond which no structure's correlation exceeds a limit.

        Parameters
        ----------
        correlation : float
            The limit, between 0 and 1.
        ndim : int
            Number of axes.

        Returns
        -------
        float array, shape (ndim,), map units
        """
        widths = np.zeros(ndim)
        h = np.linspace(0, 8, 4001)
        for structure in self.structures:
            model = model_named(structure.model)
            beyond = h[np.flatnonzero(model.correlation(h * model.practical_range) > correlation)[-1]]
            widths = np.maximum(widths, structure.half_widths(ndim) * (beyond + h[1]))
        return widths

    def to_json(self) -> str:
        """Return the variogram as JSON text that `from_json` reads."""
        return json.dumps({"nugget": self.nugget, "structures": [asdict(item) for item in self.structures]}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Variogram:
        """Read a variogram from the JSON text of `to_json`; anything else raises InvalidInput."""
        try:
            fields = json.loads(text)
            return cls(float(fields["nugget"]), tuple(Structure(**item) for item in fields["structures"]))
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, InvalidInput):
                raise
            message = f"Invalid variogram text ({error}). Should be the JSON that Variogram.to_json writes."
            raise InvalidInput(message) from error

    def __str__(self) -> str:
        terms = [f"nugget {self.nugget:.6g}"]
        for item in self.structures:
            term = f"{item.model} partial sill {item.partial_sill:.6g}, practical range {item.range:.6g}"
            if item.ratio != 1:
                term += f" along azimuth {item.azimuth:g}° (ratio {item.ratio:g})"
            if item.vertical_range is not None:
                term += f", vertical range {item.vertical_range:.6g}"
            terms.append(term)
        return " + ".join(terms)
