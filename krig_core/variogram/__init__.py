"""From pairs of data to a variogram.

    models.py        the formulas, and the Variogram that sums them; notation.py writes it for other programs
    pairs.py ──▶ experimental.py ──▶ sills.py, least_squares.py; anisotropy.py where directions differ
    pairs.py ──▶ cloud.py: the pairs one by one
    experimental.py ──▶ variogram_map.py: lags east and north
    likelihood.py    restricted maximum likelihood, without lags
    space.py         wells in space: horizontal and vertical pairs apart
    automatic.py     which of these fits data that come without a variogram
    study.py         all that can be shown of a fit and of those that were passed over

A map, a Grid and a script without a variogram of their own go through automatic.py.
"""
