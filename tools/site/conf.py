"""How the documents become a site: `make docs-site`, which writes build/site and needs no network to be read.

The Markdown files are read where they are, as GitHub reads them: formulas are fenced as `math` or stand in $`…`$, and
become MathML, which browsers show by themselves. The notebook is run, and shown with its pictures.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from docutils.nodes import SkipNode
from latex2mathml.converter import convert

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.notebook import page, run  # noqa: E402

PARTS = {
    "In QGIS": ["tutorial", "dock", "maps", "layers", "decisions", "outputs", "las", "faq", "parameters"],
    "In Python": ["python", "example", "scaling", "jobs"],
    "Behind it": ["method", "calibration", "benchmarks"],
    "The project": ["architecture", "versions", "release"],
}
"""The pages of docs/ in the order of the menu; those that are not named stand at its end."""
BESIDE = ["sample/README", "CONTRIBUTING", "CHANGELOG"]

project = "Stochastic Kriging"
project_copyright = "Stochastic Kriging developers"
root_doc = "README"
include_patterns = ["README.md", "docs/*.md", "docs/*.ipynb", *(f"{name}.md" for name in BESIDE)]
source_suffix = {".md": "markdown", ".ipynb": "markdown"}
extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_fence_as_directive = ["math"]
html_theme = "furo"
html_title = project
html_math_renderer = "mathml"
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["formulas.css"]
html_show_sphinx = False
highlight_language = "none"


def menu() -> str:
    """Return the menu, which README does not show."""
    there = [path.stem for path in sorted((ROOT / "docs").glob("*.*")) if path.suffix in source_suffix]
    named = {name for names in PARTS.values() for name in names}
    parts = {**PARTS, "The project": [*PARTS["The project"], *(name for name in there if name not in named)]}
    lists = {part: [f"docs/{name}" for name in names] for part, names in parts.items()}
    lists["The project"] += BESIDE
    return "\n".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {part}\n\n" + "\n".join(f"/{name}" for name in names) + "\n```"
        for part, names in lists.items()
    )


def read(app: Any, name: str, source: list[str]) -> None:
    """Turn what GitHub and Jupyter show by themselves into what Sphinx knows."""
    if name == "docs/example":
        source[0] = page(run(ROOT / "docs" / "example.ipynb"))
    source[0] = re.sub(r"\$`(.+?)`\$", r"{math}`\1`", source[0])
    if name == root_doc:
        source[0] += menu()


def formula(text: str, display: str) -> str:
    """Return the MathML of a formula."""
    mathml: str = convert(text.replace("{aligned}", "{align*}"), display=display)  # the converter knows no other
    return mathml


def show_inline(writer: Any, node: Any) -> None:
    """Write a formula in a line."""
    writer.body.append(formula(node.astext(), "inline"))
    raise SkipNode


def show_block(writer: Any, node: Any) -> None:
    """Write a formula by itself."""
    writer.body.append(f'<div class="formula">{formula(node.astext(), "block")}</div>')
    raise SkipNode


def finish(app: Any, error: Exception | None) -> None:
    """Let the folder itself show the first page."""
    if error is None:
        start = f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={root_doc}.html"><title>{project}</title>'
        (Path(app.outdir) / "index.html").write_text(start + "\n", encoding="utf-8")


def setup(app: Any) -> None:
    """Tell Sphinx."""
    plugins = tempfile.TemporaryDirectory()
    (Path(plugins.name) / "stochastic_kriging").symlink_to(ROOT, target_is_directory=True)
    os.environ["PYTHONPATH"] = plugins.name
    app.connect("source-read", read)
    app.connect("build-finished", finish)
    app.connect("build-finished", lambda *_: plugins.cleanup())
    app.add_html_math_renderer("mathml", (show_inline, None), (show_block, None))
