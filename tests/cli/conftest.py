"""The real qgis_process, in a profile of its own.

`run(algorithm, INPUT=…, LAS_FILES=[…])` is a whole command line: what a script or a cron job would see.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

DEBIAN_BINARY = "/usr/bin/qgis_process.bin"


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def results(self):
        """The algorithm's outputs, from the JSON that is all of stdout."""
        assert self.returncode == 0, self.stderr + self.stdout
        return json.loads(self.stdout)["results"]


class QgisProcess:
    """qgis_process with its own HOME; `environment` may be changed by a test that has made its own."""

    def __init__(self, home, plugins=None):
        # Debian's wrapper passes an option that qgis_process does not know, so go round it.
        self.program = DEBIAN_BINARY if os.access(DEBIAN_BINARY, os.X_OK) else shutil.which("qgis_process")
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        self.home = home
        # pytest-qgis sets the first two, which would win over HOME.
        unwanted = {
            "QGIS_CUSTOM_CONFIG_PATH",
            "QGIS_OPTIONS_PATH",
            "QGIS_PLUGINPATH",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "PYTHONPATH",
        }
        self.environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.environment.update(HOME=str(home), XDG_RUNTIME_DIR=str(home), QT_QPA_PLATFORM="offscreen")
        if plugins:
            self.environment["QGIS_PLUGINPATH"] = str(plugins)

    def enable(self):
        """Enable the plugin in this profile."""
        done = self.command("plugins", "enable", "stochastic_kriging")
        assert done.returncode == 0, done.stderr + done.stdout
        return self

    def command(self, *arguments, timeout=900):
        """Any command of qgis_process."""
        done = subprocess.run(
            [self.program, *map(str, arguments)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    def run(self, algorithm, *, timeout=900, **parameters):
        """Run an algorithm to its end."""
        return self.command(*self.words(algorithm, parameters), timeout=timeout)

    def start(self, algorithm, **parameters):
        """Start an algorithm and return the Popen, for a test that disturbs it."""
        return subprocess.Popen(
            [self.program, *self.words(algorithm, parameters)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def words(algorithm, parameters):
        """The command line; a list becomes the same parameter several times."""
        pairs = [
            f"{name}={value}"
            for name, values in parameters.items()
            for value in (values if isinstance(values, (list, tuple)) else [values])
        ]
        return ["--json", "run", algorithm, "--", *pairs]


@pytest.fixture(scope="session")
def make_qgis_process():
    """Make a qgis_process with a given HOME and, unless the plugin is installed there, a folder of plugins."""
    return QgisProcess


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory):
    """qgis_process with the checkout enabled as its only plugin."""
    return QgisProcess(tmp_path_factory.mktemp("home"), os.environ["QGIS_PLUGINPATH"]).enable()


@pytest.fixture(scope="session")
def sample(root, tmp_path_factory):
    """The sample's INPUT, LAS_FOLDER and fields, ready to be given to `run`."""
    # A copy: QGIS may write into a GeoPackage that it only reads.
    wells = shutil.copy(root / "sample" / "wells.gpkg", tmp_path_factory.mktemp("sample"))
    return {
        "INPUT": wells,
        "WELL_FIELD": "uwi",
        "LAS_FOLDER": root / "sample" / "las",
        "CURVE": "PHIE",
        "TOP_FIELD": "top_md",
        "BOTTOM_FIELD": "base_md",
    }


@pytest.fixture(scope="session")
def command(root):
    """Run a program in the checkout and return it with its output as text."""

    def run(*words, **options):
        return subprocess.run([*map(str, words)], cwd=root, capture_output=True, text=True, timeout=900, **options)

    return run


@pytest.fixture(scope="session")
def python():
    """The Python that runs the tests."""
    return sys.executable
