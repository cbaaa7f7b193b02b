"""From a LAS file to its text.

Law: what is no file, or larger than memory allows, is refused before it is read, and any bytes become text. What says
its encoding, or can be in one only, is decoded by it; eight-bit text is decoded by the encoding in which its letters
are the most usual ones, and where another is nearly as good that is said.

Detectors made for whole pages fail on the few letters of a header, so that this weighs a handful of encodings itself.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Callable, NamedTuple

from ..errors import UnreadableLas
from ..machine import MEMORY_SHARE, available_memory, in_bytes

LARGEST_FILE = 2**30
_WORTH_A_LOOK = 10_000_000
"""Bytes of a file that nobody asks the free memory for."""

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)

_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
"""Letters by how often Russian has them."""

_WELL_WORDS = frozenset("井油田公司钻测深层系孔区中国石气号省市县")
_SAMPLE = 4000
_LEAST_LEAD = 3.0
"""Less of a lead in log likelihood than this makes an encoding a guess."""


_ODD = re.compile("[£¤¥¦¨¯¸¢¬Ÿ]|[а-яё][А-ЯЁ]")
"""What hardly stands in names: text that has it may be of an encoding that is not among those weighed."""


class Decoded(NamedTuple):
    """The text, and the name of its encoding where that is a guess, else ""."""

    text: str
    guess: str


def read_text(file: Path) -> Decoded:
    """Return the text of a file; UnreadableLas says why there is none."""
    return _decoded(_content(file))


def _content(file: Path) -> bytes:
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            message = "it is a folder"
        elif not stat.S_ISREG(status.st_mode):
            message = "it is no ordinary file"
        elif status.st_size > LARGEST_FILE:
            message = f"it is larger than {LARGEST_FILE / 2**20:,.0f} MB, which is no well log"
        elif status.st_size > _WORTH_A_LOOK and not _has_room(status.st_size):
            message = f"it takes about {in_bytes(las_memory(status.st_size))} of memory, and there is less"
        else:
            with file.open("rb") as stream:
                head = stream.read(4)
                if head != b"LASF":
                    return head + stream.read()
            message = "it is a LiDAR point cloud, not a well log"
    except FileNotFoundError:
        message = "there is no such file"
    except PermissionError:
        message = "there is no permission to read it"
    except ValueError:
        message = "its name cannot be one of a file"
    except OSError as error:
        message = f"it cannot be read ({error.strerror or type(error).__name__})"
    raise UnreadableLas(message)


def las_memory(size: float) -> float:
    """Return how many bytes it takes at the most to read a LAS file of so many."""
    return 8.0 * size


def _has_room(size: int) -> bool:
    free = available_memory()
    return free is None or las_memory(size) <= MEMORY_SHARE * free


def _decoded(content: bytes) -> Decoded:
    """Return the text of a file."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, errors="replace"), "")
    wide = _wide(content[:2000])
    if wide:
        return Decoded(content.decode(wide, errors="replace"), "")
    try:
        return Decoded(content.decode("utf-8"), "")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
    # One letter that is broken makes no other encoding.
    broken = text.count("\ufffd", 0, _SAMPLE)
    if sum(letter > "\x7f" for letter in text[:_SAMPLE]) > 5 * broken:
        return Decoded(text, "")
    encoding, sure = _likely(content)
    return Decoded(content.decode(encoding, errors="replace"), "" if sure else encoding)


def _wide(sample: bytes) -> str:
    """Return the encoding of Latin text in two or four bytes a letter: all but one of them are zero; "" for none."""
    zeros = [sample[place::4].count(0) / max(1, len(sample[place::4])) for place in range(4)]
    many, few = [share > 0.4 for share in zeros], [share <= 0.1 for share in zeros]
    for encoding, full in (("utf-32-le", (0,)), ("utf-32-be", (3,)), ("utf-16-le", (0, 2)), ("utf-16-be", (1, 3))):
        if all(few[place] if place in full else many[place] for place in range(4)):
            return encoding
    return ""


def _likely(content: bytes) -> tuple[str, bool]:
    """Return the likeliest encoding of text that is no UTF-8, and whether its lead is a clear one."""
    lines: list[bytes] = []
    size = 0
    for line in re.split(rb"[\r\n]+", content[:1_000_000]):
        if line.isascii():
            continue
        lines.append(line[:400])
        size += len(lines[-1])
        if size > _SAMPLE:
            break
    sample = b"\n".join(lines)
    scores = {}
    for encoding, (prior, score) in _CANDIDATES.items():
        # The end of a line that was cut may be half a letter.
        text = sample.decode(encoding, errors="replace")
        scores[encoding] = prior + score(text) - 12 * text.count("\ufffd")
    best, second = sorted(scores, key=lambda encoding: scores[encoding], reverse=True)[:2]
    text = sample.decode(best, "replace")
    signs_only = best == "cp1252" and not any(ord(c) > 127 and c.isalpha() for c in text)
    is_clear = scores[best] - scores[second] >= _LEAST_LEAD and not _ODD.search(text)
    return best, signs_only or is_clear


def _cyrillic(text: str) -> float:
    total = 0.0
    for match in re.finditer(r"[^\W\d_]*[^\x00-\x7f]+[^\W\d_]*", text):
        word = match.group()
        for letter in word:
            place = _RUSSIAN.find(letter.lower())
            if place >= 0:
                total -= 2.2 + 0.11 * place
            elif letter in "іїєґўІЇЄҐЎ":
                total -= 5.5
            elif letter in "№«»°µ±–—“”":
                total -= 5.0
            elif ord(letter) > 127:
                total -= 9.0
        letters = [letter for letter in word if letter.isalpha()]
        for before, after in zip(letters, letters[1:]):
            total -= 3.0 * (before.islower() and after.isupper()) + 3.0 * (before.isascii() != after.isascii())
    return total


def _latin(text: str) -> float:
    """Weigh western text: letters with accents stand among letters without, and signs alone."""
    total = 0.0
    for match in re.finditer(r"[^\x00-\x7f]+", text):
        run = match.group()
        near = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        for letter in run:
            if letter in "°µ²³±§®©´·–—‘’“”º":
                total -= 3.5
            elif not ("À" <= letter <= "ÿ" or letter in "ŠšŽžŒœŸ"):
                total -= 9.0
            elif len(run) == 1 and any(c.isalpha() for c in near):
                total -= 2.7
            else:
                total -= 5.0 if len(run) <= 2 else 6.5
    return total


def _far_east(encoding: str, usual: range, rarity: float) -> Callable[[str], float]:
    """Return a weight of text whose usual letters have these first bytes; `rarity` is the logarithm of their number."""

    def score(text: str) -> float:
        total = 0.0
        for letter in text:
            if letter < "\x80" or letter == "\ufffd":
                continue
            code = letter.encode(encoding, errors="ignore")
            if encoding == "shift_jis" and "\u3041" <= letter <= "\u30fc" or letter in _WELL_WORDS:
                total -= 5.0
            elif code[:1] and code[0] in usual:
                total -= rarity
            else:
                total -= 14.0
        return total

    return score


_CANDIDATES: dict[str, tuple[float, Callable[[str], float]]] = {
    "cp1252": (0.0, _latin),
    "cp1251": (-1.0, _cyrillic),
    "cp866": (-2.0, _cyrillic),
    "koi8-r": (-2.5, _cyrillic),
    "iso8859-5": (-3.5, _cyrillic),
    "gb18030": (-2.0, _far_east("gb2312", range(0xB0, 0xD8), 7.2)),
    "shift_jis": (-2.5, _far_east("shift_jis", range(0x88, 0x98), 7.2)),
    "euc-kr": (-4.0, _far_east("euc-kr", range(0xB0, 0xC9), 6.7)),
}
"""Encodings, what speaks for each beforehand, and how the log likelihood of a text in it is reckoned."""
