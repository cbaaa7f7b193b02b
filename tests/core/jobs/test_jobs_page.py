"""docs/jobs.md is what the declarations say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_current_and_every_key_says_what_it_is_for():
    tool = ROOT / "tools" / "jobs_page.py"
    page = subprocess.run([sys.executable, tool], stdout=subprocess.PIPE, check=True).stdout.decode()
    assert (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8") == page, "run make docs"
    assert "|  |" not in page
