"""Who may import what: arrows point down, ui → provider → driver and workforce → numeric → numpy, scipy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "krig_core").rglob("*.py"))
PROVIDER = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "provider").rglob("*.py"))
UI = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "ui").rglob("*.py"))
VIEWS = [name for name in UI if name.startswith("ui/views/")]
PROCESSES = {"multiprocessing", "subprocess", "concurrent"}
MAY_START_PROCESSES = {
    "krig_core/workforce/local.py",
    "krig_core/workforce/local_worker.py",
    "krig_core/workforce/parcel.py",
    "provider/interpreter.py",
}
UPPER_ROOMS = {"krig_core/driver.py", "krig_core/__init__.py"} | {
    n for n in CORE if n.startswith(("krig_core/workforce/", "krig_core/jobs/"))
}


def imports(name):
    """Return (module, level, whether at the top of the file) of every import."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, 0, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "", node.level, id(node) in top))
    return found


FLOORS = (
    "ui/dock.py",
    "ui/panes/",
    "ui/film_source.py",
    "ui/data_bar.py ui/settings.py ui/canvas/ ui/study.py ui/sample.py",
    "ui/film_export.py ui/stack_reading.py ui/questions.py ui/desk.py ui/reading.py ui/field_choice.py",
    "ui/handover.py ui/layer_order.py ui/save_dialog.py",
    "ui/snapshot.py ui/model_file.py ui/task.py",
    "ui/errand.py",
    "ui/views/",
    "provider/provider.py",
    "provider/algorithms/",
    "provider/report/",
    "provider/parameters/ provider/outputs/",
    "provider/inputs/",
    (
        "provider/runner.py provider/given.py provider/tables.py provider/map_frame.py "
        "provider/layer_axis.py provider/residual_classes.py provider/ramps.py"
    ),
    "provider/session.py",
    "provider/child.py provider/cluster_check.py provider/quantile_names.py provider/z_axis.py",
    "provider/interpreter.py provider/language.py",
    "provider/installation.py provider/settings.py",
    "provider/distribution.py",
    "provider/text.py",
    "krig_core/driver.py",
    "krig_core/jobs/",
    "krig_core/decisions/",
    "krig_core/grid.py",
    "krig_core/ensemble.py",
    "krig_core/simulation/",
    "krig_core/kriging/ krig_core/placement.py krig_core/workforce/",
    (
        "krig_core/variogram/ krig_core/transforms/ krig_core/wells/ krig_core/moments.py krig_core/quantiles.py "
        "krig_core/covering.py krig_core/threads.py"
    ),
    "krig_core/astray.py krig_core/drift.py krig_core/notebook.py",
    "krig_core/points.py krig_core/geometry.py krig_core/strata.py krig_core/plain.py krig_core/soft.py",
    "krig_core/blas.py krig_core/machine.py krig_core/precision.py krig_core/division.py krig_core/numeric.py",
    "krig_core/bundled.py krig_core/arguments.py",
    "krig_core/choices.py krig_core/errors.py",
)
"""Rooms and files from the top of the house to its ground: none imports from its own floor or from above."""


def targets(name):
    """Return (file, name taken) of each import of our own, also of those for types only and inside functions."""
    found = []
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        folder = Path(name).parts[: -node.level]
        module = Path(*folder, *(node.module or "").split("."))
        for alias in node.names:
            for file in (module / f"{alias.name}.py", module.with_suffix(".py"), module / "__init__.py"):
                if (ROOT / file).is_file():
                    found.append((file.as_posix(), alias.name))
                    break
    return found


def floor(name):
    """Return how many floors are above a file's, and its room."""
    for number, rooms in enumerate(FLOORS):
        for room in rooms.split():
            if name == room or (room.endswith("/") and name.startswith(room)):
                return number, room
    raise AssertionError(f"{name} has no room in FLOORS")


def test_there_is_something_to_look_at():
    assert len(CORE) > 15
    assert len(PROVIDER) > 8


@pytest.mark.parametrize("name", CORE)
def test_the_core_knows_neither_qgis_nor_qt_nor_its_own_name(name):
    for module, level, _ in imports(name):
        assert level or module.split(".")[0] not in {"qgis", "osgeo", "PyQt5", "PyQt6", "processing"}
        assert level or module.split(".")[0] not in {"krig_core", "stochastic_kriging", "provider", "ui"}
        depth = len(Path(name).parts) - 1
        assert level <= depth, f"{name} reaches out of the core"


@pytest.mark.parametrize("name", [n for n in CORE + PROVIDER + UI if n.count("/") > 1 or not n.endswith("__init__.py")])
def test_arrows_point_down(name):
    own, room = floor(name)
    for file, _ in targets(name):
        there, other = floor(file)
        assert other == room or there > own, f"{name} imports {file}, which is no floor below"


def test_no_two_files_need_each_other():
    """Take away what imports nothing that is left, until nothing is left but circles."""
    arrows = {name: {file for file, _ in targets(name)} - {name} for name in CORE + PROVIDER + UI}
    while leaves := {name for name, files in arrows.items() if not files & arrows.keys()}:
        arrows = {name: files for name, files in arrows.items() if name not in leaves}
    assert not arrows


@pytest.mark.parametrize("name", CORE + PROVIDER + UI)
def test_no_file_takes_what_is_private_to_another(name):
    for file, taken in targets(name):
        assert not taken.startswith("_"), f"{name} takes {taken} from {file}"


@pytest.mark.parametrize("name", CORE + PROVIDER + UI + ["plugin.py", "__init__.py"])
def test_processes_are_started_in_few_places(name):
    started = {module for module, level, _ in imports(name) if not level and module.split(".")[0] in PROCESSES}
    assert not started or name in MAY_START_PROCESSES


@pytest.mark.parametrize("name", [name for name in CORE if name not in UPPER_ROOMS])
def test_the_mathematics_knows_neither_workforce_nor_driver(name):
    for module, level, _ in imports(name):
        assert not (level and module.split(".")[0] in {"workforce", "driver", "jobs"})


@pytest.mark.parametrize("name", [name for name in CORE if name.startswith("krig_core/workforce/")])
def test_the_workforce_knows_nothing_of_kriging(name):
    known = {module for module, level, _ in imports(name) if level}
    rooms = {"", "machine", "message", "parcel", "local", "local_worker", "threads", "cluster", "cluster_worker"}
    assert known <= rooms | {"choices", "division", "errors", "blas", "bundled"}
    assert not {
        module for module, level, _ in imports(name) if not level and module.split(".")[0] in {"numpy", "scipy"}
    }


@pytest.mark.parametrize("name", VIEWS)
def test_views_know_neither_qgis_nor_which_qt_there_is(name):
    """So that they can be seen and tested without QGIS, under Qt 5 and Qt 6."""
    known = {module.split(".")[0] for module, level, _ in imports(name) if not level}
    assert name == "ui/views/qt.py" or not known & {"qgis", "osgeo", "PyQt5", "PyQt6", "processing"}


@pytest.mark.parametrize("name", PROVIDER + UI)
def test_the_provider_imports_the_core_only_where_it_runs(name):
    """The plugin must load without scipy; what needs the core is itself imported inside functions."""
    lazy = {"provider/runner.py"}
    for module, level, top in imports(name):
        if level and module.startswith("krig_core") and module != "krig_core.choices" and name not in lazy:
            assert not top, f"{name} imports {module} when the plugin loads"
        if level and module == "runner":
            assert not top, f"{name} imports {module} when the plugin loads"


@pytest.mark.parametrize("name", CORE + PROVIDER + UI)
def test_what_is_imported_is_there(name):
    """Imports inside functions would fail only when they are reached, and mypy passes over those of the provider."""
    for module, level, _ in imports(name):
        if level and module:
            path = (ROOT / name).parents[level - 1] / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__init__.py").exists(), f"{name} imports {module}"


@pytest.mark.parametrize("name", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")))
def test_tests_import_the_package_by_its_name(name):
    """Under another name its classes would be there twice, and no instance of one is of the other."""
    assert not {module.split(".")[0] for module, level, _ in imports(name) if level == 0} & {"krig_core", "provider"}


def test_the_root_holds_a_lazy_class_factory_and_nothing_else():
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    docstring, function = tree.body
    assert isinstance(docstring, ast.Expr)
    assert function.name == "classFactory"


@pytest.mark.parametrize("name", CORE + PROVIDER + UI + ["plugin.py"])
def test_nothing_dangerous_is_called(name):
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"eval", "exec", "pickle.loads", "pickle.load", "os.system"}, called
            assert not any(keyword.arg == "shell" for keyword in node.keywords)


def run_python(code):
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    script = f"import sys; sys.path.insert(0, {plugins!r})\n{code}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_importing_the_core_loads_nothing_heavy_and_changes_nothing():
    done = run_python(
        "import os, warnings, signal\n"
        "before = dict(os.environ), list(warnings.filters), signal.getsignal(signal.SIGINT), list(sys.path)\n"
        "import stochastic_kriging.krig_core as core, stochastic_kriging.krig_core.errors\n"
        "assert before == (dict(os.environ), warnings.filters, signal.getsignal(signal.SIGINT), sys.path)\n"
        "for name in ('numpy', 'scipy', 'qgis', 'multiprocessing', 'lasio'): assert name not in sys.modules, name\n"
        "from stochastic_kriging.krig_core import Grid, WorkForce, Log, Variogram, krige, experimental_variogram\n"
        "for name in ('qgis', 'osgeo', 'multiprocessing', 'lasio'): assert name not in sys.modules, name\n"
        "assert set(core.__all__) <= set(dir(core))\n"
    )
    assert done.returncode == 0, done.stderr


def test_without_scipy_the_errors_still_import():
    done = run_python(
        "class Absent:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.split('.')[0] == 'scipy': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from stochastic_kriging.krig_core.errors import KrigingError\n"
        "from stochastic_kriging.krig_core import KrigingError as same\n"
        "assert same is KrigingError\n"
    )
    assert done.returncode == 0, done.stderr
