"""From the text of a LAS file to its sections: what it says of itself, of the well, of its curves, and its data.

Law: whatever a header says is text here, and stays as it is written. Sections are known by their titles in any case.
A data section has the definition that it names after a bar, as LAS 3 does, or the nearest one of its kind. A file is
one well: headers that follow each other may repeat what they say, not contradict it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Callable, NamedTuple

from ..errors import UnreadableLas
from .nulls import says_nothing
from .numerals import number, weight
from .units import length_unit

DEPTH_NAMES = frozenset(
    ("DEPT", "DEPTH", "MD", "DEP", "TDEP", "DPTH", "DEPTMD", "DEPTHMD", "MDEPTH", "DMD", "ГЛУБИНА", "ГЛУБ")
)
"""Mnemonics of measured depth, letters and digits only."""

MOST_CURVES = 10_000
MOST_SECTIONS = 500
MOST_HEADER_LINES = 50_000
LONGEST_HEADER_LINE = 2000
LONGEST_LINE = 1_000_000

_SECTION = re.compile(r"^[ \t\f\v\x1a\"\ufeff\u200b]*~(.*)$", re.MULTILINE)
"""A section begins; files that were joined have marks of their ends and encodings before it, spreadsheets quotes."""

_CURVES = re.compile(r"C\b|CURV|CHAN|.*_DEFINITION")
_DATA = re.compile(r"A|.*_DATA\b")
_LOG = re.compile(r"A(?![A-Z])|ASC|LOG")
_HEADERS = {
    "V": re.compile(r"V"),
    "W": re.compile(r"W(?![A-Z])|WELL(?!BORE|HEAD)"),
    "P": re.compile(r"P(?![A-Z])|PAR|LOG_P"),
}
_DOTLESS = re.compile(r"^(STRT|STOP|STEP|NULL)[ \t]+(?=[-+]?\d)", re.IGNORECASE)
_LONGEST_QUANTITY = 100
_QUANTITY = re.compile(r"([^\W\d_]+\W?)?\s*([-+\u2212]?[\d.,]\S*?)\s*([^\W\d_]+\W?)?")
"""A number with its unit on one side."""
_DOUBLE_DOT = re.compile(r"(?<=\S)\.\.(?!\d)")
_UNIT = re.compile(r"(?:[\d.]*\d[ \t]+(?=[A-Za-z\"']))?\S*")
_BLANK = re.compile(r"[ \t]")
_NO_CLOCK = re.compile(r"(?<!\d):|:(?!\d)")
NAMES = ("WELL", "UWI", "API", "COMP", "FLD", "LOC", "PROV", "CNTY", "STAT", "CTRY", "SRVC", "DATE")
"""Items of the well that are text, and have no unit."""

_INDEX_ITEMS = ("STRT", "STOP", "STEP", "NULL")
_OF_ONE_WELL = ("WELL", "UWI", "API")
_OF_ONE_LOG = ("NULL", "WRAP", "DLM")

_DESCRIPTIONS = {
    "WELL": ("WELL", "WELL NAME", "NAME OF WELL", "WELL NUMBER", "WELL NO", "СКВАЖИНА"),
    "UWI": ("UNIQUE WELL ID", "UNIQUE WELL IDENTIFIER", "UNIQUE WELL IDENTIFICATION", "UNIQUE WELL ID NUMBER", "UWI"),
    "API": ("API NUMBER", "API", "API NO", "API WELL NUMBER", "API CODE", "UNIQUE WELL ID"),
    "COMP": ("COMPANY", "COMPANY NAME", "КОМПАНИЯ"),
    "FLD": ("FIELD", "FIELD NAME", "МЕСТОРОЖДЕНИЕ"),
    "LOC": ("LOCATION", "WELL LOCATION"),
    "PROV": ("PROVINCE",),
    "CNTY": ("COUNTY",),
    "STAT": ("STATE",),
    "CTRY": ("COUNTRY",),
    "SRVC": ("SERVICE COMPANY", "LOGGING COMPANY"),
    "DATE": ("LOG DATE", "DATE", "LOGGING DATE"),
    "LATI": ("LATITUDE", "LAT"),
    "LAT": ("LATITUDE", "LAT"),
    "LONG": ("LONGITUDE", "LONG", "LON"),
    "LON": ("LONGITUDE", "LONG", "LON"),
    "X": ("X COORDINATE", "X COORD", "EASTING", "X"),
    "Y": ("Y COORDINATE", "Y COORD", "NORTHING", "Y"),
}
"""How the standard describes the items of a well: that is never their value."""


class Item(NamedTuple):
    """A line of a header: MNEM.UNIT VALUE : DESCRIPTION."""

    name: str
    unit: str
    value: str
    description: str


class DataSection(NamedTuple):
    """A data section.

    Attributes
    ----------
    title : str
        What its line says after the ~.
    curves : tuple of Item
        Its definition.
    begin, end : int
        Where its lines stand in the text.
    """

    title: str
    curves: tuple[Item, ...]
    begin: int
    end: int

    @property
    def is_log(self) -> bool:
        """Whether it is a log, and not cores or picks of a LAS 3 file."""
        return _is_log(self.title.upper())


class Sections(NamedTuple):
    """The sections of a LAS file; items in the order of their lines."""

    version: tuple[Item, ...]
    well: tuple[Item, ...]
    parameters: tuple[Item, ...]
    data: tuple[DataSection, ...]

    def stated(self, name: str) -> str:
        """Return what the file says of itself under a mnemonic, in upper case."""
        return next((item.value.upper() for item in self.version if item.name.upper() == name and item.value), "")


def sections(text: str) -> Sections:
    """Find the sections of a text whose lines end in a line feed.

    Raises
    ------
    UnreadableLas
        When there is none, more sections or curves than a log has, or more than one well.
    """
    marks = list(itertools.islice(_SECTION.finditer(text), MOST_SECTIONS + 1))
    if len(marks) > MOST_SECTIONS:
        message = f"it has more than {MOST_SECTIONS:,} sections"
        raise UnreadableLas(message)
    if not marks:
        message = "it is not a LAS file: no line begins with ~"
        raise UnreadableLas(message)
    parts: list[dict[str, list[Item]]] = [{"V": [], "W": [], "P": []}]
    definitions: list[tuple[int, str, tuple[Item, ...]]] = []
    data: list[tuple[int, str, int, int]] = []
    for place, mark in enumerate(marks):
        title = mark.group(1)[:LONGEST_LINE].strip()
        name = title.partition("|")[0].strip().upper()
        begin = min(mark.end() + 1, len(text))
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        if _CURVES.match(name) and "_DATA" not in name and "_PARAMETER" not in name:
            definitions.append((place, name, _curves(text, begin, end)))
        elif (_DATA.match(name) and "_PARAMETER" not in name) or name.split(" ")[0] in DEPTH_NAMES:
            data.append((place, title, begin, end))
        else:
            kind = next((kind for kind, titles in _HEADERS.items() if titles.match(name)), "")
            if kind in ("V", "W") and parts[-1]["W"]:
                parts.append({"V": [], "W": [], "P": []})
            if kind:
                parts[-1][kind] += [_PARSERS[kind](line) for line in _lines(text, begin, end)]
    for part in parts:
        part["W"] = list(_values_told_from_descriptions(part["W"], _is_first(part["V"] or parts[0]["V"])))
    _agree(parts)
    version, well, parameters = (tuple(item for part in parts for item in part[kind]) for kind in "VWP")
    found = tuple(DataSection(t, _definition(n, t, definitions), begin, end) for n, t, begin, end in data)
    return Sections(version, well, parameters, found)


def header_of(sections: Sections) -> Mapping[str, tuple[str, str]]:
    """Return value and unit by mnemonic in upper case.

    Of several the first that says something, the well's before the parameters'; a zero says less (see `weight`).
    """
    header: dict[str, tuple[str, str]] = {}
    for item in (*sections.well, *sections.parameters):
        key = item.name.upper()
        if key not in header or weight(item.value) > weight(header[key][0]):
            header[key] = (item.value, item.unit)
    return header


def named_by_title(section: DataSection) -> tuple[Item, ...]:
    """Return the curves that the title of a data section names after its first word, with their units by definition.

    None where it does not begin with a depth or a curve that is defined.
    """
    title = re.sub(r"\s+(?=[(\[{])", "", section.title.partition("|")[0].strip())
    words = re.split(r"[\s,;\"]+", title)
    words = [word for word in (words if words[0].upper() in DEPTH_NAMES else words[1:]) if word]
    parts = [re.split(r"[.(\[{]", word, maxsplit=1) for word in words]
    names, units = [part[0] for part in parts], [part[-1].strip(".)]}") if len(part) > 1 else "" for part in parts]
    defined = {_curve_key(item): item for item in section.curves}
    known = [name.upper() in DEPTH_NAMES or name.upper() in defined for name in names]
    if len(names) < 2 or not known[0] or len({_curve_key(Item(name, "", "", "")) for name in names}) < len(names):
        return ()
    titled = [Item(name, unit, "", "") for name, unit in zip(names, units)]
    found = [(defined.get(_curve_key(item), item), item.unit) for item in titled]
    return tuple(item if item.unit else item._replace(unit=unit) for item, unit in found)


def _curve_key(item: Item) -> str:
    """Return what two names of one curve have in common: their letters in upper case, one for all names of depth."""
    name = item.name.upper()
    return "DEPT" if name in DEPTH_NAMES else name


def agreed(
    section: DataSection, named: Sequence[Item], curves: tuple[Item, ...]
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return the curves of columns that are as many as `curves`, and what is to be said of that.

    Where the definition numbers the columns it counts, unless the title of the data has the same curves in another
    order; where only the title numbers them, it counts if one of the two has all curves of the other.
    """
    mine, theirs = [_curve_key(item) for item in section.curves], [_curve_key(item) for item in named]
    if len(mine) == len(curves):
        if len(theirs) != len(mine):
            return section.curves, ()
        if sorted(theirs) == sorted(mine):
            if theirs == mine:
                return tuple(named), ()
            return tuple(named), ("the curves of its ~A line, which are in another order than in ~Curve, count",)
        moved = any(key in mine and mine.index(key) != place for place, key in enumerate(theirs))
    else:
        if not mine or set(theirs) <= set(mine):
            left_out = len(mine) - len(theirs)
            said = f"its ~A line names the curves; {left_out} of ~Curve have no values" if mine else ""
            return tuple(named), (said,) if said else ()
        moved = not set(mine) <= set(theirs)
        if not moved:
            return tuple(named), (f"its ~A line names the curves; ~Curve lacks {len(theirs) - len(mine)} of them",)
    if moved:
        message = "its ~A line names other curves than ~Curve"
        raise UnreadableLas(message)
    return section.curves, ()


def parse_item(line: str, colon: int | None = None, curves: bool = False) -> Item:
    """Return the parts of a line of a header.

    The mnemonic ends at the first dot, the unit at the first blank after it, and the value at the last colon, unless
    the place of that is given. Without a dot before the colon it is MNEM: VALUE. A mnemonic of a curve may end in a
    dot of its own ("Ave..GAPI").
    """
    first = line.find(":")
    colon = line.rfind(":") if colon is None else colon
    head = line if colon < 0 else line[:colon]
    if first >= 0 and "." not in line[:first]:
        words = line[:first].split() if curves else [line[:first].strip()]
        return Item((words or [""])[0], " ".join(words[1:]), line[first + 1 :].strip(), "")
    # A dot before the mnemonic is not part of it, if there is another one.
    start = 1 if line.startswith(".") and "." in head[1:] else 0
    dot = head.find(".", start)
    dots = [*_DOUBLE_DOT.finditer(head, start)] if curves else []
    dot = dots[-1].start() + 1 if dots else dot
    unit = _UNIT.match(line, dot + 1, len(head))
    end = dot + 1 if unit is None else unit.end()
    return Item(
        head[start:dot].strip(),
        _without_brackets(line[dot + 1 : end].strip().rstrip(".")),
        head[end:].strip(),
        "" if colon < 0 else line[colon + 1 :].strip(),
    )


def _agree(parts: Sequence[Mapping[str, Sequence[Item]]]) -> None:
    """Raise UnreadableLas where headers that follow each other are of several wells, or of logs written otherwise."""
    said: dict[str, dict[object, str]] = {}
    for part in parts:
        here: dict[str, str] = {}
        for item in (*part["V"], *part["W"]):
            name = item.name.upper()
            for what, value in ((name, item.value), (f"unit of {name}", item.unit)):
                if not says_nothing(value):
                    here.setdefault(what, value)
        for what, value in here.items():
            folded = number(value) if what == "NULL" else length_unit(value) or re.sub(r"[\W_]", "", value).casefold()
            said.setdefault(what, {}).setdefault(folded, value)
    for name in _OF_ONE_WELL:
        if len(said.get(name, ())) > 1:
            message = (
                f"it holds logs of several wells ({', '.join([*said[name].values()][:3])}): give each its own file"
            )
            raise UnreadableLas(message)
    for name in (*_OF_ONE_LOG, "unit of STRT"):
        if len(said.get(name, ())) > 1:
            values = " and ".join([*said[name].values()][:3])
            message = f"it holds several logs, whose {name} differs ({values}): give each its own file"
            raise UnreadableLas(message)


def _lines(text: str, begin: int, end: int) -> Iterator[str]:
    for line in itertools.islice(text[begin:end].split("\n"), MOST_HEADER_LINES):
        # Spreadsheets fill lines up with their mark, and quote those that hold one.
        stripped = line[:LONGEST_HEADER_LINE].strip().rstrip(",; \t")
        if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
            stripped = stripped[1:-1].replace('""', '"').strip()
        if stripped and not stripped.startswith("#") and (":" in stripped or "." in stripped):
            yield stripped


def _curves(text: str, begin: int, end: int) -> tuple[Item, ...]:
    lines = list(itertools.islice(_lines(text, begin, end), MOST_CURVES + 1))
    if len(lines) > MOST_CURVES:
        message = f"it has more than {MOST_CURVES:,} curves"
        raise UnreadableLas(message)
    return tuple(parse_item(line, curves=True) for line in lines)


def _well_item(line: str) -> Item:
    """Return an item of the well; its value may hold colons on either side of the colon that divides."""
    line = _DOTLESS.sub(r"\1. ", line)
    item = parse_item(line)
    if line.count(":") > 1:
        other = parse_item(line, line.find(":"))
        item = other if _described_on(other) == "value" else item
    name = item.name.upper().split()
    if name and name[0] in _INDEX_ITEMS:
        return _index_item(item._replace(name=name[0], value=f"{' '.join(name[1:2])} {item.value}".strip()))
    # A name has no unit: what touches the dot belongs to it.
    if item.name.upper() in NAMES:
        item = item._replace(unit="", value=_unquoted(f"{item.unit} {item.value}".strip()).lstrip(". "))
    return item


def _index_item(item: Item) -> Item:
    """Return an item of the index with its unit, which may stand beside the value, or the value in its place."""
    text = f"{item.unit} {item.value}".strip()
    found = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST_QUANTITY else None
    unit_is_told = item.unit and not any(map(str.isdigit, item.unit))
    if found is None or unit_is_told or (found.group(1) and found.group(3)):
        return item
    return item._replace(unit=found.group(1) or found.group(3) or "", value=found.group(2))


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def _parameter(line: str) -> Item:
    """Return a parameter: its description may hold colons, its value those of a clock."""
    blank = _BLANK.search(line, max(0, line.find(".")))
    colon = blank and _NO_CLOCK.search(line, blank.start())
    return parse_item(line, colon.start() if colon else None)


_PARSERS: dict[str, Callable[[str], Item]] = {"V": parse_item, "W": _well_item, "P": _parameter}


def _definition(number: int, title: str, definitions: list[tuple[int, str, tuple[Item, ...]]]) -> tuple[Item, ...]:
    """Return the curves of a data section: of the definition it names, else of the one before it, else of any."""
    own, _, named = (part.strip() for part in title.upper().partition("|"))
    called = [name for _, name, _ in definitions]
    by_name = [place for place, name in enumerate(called) if named and name == named]
    by_name += [place for place, name in enumerate(called) if named and name.startswith(named)]
    stem = own.partition("_DATA")[0]
    kin = [place for place, name in enumerate(called) if _is_definition_of(name, stem, _is_log(own))]
    before, others = ([p for p in kin if (definitions[p][0] < number) == earlier] for earlier in (True, False))
    return next((definitions[place][2] for place in (*by_name, *before[::-1], *others)), ())


def _is_definition_of(name: str, stem: str, of_log: bool) -> bool:
    """Tell whether a definition may be that of data whose title begins so."""
    return "_DEFINITION" not in name or (name.startswith("LOG") if of_log else name.startswith(f"{stem}_DEFINITION"))


def _is_log(title: str) -> bool:
    return _LOG.match(title) is not None or not _DATA.match(title)


def _is_first(version: Sequence[Item]) -> bool:
    """Tell whether a file says that it is LAS 1, which has values of the well after the colon."""
    return any(item.name.upper() == "VERS" and item.value.startswith("1") for item in version)


def _values_told_from_descriptions(items: list[Item], is_first: bool) -> Iterator[Item]:
    """Put value and description where they belong, as files of LAS 2 are found in the layout of LAS 1.2 and reverse.

    Where one of the two is the standard description the other is the value; elsewhere it stands on the side where most
    of the file's values do, and without any to tell by where the version has it.
    """
    sides = [_described_on(item) for item in items]
    right, left = sides.count("value"), sides.count("description")
    after = is_first if right == left else right > left
    for item, side in zip(items, sides):
        if item.name.upper() in _INDEX_ITEMS:
            is_number = any(map(str.isdigit, item.value))
            swap = not is_number and bool(item.description) and item.description[0] in "-+.0123456789"
        else:
            swap = side == "value" if side else after
        yield item._replace(value=item.description, description=item.value) if swap else item


def _described_on(item: Item) -> str:
    """Return which of value and description is a standard description, and the other is not; "" where neither."""
    known = _DESCRIPTIONS.get(item.name.upper(), ())
    is_known = [re.sub(r"[\s_.\-#]+", " ", text).strip().upper() in known for text in (item.value, item.description)]
    if is_known[0] == is_known[1]:
        return ""
    return "value" if is_known[0] else "description"


def _without_brackets(unit: str) -> str:
    pairs = ("[]", "()")
    return unit[1:-1].strip() if len(unit) > 1 and unit[0] + unit[-1] in pairs else unit
