"""A minute of fuzzing with fixed seeds; `make fuzz` goes on for an hour with others."""

import os

import pytest
from stochastic_kriging.tests.fuzz.harness import run

CASES = {"las": 400, "variogram": 4000, "job": 400, "survey": 2000}


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are those of POSIX")
@pytest.mark.parametrize("kind", CASES)
def test_whatever_is_read_ends_well_or_with_a_sentence(kind):
    count, bad = run(kind, os.environ["QGIS_PLUGINPATH"], count=CASES[kind])
    assert bad == []
    assert count == CASES[kind]
