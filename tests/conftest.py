"""Make the checkout importable under the plugin's real name, whatever its folder is called.

A symlink rather than an import hook: spawned processes and qgis_process must find the package too.
"""

import contextlib
import gc
import os
import pathlib
import shutil
import signal
import sys
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PACKAGE = "stochastic_kriging"

_plugins = pathlib.Path(tempfile.mkdtemp(prefix="plugins_"))
(_plugins / PACKAGE).symlink_to(ROOT, target_is_directory=True)
sys.path.insert(0, str(_plugins))
os.environ["QGIS_PLUGINPATH"] = str(_plugins)
# A make that tests start is that of a user, who has no other one around it with flags of its own.
for _name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
    os.environ.pop(_name, None)
# Else each of the many Pythons that tests start would compile the plugin anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_addoption(parser):
    # Known to pytest-qgis; the tests of the core also run where neither it nor QGIS is installed.
    with contextlib.suppress(ValueError):
        parser.addini("qgis_gui_enabled", "whether pytest-qgis shows windows")


def pytest_configure(config):
    # A shell starts a background job with Ctrl-C ignored, and what the tests start would inherit that.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish(session):
    # Thousands of tests that stay to the end, of which the collector of garbage would look at each again and again.
    gc.freeze()


def pytest_unconfigure(config):
    shutil.rmtree(_plugins, ignore_errors=True)


@pytest.fixture(scope="session")
def root():
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared():
    """The folder of real wells whose terms forbid a copy into the repository."""
    if not SHARED.is_dir():
        pytest.skip("the logs of real wells, which may not be copied, are not here")
    return SHARED
