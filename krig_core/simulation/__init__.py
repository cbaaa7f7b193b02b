"""How one realization is made from one random generator.

    preparation.py ──▶ problem.py ──▶ methods.py ──▶ simulator.py ──▶ realizations of scores

    gaussian        spectral.py       a Gaussian field by FFT on a torus, conditioned to the data by kriging
    sequential      sequential.py     along a random path, each cell drawn around its kriging from the nearest known
    random-sample   random_sample.py  kriging of random samples of cells until the grid is full

The first two share the estimate from all data (conditioning.py), whose equations data_system.py solves, however many
data there are; where some of them lie beyond the grid, beyond.py makes it, and what they tell of the mean.
"""
