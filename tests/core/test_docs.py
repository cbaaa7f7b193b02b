"""What the documents say is so: their Python runs and prints what is written below it, and no link is dead."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stochastic_kriging.tests.documents import PAGES, ROOT, anchors, blocks, links, same, text

NOT_RUN = {
    ("docs/layers.md", "needs QGIS; tests/processing/test_docs.py runs it"),
    ("docs/scaling.md", "needs a Dask cluster"),
    ("docs/scaling.md", "needs a batch system"),
    ("docs/scaling.md", "needs GDAL and a job that has been run"),
}
PROGRAM = 'if __name__ == "__main__":'
"""A block with this line is a file of its own: worker processes import it."""
DRIVER = "python3 -m stochastic_kriging.krig_core.driver"

WITH_PYTHON = [page for page in PAGES if any(block.language == "python" for block in blocks(page))]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a copy of the sample, to work in."""
    shutil.copytree(ROOT / "sample", tmp_path / "sample")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_file(*words):
    """Run Python as a reader would, and return what it prints."""
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    environment = {**os.environ, "PYTHONPATH": plugins}
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(block, namespace, folder, capsys):
    """Run a block and return what it prints, or None for a language that is only shown."""
    if block.language == "sh" and block.code.startswith(DRIVER):
        return run_file(*block.code.split()[1:])
    if block.language != "python":
        return None
    if PROGRAM in block.code:
        (folder / "page.py").write_text(block.code, encoding="utf-8")
        return run_file("page.py")
    capsys.readouterr()
    exec(compile(block.code, "block", "exec"), namespace)
    return capsys.readouterr().out


@pytest.mark.parametrize("page", WITH_PYTHON)
def test_blocks_run_and_print_what_is_written_below_them(page, folder, capsys):
    namespace = {"__name__": "page"}
    for block in blocks(page):
        if block.not_run:
            continue
        printed = run(block, namespace, folder, capsys)
        if printed is None:
            continue
        lines = [line for line in printed.splitlines() if line.strip()]
        for said in filter(str.strip, block.output):
            assert any(same(said, line) for line in lines), f"{page}:{block.line}: {said!r} is not in\n{printed}"


def test_the_blocks_that_are_not_run_are_known():
    assert {(page, block.not_run) for page in PAGES for block in blocks(page) if block.not_run} == NOT_RUN


def test_blocks_are_of_languages_that_the_site_can_set():
    assert {block.language for page in PAGES for block in blocks(page)} <= {"json", "math", "python", "sh", "text"}


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "sample/README.md", "tests/reference/SOURCE.md"])
def test_no_link_is_dead(page):
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (ROOT / page).parent / name if name else ROOT / page
        assert target.exists(), f"{page}: {link}"
        if anchor:
            assert anchor in anchors(target.resolve().relative_to(ROOT).as_posix()), f"{page}: {link}"


def test_files_that_the_method_names_are_there():
    named = re.findall(r"`([a-z_/]+\.py)`", text("docs/method.md"))
    assert len(named) > 20
    assert not [name for name in named if not (ROOT / "krig_core" / name).is_file()]


def test_the_tree_of_the_architecture_names_every_file_and_no_other():
    tree, above = set(), []
    for line in blocks("docs/architecture.md")[0].code.splitlines():
        name = line.split()[0]
        above[(len(line) - len(line.lstrip())) // 4 :] = [name]
        tree.add("".join(above))
    there = {
        path.relative_to(ROOT).as_posix().replace("__init__.py", "")
        for top in ("krig_core", "provider", "ui")
        for path in (ROOT / top).rglob("*.py")
    }
    assert tree == there


def test_a_program_of_the_documents_leaves_nothing_in_the_repository():
    """They write `job`, `layers` and others into the folder where they run; git would take them, and the zip."""
    known = {".ci", "benchmarks", "docs", "i18n", "krig_core", "provider", "sample", "tests", "tools", "ui"}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    assert {name.partition("/")[0] for name in listed.stdout.split("\0") if "/" in name} == known


def test_files_that_the_architecture_names_are_there():
    named = re.findall(r"`((?:krig_core|provider)/[\w/.]+)`", text("docs/architecture.md"))
    assert len(named) > 15
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_changelog_says_nothing_twice():
    entries = re.split(r"\n(?=- |#)", text("CHANGELOG.md"))
    assert len(entries) > 100
    assert not [entry for entry in entries if entry.startswith("- ") and entries.count(entry) > 1]


def test_readme_stays_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_numbers_are_compared_by_what_is_written():
    assert same("range 5992.29 of 37 data", "range 5992.2914 of 37 data")
    assert not same("range 5992.29 of 37 data", "range 5995.29 of 37 data")
    assert not same("range 5992.29 of 37 data", "range 5992.29 of 38 data")
    assert same("took 0.6 s", "took 12.1 s")
    assert same("[ 338.  712.]", "[338. 712.]")
