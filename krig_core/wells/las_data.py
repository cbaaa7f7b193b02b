"""From the data lines of a LAS file to columns of numbers.

Law: without WRAP a line is a depth, and a value is its column's. A line that does not hold one value for each curve is
left out and counted, unless fixed columns, asterisks or numbers that touch tell which value is whose; where most lines
do not, nothing is read. What is not a number is NaN.
"""

from __future__ import annotations

import bisect
import csv
import itertools
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import UnreadableLas
from .las_sections import LONGEST_LINE, DataSection, Item, agreed, named_by_title
from .nulls import is_no_value
from .numerals import LONGEST_NUMBER, comma_divides_thousands, data_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAMPLE = 2000
"""Lines by which it is told how a file is written."""

_SAMPLE_LETTERS = 2_000_000
_BLOCK = 1_000_000
"""Letters that are looked at together."""

_CHUNK = 2000
_TAIL = 20_000
"""Letters at the end of a file by which it is told whether its last line is cut off."""

_BEGINNINGS = 20
"""Wrapped lines from each of which a depth may begin."""

_BLANK = " "
_MARKS = (_BLANK, "\t", ",", ";")
_STATED = {"SPACE": _BLANK, "BLANK": _BLANK, "TAB": "\t", "COMMA": ",", "SEMICOLON": ";", ",": ",", ";": ";"}
_NUMBER_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")
_WORD = re.compile(r"\S+")
_STARS = re.compile(r"\*{2,}")
_NO_VALUE = "****"
_RUN_ON = re.compile(r"[-+]?\d*\.\d+(?:-\d*\.\d+)+")
_SEVERAL_NUMBERS = re.compile(r"[-+.,\d]+(?:[ \t]+[-+.,\d]+)+")
_LAST_DECIMALS = re.compile(r"\.(\d*)$")
_BORDER_MARKS = re.compile(r"(?:^|\s)[,;]|[,;](?:\s|$)")


class Table(NamedTuple):
    """What a data section holds.

    Attributes
    ----------
    curves : tuple of Item
        One for each column.
    values : array of float64, shape (lines, curves)
    odd : tuple of int
        For each column, how many values are neither numbers nor a word for none.
    remarks : tuple of str
        What was left out and what was told by other means than the order of values.
    """

    curves: tuple[Item, ...]
    values: NDArray[np.float64]
    odd: tuple[int, ...]
    remarks: tuple[str, ...]


def read_table(text: str, section: DataSection, *, wrap: str, delimiter: str) -> Table:
    """Read a data section of a LAS file.

    Parameters
    ----------
    text : str
        The file.
    section : DataSection
    wrap, delimiter : str
        What the file states as WRAP and DLM, in upper case.

    Raises
    ------
    UnreadableLas
        When it is not known which value is whose.
    """
    body = text[section.begin : section.end]
    if "#" in body:
        body = _COMMENT.sub("", body)
    if section.end == len(text) and not body.endswith("\n") and _is_cut_off(body[-_TAIL:].split("\n")):
        whole = section._replace(end=text.rfind("\n", section.begin, section.end) + 1)
        table = read_table(text, whole, wrap=wrap, delimiter=delimiter)
        return table._replace(remarks=(*table.remarks, "its last line is cut off and was left out"))
    named = named_by_title(section)
    sets = [curves for curves in (section.curves, named) if curves]
    if not sets:
        message = "it names no curves: it has no ~Curve section"
        raise UnreadableLas(message)
    if wrap != "YES":
        for curves in sets:
            plain = _plain(body, len(curves))
            if plain is not None and len(plain):
                curves, remarks = agreed(section, named, curves)
                return Table(curves, plain, (0,) * len(curves), remarks)
    lines = [line for line in body.split("\n") if line.strip()]
    if not lines:
        return Table(sets[0], np.empty((0, len(sets[0]))), (0,) * len(sets[0]), ())
    if max(map(len, lines)) > LONGEST_LINE:
        message = f"a line of it has more than {LONGEST_LINE:,} letters"
        raise UnreadableLas(message)
    return _odd_table(lines, section, named, wrap, delimiter)


def _in_words(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBER_WORDS[count] if count < len(_NUMBER_WORDS) else f"{count:,}"


def _plain(body: str, n_columns: int) -> NDArray[np.float64] | None:
    """Return the values of lines that hold nothing but that many numbers between blanks, None for all others."""
    parts = []
    begin = 0
    while begin < len(body):
        end = body.find("\n", begin + _BLOCK) + 1 or len(body)
        part = _plain_block(body[begin:end], n_columns)
        if part is None:
            return None
        parts.append(part)
        begin = end
    return np.concatenate(parts) if parts else None


def _plain_block(block: str, n_columns: int) -> NDArray[np.float64] | None:
    """Return the values of some lines for `_plain`.

    numpy reads words wherever they stand, so that first each line is seen to have its number of them; and it would
    read 1-2 as two numbers, so that in the end there must be as many numbers as words.
    """
    try:
        content = block.encode("ascii")
    except UnicodeEncodeError:
        return None
    letters = np.frombuffer(content + b"\n", dtype=np.uint8)
    is_blank = letters <= 32
    borders = np.flatnonzero(is_blank[1:] != is_blank[:-1]) + 1
    if not is_blank[0]:
        borders = np.append(0, borders)
    begins, ends = borders[::2], borders[1::2]
    if not len(begins):
        return np.empty((0, n_columns))
    if (ends - begins).max() > LONGEST_NUMBER:
        return None
    counts = np.diff(np.searchsorted(begins, np.flatnonzero(letters == 10)), prepend=0)
    if not ((counts == n_columns) | (counts == 0)).all():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            values = np.fromstring(content, sep=" ")
        except (DeprecationWarning, ValueError):
            return None
    return values.reshape(-1, n_columns) if len(values) == len(begins) else None


class _Cut(NamedTuple):
    """How a line is cut: at blanks or at a mark; lines may begin and end with a mark that divides nothing."""

    mark: str
    leading: bool = False
    trailing: bool = False

    def fields(self, line: str, n_columns: int) -> list[str]:
        """Return the values of a line; marks at its end divide nothing where there are values enough before them."""
        if self.mark == _BLANK:
            return [*map(_unquoted, _QUOTED.findall(line))] if '"' in line or "'" in line else line.split()
        if '"' in line and len(line) < csv.field_size_limit():
            found = next(csv.reader([line], delimiter=self.mark, skipinitialspace=True))
        else:
            found = line.split(self.mark)
        if self.leading and not found[0].strip():
            found = found[1:]
        if self.trailing and found and not found[-1].strip():
            found.pop()
        while len(found) > n_columns and not found[-1].strip():
            found.pop()
        return [field.strip() for field in found]

    def fits(self, line: str, n_columns: int) -> bool:
        """Tell whether a line is cut in so many values, none of which still holds several."""
        if self.mark == _BLANK:
            return len(self.fields(line, n_columns)) == n_columns and not _BORDER_MARKS.search(line)
        fields = self.fields(line, n_columns)
        return len(fields) == n_columns and not any(_SEVERAL_NUMBERS.fullmatch(field) for field in fields)


def _unquoted(word: str) -> str:
    return word[1:-1].strip() if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


def _odd_table(lines: list[str], section: DataSection, named: tuple[Item, ...], wrap: str, delimiter: str) -> Table:
    """Read lines that are anything but numbers between blanks."""
    sample = _some(lines)
    cuts = _possible_cuts(sample, delimiter)
    sets = [curves for curves in (section.curves, named) if curves]
    if wrap != "YES":
        for curves in sets:
            cut, fitting = _best(cuts, sample, len(curves))
            if 2 * fitting > len(sample):
                return _cut_table(lines, cut, *agreed(section, named, curves))
        for curves in sets:
            fixed = _FixedColumns.of(sample, len(curves))
            told = sum(len(line.split()) == len(curves) or bool(_mended(line, len(curves), fixed)) for line in sample)
            if 2 * told > len(sample):
                return _cut_table(lines, _Cut(_BLANK), *agreed(section, named, curves))
    if wrap != "NO":
        records = _records(lines, len(sets[0]))
        if records is not None:
            kept, left_out = records
            values, odd = _as_numbers(kept, len(sets[0]), comma_divides_thousands(kept))
            said = f"{left_out:,} of {len(lines):,} wrapped lines left out: they do not make up the values of a depth"
            return Table(sets[0], values, tuple(odd), (said,) if left_out else ())
    raise UnreadableLas(_disagreement(sample, cuts, len(sets[0]), wrap))


def _some(lines: Sequence[str]) -> Sequence[str]:
    """Return lines from all over a file, few enough to be looked at in several ways."""
    return lines[:: max(1, len(lines) // _SAMPLE, sum(map(len, lines)) // _SAMPLE_LETTERS)]


def _possible_cuts(sample: Sequence[str], delimiter: str) -> list[_Cut]:
    """Return the ways to cut that a file may mean, what it states first."""
    marks = dict.fromkeys([_STATED.get(delimiter, _BLANK), *_MARKS])
    cuts = [_Cut(mark) for mark in marks if mark == _BLANK or any(mark in line for line in sample)]
    for cut in [cut for cut in cuts if cut.mark != _BLANK]:
        leading = 2 * sum(line.lstrip(" ").startswith(cut.mark) for line in sample) > len(sample)
        trailing = 2 * sum(line.rstrip(" ").endswith(cut.mark) for line in sample) > len(sample)
        cuts += [
            _Cut(cut.mark, *ends)
            for ends in sorted({(leading, False), (False, trailing), (leading, trailing)})
            if any(ends)
        ]
    return cuts


def _best(cuts: Sequence[_Cut], sample: Sequence[str], n_columns: int) -> tuple[_Cut, int]:
    """Return the cut that most lines fit, and how many."""
    counts = {cut: sum(cut.fits(line, n_columns) for line in sample) for cut in cuts}
    for cut in cuts:
        other = cut._replace(trailing=False)
        if cut.trailing and counts[other] <= 2 * counts[cut]:
            # Where full lines end with a mark, a line that has one value less is short: its last is no blank one.
            counts[other] = 0
    best = max(cuts, key=lambda cut: counts[cut])
    return best, counts[best]


def _cut_table(lines: list[str], cut: _Cut, curves: tuple[Item, ...], remarks: tuple[str, ...]) -> Table:
    n_columns, n_lines = len(curves), len(lines)
    plain = _plain_between_marks(lines, cut, n_columns)
    if plain is not None:
        return Table(curves, plain, (0,) * n_columns, remarks)
    thousands = comma_divides_thousands([cut.fields(line, n_columns) for line in _some(lines)])
    if thousands is False and cut.mark != ",":
        plain = _plain_with_decimal_commas(lines, cut, n_columns)
        if plain is not None:
            return Table(curves, plain, (0,) * n_columns, remarks)
    fixed = _FixedColumns.of(lines, n_columns) if cut.mark == _BLANK else None
    parts, odd, mended = [], [0] * n_columns, 0
    for start in range(0, len(lines), _CHUNK):
        rows = []
        for line in lines[start : start + _CHUNK]:
            row = cut.fields(line, n_columns)
            if len(row) != n_columns and cut.mark == _BLANK:
                row = _mended(line, n_columns, fixed)
                mended += bool(row)
            if len(row) == n_columns:
                rows.append(row)
        numbers, not_numbers = _as_numbers(rows, n_columns, thousands)
        parts.append(numbers)
        odd = [*map(sum, zip(odd, not_numbers))]
    values = np.concatenate(parts)
    if 2 * len(values) <= n_lines:
        message = f"only {len(values):,} of its {n_lines:,} data lines hold {_in_words(n_columns)} values"
        raise UnreadableLas(message)
    said = _left_out(n_lines - len(values), n_lines, n_columns, "data lines")
    if mended:
        said += (f"{mended:,} of {n_lines:,} data lines lack values or have some that touch: their columns tell whose",)
    return Table(curves, values, tuple(odd), remarks + said)


def _plain_between_marks(lines: Sequence[str], cut: _Cut, n_columns: int) -> NDArray[np.float64] | None:
    """Return the values of lines with a number between all marks, None for all others."""
    if (
        cut.mark == _BLANK
        or cut.leading
        or cut.trailing
        or any(line.count(cut.mark) != n_columns - 1 for line in lines)
    ):
        return None
    body = "\n".join(lines)
    if re.search(rf"(?:^|{cut.mark})[ \t]*(?:{cut.mark}|$)", body, re.MULTILINE):
        return None
    return _plain(body.replace(cut.mark, " "), n_columns)


def _plain_with_decimal_commas(lines: Sequence[str], cut: _Cut, n_columns: int) -> NDArray[np.float64] | None:
    """Return the values of lines whose numbers all have a decimal comma or are whole, None for all others."""
    if any("." in line for line in lines):
        return None
    with_points = [line.replace(",", ".") for line in lines]
    if cut.mark == _BLANK:
        return _plain("\n".join(with_points), n_columns)
    return _plain_between_marks(with_points, cut, n_columns)


def _left_out(count: int, of: int, n_columns: int, what: str) -> tuple[str, ...]:
    if not count:
        return ()
    values = f"{_in_words(n_columns)} value{'' if n_columns == 1 else 's'}"
    return (f"{count:,} of {of:,} {what} left out: {'it does' if count == 1 else 'they do'} not hold {values}",)


def _as_numbers(
    rows: Sequence[Sequence[str]], n_columns: int, thousands: bool | None
) -> tuple[NDArray[np.float64], list[int]]:
    """Return rows of words as numbers, and for each column how many words are none but should be."""
    values = np.array([[data_number(word, thousands) for word in row] for row in rows]).reshape(-1, n_columns)
    odd = [0] * n_columns
    # A line of words, such as names or units, holds no values.
    missing = np.isnan(values) & ~np.isnan(values).all(axis=1, keepdims=True)
    for row, column in zip(*(places.tolist() for places in np.nonzero(missing))):
        odd[column] += not is_no_value(rows[row][column])
    return values, odd


class _FixedColumns(NamedTuple):
    """The columns of letters in which the values of a file end."""

    ends: tuple[int, ...]

    @classmethod
    def of(cls, lines: Sequence[str], n_columns: int) -> _FixedColumns | None:
        """Return the columns of lines, at least two, that all hold their values in the same; None without any."""
        full = (line for line in lines if len(line.split()) == n_columns)
        ends = [tuple(word.end() for word in _WORD.finditer(line)) for line in itertools.islice(full, _SAMPLE)]
        return cls(ends[0]) if len(ends) > 1 and len(set(ends)) == 1 and "\t" not in lines[0] else None

    def fields(self, line: str) -> list[str]:
        """Return the values of a line, "" for those that are blank; nothing where they do not end in the columns.

        A line that ends before the last column may lack any value, the others having moved.
        """
        found = [""] * len(self.ends)
        last = 0
        for word in _WORD.finditer(line):
            begin, last = word.span()
            inside = range(bisect.bisect_right(self.ends, begin), bisect.bisect_right(self.ends, last))
            if not inside or self.ends[inside[-1]] != last:
                return []
            for column in inside:
                piece = line[begin : self.ends[column]]
                begin = self.ends[column]
                if len(inside) > 1 and data_number(piece) != data_number(piece) and not is_no_value(piece):
                    return []
                found[column] = piece
        return found if found[0] and len(line) >= self.ends[-1] and "\t" not in line else []


def _mended(line: str, n_columns: int, fixed: _FixedColumns | None) -> list[str]:
    """Return the values of a line with other than one word for each column; nothing where it is not told whose."""
    return (fixed.fields(line) if fixed else []) or _taken_apart(line, n_columns)


def _taken_apart(line: str, n_columns: int) -> list[str]:
    """Return the values of a line some of which touch: asterisks, or numbers divided by nothing but a minus sign.

    A run of asterisks stands for all values that the line lacks. Of numbers that run into each other without a sign it
    is not known where one ends: they are no values.
    """
    words: list[str] = []
    for word in _STARS.sub(f" {_NO_VALUE} ", line).split():
        if _RUN_ON.fullmatch(word):
            words += re.sub(r"(?<=\d)-", " -", word).split()
        elif word.count(".") == 2 and word.replace(".", "").lstrip("-").isdecimal():
            words += ["NaN", "NaN"]
        else:
            words.append(word)
    lacking = n_columns - len(words)
    if lacking > 0 and words.count(_NO_VALUE) == 1:
        place = words.index(_NO_VALUE)
        words[place:place] = [_NO_VALUE] * lacking
    return words if len(words) == n_columns else []


def _is_cut_off(lines: Sequence[str]) -> bool:
    """Tell whether the last of some lines is cut off; the first may be half.

    It is, if it is shorter than the others, which are equally long, unless its last word is as long as theirs; or has
    fewer decimals than all others have.
    """
    others = [line.rstrip() for line in lines[1:-1] if line.strip()]
    last = lines[-1].rstrip()
    if len(others) < 2 or not last:
        return False
    lengths, decimals = ({measure(line) for line in others} for measure in (len, _decimals))
    words = {len(re.split(r"[\s,;]", line)[-1]) for line in (*others, last)}
    return (len(lengths) == 1 and len(last) < lengths.pop() and len(words) > 1) or (
        len(decimals) == 1 and _decimals(last) < decimals.pop()
    )


def _decimals(line: str) -> int:
    """Return how many decimals a line ends with."""
    found = _LAST_DECIMALS.search(line[-LONGEST_NUMBER:])
    return len(found.group(1)) if found else 0


def _records(lines: Sequence[str], n_columns: int) -> tuple[list[list[str]], int] | None:
    """Return the values of wrapped lines by depth, and how many lines were left out; None where they are not told.

    Wrapped lines of one file break in the same places, or else a depth is known by standing alone. Of several ways to
    join them that one counts which leaves out fewest, and whose depths rise or fall.
    """
    counts = [len(line.split()) for line in lines]
    begins = [place for place, count in enumerate(counts) if count == 1]
    ways = [[(i, j) for i, j in zip(begins, [*begins[1:], len(counts)]) if sum(counts[i:j]) == n_columns]]
    patterns = {_pattern(counts[start:], n_columns) for start in (0, *begins[:_BEGINNINGS])} - {()}
    ways += [_matched(counts, pattern) for pattern in sorted(patterns)]
    found = max(ways, key=lambda way: _lines_of(way) if _is_ordered(lines, way) else 0)
    lost = len(lines) - _lines_of(found)
    # Where no depth stands alone, or every value does, one that lacks would make depths of values.
    is_regular = 0 < len(begins) < len(lines) or n_columns == 1
    if 2 * lost >= len(lines) or (lost and not is_regular) or not _is_ordered(lines, found, 1.0 - 0.1 * is_regular):
        return None
    return [" ".join(lines[begin:end]).split() for begin, end in found], lost


def _is_ordered(lines: Sequence[str], records: Sequence[tuple[int, int]], share: float = 0.9) -> bool:
    """Tell whether that share of the steps from depth to depth is of one sign."""
    steps = np.diff([data_number(lines[begin].split()[0]) for begin, _ in records])
    return max(np.count_nonzero(steps > 0), np.count_nonzero(steps < 0)) >= share * len(steps)


def _pattern(counts: Sequence[int], n_columns: int) -> tuple[int, ...]:
    """Return the numbers of values in the first lines that hold so many, () where no lines do."""
    sums = list(itertools.accumulate(counts[:n_columns]))
    return tuple(counts[: sums.index(n_columns) + 1]) if n_columns in sums else ()


def _matched(counts: Sequence[int], pattern: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return where lines follow a pattern."""
    found = []
    place, size = 0, len(pattern)
    while place < len(counts):
        if counts[place] == pattern[0] and tuple(counts[place : place + size]) == pattern:
            found.append((place, place + size))
            place += size
        else:
            place += 1
    return found


def _lines_of(records: Sequence[tuple[int, int]]) -> int:
    return sum(end - begin for begin, end in records)


def _disagreement(sample: Sequence[str], cuts: Sequence[_Cut], n_columns: int, wrap: str) -> str:
    """Return why it is not known which value is whose."""
    if wrap == "YES":
        return f"its wrapped lines do not make up {_in_words(n_columns)} values for each depth"
    cut, _ = _best(cuts, sample, n_columns)
    counts = Counter(len(cut.fields(line, n_columns)) for line in sample)
    (count, lines), *others = counts.most_common()
    curves = f"{_in_words(n_columns)} curve{'' if n_columns == 1 else 's'}"
    if not others:
        return f"its lines hold {_in_words(count)} value{'' if count == 1 else 's'} for {curves}"
    if count != n_columns and lines > 0.5 * len(sample):
        return f"most of its lines hold {_in_words(count)} value{'' if count == 1 else 's'} for {curves}"
    return f"its lines hold {_in_words(min(counts))} to {_in_words(max(counts))} values for {curves}"
