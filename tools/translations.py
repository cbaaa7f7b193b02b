"""Bring the translations up to date with the texts of the code.

python3 tools/translations.py i18n/stochastic_kriging_de.ts

Every literal that goes through `tr` is a text, in one context. What was translated stays; what is new waits as
"unfinished"; what the code no longer says is taken out. Then `lrelease`, of Qt, makes the .qm that QGIS reads.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTEXT = "StochasticKriging"
SPOKEN = ("plugin.py", "provider", "ui")
"""Files and folders that speak to the user."""


def texts() -> dict[str, str]:
    """Return all texts of the code, each with the file that says it first; ValueError names one that varies."""
    found: dict[str, str] = {}
    for path in sorted(_files()):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "tr":
                if not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant)):
                    message = f"{name}:{node.lineno}: tr takes a literal text, not {ast.unparse(node)}"
                    raise ValueError(message)
                found.setdefault(str(node.args[0].value), name)
    return found


def _files() -> Iterator[Path]:
    for name in SPOKEN:
        path = ROOT / name
        yield from path.rglob("*.py") if path.is_dir() else [path]


def translations(file: Path) -> dict[str, str]:
    """Return the finished translations of a .ts file."""
    if not file.exists():
        return {}
    found = {}
    for message in ET.parse(file).getroot().iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


def write(file: Path, known: dict[str, str]) -> int:
    """Write a .ts file of all texts, with the translations that are known; return how many are not."""
    language = file.stem.rpartition("_")[2]
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    missing = 0
    for text, name in texts().items():
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "location", filename=f"../{name}")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        translation.text = known.get(text, "")
        if text not in known:
            translation.set("type", "unfinished")
            missing += 1
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    return missing


def main(names: list[str]) -> None:
    """Bring each file up to date, and release it."""
    for name in names:
        file = Path(name)
        missing = write(file, translations(file))
        print(f"{file}: {missing} of {len(texts())} texts wait for a translation.")
        subprocess.run(["lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
