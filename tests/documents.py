"""The documents as a reader meets them: links, headings, fenced blocks, and the output that is printed below a block.

Output is indented by four and belongs to the block above it. A block behind the comment `<!-- not run: why -->`, which
readers do not see, is not run.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))]

_FENCE = re.compile(
    r"^(?:<!-- not run: (?P<reason>[^\n]*) -->\n)?```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d*)?(?:e[+-]?\d+)?")
_TIME = re.compile(r"(?:about )?(?:a second|[\d.]+ s)\b")


@dataclass(frozen=True)
class Block:
    """Fenced code, the lines that it prints, and why it is not run, if it is not."""

    line: int
    language: str
    code: str
    output: "list[str]"
    not_run: "str | None"


def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page):
    """Return the fenced blocks of a page, in order."""
    whole = text(page)
    found = list(_FENCE.finditer(whole))
    ends = [fence.start() for fence in found[1:]] + [len(whole)]
    return [
        Block(
            whole.count("\n", 0, fence.start("code")),
            fence["language"],
            fence["code"],
            [line[4:] for line in whole[fence.end() : end].splitlines() if line.startswith("    ")],
            fence["reason"],
        )
        for fence, end in zip(found, ends)
    ]


def links(page):
    """Return the targets of links and pictures that are in the repository."""
    return [target for target in _LINK.findall(_FENCE.sub("", text(page))) if "://" not in target]


def anchors(page):
    """Return what a link to a heading of this page may say behind the #."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def same(said, printed):
    """Tell whether a line is what a document says: the same words, and numbers to a unit of their last digit.

    Last digits differ between processors, so a ten-thousandth more or less is the same number. Times are not compared.
    """
    said, printed = (_TIME.sub("T", line) for line in (said, printed))
    words = [re.sub(r"\s", "", _NUMBER.sub("#", line)) for line in (said, printed)]
    written = _NUMBER.findall(said)
    if words[0] != words[1]:
        return False
    values = (np.array([float(n.replace(",", "")) for n in numbers]) for numbers in (written, _NUMBER.findall(printed)))
    said_values, printed_values = values
    unit = [_unit(number) for number in written]
    return bool(np.all(np.abs(said_values - printed_values) <= np.maximum(unit, 1e-4 * np.abs(said_values))))


def _unit(number):
    """Return one of the last digit of a number with decimals; whole numbers are counts."""
    digits, _, exponent = number.partition("e")
    decimals = len(digits.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals) if decimals else 0.0
