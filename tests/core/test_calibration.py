"""A small share of `make calibration`: its command, its page, and figures of a few maps to the last digit shown."""

import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def page(root, tmp_path):
    return shutil.copy(root / "docs/calibration.md", tmp_path / "calibration.md")


def measure(root, page, *options):
    """Run the command and return the rows that it prints."""
    command = [sys.executable, "-m", "benchmarks.calibration", *options, "--page", str(page), "--processes", "1"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True)
    return [line for line in done.stdout.splitlines() if " | " in line]


def table(page, name):
    """Return the rows of a table."""
    return page.read_text(encoding="utf-8").split(f"<!-- {name} -->\n")[1].split("\n\n")[0].splitlines()[2:]
