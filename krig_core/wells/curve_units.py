"""Units of curves, as far as it is told that they differ.

Law: nothing is converted; spellings of one unit are one, and what is not stated differs from none.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable

from .length_units import is_unstated

_ALIKE = (
    ("GAPI", "API", "APIUNITS", "GAMMAAPI"),
    ("V/V", "FRAC", "FRACTION", "DEC", "DECIMAL", "M3/M3", "FT3/FT3", "CFCF", "CF/CF", "VV", "DECP", "RATIO"),
    ("%", "PERCENT", "PCT", "PU", "P.U", "%V/V"),
    ("US/F", "US/FT", "USEC/FT", "USEC/F", "MICS/FT"),
    ("US/M", "USEC/M", "MICS/M"),
    ("G/CC", "G/C3", "G/CM3", "GM/CC", "GM/C3", "GM/CM3", "G/CM^3"),
    ("KG/M3", "K/M3", "KG/M^3"),
    ("OHMM", "OHM.M", "OHM-M", "OHM/M", "OHMS", "OHMMETER", "OHMM2/M"),
    ("IN", "INCH", "INCHES", "INS"),
    ("MD", "MDARCY", "MILLIDARCY"),
    ("MV", "MVOLT", "MILLIVOLTS"),
    ("FT", "F", "FEET"),
    ("M", "METRES", "METERS", "METER"),
)
_NAMED = 4
_SAME = {spelling: alike[0] for alike in _ALIKE for spelling in alike}


def differing_units(units: Iterable[str]) -> dict[str, int]:
    """Return how often each unit is stated, the most frequent first; nothing where no two differ."""
    counts = collections.Counter(_normal(unit) for unit in units if not is_unstated(unit))
    return dict(counts.most_common()) if len(counts) > 1 else {}


def said_of_units(curve: str, units: Iterable[str]) -> str:
    """Return the warning that values of a curve are in units that differ, or nothing."""
    found = [f"{unit} ({count:,} file{'' if count == 1 else 's'})" for unit, count in differing_units(units).items()]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    said = (
        f"{curve} (CURVE) is in different units, and values are taken as they are: {', '.join(found[:_NAMED])}{more}."
    )
    return said if found else ""


def _normal(unit: str) -> str:
    folded = re.sub(r"\s|[\[\](){}\u00b3]", lambda found: "3" if found.group() == "\u00b3" else "", unit.upper())
    folded = folded.replace("\u00b5", "U").replace("\u03bc", "U").replace("\u039c", "U").strip(".")
    return _SAME.get(folded, folded)
