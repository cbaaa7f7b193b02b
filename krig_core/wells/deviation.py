"""Where a deviated well goes: from its survey to east, north and vertical depth (z is `reader.placed`'s).

Law: between two stations a well is an arc of a circle (minimum curvature); it begins vertical at depth zero, unless a
station says otherwise, and below the last station it goes straight on.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from .names import Match, WellTable, text_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class DeviationSurvey:
    """Hold the stations of a survey.

    Parameters
    ----------
    depth : array_like, shape (n,)
        Measured depths from the reference of the logs, in any order; rows with a NaN anywhere are left out.
    inclination, azimuth : array_like, shape (n,)
        Degrees from the vertical, 0 to 180, and clockwise from grid north.

    Raises
    ------
    InvalidInput
        For arrays that do not fit together, no station, a negative depth, two stations at one depth that differ, an
        inclination beyond 0 to 180, and a well that turns right back between two stations.

    References
    ----------
    Sawaryn and Thorogood (2005), A Compendium of Directional Calculations Based on the Minimum Curvature Method,
    SPE Drilling & Completion 20(1), equations 1 to 10.
    """

    def __init__(self, depth: ArrayLike, inclination: ArrayLike, azimuth: ArrayLike) -> None:
        columns = [np.asarray(column, dtype=np.float64) for column in (depth, inclination, azimuth)]
        if columns[0].ndim != 1 or len({column.shape for column in columns}) != 1:
            message = "Invalid survey. Should be as many inclinations and azimuths as measured depths."
            raise InvalidInput(message)
        table = np.stack(columns, axis=1)
        table = np.unique(table[np.isfinite(table).all(axis=1)], axis=0)
        if len(table) == 0:
            message = "its survey has no station with depth, inclination and azimuth"
            raise InvalidInput(message)
        if table[0, 0] > 0:
            table = np.vstack([[0.0, 0.0, table[0, 2]], table])
        _require_stations(table)
        self.depth: Floats = table[:, 0]
        self.tangent = _tangents(table[:, 1], table[:, 2])
        steps = np.diff(self.depth)
        chords = np.linalg.norm(np.diff(self.tangent, axis=0), axis=1)
        self.bend: Floats = 2 * np.arcsin(np.minimum(chords / 2, 1.0))
        if (self.bend > np.pi - 1e-6).any():
            message = f"its survey turns right back below {self.depth[int(np.argmax(self.bend))]:g}"
            raise InvalidInput(message)
        moves = _moves(steps, self.bend, self.tangent[:-1] + self.tangent[1:])
        self.position: Floats = np.vstack([np.zeros(3), np.cumsum(moves, axis=0)])

    def at(self, depth: ArrayLike) -> Floats:
        """Return east, north and vertical depth, shape (n, 3), at measured depths, shape (n,), in their unit."""
        depths = np.asarray(depth, dtype=np.float64)
        station = np.clip(np.searchsorted(self.depth, depths, side="right") - 1, 0, None)
        beyond = depths - self.depth[station]
        last = station == len(self.depth) - 1
        place: Floats = self.position[station] + beyond[:, None] * self.tangent[station]
        inside = np.flatnonzero(~last & (beyond > 0))
        if inside.size:
            first = station[inside]
            share = beyond[inside] / (self.depth[first + 1] - self.depth[first])
            begin = self.tangent[first]
            end = _turned(begin, self.tangent[first + 1], self.bend[first], share)
            place[inside] = self.position[first] + _moves(beyond[inside], share * self.bend[first], begin + end)
        return place


@dataclass(frozen=True)
class Surveys:
    """The deviation surveys of wells, by name.

    Attributes
    ----------
    by_name : dict of str to DeviationSurvey or str
        A text is the reason why a survey cannot be used.
    """

    by_name: Mapping[str, DeviationSurvey | str]

    @classmethod
    def of(cls, names: Sequence[object], depth: ArrayLike, inclination: ArrayLike, azimuth: ArrayLike) -> Surveys:
        """Make surveys of a table of stations; rows without a name are left out.

        Parameters
        ----------
        names : sequence, length n
            The well of each station.
        depth, inclination, azimuth : array_like, shape (n,)
            As for `DeviationSurvey`.
        """
        table = np.stack([np.asarray(column, dtype=np.float64) for column in (depth, inclination, azimuth)], axis=-1)
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(map(text_of, names)):
            rows.setdefault(name, []).append(row)
        rows.pop("", None)
        surveys: dict[str, DeviationSurvey | str] = {}
        for name, stations in rows.items():
            try:
                surveys[name] = DeviationSurvey(*table[stations].T)
            except InvalidInput as error:
                surveys[name] = str(error)
        return cls(surveys)

    @functools.cached_property
    def table(self) -> WellTable:
        """The wells that have a survey."""
        return WellTable(self.by_name, source="surveys.names")

    def survey(self, match: Match) -> DeviationSurvey | str | None:
        """Return the survey that a match of `table` means, or why it cannot be used; None where there is none."""
        if match.row is None:
            return match.reason or None
        return list(self.by_name.values())[match.row]


def _require_stations(table: Floats) -> None:
    if table[0, 0] < 0:
        message = f"its survey has a negative depth, {table[0, 0]:g}"
        raise InvalidInput(message)
    twice = np.flatnonzero(np.diff(table[:, 0]) == 0)
    if twice.size:
        message = f"its survey has two stations at {table[twice[0], 0]:g}"
        raise InvalidInput(message)
    wrong = np.flatnonzero((table[:, 1] < 0) | (table[:, 1] > 180))
    if wrong.size:
        message = f"its survey has an inclination of {table[wrong[0], 1]:g} degrees, beyond 0 to 180"
        raise InvalidInput(message)


def _tangents(inclination: Floats, azimuth: Floats) -> Floats:
    """Return unit vectors (east, north, down), shape (n, 3), of directions in degrees."""
    tilt, bearing = np.radians(inclination), np.radians(azimuth)
    return np.stack([np.sin(tilt) * np.sin(bearing), np.sin(tilt) * np.cos(bearing), np.cos(tilt)], axis=1)


def _moves(lengths: Floats, bends: Floats, tangent_sums: Floats) -> Floats:
    """Return the vectors along arcs of given lengths and angles, whose end tangents have these sums."""
    half = bends / 2
    ratio = np.ones_like(half)
    curved = half > 1e-9
    ratio[curved] = np.tan(half[curved]) / half[curved]
    moves: Floats = (lengths / 2 * ratio)[:, None] * tangent_sums
    return moves


def _turned(begin: Floats, end: Floats, bend: Floats, share: Floats) -> Floats:
    """Return the tangents at a share of the way along arcs, in the plane of both end tangents."""
    curved = bend > 1e-9
    sine = np.where(curved, np.sin(bend), 1.0)
    before = np.where(curved, np.sin((1 - share) * bend) / sine, 1 - share)
    after = np.where(curved, np.sin(share * bend) / sine, share)
    turned: Floats = before[:, None] * begin + after[:, None] * end
    return turned
