"""The heights of slices, from the names of their bands."""

import pytest
from stochastic_kriging.provider.z_axis import Slice, ZAxis, heights_of


@pytest.mark.parametrize("reference", ["elevation", "depth"])
def test_names_say_the_heights_that_they_were_made_of(reference):
    axis = ZAxis(2.5, reference, (None, None), "m")
    slices = axis.slices(-1.25, 4)
    names = [axis.name(one) for one in slices]
    assert heights_of(names, f"{reference} m") == axis.heights(slices)
    assert heights_of([f"Low (10 % below; petroleum P90) of Sw, {name}" for name in names], reference) == axis.heights(
        slices
    )


def test_a_name_without_heights_says_none():
    axis = ZAxis(1e-7, "elevation", (None, None), "")
    assert heights_of([axis.name(Slice(0, 1e-7, 2e-7))], "elevation") == [(1e-7, 2e-7)]
    for name in ("Band 1", "", "Realization 3 of value", "5 - 10 m", "5 – m"):
        assert heights_of(["5 – 10 m", name], "elevation") is None
