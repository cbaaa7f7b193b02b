"""The truth: the exact solution on a sample of nodes, against which every tool must show its results first.

Law: it is computed here by dense linear algebra, with the code of no tool. With more than `MOST_DATA` data, each
node of the sample is solved from its `NEAREST` nearest data, which differs from all data by far less than the gates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from .workload import Workload, correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

MOST_DATA = 6000
NEAREST = 400

KRIGING_GATE = 1e-6
"""Most error of mean and standard deviation, in standard deviations of the field, root mean square."""

LOCAL_GATE = 1.10
"""The same for moving neighbourhoods, times the error that kriging from each node's own 32 nearest data has."""

FLOOR_GATE = 1.10
"""Most error of an ensemble's mean and standard deviation, times their Monte-Carlo floor."""

JOINT_GATES = {"pooled std": 0.02, "increments": 0.02, "block averages": 0.03}
"""How far the ratio to the exact value may be from 1; the last two are about the joint law of several nodes."""


def sample(workload: Workload, count: int) -> Integers:
    """Return flat numbers of nodes: a lattice in groups of 8 × 8 (4 × 4 × 2), then the right-hand neighbour of each.

    The lattice is coarser where each node is solved by itself.
    """
    ndim = len(workload.sides)
    steps = (64, 64) if ndim == 2 else (16, 16, 8)
    if len(workload.points) > MOST_DATA:
        steps = (16, 16) if ndim == 2 else (8, 8, 4)
    along = [np.linspace(0, count - 2, step).astype(np.intp) for step in steps]
    lattice = np.stack(np.meshgrid(*along, indexing="ij"), axis=-1).reshape(-1, ndim)
    beside = lattice + np.eye(ndim, dtype=np.intp)[0]
    numbers: Integers = np.ravel_multi_index(tuple(np.concatenate([lattice, beside]).T), (count,) * ndim)
    return numbers


def _blocks(ndim: int) -> Floats:
    """Return the matrix that averages the lattice of a sample over its groups."""
    steps, sizes = ((64, 64), (8, 8)) if ndim == 2 else ((16, 16, 8), (4, 4, 2))
    group = np.zeros(steps, dtype=np.intp)
    for axis, (step, size) in enumerate(zip(steps, sizes)):
        number = np.arange(step) // size
        group = group * (step // size) + number.reshape([-1 if other == axis else 1 for other in range(ndim)])
    member = group.reshape(-1) == np.arange(group.max() + 1)[:, None]
    averaging: Floats = member / member.sum(axis=1, keepdims=True)
    return averaging


@dataclass(frozen=True)
class Truth:
    """What is exact at the sample.

    Attributes
    ----------
    mean, variance : float arrays, shape (s,)
    increments : float array, shape (s / 2,), optional
        Expected squared difference between a node and its neighbour, given the data.
    block_variance : float array, shape (blocks,), optional
        Variance of the average over each group of the lattice, given the data.
    floor : tuple of float, optional
        For moving neighbourhoods: the errors of mean and std of kriging from the 32 nearest data.
    """

    mean: Floats
    variance: Floats
    increments: Floats | None = None
    block_variance: Floats | None = None
    floor: tuple[float, float] | None = None

    def kriging_scores(self, mean: Floats, std: Floats) -> dict[str, float]:
        """Return the errors of a kriging, and as `excess` the greatest part of its gate that it uses."""
        errors = _errors(mean, std**2, self.mean, self.variance)
        allowed = [LOCAL_GATE * floor for floor in self.floor] if self.floor else [KRIGING_GATE] * 2
        excess = max(error / most for error, most in zip(errors, allowed))
        return {"rmse mean": errors[0], "rms error of std": errors[1], "excess": excess}

    def ensemble_scores(self, drawn: Floats) -> dict[str, float]:
        """Return the scores of realizations, shape (R, s): ratios to their Monte-Carlo floors and to exact values."""
        count, half = len(drawn), len(self.mean) // 2
        variance = drawn.var(axis=0, ddof=1)
        known = self.variance > 0.05**2
        error_of_mean = np.sqrt(np.mean((drawn.mean(axis=0) - self.mean) ** 2))
        error_of_std = np.sqrt(np.mean((np.sqrt(variance[known] / self.variance[known]) - 1) ** 2))
        scores = {
            "mean / floor": float(error_of_mean / np.sqrt(self.variance.mean() / count)),
            "std / floor": float(error_of_std * np.sqrt(2 * (count - 1))),
            "pooled std": float(np.sqrt(variance.mean() / self.variance.mean())),
        }
        if self.increments is not None and self.block_variance is not None:
            steps = np.mean((drawn[:, :half] - drawn[:, half:]) ** 2)
            scores["increments"] = float(np.sqrt(steps / self.increments.mean()))
            averages = drawn[:, :half] @ _blocks(2).T
            block = averages.var(axis=0, ddof=1).mean() / self.block_variance.mean()
            scores["block averages"] = float(np.sqrt(block))
        return scores


def passes(scores: dict[str, float]) -> bool:
    """Return whether scores, averaged over runs, are within the gates."""
    if "excess" in scores:
        return scores["excess"] <= 1
    floors = max(scores["mean / floor"], scores["std / floor"]) <= FLOOR_GATE
    return floors and all(abs(scores[name] - 1) <= gate for name, gate in JOINT_GATES.items() if name in scores)


def solve(workload: Workload, count: int, *, ordinary: bool, neighbours: int | None = None) -> Truth:
    """Return the exact solution at the sample of a map.

    Parameters
    ----------
    workload : Workload
    count : int
        Nodes of the map along each axis.
    ordinary : bool
        Ordinary kriging, else simple kriging with mean 0.
    neighbours : int, optional
        The tools use that many neighbours: the error of doing so becomes the truth's `floor`.
    """
    places = workload.nodes(count)[sample(workload, count)]
    if neighbours is not None or len(workload.points) > MOST_DATA:
        mean, variance = _local(workload, places, NEAREST, ordinary)
        if neighbours is None:
            return Truth(mean, variance)
        return Truth(mean, variance, floor=_errors(*_local(workload, places, neighbours, ordinary), mean, variance))
    factor = cholesky(_covariance(workload, workload.points, workload.points, nugget=True), lower=True)
    white = solve_triangular(factor, _covariance(workload, workload.points, places), lower=True)
    data = solve_triangular(factor, workload.values, lower=True)
    variance = 1 - (white**2).sum(axis=0)
    if ordinary:
        ones = solve_triangular(factor, np.ones(len(data)), lower=True)
        lack = 1 - ones @ white
        level = ones @ data / (ones @ ones)
        return Truth(white.T @ (data - level * ones) + level, variance + lack**2 / (ones @ ones))
    mean, half = white.T @ data, len(places) // 2
    between = _paired(workload, places[:half], places[half:]) - (white[:, :half] * white[:, half:]).sum(axis=0)
    increments = (mean[:half] - mean[half:]) ** 2 + variance[:half] + variance[half:] - 2 * between
    averaging = _blocks(places.shape[1])
    seen = white[:, :half] @ averaging.T
    blocks = np.einsum("bi,bi->b", averaging, averaging @ _covariance(workload, places[:half], places[:half]))
    return Truth(mean, variance, increments, blocks - (seen**2).sum(axis=0))


def _local(workload: Workload, places: Floats, neighbours: int, ordinary: bool) -> tuple[Floats, Floats]:
    lengths = np.array(workload.recipe.lengths)
    found = cKDTree(workload.points / lengths).query(places / lengths, neighbours)[1]
    mean, variance = np.empty(len(places)), np.empty(len(places))
    for number, (place, near) in enumerate(zip(places, found)):
        points = workload.points[near]
        factor = (cholesky(_covariance(workload, points, points, nugget=True), lower=True), True)
        towards = _covariance(workload, points, place[None])[:, 0]
        weights = cho_solve(factor, towards)
        variance[number] = 1 - weights @ towards
        if ordinary:
            flat = cho_solve(factor, np.ones(len(points)))
            lack = 1 - weights.sum()
            weights = weights + flat * (lack / flat.sum())
            variance[number] += lack**2 / flat.sum()
        mean[number] = weights @ workload.values[near]
    return mean, variance


def _covariance(workload: Workload, first: Floats, second: Floats, nugget: bool = False) -> Floats:
    recipe, lengths = workload.recipe, np.array(workload.recipe.lengths)
    covariance = (1 - recipe.nugget) * correlation(recipe.model, cdist(first / lengths, second / lengths))
    if nugget:
        covariance[np.diag_indices(len(first))] += recipe.nugget
    return covariance


def _paired(workload: Workload, first: Floats, second: Floats) -> Floats:
    lags = np.sqrt((((first - second) / np.array(workload.recipe.lengths)) ** 2).sum(axis=1))
    covariance: Floats = (1 - workload.recipe.nugget) * correlation(workload.recipe.model, lags)
    return covariance


def _errors(mean: Floats, variance: Floats, true_mean: Floats, true_variance: Floats) -> tuple[float, float]:
    deviation = np.sqrt(np.maximum(variance, 0.0)) - np.sqrt(true_variance)
    return float(np.sqrt(np.mean((mean - true_mean) ** 2))), float(np.sqrt(np.mean(deviation**2)))
