"""Damaged LAS files by the hundred: each is a log or a reason, and no curve gets the values of another.

More of them: `python -m pytest tests/core/test_las_fuzz.py --las-files 5000`.
"""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import UnreadableLas
from stochastic_kriging.krig_core.wells.log import Log

HEADER = """~Version
 VERS. {version} : version
 WRAP. {wrap} : one line for each depth
~Well
 STRT.M 1000 : start
 NULL. -999.25 : null
 WELL. North 1 : WELL
 UWI . 100/06-33-070-05W4/0 : UNIQUE WELL ID
~Curve
 DEPT.M : depth
 GR.GAPI : gamma ray
 PHIE.V/V : porosity
 RHOB.K/M3 : density
~Parameter
 EREF.M 650 : elevation
~A  {names}
"""
SCALES = (1000, 20000, 300000, 4000000)
"""A value tells by its size whose it is."""

SNIPPETS = [
    *(
        b"~A\n",
        b"~",
        b"~C\n DEPT.M :\n",
        b"~W",
        b"\n",
        b"\r",
        b"\t",
        b",",
        b";",
        b'"',
        b"'",
        b"#",
        b"\0",
        b"\x1a",
        b"\xff\xfe",
    ),
    *(
        b"\xd1\xea\xe2",
        b"\xb2\xe2",
        b"****",
        b"-999.25",
        b"1e999",
        b"5.0D+01",
        b"1,000",
        b"NaN",
        b"-1.#IND",
        b"_",
        b"0x1",
    ),
    *(
        b":" * 50,
        b"." * 50,
        b" " * 500,
        b"9" * 500,
        b"*" * 500,
        b" WRAP. YES :\n",
        b" DLM. COMMA :\n",
        b" GR.X :\n" * 300,
    ),
    *(
        b"~Log_Data | Log_Definition\n",
        b" VERS. 3.0 :\n",
        b"\xe2\x80\xa8",
        b"1 " * 2000,
        b"x" * 5000,
        b"\x85",
        b"\xa0",
        b"|",
    ),
]


def table(random, lines=30):
    """Return words, line by line, whose size tells their column."""
    depths = SCALES[0] + 0.5 * np.arange(lines)
    values = [[f"{depth:.1f}", *(f"{scale + random.uniform(0, 1000):.2f}" for scale in SCALES[1:])] for depth in depths]
    if random.random() < 0.3:
        values = [
            [word if random.random() < 0.9 or not n else "-999.25" for n, word in enumerate(row)] for row in values
        ]
    return values


def written(random, rows):
    """Write rows in one of the usual ways, some of them with values too few or too many, cut or joined."""
    mark = random.choice(["", " ", "  ", "\t", ",", ";"])
    before, after = random.random() < 0.3 and mark == "\t", random.random() < 0.3 and mark in ("\t", ",", ";")
    share = random.choice([0, 0.05, 0.2, 0.6])
    lines = []
    for row in rows:
        kind = random.integers(5) if random.random() < share else -1
        place = int(random.integers(len(row)))
        if kind == 0:
            row = row[:place] + row[place + 1 :]
        elif kind == 1:
            row = [*row[:place], str(random.integers(10)), *row[place:]]
        elif kind == 2:
            row = row[:place]
        elif kind == 3:
            row = [*row, *row]
        line = mark.join(row) if mark else "".join(f"{word:>12}" for word in row)
        line = mark * before + line + mark * after
        lines.append(line[: int(random.integers(len(line) + 1))] if kind == 4 else line)
    return "\n".join(lines) + "\n"


@pytest.fixture
def number(request):
    """How many files."""
    return int(request.config.getoption("--las-files"))


def test_no_curve_ever_has_the_values_of_another(number, tmp_path):
    random = np.random.default_rng(20)
    path = tmp_path / "file.las"
    read, said, reasons = 0, 0, set()
    for _ in range(number):
        rows = table(random)
        names = random.choice(["", "DEPTH GR PHIE RHOB", "DEPT  GR"])
        text = HEADER.format(version=random.choice(["1.2", "2.0", "3.0"]), wrap="NO", names=names)
        text += written(random, rows)
        path.write_text(text)
        try:
            log = Log.from_las(path)
        except UnreadableLas as error:
            reasons.add(str(error).split()[1])
            continue
        read += 1
        said += bool(log.remarks)
        whole = {float(row[0]): [float(word) for word in row[1:]] for row in rows}
        for place, depth in enumerate(log.index):
            # A line that is cut off within its last value holds what is left of that.
            values = [log.streams[name][place] for name in ("GR", "PHIE", "RHOB")]
            expected = whole.get(depth)
            assert expected is not None, (depth, text)
            for mine, theirs in zip(values, expected):
                left = f"{mine:.2f}".rstrip("0").rstrip(".")
                assert np.isnan(mine) or f"{theirs:.2f}".startswith(left), (values, expected, text)
    assert read > 0.4 * number
    assert said > 0.1 * number
    assert reasons <= {"lines", "of", "~A", *map(str, range(30))}, reasons


def test_damaged_bytes_are_a_log_or_one_sentence(number, tmp_path):
    random = np.random.default_rng(21)
    path = tmp_path / "file.las"
    read, reasons = 0, set()
    for _ in range(number):
        wrap = random.choice(["NO", "YES"])
        text = HEADER.format(version=random.choice(["1.2", "2.0", "3.0", "x"]), wrap=wrap, names="") + written(
            random, table(random)
        )
        content = bytearray(text.encode(random.choice(["utf-8", "utf-16", "cp1251"])))
        for _ in range(int(random.integers(1, 12))):
            place = int(random.integers(len(content) + 1))
            kind = random.integers(4)
            if kind == 0:
                content[place : place + 1] = bytes([int(random.integers(256))])
            elif kind == 1:
                content[place:place] = SNIPPETS[random.integers(len(SNIPPETS))]
            elif kind == 2:
                del content[place : place + int(random.integers(40))]
            else:
                other = int(random.integers(len(content) + 1))
                content[place:place] = content[other : other + int(random.integers(200))]
        path.write_bytes(bytes(content))
        try:
            log = Log.from_las(path)
        except UnreadableLas as error:
            reasons.add(str(error))
        else:
            read += 1
            assert np.isfinite(log.index).all()
            assert len(log.streams) == len({name.casefold() for name in log.streams})
    assert read > 0.1 * number
    assert [reason for reason in reasons if "\n" in reason or len(reason) > 300 or not reason] == []
    assert len(reasons) > 3
