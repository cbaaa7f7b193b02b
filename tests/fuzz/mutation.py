"""How good input is spoilt: bytes, lines and JSON values, drawn from a seeded generator."""

import json

NUMBERS = (
    0, -1, 1, 2, 0.5, -0.0, 1e308, -1e308, 1e-308, 5e-324, 1e300, 1e154, 1e-154, 2**31, 2**63, 2**64,
    10**400, -(10**400), 360, 1e15,
)  # fmt: skip
WORDS = ("", " ", "\0", "null", "NaN", "inf", "../x.npy", "/etc/passwd", "x" * 5000, "é\ud800", "=1+1", "🙂", "1", "-")
VALUES = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    [1, 2, 3],
    {"a": 1},
    [1, 0],
    [0, 0],
    [-1e308, 1e308],
    *NUMBERS,
    *WORDS,
)
TOKENS = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n\n", b"~", b"~A", b"~C\n", b"~P", b"#", b":", b".", b"\t",
    b",", b";", b"*****", b"1e999", b"-", b"NaN", b"\"", b"'", b"{", b"}", b"[", b"]", b"null", b"-999.25", b"\x1a",
    b"1" * 400, b" " * 3000, b"9" * 5000,
)  # fmt: skip


def pick(rng, items):
    """One of several, whatever their types."""
    return items[int(rng.integers(len(items)))]


def spoilt_bytes(rng, content, most=8):
    """Bytes with some changed, cut out, put in, doubled or moved."""
    data = bytearray(content)
    for _ in range(int(rng.integers(1, most))):
        if not data:
            break
        place, way = int(rng.integers(len(data))), int(rng.integers(7))
        length = int(rng.integers(1, 40))
        if way == 0:
            data[place] = int(rng.integers(256))
        elif way == 1:
            del data[place : place + length]
        elif way == 2:
            data[place:place] = pick(rng, TOKENS)
        elif way == 3:
            data[place:place] = data[place : place + length] * int(rng.integers(1, 50))
        elif way == 4:
            del data[place:]
        elif way == 5:
            data[place : place + 1] = pick(rng, TOKENS)
        else:
            other = int(rng.integers(len(data)))
            data[place : place + length] = data[other : other + length]
    return bytes(data[:1_000_000])


def spoilt_lines(rng, content, most=6):
    """Text with lines dropped, doubled, swapped, joined or repeated."""
    lines = content.split(b"\n")
    for _ in range(int(rng.integers(1, most))):
        place, other = (int(rng.integers(len(lines))) for _ in range(2))
        way = int(rng.integers(6))
        if way == 0 and len(lines) > 1:
            del lines[place]
        elif way == 1:
            lines.insert(other, lines[place])
        elif way == 2:
            lines[place], lines[other] = lines[other], lines[place]
        elif way == 3:
            lines[place] += b" " + lines[other]
        elif way == 4:
            lines[place:place] = [lines[place]] * int(rng.integers(1, 500))
        else:
            words = lines[place].split()
            if words:
                words[int(rng.integers(len(words)))] = pick(rng, TOKENS)
            lines[place] = b" ".join(words)
    return b"\n".join(lines)[:1_000_000]


def spoilt_value(rng, value, keep=()):
    """Plain data with one value, at any depth, replaced, left out, misspelt or added; keys of `keep` stay."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = pick(rng, [key for key in value if key not in keep] or [""])
        changed = dict(value)
        way = int(rng.integers(6))
        if key not in value:
            return changed
        if way == 0:
            del changed[key]
        elif way == 1:
            changed[key[1:] + key[:1]] = changed.pop(key)
        elif way == 2:
            changed[pick(rng, ("extra", "", "x" * 300, "\ud800", "task "))] = pick(rng, VALUES)
        elif way == 3:
            changed[key] = spoilt_value(rng, value[key])
        else:
            changed[key] = pick(rng, VALUES)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.8:
        changed = list(value)
        place = int(rng.integers(len(changed)))
        changed[place] = spoilt_value(rng, changed[place])
        return changed if rng.random() < 0.8 else changed * int(rng.integers(0, 4))
    return pick(rng, VALUES)


def nested(rng):
    """JSON that is nested deeper than any reader likes."""
    depth = int(10 ** rng.uniform(2, 5))
    return (pick(rng, ("[", '{"a":', '{"nugget":0,"structures":[')) * depth).encode()


def spoilt_json(rng, value, keep=()):
    """The text of plain data that are wrong somewhere."""
    for _ in range(int(rng.integers(1, 3))):
        value = spoilt_value(rng, value, keep)
    text = json.dumps(value).encode()
    way = rng.random()
    if way < 0.1:
        return nested(rng)
    if way < 0.25:
        return spoilt_bytes(rng, text, 4)
    if way < 0.3:
        return text.replace(b"{", b'{"nugget": 1, "nugget": 2, ', 1)
    return text
