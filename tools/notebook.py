"""Run a notebook without Jupyter, and show what its cells print.

python3 tools/notebook.py docs/example.ipynb           as text
python3 tools/notebook.py docs/example.ipynb page.md   as a page with the pictures, for the site

The cells become one program, which an ordinary Python runs in the folder of the notebook.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

_BEGIN = """import io as _io, json as _json, sys as _sys
_shown = []
def _show(value=None):
    html = getattr(value, "_repr_html_", lambda: None)()
    _shown.append([_sys.stdout.getvalue(), html or ("" if value is None else repr(value))])
    _sys.stdout = _io.StringIO()
_sys.stdout = _io.StringIO()
"""
_END = "_sys.__stdout__.write(_json.dumps(_shown))\n"


class Cell(NamedTuple):
    """A cell of a notebook, and what came of it: what it printed, and its last value as HTML or text."""

    is_code: bool
    source: str
    printed: str = ""
    value: str = ""


def cells(path: Path) -> list[Cell]:
    """Return the cells of a notebook, not yet run."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [Cell(cell["cell_type"] == "code", "".join(cell["source"])) for cell in content["cells"]]


def program(sources: list[str]) -> str:
    """Return the program of code cells; the value of an expression that a cell ends with is shown."""
    parts = [_BEGIN]
    for source in sources:
        body = ast.parse(source).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        parts += map(ast.unparse, body)
        parts.append(f"_show({ast.unparse(last.value) if last else ''})")
    return "\n".join([*parts, _END])


def run(path: Path) -> list[Cell]:
    """Return the cells with what came of them; a cell that fails ends the program with its traceback."""
    every = cells(path)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "notebook.py"
        script.write_text(program([cell.source for cell in every if cell.is_code]), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script)], cwd=path.parent, capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(f"{path.name} does not run:\n{done.stderr}")
    shown = iter(json.loads(done.stdout))
    return [Cell(True, cell.source, *next(shown)) if cell.is_code else cell for cell in every]


def page(every: list[Cell]) -> str:
    """Return the notebook as Markdown, with what it prints indented and its pictures as they are."""
    parts = []
    for cell in every:
        parts.append(f"```python\n{cell.source}\n```" if cell.is_code else cell.source)
        parts += ["\n".join(f"    {line}" for line in text.splitlines()) for text in _texts(cell)]
        if cell.value.startswith("<"):
            parts.append(cell.value)
    return "\n\n".join(parts) + "\n"


def _texts(cell: Cell) -> list[str]:
    return [text for text in (cell.printed, cell.value) if text and not text.startswith("<div")]


def main() -> None:
    """Run it."""
    every = run(Path(sys.argv[1]).resolve())
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(page(every), encoding="utf-8")
    else:
        print("\n".join(text for cell in every for text in _texts(cell)))


if __name__ == "__main__":
    main()
