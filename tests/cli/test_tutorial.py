"""The tutorial's commands run, one after the other in a new profile, and print what the tutorial says."""

import json
import os
import shlex
import shutil

from stochastic_kriging.tests.documents import blocks, same


def lines(finished):
    """Return what a user sees of a run: the log and the results."""
    answer = json.loads(finished.stdout)
    return [
        *answer["log"].get("info", []),
        *(f"WARNING: {line}" for line in answer["log"].get("warning", [])),
        *(f"{name}: {value}" for name, value in answer["results"].items()),
    ]


def test_the_tutorial_prints_what_it_says(root, make_qgis_process, tmp_path, monkeypatch):
    qgis_process = make_qgis_process(tmp_path / "home", os.environ["QGIS_PLUGINPATH"])
    shutil.copytree(root / "sample", tmp_path / "sample")
    monkeypatch.chdir(tmp_path)
    page = blocks("docs/tutorial.md")
    (tmp_path / "zinc.csv").write_text(*(block.code for block in page if block.language == "text"))
    commands = [block for block in page if block.language == "sh"]
    assert len(commands) > 5
    for block in commands:
        program, *words = shlex.split(block.code)
        assert program == "qgis_process"
        finished = qgis_process.command("--json", *words)
        assert finished.returncode == 0, f"line {block.line}: {finished.stderr}"
        for said in filter(None, block.output):
            assert any(same(said, line) for line in lines(finished)), f"line {block.line}: {said!r}"
