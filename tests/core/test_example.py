"""The example notebook runs from its first cell to its last, and shows what it is there for."""

import json
import sys

import pytest
from stochastic_kriging.tests.documents import ROOT
from stochastic_kriging.tools.notebook import cells, page, program, run

EXAMPLE = ROOT / "docs" / "example.ipynb"


@pytest.fixture(scope="module")
def shown():
    plugins = next(entry for entry in sys.path if "plugins_" in entry)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", plugins)
        return [cell for cell in run(EXAMPLE) if cell.is_code]


def test_every_object_of_the_example_has_its_picture(shown):
    pictures = [cell.value.split("<b>")[1].split("</b>")[0] for cell in shown if cell.value.startswith("<div")]
    assert pictures == ["Log", "Grid", "Variogram", "Ensemble", "Grid"]


def test_the_example_leaves_out_the_broken_file_and_predicts_wells_from_the_others(shown):
    printed = "".join(cell.printed for cell in shown)
    assert "SK32104037.las is left out: it is not a LAS file" in printed
    assert "40 wells, 38 logs" in printed
    (scores,) = (json.loads(cell.value.replace("'", '"')) for cell in shown if "RMSE" in cell.value)
    assert scores["RMSE"] == pytest.approx(0.0189, abs=0.001)


def test_the_example_is_kept_without_outputs():
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in content["cells"]}) == len(content["cells"])


def test_the_last_expression_of_a_cell_is_shown(tmp_path):
    sources = ["a = 1\nprint('said')\na + (\n    2\n)", "a = 3", "# nothing", "import math; math.floor(2.5)  # two"]
    notebook = {"cells": [{"cell_type": "code", "source": [source]} for source in sources]}
    (tmp_path / "book.ipynb").write_text(json.dumps(notebook))
    assert [(cell.printed, cell.value) for cell in run(tmp_path / "book.ipynb")] == [
        ("said\n", "3"),
        ("", ""),
        ("", ""),
        ("", "2"),
    ]


def test_a_cell_that_fails_ends_with_its_error(tmp_path):
    (tmp_path / "book.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["1 / 0"]}]}))
    with pytest.raises(SystemExit, match=r"book.ipynb does not run:[\s\S]*ZeroDivisionError"):
        run(tmp_path / "book.ipynb")


def test_the_page_has_text_code_and_what_it_prints():
    every = [cell._replace(printed="one\ntwo\n") if cell.is_code else cell for cell in cells(EXAMPLE)[:2]]
    assert page(every).startswith("# From wells to maps in a notebook\n")
    assert page(every).endswith("```\n\n    one\n    two\n")
    assert program([every[1].source]).count("_show()") == 1
