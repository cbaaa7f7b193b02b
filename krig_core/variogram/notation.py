"""Variograms as other programs write them: gstat's one line, GSLIB's parameter lines.

Law: what is written is read back as the same variogram; a model that a program does not have is refused with a
sentence, never written as another.

    gstat   0.05 Nug(0) + 0.59 Sph(897, 45, 0.4)           range, azimuth, ratio (range: the formula's own length)
    GSLIB   1 0.05 / 1 0.59 45 0 0 / 897 358.8 897         nst, nugget / type, cc, angles / ranges (practical)
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ..arguments import require_text
from ..errors import InvalidInput
from .models import Structure, Variogram, formula, require_variogram

_GSTAT = {
    "Sph": "spherical",
    "Exp": "exponential",
    "Gau": "gaussian",
    "Mat": "matern",
    "Ste": "matern",
    "Bes": "matern",
    "Exc": "stable",
    "Hol": "hole-effect",
    "Wav": "hole-effect",
    "Pow": "power",
    "Lin": "power",
}
_GSTAT_NAMES = {
    "spherical": "Sph",
    "exponential": "Exp",
    "gaussian": "Gau",
    "matern": "Mat",
    "stable": "Exc",
    "hole-effect": "Hol",
    "power": "Pow",
}
_MOST_STRUCTURES = 20
_GSLIB = {1: "spherical", 2: "exponential", 3: "gaussian", 4: "power"}

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TERM = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z]{{3}})[a-z]*\s*\(([^()]*)\)\s*")
_KAPPA = re.compile(rf"kappa\s*=\s*({_NUMBER})")


def to_gstat(variogram: Variogram) -> str:
    """Return a variogram in gstat's notation, such as `0.05 Nug(0) + 0.59 Sph(897, 45, 0.4)`.

    Numbers in brackets are the formula's own length (for Pow the exponent) and, where there is anisotropy, azimuth and
    ratio; in space azimuth, dip, plunge and two ratios. The parameter of Mat and Exc follows as `kappa=`,
    gstat's name for it, which gstat's own command language lacks.
    """
    require_variogram(variogram)
    terms = [f"{_text(variogram.nugget)} Nug(0)"] if variogram.nugget > 0 or not variogram.structures else []
    terms += [_to_gstat_term(structure) for structure in variogram.structures]
    return " + ".join(terms)


def _to_gstat_term(structure: Structure) -> str:
    name = _GSTAT_NAMES.get(structure.model)
    if name is None:
        message = f"No text of a {structure.model} model (`model`): gstat does not have it."
        raise InvalidInput(message)
    model, sill = structure.formula, structure.partial_sill
    numbers = [structure.range / model.practical_range]
    if not model.bounded:
        numbers, sill = [model.parameter], sill / structure.range**model.parameter
    if structure.vertical_range is not None or structure.dip or structure.plunge:
        vertical = (structure.vertical_range or structure.range) / structure.range
        numbers += [structure.azimuth, structure.dip, structure.plunge, structure.ratio, vertical]
    elif structure.ratio != 1:
        numbers += [structure.azimuth, structure.ratio]
    words = [_text(number) for number in numbers]
    if name in ("Mat", "Exc"):
        words.append(f"kappa={_text(model.parameter)}")
    return f"{_text(sill)} {name}({', '.join(words)})"


def _text(number: float) -> str:
    """Return the shortest text that reads back as the same number."""
    text = repr(float(number))
    return text[:-2] if text.endswith(".0") else text


def from_gstat(text: str) -> Variogram:
    """Read a variogram in gstat's notation; see `to_gstat`.

    Models are Nug, Sph, Exp, Gau, Mat, Ste, Bes, Exc, Hol, Wav, Pow, and Lin(0) for a slope without a sill.

    Raises
    ------
    InvalidInput
        If the text is not of that form, or has a model that is not known here.
    """
    require_text(text, "text")
    nugget, structures, position = 0.0, [], 0
    while True:
        match = _TERM.match(text, position)
        if match is None:
            rest = text[position:][:40]
            message = f"Invalid variogram text {rest!r}. Should be terms such as '0.05 Nug(0) + 0.59 Sph(897)'."
            raise InvalidInput(message)
        sill, name, inside = float(match[1]), match[2].capitalize(), match[3]
        if name == "Nug":
            nugget += sill
        else:
            structures.append(_from_gstat_term(sill, name, inside))
        position = match.end()
        if position == len(text):
            return Variogram(nugget, tuple(structures))
        if text[position] != "+":
            message = f"Invalid variogram text {text[position:][:40]!r}. Should have '+' between terms."
            raise InvalidInput(message)
        position += 1


def _from_gstat_term(sill: float, name: str, inside: str) -> Structure:
    if name not in _GSTAT:
        message = f"Invalid model {name!r}. Should be one of Nug, {', '.join(_GSTAT)}."
        raise InvalidInput(message)
    kappa = _KAPPA.search(inside)
    numbers = _gstat_numbers(name, _KAPPA.sub("", inside))
    length, shape = _gstat_range(name, numbers[0], float(kappa[1]) if kappa else None)
    azimuth, ratio, vertical, dip, plunge = 0.0, 1.0, None, 0.0, 0.0
    if len(numbers) == 3:
        azimuth, ratio = numbers[1:]
    elif len(numbers) == 6:
        azimuth, dip, plunge, ratio = numbers[1:5]
        vertical = length * numbers[5]
    return Structure(_GSTAT[name], sill, length, azimuth, ratio, vertical, shape, dip, plunge)


def _gstat_numbers(name: str, inside: str) -> list[float]:
    """Return a range; or range, azimuth, ratio; or range, azimuth, dip, plunge and two ratios."""
    try:
        numbers = [float(word) for word in inside.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 3, 6):
        message = (
            f"Invalid text {name}({inside}). Should have a range; or range, azimuth, ratio; or range, azimuth, dip, "
            "plunge and two ratios."
        )
        raise InvalidInput(message)
    return numbers


def _gstat_range(name: str, number: float, shape: float | None) -> tuple[float, float | None]:
    """Return practical range and shape from the first number of a model's brackets."""
    if name == "Pow":
        return 1.0, number
    if name == "Lin":
        if number != 0:
            message = "Invalid text Lin with a range. Should be Lin(0): a line with a sill is no model in the plane."
            raise InvalidInput(message)
        return 1.0, 1.0
    if name == "Bes":
        shape = 1.0
    model = formula(_GSTAT[name], shape)
    # Stein's Matern and the wave are the same formulas in other units of length.
    unit = {"Ste": 2 * math.sqrt(model.parameter), "Wav": math.pi}.get(name, 1.0)
    return number * model.practical_range / unit, shape


def to_gslib(variogram: Variogram) -> str:
    """Return a variogram as lines of a GSLIB parameter file, as `kt3d` and `sgsim` read them.

    The first line is the number of structures and the nugget; then for each structure a line with type (1 spherical,
    2 exponential, 3 Gaussian, 4 power), sill and three angles, and a line with the three ranges.
    """
    require_variogram(variogram)
    types = {name: number for number, name in _GSLIB.items()}
    lines = [f"{len(variogram.structures)} {_text(variogram.nugget)}"]
    for structure in variogram.structures:
        if structure.model not in types:
            message = f"No text of a {structure.model} model (`model`): GSLIB has {', '.join(types)} alone."
            raise InvalidInput(message)
        sill, length = structure.partial_sill, structure.range
        vertical = (structure.vertical_range or length) / length
        if not structure.formula.bounded:
            # GSLIB writes the exponent where others have the range, and keeps the ratios.
            sill, length = sill / length**structure.formula.parameter, structure.formula.parameter
        ranges = length, length * structure.ratio, length * vertical
        angles = structure.azimuth, structure.dip, structure.plunge
        lines.append(f"{types[structure.model]} " + " ".join(_text(value) for value in (sill, *angles)))
        lines.append(" ".join(_text(value) for value in ranges))
    return "\n".join(lines) + "\n"


def from_gslib(text: str) -> Variogram:
    """Read a variogram from lines of a GSLIB parameter file, for three dimensions (`to_gslib`) or two (`kb2d`).

    In two dimensions a structure is one line: type, sill, azimuth, longest range, shortest range. Words after the
    numbers of a line are comments.

    Raises
    ------
    InvalidInput
        If the text is not of that form, or has a model that is not known here.
    """
    require_text(text, "text")
    rows = [numbers for numbers in (_leading_numbers(line) for line in text.splitlines()) if numbers]
    if not rows or len(rows[0]) < 2 or rows[0][0] not in range(_MOST_STRUCTURES + 1):
        message = "Invalid variogram text. Should begin with the number of structures "
        message += f"(at most {_MOST_STRUCTURES}) and the nugget."
        raise InvalidInput(message)
    count, nugget, rest = int(rows[0][0]), rows[0][1], rows[1:]
    flat = len(rest) == count and all(len(row) >= 5 for row in rest)
    if not flat and (len(rest) != 2 * count or any(len(row) < 5 - 2 * (n % 2) for n, row in enumerate(rest))):
        message = (
            f"Invalid variogram text. Should have {2 * count} lines of numbers (or {count} as in kb2d) after the first."
        )
        raise InvalidInput(message)
    if flat:
        parts = [(row[0], row[1], (row[2], 0.0, 0.0), (row[3], row[4], None)) for row in rest]
        return Variogram(nugget, tuple(_from_gslib(*part) for part in parts))
    pairs = zip(rest[::2], rest[1::2])
    return Variogram(nugget, tuple(_from_gslib(row[0], row[1], row[2:5], (*ranges[:3],)) for row, ranges in pairs))


def _from_gslib(kind: float, sill: float, angles: Sequence[float], ranges: Sequence[float | None]) -> Structure:
    model = _GSLIB.get(int(kind)) if kind in _GSLIB else None
    if model is None:
        message = f"Invalid GSLIB model type {kind:g}. Should be 1 to 4: the others are no models in the plane."
        raise InvalidInput(message)
    longest, shortest, vertical = ranges[0] or 0.0, ranges[1] or 0.0, ranges[2]
    if not longest > 0:
        message = f"Invalid GSLIB range {longest:g}. Should be greater than zero."
        raise InvalidInput(message)
    shape = longest if model == "power" else None
    scale = 1.0 / longest if model == "power" else 1.0
    height = None if vertical is None or vertical == longest else vertical * scale
    azimuth, dip, plunge = angles
    return Structure(model, sill, longest * scale, azimuth, shortest / longest, height, shape, dip, plunge)


def _leading_numbers(line: str) -> list[float]:
    numbers = []
    for word in line.replace(",", " ").split():
        if not re.fullmatch(_NUMBER, word):
            break
        if not math.isfinite(float(word)):
            message = f"Invalid variogram text {word[:40]!r}. Should be a number that can be computed with."
            raise InvalidInput(message)
        numbers.append(float(word))
    return numbers
