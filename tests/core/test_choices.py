"""Choices: each word has its function, and no function is without a word."""

import ast
import inspect

import pytest
from stochastic_kriging.krig_core import choices
from stochastic_kriging.krig_core.simulation.methods import METHODS
from stochastic_kriging.krig_core.transforms.transform import TRANSFORMS
from stochastic_kriging.krig_core.variogram.models import MODELS
from stochastic_kriging.krig_core.wells.averaging import AVERAGINGS


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (choices.AVERAGINGS, AVERAGINGS),
        (choices.METHODS, METHODS),
        (choices.MODELS, MODELS),
        (choices.TRANSFORMS, TRANSFORMS),
    ],
)
def test_a_table_has_the_words_and_no_others(words, table):
    assert tuple(table) == words


def test_the_words_need_nothing_else():
    """QGIS's forms are built from them before it is known whether numpy is there."""
    tree = ast.parse(inspect.getsource(choices))
    assert not [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
