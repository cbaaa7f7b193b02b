"""Variogram models: each is its formula, a Variogram is a nugget plus a sum of them.

Law: ranges are *practical ranges* in map units (the distance at which 95 % of the partial sill is first reached; for
the spherical and the cubic model the distance at which all of it is; for the power model, which has no sill, the
distance at which the semivariance is the "partial sill"). Angles turn the long axis, in degrees: azimuth clockwise from
north, dip up from the horizontal (negative: down), plunge the other two axes about it, as in gstat and GSLIB.

A variogram with a power structure is not `bounded`: its covariance is a generalized one, the partial sill minus the
semivariance. It gives the right weights and variances only where weights sum to a known constant (any kriging with
an unknown mean), and only after `Variogram.over` has raised the sill above what the domain needs.
"""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, asdict, dataclass, replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import gammaln, kve

from ..arguments import listed, refused, require_text
from ..errors import InvalidInput
from ..numeric import floats, given_reals, real, together
from ..plain import choice, many, number, parsed, part, read

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_LEFT = math.exp(-3.0)
"""Correlation at the practical range: what the exponential model leaves at three times its length."""

_STRIP = 131_072
"""Covariances that are computed together: what is between stays within the processor's cache."""

_ANISOTROPY = ("azimuth", "ratio", "vertical_range", "dip", "plunge")

_NUMBERS = ("partial_sill", "range", "azimuth", "ratio", "vertical_range", "shape", "dip", "plunge")
_LEFT_OUT = ("vertical_range", "shape")
"""Of the numbers of a structure those that may be None."""

_MOST_STRUCTURES = 20
"""A text with more is no variogram that anyone has fitted."""


class Model(ABC):
    """A correlation function of distance, in units of its own length scale.

    Parameters
    ----------
    shape : float, optional
        The formula's parameter; None is its default, and all there is for a formula without one.

    Attributes
    ----------
    practical_range : float
        Practical range divided by the formula's own length.
    bounded : bool
        Whether there is a sill.
    falls : bool
        Whether the correlation falls towards zero with distance, neither swinging nor going on below.
    shape : float or None
    parameter : float
        The shape as the formula uses it; not a number for a formula without one.
    """

    practical_range: float
    bounded: ClassVar[bool] = True
    falls: ClassVar[bool] = True
    shape_name: ClassVar[str] = "shape"
    shape_default: ClassVar[float | None] = None
    shape_domain: ClassVar[tuple[float, float]] = (0.0, 0.0)

    def __init__(self, shape: float | None = None) -> None:
        self.shape = self.shape_default if shape is None else real(shape, self.shape_name)
        self.parameter = math.nan if self.shape is None else self.shape
        if self.shape is None:
            return
        name, (low, high) = type(self).__name__.lower(), self.shape_domain
        if self.shape_default is None:
            message = f"Invalid shape {shape} of the {name} model. Should be left out: its formula has none."
            raise InvalidInput(message)
        if not low < self.shape <= high:
            message = f"Invalid {self.shape_name} {shape} of the {name} model. Should be in ({low:g}, {high:g}]."
            raise InvalidInput(message)

    @abstractmethod
    def correlation(self, h: Floats) -> Floats:
        """Return the correlation at distances `h` ≥ 0 (any shape), in units of the formula's own length."""


class Spherical(Model):
    """1 − 1.5 h + 0.5 h³ for h < 1, else 0 (Chilès & Delfiner 2012, eq. 2.47)."""

    practical_range = 1.0

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        h = np.minimum(h, 1.0)
        correlation: Floats = 1.0 - h * (1.5 - 0.5 * h * h)
        return correlation


class Exponential(Model):
    """exp(−h) (Chilès & Delfiner 2012, eq. 2.52)."""

    practical_range = 3.0

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        decay: Floats = np.exp(-h)
        return decay


class Gaussian(Model):
    """exp(−h²) (Chilès & Delfiner 2012, eq. 2.53)."""

    practical_range = math.sqrt(3.0)

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        decay: Floats = np.exp(-(h * h))
        return decay


class Matern(Model):
    """2^(1−ν) / Γ(ν) · h^ν · K_ν(h), 0 < ν ≤ 20; exponential for ν = ½ (Chilès & Delfiner 2012, § 2.5)."""

    shape_name, shape_default, shape_domain = "nu", 1.5, (0.0, 20.0)
    _polynomials: ClassVar[dict[float, tuple[float, ...]]] = {0.5: (1.0,), 1.5: (1.0, 1.0), 2.5: (1 / 3, 1.0, 1.0)}

    def __init__(self, shape: float | None = None) -> None:
        super().__init__(shape)
        self.practical_range = _first_fall(self)

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class; for ν = ½, 3/2, 5/2 it is a polynomial times exp(−h)."""
        nu = self.parameter
        h = np.asarray(h, dtype=float)
        if nu in self._polynomials:
            short: Floats = np.polyval(self._polynomials[nu], h) * np.exp(-h)
            return short
        # Through logarithms: near 0 and for a large ν the factors over- and underflow, but not their product.
        with np.errstate(divide="ignore", invalid="ignore"):
            bessel = np.log(kve(nu, h)) - h
            correlation = np.exp((1 - nu) * math.log(2) - gammaln(nu) + nu * np.log(h) + bessel)
        limit = np.where(h < 1, 1.0, 0.0)
        return np.where(np.isfinite(correlation), np.minimum(correlation, 1.0), limit)


class Cubic(Model):
    """1 − 7 h² + 8.75 h³ − 3.5 h⁵ + 0.75 h⁷ for h < 1, else 0 (Chilès & Delfiner 2012, § 2.5)."""

    practical_range = 1.0

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        h = np.minimum(h, 1.0)
        square = h * h
        correlation: Floats = 1.0 - square * (7.0 - h * (8.75 - square * (3.5 - 0.75 * square)))
        return correlation


class Stable(Model):
    """exp(−h^α), 0 < α ≤ 2; between exponential (1) and Gaussian (2) (Chilès & Delfiner 2012, § 2.5)."""

    shape_name, shape_default, shape_domain = "alpha", 1.5, (0.0, 2.0)

    def __init__(self, shape: float | None = None) -> None:
        super().__init__(shape)
        self.practical_range = 3.0 ** (1.0 / self.parameter)

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        decay: Floats = np.exp(-np.power(h, self.parameter))
        return decay


class HoleEffect(Model):
    """sin(h) / h, the cardinal sine: valid in one to three dimensions (Chilès & Delfiner 2012, § 2.5).

    The correlation falls to −0.217 at 1.5 practical ranges and swings on; the practical range is where it first
    leaves 5 %.
    """

    falls = False

    def __init__(self, shape: float | None = None) -> None:
        super().__init__(shape)
        self.practical_range = _first_fall(self)

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class."""
        wave: Floats = np.sinc(np.asarray(h, dtype=float) / math.pi)
        return wave


class Power(Model):
    """1 − h^α, 0 < α < 2, a generalized covariance; α = 1 is linear (Chilès & Delfiner 2012, § 2.5)."""

    practical_range = 1.0
    bounded = falls = False
    shape_name, shape_default, shape_domain = "alpha", 1.0, (0.0, 1.99)

    def correlation(self, h: Floats) -> Floats:
        """Evaluate the formula of the class; beyond 1 it is negative."""
        rest: Floats = 1.0 - np.power(h, self.parameter)
        return rest


def _first_fall(model: Model) -> float:
    """Return the first distance at which a correlation has fallen to what the practical range leaves."""
    from scipy.optimize import brentq  # here, because most models have no need of what takes long to load

    high = 1e-3
    while model.correlation(np.array(high)) > _LEFT:
        high *= 1.25
    return float(brentq(lambda h: float(model.correlation(np.array(h))) - _LEFT, high / 1.25, high, xtol=1e-13))


MODELS: dict[str, type[Model]] = {
    "spherical": Spherical,
    "exponential": Exponential,
    "gaussian": Gaussian,
    "matern": Matern,
    "cubic": Cubic,
    "stable": Stable,
    "hole-effect": HoleEffect,
    "power": Power,
}


def model_named(name: str) -> type[Model]:
    """Return the model of that name, or raise InvalidInput with the names there are."""
    try:
        return MODELS[name]
    except KeyError:
        message = f"Invalid variogram model {name!r}. Should be one of {', '.join(MODELS)}."
        raise InvalidInput(message) from None


@lru_cache(maxsize=256)
def formula(name: str, shape: float | None = None) -> Model:
    """Return the model of that name with its parameter set; out of its domain it raises InvalidInput."""
    return model_named(name)(shape)


SHORTEST, LONGEST, FLATTEST = 1e-100, 1e100, 1e9
"""What ranges may be, and how many times one may be another, so that no square of theirs is zero or infinite."""


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
        Practical range along z, or across the other two where they dip; None means `range`.
    shape : float, optional
        Parameter of the model's formula: ν of matern, α of stable and power; None is the model's default.
    dip : float
        Angle of `range` with the horizontal, degrees towards greater z; negative: down, where z is an elevation.
    plunge : float
        Turn of the other two axes about that of `range`, degrees: counter-clockwise to someone looking along it.

    Notes
    -----
    The angles are those of Deutsch & Journel (1998), GSLIB, fig. II.4, as `setrot` has them. Points in the plane see
    the horizontal section of the ellipsoid.
    """

    model: str = choice("Its formula.", MODELS, MISSING)
    partial_sill: float = number("Variance that it contributes.", MISSING, least=0)
    range: float = number("Practical range along the azimuth, map units.", MISSING, above=0)
    azimuth: float = number("Direction of the range, degrees clockwise from north.", 0.0)
    ratio: float = number("Range across the azimuth divided by the range.", 1.0, above=0)
    vertical_range: float | None = number("Practical range along z; null: the range.", None, above=0)
    shape: float | None = number("Parameter of the formula; null: the model's default.", None)
    dip: float = number("Angle of the range with the horizontal, degrees towards greater z.", 0.0)
    plunge: float = number("Turn of the other two axes about that of the range, degrees.", 0.0)

    def __post_init__(self) -> None:
        require_text(self.model, "model")
        for name in _NUMBERS:
            value = getattr(self, name)
            if type(value) is not float and not (value is None and name in _LEFT_OUT):
                real(value, model_named(self.model).shape_name if name == "shape" else name)
        object.__setattr__(self, "shape", formula(self.model, self.shape).shape)
        for name, angle, meaning in (
            ("azimuth", self.azimuth, "degrees clockwise from north"),
            ("dip", self.dip, "degrees up from the horizontal"),
            ("plunge", self.plunge, "degrees about the long axis"),
        ):
            if not math.isfinite(angle):
                message = f"Invalid {name} {angle}. Should be {meaning}."
                raise InvalidInput(message)
        if not (math.isfinite(self.partial_sill) and self.partial_sill >= 0):
            message = f"Invalid partial sill {self.partial_sill}. Should be zero or greater."
            raise InvalidInput(message)
        for name, value in (("range", self.range), ("ratio", self.ratio), ("vertical range", self.vertical_range)):
            if value is not None and not (math.isfinite(value) and value > 0):
                message = f"Invalid {name} {value}. Should be greater than zero."
                raise InvalidInput(message)
        shortest, *_, longest = sorted(self._lengths())
        if not (shortest >= SHORTEST and longest <= min(LONGEST, FLATTEST * shortest)):
            message = (
                f"Invalid range {self.range:g}, ratio {self.ratio:g} or vertical range: the ellipsoid of ranges is "
                f"{shortest:g} by {longest:g}. Should be between {SHORTEST:g} and {LONGEST:g}, and no axis "
                f"{FLATTEST:g} times as long as another."
            )
            raise InvalidInput(message)

    @property
    def formula(self) -> Model:
        """The model with its parameter set."""
        return formula(self.model, self.shape)

    def isotropic(self, coordinates: ArrayLike) -> Floats:
        """Map coordinates or offsets, shape (…, ndim), to where distance is in units of the model's own length."""
        points = np.asarray(coordinates, dtype=float)
        return points @ self._to_isotropic(points.shape[-1])

    def isotropic_square(self, offsets: Sequence[Floats]) -> Floats:
        """Return the squared distance where it is in units of the model's own length.

        Parameters
        ----------
        offsets : one float array for each axis
            They broadcast against each other, and stay as small as they are where the ellipsoid's axes are the grid's.
        """
        columns = self._to_isotropic(len(offsets)).T
        along = (
            reduce(np.add, [offset * share for offset, share in zip(offsets, column) if share]) for column in columns
        )
        square: Floats = reduce(np.add, [np.square(distance) for distance in along])
        return square

    def half_widths(self, ndim: int) -> Floats:
        """Return how far the ellipsoid of the practical range reaches along each axis, shape (ndim,), map units."""
        ellipsoid = np.linalg.inv(self._to_isotropic(ndim)) * self.formula.practical_range
        widths: Floats = np.sqrt((ellipsoid**2).sum(axis=0))
        return widths

    def _lengths(self) -> tuple[float, float, float]:
        """Return the ellipsoid's axes in the formula's own length."""
        scale = self.range / self.formula.practical_range
        return scale, scale * self.ratio, scale * ((self.vertical_range or self.range) / self.range)

    def _to_isotropic(self, ndim: int) -> Floats:
        matrix = self._axes() / self._lengths()
        if ndim == 2 and (self.dip or self.plunge):
            # Distances within the plane, by a matrix that is square.
            section: Floats = np.linalg.cholesky(matrix[:2] @ matrix[:2].T)
            return section
        return matrix[:ndim, :ndim]

    def _axes(self) -> Floats:
        """Return the unit vectors of the ellipsoid's axes as columns, shape (3, 3)."""
        angles = [math.radians(angle) for angle in (self.azimuth, self.dip, self.plunge)]
        (sine, rise, twist), (cosine, flat, straight) = map(math.sin, angles), map(math.cos, angles)
        return np.array(
            [
                [flat * sine, straight * cosine + twist * rise * sine, twist * cosine - straight * rise * sine],
                [flat * cosine, twist * rise * cosine - straight * sine, -twist * sine - straight * rise * cosine],
                [rise, -twist * flat, straight * flat],
            ]
        )


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
        if type(self.structures) is not tuple or not all(type(item) is Structure for item in self.structures):
            found = listed(self.structures, Structure, "structures", "a list of Structure")
            object.__setattr__(self, "structures", found)
        if not (math.isfinite(real(self.nugget, "nugget")) and self.nugget >= 0):
            message = f"Invalid nugget {self.nugget}. Should be zero or greater."
            raise InvalidInput(message)

    @classmethod
    def of(
        cls,
        model: str,
        *,
        nugget: float = 0.0,
        partial_sill: float | None = None,
        range: float | None = None,
        scale: float | None = None,
        shape: float | None = None,
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
        shape : float, optional
            Parameter of the formula (see `Structure`).
        **anisotropy
            azimuth, ratio, vertical_range, dip, plunge of `Structure`.

        Raises
        ------
        InvalidInput
            If a value is out of its domain, a name is not known, there is no partial sill, or not exactly one of
            `range` and `scale` is given.
        """
        for name in anisotropy:
            if name not in _ANISOTROPY:
                message = f"Invalid name {name!r}. Should be one of nugget, partial_sill, range, scale, "
                message += f"{', '.join(_ANISOTROPY)}, or the parameter of the model's formula."
                raise InvalidInput(message)
        if partial_sill is None:
            message = "Invalid variogram. Should have a `partial_sill`."
            raise InvalidInput(message)
        if (range is None) == (scale is None):
            message = "Invalid variogram. Should have either a range (practical) or a scale (the formula's own length)."
            raise InvalidInput(message)
        if scale is not None:
            range = real(scale, "scale") * Structure(model, 0.0, 1.0, shape=shape).formula.practical_range
        turned = given_reals(**anisotropy)
        sill, length = real(partial_sill, "partial_sill"), real(range, "range")
        return cls(real(nugget, "nugget"), (Structure(model, sill, length, shape=shape, **turned),))

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

    @classmethod
    def matern(cls, *, nu: float = 1.5, **parameters: Any) -> Variogram:
        """Make a Matérn variogram of smoothness `nu`; the other parameters are those of `of`."""
        return cls.of("matern", shape=nu, **parameters)

    @classmethod
    def cubic(cls, **parameters: Any) -> Variogram:
        """Make a cubic variogram; the parameters are those of `of`."""
        return cls.of("cubic", **parameters)

    @classmethod
    def stable(cls, *, alpha: float = 1.5, **parameters: Any) -> Variogram:
        """Make a stable variogram of exponent `alpha`; the other parameters are those of `of`."""
        return cls.of("stable", shape=alpha, **parameters)

    @classmethod
    def hole_effect(cls, **parameters: Any) -> Variogram:
        """Make a hole effect variogram (the cardinal sine); the parameters are those of `of`."""
        return cls.of("hole-effect", **parameters)

    @classmethod
    def power(cls, *, alpha: float = 1.0, slope: float | None = None, **parameters: Any) -> Variogram:
        """Make a power variogram, slope · h^alpha; instead of a slope, `partial_sill` is its value at `range`."""
        if slope is not None:
            parameters = {"partial_sill": slope, "range": 1.0, **parameters}
        return cls.of("power", shape=alpha, **parameters)

    @property
    def bounded(self) -> bool:
        """Whether there is a sill, so a variance of the field and a covariance in the strict sense."""
        return all(structure.formula.bounded for structure in self.structures)

    def check_bounded(self, purpose: str) -> None:
        """Raise InvalidInput if the variogram has no sill, which `purpose` ("Simple kriging", …) needs."""
        if not self.bounded:
            message = (
                f"Invalid variogram model 'power'. {purpose} needs a variance, which a power variogram does not have: "
                "use a model with a sill, or ordinary or universal kriging."
            )
            raise InvalidInput(message)

    def over(self, extent: float) -> Variogram:
        """Return the same variogram with generalized covariances that are valid over a domain.

        A power structure keeps its semivariance but is written with so high a sill A that A − γ is positive definite
        for all points no farther apart than the extent: 3 / (2 − α) times the semivariance there. (A dense square
        needs 0.4 / (2 − α), found numerically.) A bounded variogram is returned as it is.

        Parameters
        ----------
        extent : float
            Diagonal of the bounding box of all data and targets, map units.
        """
        if self.bounded or not real(extent, "extent", finite=True) > 0:
            return self
        return replace(self, structures=tuple(_raised(structure, extent) for structure in self.structures))

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

    def scaled(self, factor: float) -> Variogram:
        """Return the variogram of data that are multiplied by the square root of a factor."""
        factor = real(factor, "factor")
        structures = tuple(replace(item, partial_sill=item.partial_sill * factor) for item in self.structures)
        return Variogram(self.nugget * factor, structures)

    def __add__(self, other: Variogram) -> Variogram:
        require_variogram(other)
        return Variogram(self.nugget + other.nugget, self.structures + other.structures)

    def __call__(self, distance: ArrayLike) -> Floats:
        """Return the semivariance at distances (any shape) along the longest range of each structure; 0 at 0."""
        h = np.abs(floats(distance, "distance"))
        gamma = np.where(h > 0, self.nugget, 0.0)
        for structure in self.structures:
            model = structure.formula
            gamma += structure.partial_sill * (1 - model.correlation(h * (model.practical_range / structure.range)))
        return gamma

    def along(self, distance: ArrayLike, azimuth: float = 0.0, dip: float = 0.0) -> Floats:
        """Return the semivariance at distances (any shape) in a direction.

        Parameters
        ----------
        distance : float array
            Map units; the same backwards as forwards.
        azimuth : float
            Degrees clockwise from north.
        dip : float
            Degrees up from the horizontal; 90 or −90 is vertical.
        """
        h, azimuth, dip = np.abs(floats(distance, "distance")), real(azimuth, "azimuth"), real(dip, "dip")
        if not (math.isfinite(azimuth) and math.isfinite(dip)):
            message = f"Invalid `azimuth` {azimuth} or `dip` {dip}. Should be degrees."
            raise InvalidInput(message)
        flat, turn = math.cos(math.radians(dip)), math.radians(azimuth)
        unit = np.array([flat * math.sin(turn), flat * math.cos(turn), math.sin(math.radians(dip))])
        gamma = np.where(h > 0, self.nugget, 0.0)
        for structure in self.structures:
            own = h * np.linalg.norm(structure.isotropic(unit))
            gamma += structure.partial_sill * (1 - structure.formula.correlation(own))
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
        points = _places(first, "first")
        if second is first and len(points) > 1:
            return self._covariance_among(points)
        others = _places(second, "second")
        if others.shape[1] != points.shape[1]:
            message = f"Invalid `second` of shape {others.shape}. Should be (m, {points.shape[1]}), as `first` is."
            raise InvalidInput(message)
        pairs = [(one.isotropic(points), one.isotropic(others)) for one in self.structures]
        return self._between(pairs, points, others)

    def _covariance_among(self, points: Floats) -> Floats:
        """Return the covariance between points, shape (n, n), each pair computed once."""
        count = len(points)
        total = np.empty((count, count))
        places = [structure.isotropic(points) for structure in self.structures]
        step = max(1, _STRIP // count)
        for start in range(0, count, step):
            rows, rest = slice(start, start + step), slice(start, None)
            strip = self._between([(one[rows], one[rest]) for one in places], points[rows], points[rest])
            total[rows, rest], total[rest, rows] = strip, strip.T
        np.fill_diagonal(total, self.sill)
        return total

    def _between(self, places: list[tuple[Floats, Floats]], first: Floats, second: Floats) -> Floats:
        """Return the covariance between two sets of points; `places` are these where each structure is isotropic."""
        total = np.zeros((len(first), len(second)))
        for structure, (one, other) in zip(self.structures, places):
            total += structure.partial_sill * structure.formula.correlation(cdist(one, other))
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
        parts = together(**{f"offsets[{number}]": offset for number, offset in enumerate(offsets)})
        total = np.zeros(np.broadcast_shapes(*(part.shape for part in parts)))
        for structure in self.structures:
            h = np.sqrt(structure.isotropic_square(parts))
            total += structure.partial_sill * structure.formula.correlation(h)
        if self.nugget > 0:
            total += self.nugget * reduce(np.logical_and, [part == 0 for part in parts])
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
        if not 0 < real(correlation, "correlation") < 1:
            raise refused(correlation, "correlation", "between 0 and 1")
        widths = np.zeros(ndim)
        for structure in self.structures:
            widths = np.maximum(widths, structure.half_widths(ndim) * _last_above(structure.formula, correlation))
        return widths

    def _repr_html_(self) -> str:
        """Return the curve for a notebook, with anisotropy one along and one across, and a vertical one."""
        from ..notebook import Curve, chart_picture, figure

        distance = np.linspace(0, 1.3 * self.range or 1.0, 200)[1:]
        distance = np.concatenate([[1e-9 * distance[-1]], distance])  # beside zero, where the nugget is
        turned = next((structure for structure in self.structures if structure.ratio != 1), None)
        azimuth = turned.azimuth if turned else 0.0
        curves = [Curve(f"along azimuth {azimuth:g}°" if turned else "", distance, self.along(distance, azimuth))]
        if turned:
            curves.append(Curve("across", distance, self.along(distance, azimuth + 90)))
        if any(structure.vertical_range is not None for structure in self.structures):
            curves.append(Curve("vertical", distance, self.along(distance, dip=90)))
        level = ("sill", self.sill) if self.bounded else None
        return figure("Variogram", [str(self)], [chart_picture(curves, "distance", level)])

    def to_json(self) -> str:
        """Return the variogram as JSON text that `from_json` reads."""
        return json.dumps({"nugget": self.nugget, "structures": [asdict(item) for item in self.structures]}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Variogram:
        """Read a variogram from the JSON text of `to_json`; anything else raises InvalidInput, which names the key."""
        require_text(text, "text")
        try:
            given = read(_VariogramText, parsed(text), "the text")
        except InvalidInput as error:
            message = f"Invalid variogram text: {error}"
            raise InvalidInput(message) from error
        return cls(given.nugget, given.structures)

    def __str__(self) -> str:
        return self.in_units()

    def in_units(self, length: str = "", value: str = "", z: str = "") -> str:
        """Return the variogram in words, with the units of lengths, of values and of z where they are known."""
        length, z, squared = (f" {unit}" if unit else "" for unit in (length, z, _squared(value)))
        terms = [f"nugget {self.nugget:.6g}{squared}"]
        for item in self.structures:
            name = item.model
            if item.shape is not None:
                name += f" ({item.formula.shape_name} {item.shape:g})"
            term = f"{name} partial sill {item.partial_sill:.6g}{squared}, practical range {item.range:.6g}{length}"
            if not item.formula.bounded:
                term = f"{name} semivariance {item.partial_sill:.6g}{squared} at distance {item.range:.6g}{length}"
            turns = [f"{name} {angle:g}°" for name, angle in (("dip", item.dip), ("plunge", item.plunge)) if angle]
            if item.ratio != 1 or turns:
                term += f" along {', '.join([f'azimuth {item.azimuth:g}°', *turns])} (ratio {item.ratio:g})"
            if item.vertical_range is not None:
                term += f", vertical range {item.vertical_range:.6g}{z}"
            terms.append(term)
        return " + ".join(terms)


@dataclass(frozen=True)
class _VariogramText:
    """What `Variogram.to_json` writes."""

    nugget: float = number("Semivariance just off zero.", least=0)
    structures: tuple[Structure, ...] = many("What is added to it.", part("A term.", Structure), most=_MOST_STRUCTURES)


def _places(coordinates: ArrayLike, name: str) -> Floats:
    """Return coordinates as floats, shape (n, ndim), or raise InvalidInput, which calls them `name`."""
    points = floats(coordinates, name)
    if points.ndim != 2 or points.shape[1] not in (1, 2, 3):
        message = f"Invalid `{name}` of shape {points.shape}. Should be (n, 2) or (n, 3): a row for each point."
        raise InvalidInput(message)
    return points


def _squared(unit: str) -> str:
    """Return the square of a unit, such as m² or (v/v)²; nothing where it is not known."""
    if not unit:
        return ""
    return f"{unit}²" if unit.isalpha() else f"({unit})²"


def _raised(structure: Structure, extent: float) -> Structure:
    """Return a power structure of the same semivariance, written with a sill that is valid over a domain."""
    if structure.formula.bounded:
        return structure
    alpha, vertical = structure.formula.parameter, structure.vertical_range or structure.range
    farthest = extent / min(1.0, structure.ratio, vertical / structure.range)
    factor = farthest / structure.range * (3.0 / (2.0 - alpha)) ** (1.0 / alpha)
    return replace(
        structure,
        partial_sill=structure.partial_sill * factor**alpha,
        range=structure.range * factor,
        vertical_range=None if structure.vertical_range is None else structure.vertical_range * factor,
    )


def _last_above(model: Model, correlation: float) -> float:
    """Return the distance, in practical ranges, beyond which a correlation stays below a limit; at most 1024."""
    end = 8.0
    while True:
        h = np.linspace(0, end, 4001)
        last = int(np.flatnonzero(model.correlation(h * model.practical_range) > correlation)[-1])
        if last < len(h) - 1 or end >= 1024:
            return float(h[last] + h[1])
        end *= 2


def require_variogram(given: object) -> None:
    """Raise InvalidInput unless something is a Variogram."""
    if not isinstance(given, Variogram):
        raise refused(given, "variogram", "a Variogram, such as Variogram.spherical(partial_sill=1, range=500)")
