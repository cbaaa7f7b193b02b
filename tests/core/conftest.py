"""Reference data for the core's tests; what needs them skips where they are not."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def reference(shared):
    """Read a table of reference results by its file name."""

    def read(name):
        return np.genfromtxt(shared / "reference" / name, delimiter=",", names=True, dtype=None, encoding="utf-8")

    return read


@pytest.fixture(scope="session")
def meuse(reference):
    """The Meuse data: coordinates, log zinc, grid nodes."""
    table, nodes = reference("meuse.csv"), reference("meuse_grid.csv")
    coordinates = np.column_stack([table["x"], table["y"]]).astype(float)
    return coordinates, np.log(table["zinc"]), np.column_stack([nodes["x"], nodes["y"]]).astype(float)
