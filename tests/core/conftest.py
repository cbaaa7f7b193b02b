"""Reference data for the core's tests: see tests/reference/SOURCE.md.

A table that is missing fails its tests.
"""

from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.krig_core.simulation.map_law import MapLaw

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


@pytest.fixture(scope="session")
def reference():
    """Read a table of reference results by its file name."""

    def read(name):
        return np.genfromtxt(REFERENCE / name, delimiter=",", names=True, dtype=None, encoding="utf-8")

    return read


@pytest.fixture(scope="session")
def reference_folder():
    """The folder of the tables and answers of other programs."""
    return REFERENCE


@pytest.fixture
def sampled(monkeypatch):
    """Let ensembles be told by their realizations, as where the law of cells costs more."""
    monkeypatch.setattr(MapLaw, "within_reason", lambda *_: None)


@pytest.fixture(scope="session")
def meuse(reference):
    """The Meuse data: coordinates, log zinc, grid nodes."""
    table, nodes = reference("meuse.csv"), reference("meuse_grid.csv")
    coordinates = np.column_stack([table["x"], table["y"]]).astype(float)
    return coordinates, np.log(table["zinc"]), np.column_stack([nodes["x"], nodes["y"]]).astype(float)


def pytest_addoption(parser):
    parser.addoption("--las-files", default=300, help="how many damaged LAS files are read")
