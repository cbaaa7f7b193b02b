"""A race: tools in turn at one workload, and what came of it.

Law: every run is a process of its own, measured from its start to its end. Before a time counts, the results must
pass the gates of `truth`; a tool that does not pass is shown, and not compared with.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .truth import Truth, passes, sample, solve
from .workload import Workload

CONTESTANT = Path(__file__).with_name("contestant.py")
MODULES = {"PyKrige": "pykrige", "KrigeKit": "krigekit", "GSTools": "gstools", "gstlearn": "gstlearn"}
"""The peers, and what is imported of each."""

LONG = 60.0
"""Seconds; a peer that takes longer runs once."""

TIME_LIMIT = 1800.0
"""Seconds; a tool that has not finished by then is stopped and shown as too slow."""


@dataclass(frozen=True)
class Race:
    """What is to be done, and by whom.

    Attributes
    ----------
    workload : str
    nodes : int
        Of the map, along each axis.
    peers : tuple of str
        Tools to compare with in every run.
    more_peers : tuple of str
        Slower ones, which take part in a full run only.
    must, goal : float
        Time of the fastest accurate peer divided by ours.
    realizations : int
        0 is ordinary kriging; else simulation with simple kriging.
    neighbours : int, optional
        For kriging from a moving neighbourhood.
    full : bool
        Whether the race is for a full run only.
    """

    workload: str
    nodes: int
    peers: tuple[str, ...]
    more_peers: tuple[str, ...] = ()
    must: float = 0.0
    goal: float = 0.0
    realizations: int = 0
    neighbours: int | None = None
    full: bool = False

    @property
    def title(self) -> str:
        """Workload and map in a few characters."""
        ndim = 3 if self.workload.startswith("w3") else 2
        end = f", {self.realizations} realizations" if self.realizations else ""
        end += f", {self.neighbours} neighbours" if self.neighbours else ""
        return f"{self.workload} on {' × '.join([str(self.nodes)] * ndim)}{end}"


RACES = (
    Race("w1_n200", 500, ("PyKrige", "KrigeKit", "GSTools"), ("gstlearn",), 5, 8),
    Race("w1_n200", 1000, ("PyKrige",), ("KrigeKit", "GSTools"), 10, 16),
    Race("w1_n2000", 500, ("PyKrige",), ("KrigeKit",), 4, 8),
    Race("w1_n20000", 1000, ("KrigeKit",), ("gstlearn",), 4, 12, neighbours=32),
    Race("w1x_n2000", 500, ("PyKrige",)),
    Race("w2_n200", 250, ("KrigeKit",), ("gstlearn", "GSTools"), 8, 20, realizations=100),
    Race("w2_n2000", 250, ("KrigeKit",), ("gstlearn",), 5, 12, realizations=100),
    Race("w2_n2000", 500, ("KrigeKit",), (), 11, 20, realizations=100),
    Race("w2_n2000", 1000, ("KrigeKit",), (), 15, 24, realizations=100, full=True),
    Race("w2_n5000", 500, ("KrigeKit",), (), realizations=100, full=True),
    Race("w3_n20000", 100, ("KrigeKit",), (), 2, 5, realizations=20, full=True),
)


@dataclass
class Entry:
    """One tool in a race: its runs and its scores.

    Attributes
    ----------
    tool : str
    runs : list of dict
        wall and cpu (s) and memory (MB) of each.
    scores : dict
        Averages over the runs.
    passed : bool
    remark : str
        Why there is nothing to show.
    """

    tool: str
    runs: list[dict[str, float]] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    passed: bool = False
    remark: str = ""

    def judge(self, scores: list[dict[str, float]]) -> None:
        """Average the scores of the runs and hold them against the gates."""
        if self.runs and scores:
            self.scores = {name: float(np.mean([one[name] for one in scores])) for name in scores[0]}
            self.passed = passes(self.scores)

    def best(self, what: str) -> float:
        """Return the least wall or cpu or memory of all runs."""
        return min(run[what] for run in self.runs)


@dataclass
class Outcome:
    """What came of a race."""

    race: Race
    entries: list[Entry]
    floor: Entry | None = None
    """What the machine needs at least, for realizations."""

    @property
    def own(self) -> Entry:
        """Ours, in one process."""
        return self.entries[0]

    @property
    def fastest_peer(self) -> Entry | None:
        """The fastest of the peers that passed."""
        peers = [entry for entry in self.entries if entry.passed and entry.tool in MODULES]
        return min(peers, key=lambda entry: entry.best("wall"), default=None)

    def ratio(self, what: str) -> float | None:
        """Return wall or cpu of the fastest accurate peer divided by ours, if both passed."""
        peer = self.fastest_peer
        return peer.best(what) / self.own.best(what) if peer is not None and self.own.passed else None

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for JSON."""
        ratios = {what: self.ratio(what) for what in ("wall", "cpu")}
        entries = [asdict(entry) for entry in self.entries]
        floor = None if self.floor is None else asdict(self.floor)
        return {"race": asdict(self.race), "ratio": ratios, "entries": entries, "floor": floor}


def hold(race: Race, workload: Workload, tools: dict[str, Path], folder: Path, rounds: int) -> Outcome:
    """Let tools run in turn, our own first and as often as there are rounds.

    Parameters
    ----------
    race : Race
    workload : Workload
    tools : dict of str to Path
        The Python of each tool that is there.
    folder : Path
        Where files may be written.
    rounds : int
        Runs of our own; a peer that takes `LONG` runs once.
    """
    truth = solve(workload, race.nodes, ordinary=race.realizations == 0, neighbours=race.neighbours)
    ours = ["ours", "ours, all cores"] if race.realizations else ["ours"]
    entries = [Entry(tool, remark="" if tool in tools else "not installed") for tool in (*ours, *race.peers)]
    job = {
        "nodes": race.nodes,
        "realizations": race.realizations,
        "neighbours": race.neighbours,
        "sample": sample(workload, race.nodes).tolist(),
        "gate": False,
    }
    floor = Entry("floor") if race.realizations else None
    scores: dict[str, list[dict[str, float]]] = {entry.tool: [] for entry in entries}
    for seed in range(1, rounds + 1):
        if race.realizations:  # the gate first, untimed: it needs all realizations, which the race does not
            _, made = run(tools["ours"], "ours", workload, {**job, "seed": seed, "gate": True}, folder)
            scores["ours"].append(_scores(truth, made))
            scores["ours, all cores"] = scores["ours"]  # the same bytes
        if floor is not None:
            used, _ = run(tools["ours"], "floor", workload, {**job, "seed": seed}, folder)
            floor.runs.append(used)
        for entry in entries:
            if entry.remark or (seed > 1 and entry.tool in MODULES and entry.best("wall") > LONG):
                continue
            try:
                used, made = run(tools[entry.tool], entry.tool, workload, {**job, "seed": seed}, folder)
            except RuntimeError as error:
                entry.remark = str(error)
                continue
            entry.runs.append(used)
            if "drawn" in made or not race.realizations:
                scores[entry.tool].append(_scores(truth, made))
            figures = f"{used['wall']:8.2f} s  {used['cpu']:8.2f} CPU s  {used['memory']:7.0f} MB"
            print(f"  {entry.tool:16s} {figures}", flush=True)
    for entry in entries:
        entry.judge(scores[entry.tool])
    return Outcome(race, entries, floor)


def _scores(truth: Truth, made: dict[str, Any]) -> dict[str, float]:
    if "drawn" in made:
        return truth.ensemble_scores(made["drawn"])
    return truth.kriging_scores(made["mean"], made["std"])


def run(
    python: Path, tool: str, workload: Workload, job: dict[str, Any], folder: Path
) -> tuple[dict[str, float], dict[str, Any]]:
    """Run a tool once; return wall, cpu and memory, and its results at the sample, or raise RuntimeError."""
    job_file, result, log = folder / "job.json", folder / "result.npz", folder / "output.txt"
    job_file.write_text(json.dumps(job))
    result.unlink(missing_ok=True)
    arguments = [str(python), str(CONTESTANT), tool, str(workload.save(folder)), str(job_file), str(result)]
    with log.open("w+") as output:
        start = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
        used = _wait(child, start + TIME_LIMIT)
        wall = time.perf_counter() - start
    if used is None:
        message = f"stopped after {TIME_LIMIT:.0f} s"
        raise RuntimeError(message)
    lines = log.read_text(errors="replace").strip().splitlines() or [""]
    if child.returncode or not result.exists():
        message = f"ended with code {child.returncode}: {lines[-1][:200]}"
        raise RuntimeError(message)
    with np.load(result) as arrays:
        made = dict(arrays)
    cost = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": json.loads(lines[-1])["memory"]}
    return cost, made


def _wait(child: subprocess.Popen[bytes], until: float) -> Any:
    """Wait for the end of a process; return what it and its children used, or None if it had to be stopped."""
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return used
        if time.perf_counter() > until:
            child.kill()
            child.wait()
            return None
        time.sleep(0.005)
