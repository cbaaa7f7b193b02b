"""One run of one tool: a whole process, from start to end, as a user would start it.

    python contestant.py TOOL WORKLOAD.npz JOB.json RESULT.npz

Law: a tool gets its own best settings, and does what every other tool must do: mean and standard deviation at all
nodes (and, of an ensemble, its realizations at the sample). What the job says: nodes along an axis, realizations (0 is
kriging), neighbours (null is all data), seed, sample; and of ours alone: transform, quantiles, and whether the law of
cells may tell the map, without any realization.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.workload import Workload, load
from krig_core.division import divisible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Result = dict[str, Floats]
    Tool = Callable[[Workload, dict[str, Any]], Result]


FLOOR_SLAB = 131_072
"""Complex numbers that are transformed while they stay in the processor's cache."""

STRIP_BYTES = 1e9
"""Covariances between data and nodes that PyKrige is given at once."""


def ours(workload: Workload, job: dict[str, Any], threads: int | None = 1) -> Result:
    """Run this project's core: `krige`, or a Grid's `krig` in one thread or more."""
    from krig_core import Variogram

    recipe, count = workload.recipe, job["nodes"]
    make = {"spherical": Variogram.spherical, "exponential": Variogram.exponential}[recipe.model]
    options: dict[str, Any] = {"nugget": recipe.nugget, "partial_sill": 1 - recipe.nugget, "scale": recipe.lengths[0]}
    if len(recipe.lengths) == 3:
        options["vertical_range"] = 3 * recipe.lengths[2]
    variogram = make(**options)
    if not job["realizations"]:
        from krig_core import krige

        mean, variance = krige(
            workload.points,
            workload.values,
            variogram,
            workload.nodes(count),
            max_data=job["neighbours"],
            shared_tiles=job["neighbours"] is not None,
        )
        return {"mean": mean, "std": np.sqrt(variance)}
    from krig_core import WorkForce

    grid = _grid(workload, count)
    how = {"variogram": variogram, "kriging_type": "simple", "mean": 0.0, "exact_positions": True, "seed": job["seed"]}
    how["transform"] = job.get("transform", "none")
    if job["gate"]:
        drawn = [np.asarray(one).reshape(-1)[job["sample"]] for one in grid.realizations(job["realizations"], **how)]
        return {"drawn": np.array(drawn)}
    levels = job.get("quantiles", ())
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(folder) / "kept.npy" if levels else None
        with WorkForce(grid if job.get("law") else Drawn(grid), processes=threads, engine="threads") as workforce:
            ensemble = workforce.krig(job["realizations"], keep=keep, **how)
        quantiles = ensemble.quantiles(levels) if levels else []
    maps = {f"P{100 * level:g}": np.asarray(one) for level, one in zip(levels, quantiles)}
    return {"mean": np.asarray(ensemble.mean), "std": np.asarray(ensemble.std), **maps}


def _grid(workload: Workload, count: int) -> Any:
    """Return a Grid whose cells have the nodes as their centres."""
    from krig_core import Grid

    spacing = [side / count for side in workload.sides]
    ranges = [(-step / 2, side - step / 2) for side, step in zip(workload.sides, spacing)]
    flat = (spacing[0], None) if len(spacing) == 2 else (spacing[0], spacing[2])
    return Grid.from_points(workload.points, workload.values, *flat, *ranges)


class Drawn:
    """A grid whose ensembles are told by their realizations, as those of the peers are, also where the law is known."""

    def __init__(self, grid: Any) -> None:
        self.grid = grid

    @divisible
    def krig(self, *args: Any, **options: Any) -> Any:
        """Return the plan of a grid's `krig` without the law of cells."""
        plan = type(self.grid).krig.plan(self.grid, *args, drawn=True, **options)
        return replace(plan, prepared=plan.prepared._replace(law=None))


def ours_on_all_cores(workload: Workload, job: dict[str, Any]) -> Result:
    """Run this project's core with a thread on each core."""
    return ours(workload, job, threads=None)


def floor(workload: Workload, job: dict[str, Any]) -> Result:
    """Do no more than any sampler by FFT must: the normals of a torus, one transform for two fields, sums in double."""
    from scipy import fft

    from krig_core import Variogram
    from krig_core.simulation.torus import first_shape

    lengths, count = workload.recipe.lengths, job["nodes"]
    vertical = {"vertical_range": 3 * lengths[2]} if len(lengths) == 3 else {}
    variogram = Variogram.exponential(partial_sill=1, scale=lengths[0], **vertical)
    shape, cells = first_shape(_grid(workload, count).geometry, variogram), (count,) * len(lengths)
    rng = np.random.Generator(np.random.SFC64(job["seed"]))
    mean, squares = np.zeros(cells), np.zeros(cells)
    lines = np.empty((shape[0], *cells[1:]), dtype=np.complex64)
    slab = max(1, FLOOR_SLAB // math.prod(shape[1:]))
    for _ in range((job["realizations"] + 1) // 2):
        for start in range(0, shape[0], slab):
            part = np.empty((min(slab, shape[0] - start), *shape[1:]), dtype=np.complex64)
            rng.standard_normal(dtype=np.float32, out=part.view(np.float32))
            for axis in range(1, len(shape)):
                keep = (slice(None),) * axis + (slice(0, count),)
                part = fft.fft(part, axis=axis, overwrite_x=True)[keep]
            lines[start : start + slab] = part
        pair = fft.fft(lines, axis=0)[:count]
        for field in (pair.real, pair.imag):
            mean += field
            squares += np.square(field)
    return {"mean": mean, "std": squares}


def pykrige(workload: Workload, job: dict[str, Any]) -> Result:
    """Run PyKrige: its vectorized solution for all data, its C one for neighbourhoods."""
    from pykrige.ok import OrdinaryKriging

    recipe = workload.recipe
    factor = 3.0 if recipe.model == "exponential" else 1.0
    parameters = {"psill": 1 - recipe.nugget, "range": factor * recipe.lengths[0], "nugget": recipe.nugget}
    x, y = workload.points.T
    solver = OrdinaryKriging(
        x, y, workload.values, variogram_model=recipe.model, variogram_parameters=parameters, exact_values=False
    )
    backend = "C" if job["neighbours"] else "vectorized"
    across, along = workload.axes(job["nodes"])
    # In strips, lest it takes a multiple of (data × nodes) × 8 bytes.
    strips = np.array_split(along, math.ceil(len(x) * len(across) * len(along) * 8 / STRIP_BYTES))
    parts = [
        solver.execute("grid", across, strip, backend=backend, n_closest_points=job["neighbours"]) for strip in strips
    ]
    mean, variance = (np.concatenate([np.asarray(part[number]) for part in parts]).T for number in (0, 1))
    return {"mean": mean, "std": np.sqrt(variance)}


def krigekit(workload: Workload, job: dict[str, Any]) -> Result:
    """Run KrigeKit (Fortran, OpenMP), simulating with a path and normals from numpy, which saves it a dump of both."""
    import krigekit as kit

    recipe, nodes = workload.recipe, workload.nodes(job["nodes"])
    if not job["realizations"]:
        structure = {"vtype": recipe.model[:3], "nugget": recipe.nugget, "sill": 1 - recipe.nugget}
        structure["a_major"] = recipe.lengths[0] * (3 if recipe.model == "exponential" else 1)
        mean, variance = kit.ordinary_kriging(
            workload.points, workload.values, nodes, [structure], nmax=job["neighbours"] or len(workload.points)
        )
        return {"mean": mean, "std": np.sqrt(variance)}
    solid, count = len(recipe.lengths) == 3, job["realizations"]
    model = kit.Kriging(ndim=2 + solid, nvar=1, nsim=count, unbias=0, seed=job["seed"], anisotropic_search=solid)
    model.set_obs(ivar=1, coord=workload.points, value=workload.values, sk_mean=0.0)
    model.set_grid(coord=nodes)
    ranges = dict(zip(("a_major", "a_minor1", "a_minor2"), (3 * length for length in recipe.lengths)))
    model.set_vgm(1, 1, "exp", sill=1.0, **ranges)
    rng = np.random.Generator(np.random.SFC64(job["seed"]))
    model.set_sim(rng.permutation(len(nodes)).astype(np.int32) + 1, rng.standard_normal((len(nodes), 1, count)))
    model.set_search(ivar=1, nmax=32, anis2=recipe.lengths[-1] / recipe.lengths[0] if solid else 1.0)
    model.solve(nthread=0)
    drawn = np.asarray(model.get_results()[0])
    drawn = drawn if len(drawn) == count else drawn.T
    return {"mean": drawn.mean(axis=0), "std": drawn.std(axis=0, ddof=1), "drawn": drawn[:, job["sample"]]}


def gstools(workload: Workload, job: dict[str, Any]) -> Result:
    """Run GSTools: kriging from all data, or conditioned random fields."""
    import gstools as gs

    recipe, axes = workload.recipe, workload.axes(job["nodes"])
    make = {"spherical": gs.Spherical, "exponential": gs.Exponential}[recipe.model]
    lengths = list(recipe.lengths)
    model = make(dim=len(axes), var=1 - recipe.nugget, len_scale=lengths, nugget=recipe.nugget)
    if not job["realizations"]:
        solver = gs.krige.Ordinary(model, workload.points.T, workload.values, exact=False)
        mean, variance = solver(axes, mesh_type="structured", chunk_size=100_000)
        return {"mean": mean, "std": np.sqrt(variance)}
    fields = gs.CondSRF(gs.krige.Simple(model, workload.points.T, workload.values, mean=0.0))
    fields.set_pos(axes, "structured")
    total, squares, drawn = np.zeros(1), np.zeros(1), []
    for number in range(job["realizations"]):
        field = np.asarray(fields(seed=job["seed"] * 1000 + number, store=["field", False, "raw_krige"])).reshape(-1)
        total, squares = total + field, squares + field**2
        drawn.append(field[job["sample"]])
    count = job["realizations"]
    variance = (squares - total**2 / count) / (count - 1)
    return {"mean": total / count, "std": np.sqrt(np.maximum(variance, 0)), "drawn": np.array(drawn)}


def gstlearn(workload: Workload, job: dict[str, Any]) -> Result:
    """Run gstlearn: kriging, or turning bands with 200 bands conditioned by kriging from all data."""
    import gstlearn as gl

    recipe, ndim, count = workload.recipe, len(workload.sides), job["nodes"]
    gl.defineDefaultSpace(gl.ESpaceType.RN, ndim)
    columns = [*workload.points.T, workload.values]
    names, roles = [*"xyz"[:ndim], "value"], [f"x{axis + 1}" for axis in range(ndim)] + ["z1"]
    data = gl.Db.createFromSamples(
        len(workload.values), gl.ELoadBy.COLUMN, np.concatenate(columns), names, roles, False
    )
    kind = {"spherical": gl.ECov.SPHERICAL, "exponential": gl.ECov.EXPONENTIAL}[recipe.model]
    model = gl.Model(1, ndim)
    matrix, angles = gl.MatrixSymmetric(), gl.VectorDouble()
    model.addCovFromParam(kind, 0.0, 1 - recipe.nugget, 1.0, list(recipe.lengths), matrix, angles, False)
    if recipe.nugget:
        model.addCovFromParam(gl.ECov.NUGGET, 0.0, recipe.nugget)
    grid = gl.DbGrid.create([count] * ndim, [side / count for side in workload.sides])
    search = gl.NeighUnique.create()
    if job["neighbours"]:
        search = gl.NeighMoving.create(False, job["neighbours"], gl.TEST, 1, 1, gl.ITEST, [], [], True)
    # Its grids have the first axis fastest.
    shape, turn = (count,) * ndim, tuple(reversed(range(ndim)))
    if not job["realizations"]:
        model.setDriftIRF(0)
        gl.kriging(data, grid, model, search, flag_est=True, flag_std=True)
        mean, std = (np.asarray(grid[pattern]).reshape(shape).transpose(turn) for pattern in ("*estim", "*stdev"))
        return {"mean": mean, "std": std}
    gl.simtub(data, grid, model, search, job["realizations"], job["seed"], 200)
    total, squares, drawn = np.zeros(1), np.zeros(1), []
    for name in list(grid.getAllNames())[-job["realizations"] :]:
        field = np.asarray(grid.getColumn(name)).reshape(shape).transpose(turn).reshape(-1)
        total, squares = total + field, squares + field**2
        drawn.append(field[job["sample"]])
    number = len(drawn)
    variance = (squares - total**2 / number) / (number - 1)
    return {"mean": total / number, "std": np.sqrt(np.maximum(variance, 0)), "drawn": np.array(drawn)}


TOOLS: dict[str, Tool] = {
    "ours": ours,
    "ours, all cores": ours_on_all_cores,
    "floor": floor,
    "PyKrige": pykrige,
    "KrigeKit": krigekit,
    "GSTools": gstools,
    "gstlearn": gstlearn,
}


def _peak_memory() -> float:
    """Return the most memory that this process has had, MB."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return math.nan


def main(tool: str, workload: str, job_file: str, result: str) -> None:
    """Run the tool; write what the gates need, and print the peak of memory as JSON."""
    job = json.loads(Path(job_file).read_text())
    job["sample"] = np.array(job["sample"])
    made = TOOLS[tool](load(Path(workload)), job)
    at_sample = {
        name: made[name] if name == "drawn" else np.asarray(made[name]).reshape(-1)[job["sample"]] for name in made
    }
    np.savez(result, **at_sample)
    print(json.dumps({"memory": _peak_memory()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
