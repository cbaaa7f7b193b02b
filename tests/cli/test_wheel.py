"""The wheel is the core alone, under the name that it has beside the plugin; it needs no QGIS."""

import os
import subprocess
import zipfile
from email.parser import Parser

import pytest

PACKAGE = "stochastic_kriging"


@pytest.fixture(scope="module")
def wheel(command, python, root, tmp_path_factory):
    pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    pip = (python, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, root)
    done = command(*pip)
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder that pip would unpack it into."""
    folder = tmp_path_factory.mktemp("site packages")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_the_wheel_holds_the_whole_core_and_nothing_else(wheel, root):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    core = {path.relative_to(root).as_posix() for path in (root / "krig_core").rglob("*.py")}
    assert names == {f"{PACKAGE}/{name}" for name in {*core, "__init__.py", "py.typed"}}


def test_the_wheel_has_the_version_of_the_plugin_and_says_what_it_needs(wheel, root):
    version = next(line for line in (root / "metadata.txt").read_text().splitlines() if line.startswith("version="))
    content = zipfile.ZipFile(wheel)
    (name,) = (name for name in content.namelist() if name.endswith("METADATA"))
    metadata = Parser().parsestr(content.read(name).decode("utf-8"))
    assert metadata["Version"] == version.partition("=")[2]
    assert metadata["License-Expression"] == "GPL-2.0-or-later"
    assert metadata["Requires-Python"] == ">=3.9"
    needed = [line.split(";")[0] for line in metadata.get_all("Requires-Dist")]
    assert needed == ["numpy>=1.22", "scipy>=1.8", "threadpoolctl>=3", "distributed", "lasio>=0.30", "xarray"]
    assert metadata.get_all("Provides-Extra") == ["dask", "las", "xarray"]


def test_the_installed_package_makes_a_map_in_several_processes_without_qgis(installed, python, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\n"
        "import numpy as np\n"
        "from stochastic_kriging.krig_core import Grid, WorkForce\n"
        "if __name__ == '__main__':\n"
        "    rng = np.random.default_rng(1)\n"
        "    grid = Grid.from_points(rng.uniform(0, 1000, (20, 2)), rng.standard_normal(20), xy_delta=50)\n"
        "    with WorkForce(grid, processes=2) as workforce:\n"
        "        ensemble = workforce.krig(20, seed=1)\n"
        "    print(sys.modules['stochastic_kriging'].__file__)\n"
        "    print(ensemble.count, bool(np.isfinite(ensemble.mean).all()), 'qgis' in sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [python, program], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    path, said = done.stdout.splitlines()
    assert path.startswith(str(installed))
    assert said == "20 True False"
