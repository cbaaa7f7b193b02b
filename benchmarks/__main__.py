"""`make bench`: races against peers, what ours does alone, memory, small jobs in QGIS, and the cost of processes.

The tables go to build/bench/.

python -m benchmarks [--full] [--peers PYTHON] [--only TEXT] [--rounds N]
"""

from __future__ import annotations

import argparse
import compileall
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import alone, report, small_jobs
from .contestant import TOOLS
from .race import CONTESTANT, MODULES, RACES, Entry, Race, hold, run
from .truth import sample
from .workload import Workload, make

ROOT = Path(__file__).resolve().parents[1]


def peers(python: Path) -> dict[str, str]:
    """Return the version of each peer that the Python can import."""
    script = "import importlib, importlib.metadata, sys\nm = sys.argv[1]\nimportlib.import_module(m)\n"
    script += "print(importlib.metadata.version(m))"
    versions = {}
    for tool, module in MODULES.items():
        done = subprocess.run([str(python), "-c", script, module], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            versions[tool] = done.stdout.strip().splitlines()[-1]
        else:
            print(f"{tool} is absent: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}", flush=True)
    return versions


def memory(workload: Workload, folder: Path) -> dict[str, Any]:
    """Return peak memory, MB, of 10 and 1000 realizations of 500 × 500, and their ratio."""
    job = {"nodes": 500, "neighbours": None, "seed": 1, "gate": False, "sample": sample(workload, 500).tolist()}
    peaks = {}
    for count in (10, 1000):
        used, _ = run(Path(sys.executable), "ours", workload, {**job, "realizations": count}, folder)
        peaks[f"{count} realizations MB"] = used["memory"]
    return {**peaks, "ratio": peaks["1000 realizations MB"] / peaks["10 realizations MB"]}


def chosen(full: bool, only: str) -> list[Race]:
    """Return the races of a quick or a full run, with who takes part."""
    races = [race for race in RACES if (full or not race.full) and only in race.title]
    return [replace(race, peers=race.peers + race.more_peers) for race in races] if full else races


def main() -> None:
    """Hold the races and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the core against its peers.")
    parser.add_argument("--full", action="store_true", help="all races and all peers: hours instead of minutes")
    parser.add_argument("--peers", type=Path, default=Path(sys.executable), help="the Python that has the peers")
    parser.add_argument("--only", default="", help="only races with this text in their title")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each tool")
    options = parser.parse_args()
    options.peers = options.peers.absolute()  # not resolved: a venv's Python is a link
    for own in ("krig_core", "benchmarks"):  # as pip has done with the peers, and the first run of a plugin does
        compileall.compile_dir(ROOT / own, quiet=1)
    about = {**report.machine(), "versions": peers(options.peers)}
    tools = {tool: options.peers if tool in MODULES else Path(sys.executable) for tool in TOOLS}
    tools = {tool: python for tool, python in tools.items() if tool not in MODULES or tool in about["versions"]}
    target = ROOT / "build" / "bench"
    target.mkdir(parents=True, exist_ok=True)
    outcomes: list[Any] = []
    rows: dict[alone.Row, list[Entry]] = {}
    others: dict[str, dict[str, Any]] = {}
    workloads: dict[str, Workload] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for race in chosen(options.full, options.only):
            print(race.title, flush=True)
            if race.workload not in workloads:
                workloads[race.workload] = make(race.workload)
            outcomes.append(hold(race, workloads[race.workload], tools, folder, options.rounds))
            report.write(target, about, outcomes, rows, others)
        for row in alone.ROWS:
            if options.only not in f"alone: {row.title}":
                continue
            print(f"alone: {row.title}", flush=True)
            if row.workload not in workloads:
                workloads[row.workload] = make(row.workload)
            rows[row] = alone.hold(row, workloads[row.workload], folder, options.rounds)
            report.write(target, about, outcomes, rows, others)
        if not options.only:
            print("memory", flush=True)
            others["Memory of w2_n200 on 500 × 500"] = memory(make("w2_n200"), folder)
        if options.only in ("", "small jobs") and small_jobs.program():
            print("small jobs", flush=True)
            (folder / "qgis").mkdir()
            others["Small jobs of qgis_process, beyond the start of QGIS"] = small_jobs.hold(
                folder / "qgis", options.rounds
            )
        if options.only in ("", "WorkForce"):
            print("WorkForce", flush=True)
            script = [sys.executable, str(CONTESTANT.with_name("messages.py")), str(options.rounds)]
            done = subprocess.run(script, capture_output=True, text=True, check=True, cwd=folder)
            others["WorkForce, w2_n2000 on 1000 × 1000 × 100 realizations"] = json.loads(done.stdout.splitlines()[-1])
    print("\n" + report.write(target, about, outcomes, rows, others))
    print(f"Written to {target / 'results.md'} and results.json.")


if __name__ == "__main__":
    main()
