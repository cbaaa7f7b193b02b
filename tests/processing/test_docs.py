"""What the documents say of the algorithms: names of parameters and outputs, and labels."""

import re

import pytest
from stochastic_kriging.provider.parameters.values import TABLE
from stochastic_kriging.tests.documents import PAGES, text
from stochastic_kriging.tools.parameters_page import page

FOREIGN = {
    "API",
    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE",
    "DEPT_FT",
    "DLM",
    "EXTRA_PIP_PACKAGES",
    "FLOORS",
    "MODELS",
    "NULL",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "PHIE",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "QT_QPA_PLATFORM",
    "STOCHKRIG_MOMENTS",
    "STRT",
    "TASKS",
    "TMPDIR",
    "UNKNOWN",
    "UWI",
    "WELL",
    "WRAP",
}
"""Names in the same letters: of LAS files, environment variables, rasters, the code and other programs."""


@pytest.fixture(scope="module")
def names(provider):
    """All parameters and outputs."""
    return {
        definition.name()
        for algorithm in provider.algorithms()
        for definition in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions())
    }


@pytest.mark.parametrize("name", PAGES)
def test_names_of_parameters_are_those_of_the_algorithms(name, names):
    named = set(re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", text(name)))
    assert named <= names | FOREIGN


def test_the_page_of_parameters_is_current(provider):
    """`make docs` writes it."""
    assert text("docs/parameters.md") == page(provider.algorithms(), TABLE)


def test_labels_of_the_tutorial_are_those_of_the_form(provider):
    table = text("docs/tutorial.md").split("| label | value |")[1].split("\n\n")[0]
    labels = set(re.findall(r"^ +\| (\w[^|]+) \|", table, re.MULTILINE))
    known = {parameter.description() for parameter in provider.algorithm("stochastickriging").parameterDefinitions()}
    assert len(labels) > 5
    assert labels <= known
