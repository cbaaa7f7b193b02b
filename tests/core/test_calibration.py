"""A small share of `make calibration`: the command, its page, and figures of a few fields to the last digit shown."""

import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from stochastic_kriging.benchmarks.calibration import page as tables


@pytest.fixture
def page(root, tmp_path):
    return shutil.copy(root / "docs/calibration.md", tmp_path / "calibration.md")


def measured(root, page, part, count, *names, fields):
    """Return the rows of the page once they are measured, without number and name."""
    options = ["--n", str(count), "--of", *names, "--fields", str(fields), "--page", str(page), "--processes", "1"]
    command = [sys.executable, "-X", "utf8", "-m", "benchmarks.calibration", part, *options]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    rows = [row for row in tables.rows(page, part) if row[0] == str(count) and row[1] in names]
    assert [row[1] for row in rows] == list(names)
    return [" | ".join(row[2:]) for row in rows]


def test_maps_of_a_few_fields(root, page):
    rows = measured(root, page, "coverage", 15, "spherical", "skewed", fields=3)
    # Without the verdicts, and without the seconds.
    assert [re.sub(r" \*\*\w+\*\*", "", row.rpartition(" | ")[0]) for row in rows] == [
        (
            "3 | 91.6 ± 5.4 | 90.2 ± 4.3 | 90.2 ± 8.7 | 91.6 ± 5.0 | 89.4 ± 3.3"
            " | 88.6 ± 10.2 | 77.8 ± 12.8 | 0.953 ± 0.016"
        ),
        "3 | 91.5 ± 3.0 | 77.7 ± 5.3 | 98.5 ± 1.0 | 91.9 ± 4.6 | 84.5 ± 3.8 | 95.5 ± 4.5 | 70.4 ± 19.6 | 0.966 ± 0.013",
    ]


def test_a_few_draws_of_stations(root, page):
    (row,) = measured(root, page, "stations", 12, "Meuse zinc", fields=3)
    assert re.sub(r" \*\*\w+\*\*", "", row) == "3 | 94.4 ± 0.4 | 94.2 ± 0.8 | 0.937 ± 0.011"


def test_limits_that_are_told_make_a_map_less_wrong_than_values_left_out(root, page):
    names = ["below a limit: as limits", "below a limit: left out"]
    rows = measured(root, page, "soft", 60, *names, fields=2)
    (rmse, bias, inside, crps), (other_rmse, other_bias, other_inside, other_crps) = (
        [float(cell.partition(" ± ")[0]) for cell in row.split(" | ")[1:]] for row in rows
    )
    assert rmse < other_rmse
    assert abs(bias) < 0.3 < other_bias
    assert inside > 80 > other_inside
    assert crps < other_crps


def test_ranks_of_a_few_fields(root, page):
    (row,) = measured(root, page, "ranks", 6, "range", fields=50)
    assert row == "50 | 4 6 4 6 8 4 4 6 3 5 | 0.83 | 0.91 | 92.0 ± 3.9"


def test_a_row_is_replaced_in_its_place(page):
    page.write_text("# Title\n\n<!-- part -->\n| a | b | c |\n| --- | --- | --- |\n| 2 | x | old |\n\nEnd.\n", "utf-8")
    for row in (["10", "x", "ten"], ["2", "x", "new"], ["2", "w", "two"]):
        tables.put(page, "part", row, order=lambda cells: (int(cells[0]), cells[1]))
    assert tables.rows(page, "part") == [["2", "w", "two"], ["2", "x", "new"], ["10", "x", "ten"]]
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Title\n\n<!-- part -->\n| a | b | c |\n| --- | --- | --- |\n| 2 | w | two |\n")
    assert text.endswith("| 10 | x | ten |\n\nEnd.\n")


def test_a_figure_says_when_it_is_out_of_its_bounds():
    assert tables.measured([0.94, 0.96], 93.5, 97) == "95.0 ± 1.0"
    assert tables.measured([0.90, 0.92], 93.5, 97) == "91.0 ± 1.0 **low**"
    assert tables.measured([0.98, 1.0], 93.5, 97) == "99.0 ± 1.0 **high**"


def test_paired_scores_are_compared_with_the_error_of_their_ratio():
    ours, theirs = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    assert tables.compared(ours, theirs, 1.01) == "0.500 ± 0.000"
    assert tables.compared(theirs + [0.5, 0.0, -0.5], ours * 2, 0.99) == "1.000 ± 0.072 **high**"
