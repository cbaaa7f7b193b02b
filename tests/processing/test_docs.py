"""What the documents say of the algorithms: names of parameters and outputs, and labels."""

import re

import pytest
from stochastic_kriging.tests.documents import PAGES, text

FOREIGN = {
    "API",
    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE",
    "DEPT_FT",
    "DLM",
    "EXTRA_PIP_PACKAGES",
    "NULL",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "PHIE",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "QT_QPA_PLATFORM",
    "STRT",
    "TMPDIR",
    "UNKNOWN",
    "UWI",
    "WELL",
    "WRAP",
}
"""Names in the same letters: of LAS files, environment variables and other programs."""


@pytest.fixture(scope="module")
def names(provider):
    """All parameters and outputs."""
    return {
        definition.name()
        for algorithm in provider.algorithms()
        for definition in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions())
    }


@pytest.mark.parametrize("page", PAGES)
def test_names_of_parameters_are_those_of_the_algorithms(page, names):
    named = set(re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", text(page)))
    assert named <= names | FOREIGN


def test_labels_of_the_tutorial_are_those_of_the_form(provider):
    table = text("docs/tutorial.md").split("| label | value |")[1].split("\n\n")[0]
    labels = set(re.findall(r"^ +\| (\w[^|]+) \|", table, re.MULTILINE))
    known = {parameter.description() for parameter in provider.algorithm("stochastickriging").parameterDefinitions()}
    assert len(labels) > 5
    assert labels <= known
