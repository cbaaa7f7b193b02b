"""Whatever door is taken into the core, the number of BLAS threads does not show in the result."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.krig_core import Grid, Variogram, blas, cross_validate, experimental_variogram, krige
from stochastic_kriging.krig_core.blas import made_with_one_blas_thread, one_blas_thread
from stochastic_kriging.krig_core.bundled import import_bundled
from stochastic_kriging.krig_core.drift import detrended
from stochastic_kriging.krig_core.errors import KrigingWarning, MissingPackage, OvershootWarning
from stochastic_kriging.krig_core.kriging.cross_validation import leave_one_out
from stochastic_kriging.krig_core.kriging.mixture import krige_with_all
from stochastic_kriging.krig_core.simulation.kriged_values import krige_values
from stochastic_kriging.krig_core.transforms.transform import Transform
from stochastic_kriging.krig_core.variogram.anisotropy import fit_directions
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic
from stochastic_kriging.krig_core.variogram.experimental import directional_variograms
from stochastic_kriging.krig_core.variogram.least_squares import fit_least_squares
from stochastic_kriging.krig_core.variogram.likelihood import fit_reml, reml_deviance
from stochastic_kriging.krig_core.variogram.uncertainty import posterior
from stochastic_kriging.krig_core.variogram.variogram_map import variogram_map

RNG = np.random.default_rng(0)
POINTS = RNG.uniform(0, 200, (900, 2))
VALUES = 3 * np.sin(POINTS[:, 0] / 20) + POINTS[:, 1] / 50 + RNG.standard_normal(900)
TARGETS = np.stack(np.meshgrid(*[np.linspace(0, 200, 60)] * 2), axis=-1).reshape(-1, 2)
FEW = TARGETS[::9]
LESS = POINTS[:120], VALUES[:120]
"""Enough: where nobody limits BLAS, two threads say something else than one."""
FAR = Variogram.exponential(nugget=1, partial_sill=8, range=60)
NEAR = Variogram.spherical(nugget=1, partial_sill=8, range=20)
SMOOTH = Variogram.gaussian(nugget=1e-9, partial_sill=8, range=60)
"""Too ill-conditioned for the inverse of the covariance."""


def grid():
    return Grid.from_points(POINTS, VALUES, 2, x_range=(0, 200), y_range=(0, 200))


def krig(**options):
    ensemble = grid().krig(3, seed=1, **options)
    return ensemble.mean, ensemble.std


def realizations(**options):
    return list(grid().realizations(3, seed=1, **options))


def predicted(**options):
    validation = cross_validate(POINTS, VALUES, FAR, **options)
    return validation.predicted, validation.variance


def described(fit):
    return [np.array(fit.variogram.to_json())]


def of_posterior(method):
    """Realizations, or the law of cells, of data so few that all variograms count."""
    few = Grid.from_points(*LESS, 4, x_range=(0, 200), y_range=(0, 200))
    made = getattr(few, method)(3, seed=1, variogram_uncertainty="posterior", transform="normal-score")
    return list(made) if method == "realizations" else [made.mean, made.std]


def of_posterior_itself(found):
    return [found.sills, found.weights]


def of_values(variogram):
    transform = Transform("normal-score").fit(*LESS)
    law = krige_values(LESS[0], transform.scores, variogram, FEW, transform, [0.1, 0.9])
    return [law.mean, law.std, law.quantiles]


def of_soft(**options):
    """Realizations of data of which every fourth was measured with an error, and every fifth has a limit alone."""
    points, values = LESS
    number = np.arange(len(values))
    limited = number % 5 == 0
    known = {"error": np.where(number % 4, 0.0, 0.5), "upper": np.where(limited, values + 0.2, np.inf)}
    ranges = {"x_range": (0, 200), "y_range": (0, 150)}  # some of the data lie outside
    made = Grid.from_points(points, np.where(limited, np.nan, values), 4, **ranges, **known)
    return list(made.realizations(3, seed=1, **options))


def beside_secondary(method):
    made = grid()
    secondary = np.sin(made.geometry.centres()[:, 0] / 20).reshape(made.shape)
    return list(made.realizations(3, seed=1, secondary=secondary, variogram=FAR, method=method))


METHODS = {
    "gaussian": {"variogram": FAR},
    "normal-score": {"variogram": FAR, "transform": "normal-score"},
    "trend": {"kriging_type": "universal-2"},
    "exact-positions": {"variogram": FAR, "exact_positions": True},
    "sequential": {"variogram": FAR, "method": "sequential"},
    "random-sample": {"variogram": FAR, "method": "random-sample"},
}
DOORS = {
    **{f"krig-{name}": lambda options=options: krig(**options) for name, options in METHODS.items()},
    **{f"realizations-{name}": lambda options=options: realizations(**options) for name, options in METHODS.items()},
    "krige-few-targets": lambda: krige(POINTS, VALUES, FAR, FEW),
    "krige-smooth": lambda: krige(POINTS, VALUES, SMOOTH, TARGETS),
    "krige-far-field": lambda: krige(POINTS, VALUES, FAR, TARGETS),
    "krige-in-reach": lambda: krige(POINTS, VALUES, NEAR, TARGETS),
    "krige-universal": lambda: krige(POINTS, VALUES, FAR, FEW, kriging_type="universal-2"),
    "krige-block": lambda: krige(POINTS, VALUES, FAR, FEW, block=5.0),
    "krige-nearest": lambda: krige(POINTS, VALUES, FAR, FEW, max_data=30),
    "krige-nearest-300": lambda: krige(POINTS, VALUES, FAR, FEW[:50], max_data=300),
    "krige-shared-tiles": lambda: krige(POINTS, VALUES, FAR, TARGETS, max_data=30, shared_tiles=True),
    "leave-one-out": lambda: leave_one_out(POINTS, VALUES, FAR),
    "validate": predicted,
    "validate-folds": lambda: predicted(folds=5),
    "validate-nearest": lambda: predicted(max_data=30),
    "validate-nearest-folds": lambda: predicted(max_data=300, folds=5),
    "experimental": lambda: [experimental_variogram(POINTS, VALUES).gamma],
    "detrended": lambda: [detrended(POINTS, VALUES, 2)],
    "variogram-map": lambda: [variogram_map(POINTS, VALUES).gamma],
    "directional": lambda: [item.gamma for item in directional_variograms(POINTS, VALUES)],
    "fit-lags": lambda: [np.array(experimental_variogram(POINTS, VALUES).fit("spherical").to_json())],
    "fit": lambda: described(fit_least_squares(POINTS, VALUES)),
    "fit-residuals": lambda: described(fit_automatic(POINTS, VALUES, "universal-2")),
    "fit-likelihood": lambda: described(fit_reml(*LESS)),
    "fit-directions": lambda: [np.array(fit_directions(directional_variograms(POINTS, VALUES)).to_json())],
    "posterior": lambda: of_posterior_itself(posterior(*LESS)),
    **{f"soft-{name}": lambda name=name: of_soft(**METHODS[name]) for name in ("gaussian", "sequential", "trend")},
    **{f"secondary-{name}": lambda name=name: beside_secondary(name) for name in ("gaussian", "sequential")},
    "realizations-posterior": lambda: of_posterior("realizations"),
    "law-posterior": lambda: of_posterior("krig"),
    "krige-values": lambda: of_values(FAR),
    "krige-values-posterior": lambda: of_values(posterior(*LESS)),
    "krige-with-all": lambda: krige_with_all(*LESS, posterior(*LESS), FEW, variograms=4),
    "deviance": lambda: [np.array(reml_deviance(POINTS, VALUES, FAR))],
}


@pytest.fixture(scope="module")
def control():
    try:
        control = import_bundled("threadpoolctl")
    except MissingPackage:
        pytest.skip("threadpoolctl is not installed")
    with control.threadpool_limits(2, "blas"):
        if most(control) != 2:
            pytest.skip("this BLAS has one thread anyway")
    return control


@pytest.fixture
def _no_threadpoolctl(monkeypatch):
    def missing(name):
        raise MissingPackage(name)

    monkeypatch.setattr(blas, "import_bundled", missing)
    blas._controllers.cache_clear()
    yield
    blas._controllers.cache_clear()


def most(control):
    return max(library["num_threads"] for library in control.threadpool_info() if library["user_api"] == "blas")


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.OvershootWarning")
@pytest.mark.parametrize("door", DOORS)
def test_the_number_of_blas_threads_does_not_show(control, door):
    bytes_ = []
    for threads in (1, 2):
        with control.threadpool_limits(threads, "blas"):
            bytes_.append([np.asarray(array).tobytes() for array in DOORS[door]()])
            assert most(control) == threads, "the caller has his threads again"
    assert bytes_[0] == bytes_[1]


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.OvershootWarning")
def test_neither_does_the_number_of_threads_that_krige():
    """In chunks, which several threads share where the inverse is too inexact for tiles."""
    found = [krige(POINTS, VALUES, SMOOTH, np.tile(TARGETS, (5, 1)), threads=threads) for threads in (1, 2, 3)]
    assert len({b"".join(array.tobytes() for array in pair) for pair in found}) == 1


def test_a_caller_between_two_realizations_has_his_threads(control):
    with control.threadpool_limits(2, "blas"):
        made = grid().realizations(3, seed=1, variogram=FAR)
        for _ in range(2):
            next(made)
            assert most(control) == 2
        made.close()
        assert most(control) == 2


def test_what_is_made_is_made_with_one_thread(control):
    with control.threadpool_limits(2, "blas"):
        assert list(made_with_one_blas_thread(most(control) for _ in range(3))) == [1, 1, 1]
        assert list(made_with_one_blas_thread([])) == []
        assert most(control) == 2


@pytest.mark.usefixtures("_no_threadpoolctl")
def test_openblas_keeps_to_one_thread_without_threadpoolctl_too(control):
    if all(library["internal_api"] != "openblas" for library in control.threadpool_info()):
        pytest.skip("another BLAS")
    with control.threadpool_limits(2, "blas"):
        assert list(made_with_one_blas_thread(most(control) for _ in range(3))) == [1, 1, 1]
        with one_blas_thread(), one_blas_thread():
            assert most(control) == 1
        assert most(control) == 2


KERNELS = ("Haswell", "Nehalem")
"""Of OpenBLAS, one with and one without fused multiplications, which any processor of the last ten years has."""

SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from stochastic_kriging.tests.core.test_blas import DOORS
for door in sys.argv[2:]:
    print(door, hashlib.sha256(b"".join(np.asarray(one).tobytes() for one in DOORS[door]())).hexdigest())
"""


def solves(kernel):
    """Tell whether a plain system is solved with a kernel: that of OpenBLAS 0.3.34 for Haswell and Zen crashes."""
    code = "import numpy, scipy.linalg; a = numpy.asfortranarray(numpy.eye(900)); scipy.linalg.solve_triangular(a, a)"
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    return subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.usefixtures("control")
def test_a_process_with_one_thread_says_what_one_with_two_says(kernel):
    if not solves(kernel):
        pytest.skip(f"this BLAS crashes with its own kernel for {kernel}")
    doors = ["krig-gaussian", "realizations-normal-score", "krige-far-field", "law-posterior", "fit-likelihood"]
    doors += ["soft-gaussian", "secondary-gaussian"]
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    said = []
    for threads in "12":
        environment = {**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": threads}
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT, plugins, *doors]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.splitlines())
    assert len(said[0]) == len(doors)
    assert said[0] == said[1]


def test_a_step_that_fails_leaves_no_limit_behind(control):
    def failing():
        yield 1
        raise ValueError("second step")

    with control.threadpool_limits(2, "blas"):
        made = made_with_one_blas_thread(failing())
        next(made)
        with pytest.raises(ValueError, match="second step"):
            next(made)
        assert most(control) == 2


def test_blas_keeps_to_one_thread_until_the_last_one_leaves(control):
    first, second = one_blas_thread(), one_blas_thread()
    with control.threadpool_limits(2, "blas"), ThreadPoolExecutor(1) as other:
        before = other.submit(most, control).result()
        first.__enter__()
        other.submit(second.__enter__).result()
        first.__exit__(None, None, None)
        assert other.submit(most, control).result() == 1
        other.submit(second.__exit__, None, None, None).result()
        assert other.submit(most, control).result() == before
        assert most(control) == 2


def test_every_thread_may_be_the_one_that_sets_the_limit(control):
    def inside():
        with one_blas_thread():
            return most(control)

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as another:
        before = most(control)
        for thread in (one, another, one, another):
            assert thread.submit(inside).result() == 1
            assert most(control) == before


@pytest.mark.parametrize("door", [krige, leave_one_out, cross_validate])
def test_a_warning_names_the_line_of_the_caller(door):
    twice = np.concatenate([POINTS[:20], POINTS[:1]])
    targets = (FEW,) if door is krige else ()
    with pytest.warns(KrigingWarning, match="1 of 21 data coincide") as caught:
        door(twice, VALUES[:21], FAR, *targets)
    assert caught[0].filename == __file__


def test_a_map_that_runs_away_is_told_at_the_line_of_the_caller():
    with pytest.warns(OvershootWarning) as caught:
        krige(POINTS, VALUES, SMOOTH, TARGETS)
    assert caught[0].filename == __file__
