"""Names of wells: which of them a file means.

Law: a name is text, and a match that is not unique is no match. Names that are spelled alike are one name, whatever
their case; a looser likeness counts only where no other well and no other file lays claim to it, and is said.

    WellTable(names).find(identifiers) ──► Match: the row and how alike; or the reason; by one file alone
    .contested(matches) ──► the loose ones that other files contradict, when all have been asked
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

EXACT, CASE, PUNCTUATION, GROUPING, ZEROS = range(5)
"""How alike two names are: the same text; but for case, width and kind of dash; but for what separates their words;
but for separators that one of them lacks; but for leading zeros."""

REGISTERED_DIGITS = 10
"""A name with so many digits is an API number or the like, whose punctuation is for the eye only."""

_SHOWN = 3
"""How many of a layer's names are shown where none fits."""

_NAMED = 3
"""How many loose matches are named in one sentence."""

_WHOLE_NUMBER = re.compile(r"(\d+)\.0*")
_SEPARATORS = " -_/\\.,:;#()[]&|"


def text_of(name: Any) -> str:
    """Return a name as text: a whole number from a numeric column without decimals; None and NaN are ""."""
    if name is None:
        return ""
    if isinstance(name, (float, np.floating)):
        if not math.isfinite(name):
            return ""
        name = int(name) if float(name).is_integer() else name
    return unicodedata.normalize("NFC", str(name)).strip()


class Spelling(NamedTuple):
    """A name as it is compared, from the strictest likeness to the loosest (see EXACT … ZEROS).

    Attributes
    ----------
    keys : tuple of Hashable, length 5
        Names with equal keys are alike in that way; empty where the name is.
    breaks : frozenset of int
        Between which letters or digits of the GROUPING key words end.
    registered : bool
        Whether it is an API number or the like.
    """

    keys: tuple[Hashable, ...]
    breaks: frozenset[int]
    registered: bool = False

    def fits(self, other: Spelling, likeness: int) -> bool:
        """Tell whether names with equal keys may be one: separators may be missing in one, not stand elsewhere."""
        return likeness != GROUPING or self.breaks <= other.breaks or self.breaks >= other.breaks


@functools.lru_cache(maxsize=65536)
def spelling(text: str) -> Spelling:
    """Return how a name from `text_of` is compared."""
    folded = " ".join(_folded(text).split())
    whole = _WHOLE_NUMBER.fullmatch(folded)
    words = _words(whole.group(1) if whole else folded)
    letters = "".join(words)
    registered = sum(letter.isdigit() for letter in letters) >= REGISTERED_DIGITS
    if registered:
        words = (letters,)
    plain = "".join(filter(_is_letter, letters))
    if not plain:
        return Spelling(("",) * 5, frozenset())
    ends = np.cumsum([sum(map(_is_letter, word)) for word in words]).tolist()
    bare = tuple(word.lstrip("0") or "0" if word[0] == "0" else word for word in words)
    return Spelling((text, folded, words, plain, bare), frozenset(ends), registered)


def _folded(text: str) -> str:
    """Return a text in one case and width, with one kind of dash, blank and digit."""
    folded = []
    for letter in unicodedata.normalize("NFKC", text).casefold():
        kind = unicodedata.category(letter)
        if kind == "Nd":
            letter = str(unicodedata.decimal(letter))  # noqa: PLW2901
        folded.append("-" if kind == "Pd" or letter == "\u2212" else "" if kind == "Cf" else letter)
    return unicodedata.normalize("NFKC", "".join(folded))


def _words(folded: str) -> tuple[str, ...]:
    """Cut a name at its separators, and between letters and digits."""
    words: list[str] = []
    kind = ""
    for letter in folded:
        before, kind = kind, "" if letter in _SEPARATORS else "digit" if letter.isdigit() else "letter"
        if kind and kind == before:
            words[-1] += letter
        elif kind:
            words.append(letter)
    return tuple(words)


def _is_letter(letter: str) -> bool:
    # Marks make the vowels of many scripts.
    return unicodedata.category(letter)[0] in "LNM"


class Match(NamedTuple):
    """The well that a file means, or why none is found.

    Attributes
    ----------
    row : int or None
    called : str
        The identifier of the file that fits.
    likeness : int
        EXACT … ZEROS.
    reason : str
        Why several wells fit and none is taken; empty where none fits.
    doubt : str
        Which other name of the file is that of another well.
    """

    row: int | None = None
    called: str = ""
    likeness: int = EXACT
    reason: str = ""
    doubt: str = ""

    @property
    def loose(self) -> bool:
        """Whether more than case differs."""
        return self.row is not None and self.likeness > CASE


class WellTable:
    """Find a well's row by any of the names that a log may know it by.

    Parameters
    ----------
    names : iterable
        The wells' names, text or numbers, row by row; empty ones are never found.
    apart : sequence of Hashable, optional
        What tells apart rows with the same name, such as their places: equal rows are one well. None: every row is a
        well of its own.
    source : str
        The parameter that names come from.

    Attributes
    ----------
    duplicates : dict of str to int
        Names of several wells, as first spelled, and how many; none of them is found.
    """

    def __init__(self, names: Iterable[Any], apart: Sequence[Hashable] | None = None, source: str = "names") -> None:
        given = list(names)
        self.names = [text_of(name) for name in given]
        self.source = source
        self._numeric = any(not isinstance(name, str) for name in given if name is not None)
        self._rows: tuple[dict[Hashable, list[int]], ...] = tuple({} for _ in range(ZEROS + 1))
        seen: set[Hashable] = set()
        for row, name in enumerate(self.names):
            keys = spelling(name).keys
            if not keys[GROUPING] or (apart is not None and (keys[CASE], apart[row]) in seen):
                continue
            if apart is not None:
                seen.add((keys[CASE], apart[row]))
            for rows, key in zip(self._rows, keys):
                rows.setdefault(key, []).append(row)
        self.duplicates = {self.names[rows[0]]: len(rows) for rows in self._rows[EXACT].values() if len(rows) > 1}

    def find(self, identifiers: Iterable[Any]) -> Match:
        """Return the well that a file means by its identifiers, the surest first.

        The most alike counts, of several the surest. The last and least sure, a file's name, does not overrule what
        the others say, however loosely.
        """
        called = [text for text in map(text_of, identifiers) if spelling(text).keys[GROUPING]]
        matches = [self._match(text) for text in called]
        found = sorted((match for match in matches if match.row is not None or match.reason), key=lambda m: m.likeness)
        if not found:
            return Match()
        best = found[0]
        others = [match for match in found[1:] if match.row not in (None, best.row)]
        if best is matches[-1] and best.row is not None and others:
            names = f"{best.called} and {others[0].called}"
            return Match(reason=f"its names {names} mean different wells (`{self.source}`)")
        other = next((match for match in others if match.likeness <= CASE), None)
        if other is not None and best.row is not None:
            names = f"{best.called} and {other.called}"
            return best._replace(doubt=f"its names {names} mean different wells (`{self.source}`): the first counts")
        return best

    def why_not(self, match: Match, identifiers: Sequence[str], also: str = "") -> str:
        """Return the reason that a log has no well: what its match says, or that none is called so.

        `also` is what follows from that; then comes how the wells' names look.
        """
        if match.reason:
            return match.reason
        shown = [repr(name) for name in dict.fromkeys(self.names) if name][:_SHOWN]
        looks = f"; the layer's names (`{self.source}`) look like {', '.join(shown)}" if shown else ""
        return f"no well is called {' or '.join(identifiers)}{also}{looks}"

    def _match(self, called: str) -> Match:
        own = spelling(called)
        for likeness, (rows, key) in enumerate(zip(self._rows, own.keys)):
            fitting = [row for row in rows.get(key, ()) if own.fits(spelling(self.names[row]), likeness)]
            if len(fitting) == 1:
                return Match(fitting[0], called, likeness)
            if fitting:
                return Match(None, called, likeness, self._several(called, fitting))
        return Match()

    def _several(self, called: str, rows: Sequence[int]) -> str:
        names = list(dict.fromkeys(self.names[row] for row in rows))
        if len(names) == 1:
            reason = f"{len(rows)} wells at different places or depths are called {names[0]} (`{self.source}`)"
        else:
            reason = f"{called} may be {' or '.join(map(repr, names[:_SHOWN]))} (`{self.source}`)"
        return f"{reason}{self._lost_zeros(called)}"

    def _lost_zeros(self, called: str) -> str:
        lost = self._numeric and spelling(called).keys[PUNCTUATION] != spelling(called).keys[ZEROS]
        return ": the field is numeric, and numbers have no leading zeros" if lost else ""

    def contested(self, matches: Sequence[Match]) -> list[str]:
        """Return why loose matches do not count when all files are seen together.

        A file with the well's exact name is preferred to one whose name is only like it, and one with its words to
        one that differs in grouping or leading zeros; of several such that spell it differently none counts. The
        punctuation of an API number or the like does not matter.

        Parameters
        ----------
        matches : sequence of Match, length n
            Of all files.

        Returns
        -------
        list of str, length n
            Reasons; empty where a match counts, and where there is none.
        """
        claims: dict[int, list[_Claim]] = {}
        for match in matches:
            if match.row is not None:
                claims.setdefault(match.row, []).append(_Claim.of(match))
        best = {row: min(claim.rank for claim in of_row) for row, of_row in claims.items()}
        spelt = {row: {claim.words for claim in of_row} for row, of_row in claims.items()}
        reasons = []
        for match in matches:
            reason = ""
            if match.row is not None:
                rank = _Claim.of(match).rank
                if rank > best[match.row] or (rank > PUNCTUATION and len(spelt[match.row]) > 1):
                    reason = self._contest(match, self.names[match.row])
            reasons.append(reason)
        return reasons

    def _contest(self, match: Match, well: str) -> str:
        differs = "leading zeros" if match.likeness == ZEROS else "punctuation"
        return (
            f"no well is called {match.called}: {well} (`{self.source}`) differs in {differs}, and other files fit it "
            f"as well or better{self._lost_zeros(match.called)}"
        )

    def remark(self, files: Sequence[str], matches: Sequence[Match]) -> str:
        """Return a sentence that names the files whose match is loose and counts, the loosest first; or nothing."""
        pairs = sorted(zip(files, matches), key=lambda pair: -pair[1].likeness)
        loose = [f"{file} → {self.names[match.row]}" for file, match in pairs if match.loose and match.row is not None]
        if not loose:
            return ""
        end = ", …" if len(loose) > _NAMED else "."
        return (
            f"Files matched to wells whose names differ in punctuation or leading zeros (`{self.source}`): "
            f"{len(loose)}, {', '.join(loose[:_NAMED])}{end}"
        )


class _Claim(NamedTuple):
    """How surely a file names a well: EXACT, PUNCTUATION or ZEROS, and as which words."""

    rank: int
    words: Hashable

    @classmethod
    def of(cls, match: Match) -> _Claim:
        words = spelling(match.called).keys[PUNCTUATION]
        if match.likeness > PUNCTUATION:
            return cls(ZEROS, words)
        sure = match.likeness < PUNCTUATION or spelling(match.called).registered
        return cls(EXACT if sure else PUNCTUATION, words)
