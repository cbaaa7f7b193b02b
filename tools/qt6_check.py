"""Find what Qt 6 and QGIS 4 lack: enumerations without their scope, and names that are gone.

/usr/bin/python3 tools/qt6_check.py     needs a QGIS, of any version, which knows the members of enumerations
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("provider", "ui", "sample", "tools", "tests", "benchmarks")
KNOWS_QT = "ui/views/qt.py"
"""The one file that may take Qt from elsewhere than QGIS."""
GONE = {
    **dict.fromkeys(("QRegExp", "QDesktopWidget", "QWebView", "QGLWidget", "qApp"), "Qt 6 has none"),
    **dict.fromkeys(
        ("MidButton", "TextColorRole", "BackgroundColorRole", "HighQualityAntialiasing"), "renamed in Qt 6"
    ),
    **dict.fromkeys(("exec_", "print_"), "without the underscore in Qt 6"),
}


def complaints(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, what is wrong) of a Python source."""
    tree = ast.parse(source)
    known = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
            if complaint := _of_member(_meant(node.value, known), node.attr):
                yield node.lineno, complaint
        else:
            continue
        for name in names:
            if name in GONE:
                yield node.lineno, f"{name}: {GONE[name]}"
            if name.split(".")[0] in ("PyQt5", "PyQt6") or name.endswith("resources_rc"):
                yield node.lineno, f"{name}: take it from qgis.PyQt, files by their path"


def _imported(tree: ast.AST) -> Iterator[tuple[str, type | ModuleType]]:
    """Yield the classes and modules of QGIS and Qt that a file imports, by the names that they have there."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        of_qgis = not node.level and (node.module or "").split(".")[0] == "qgis"
        for alias in node.names:
            if alias.name.startswith("Qt") and alias.name[2:].isalpha() and alias.name != "Qt":
                yield alias.asname or alias.name, importlib.import_module(f"qgis.PyQt.{alias.name}")
            elif of_qgis:
                found = getattr(importlib.import_module(str(node.module)), alias.name, None)  # a newer QGIS may have it
                if isinstance(found, type):
                    yield alias.asname or alias.name, found


def _meant(node: ast.expr, known: dict[str, type | ModuleType]) -> type | ModuleType | None:
    """Return the class or module that an expression names."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(module := _meant(node.value, known), ModuleType):
        return getattr(module, node.attr, None)
    return None


def _of_member(holder: type | ModuleType | None, name: str) -> str | None:
    """Return what is wrong with a name in a class."""
    if not isinstance(holder, type):
        return None
    if holder.__name__ == "QVariant":  # its types are members of QVariant itself in the Qt 6 of QGIS, without a scope
        return "QVariant.Type: Qt 6 has none" if name == "Type" else None
    kind = type(getattr(holder, name, None))
    if not (issubclass(kind, int) or hasattr(kind, "__members__")):
        return None
    scope = next((scope for scope in dir(holder) if getattr(holder, scope, None) is kind), None)
    return scope and f"{holder.__name__}.{name}: {holder.__name__}.{scope}.{name}"


def findings() -> Iterator[str]:
    """Yield where something is wrong in the checkout, and what."""
    for path in sorted([ROOT / "plugin.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]):
        name = path.relative_to(ROOT).as_posix()
        for line, complaint in complaints(path.read_text(encoding="utf-8")):
            if not (name == KNOWS_QT and complaint.startswith("PyQt")):
                yield f"{name}:{line}: {complaint}"


def main() -> None:
    """Say where."""
    wrong = list(findings())
    for line in wrong:
        print(line)
    print(f"{len(wrong)} findings for Qt 6")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
