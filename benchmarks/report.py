"""The report: what was measured, as JSON for programs and as a Markdown table for people."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .alone import Row
from .race import Entry, Outcome


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    name = platform.processor()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        names = [
            line.split(":", 1)[1].strip() for line in cpu.read_text().splitlines() if line.startswith("model name")
        ]
        name = names[0] if names else name
    return {
        "processor": name,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
    }


def write(
    folder: Path,
    about: dict[str, Any],
    outcomes: list[Outcome],
    alone: dict[Row, list[Entry]],
    others: dict[str, dict[str, Any]],
) -> str:
    """Write results.json and results.md and return the latter's text.

    Parameters
    ----------
    folder : Path
    about : dict
        From `machine`, and the versions of the tools.
    outcomes : list of Outcome
    alone : dict of Row to list of Entry
        What ours took in its variants, and the floor.
    others : dict
        Title → name → figure of the measurements without peers.
    """
    by_title = {row.title: [asdict(entry) for entry in entries] for row, entries in alone.items()}
    everything = {"about": about, "races": [outcome.as_dict() for outcome in outcomes], "alone": by_title, **others}
    (folder / "results.json").write_text(json.dumps(everything, indent=1))
    lines = [
        f"{about['processor']}, {about['cores']} cores, {about['date']}; load before the run {about['load']:.1f}.",
        "Tools: " + ", ".join(f"{tool} {version}" for tool, version in about["versions"].items()) + ".",
        "",
        "| race | ours s | fastest accurate peer s | times as fast | in CPU time | must | goal | CPU of the floor |",
        "| --- " * 8 + "|",
    ]
    lines += [_verdict(outcome) for outcome in outcomes]
    lines += ["", "| race | tool | wall s | CPU s | memory MB | gates | scores |", "| --- " * 7 + "|"]
    for outcome in outcomes:
        lines += [f"| {outcome.race.title} | {_cells(entry)} |" for entry in outcome.entries]
    lines += ["", "| ours alone | asked for | wall s | CPU s | CPU of the first | CPU of the floor | memory MB |"]
    lines += ["| --- " * 7 + "|"]
    for row, entries in alone.items():
        lines += [f"| {row.title} | {_shares(entry, entries[0], entries[-1])} |" for entry in entries]
    for title, figures in others.items():
        lines += ["", f"| {title} | |", "| --- | --- |"]
        lines += [
            f"| {name} | {value:.4g} |" if value is not True else f"| {name} | yes |" for name, value in figures.items()
        ]
    text = "\n".join(lines) + "\n"
    (folder / "results.md").write_text(text)
    return text


def _verdict(outcome: Outcome) -> str:
    race, own, peer, ratio = outcome.race, outcome.own, outcome.fastest_peer, outcome.ratio("wall")
    in_cpu = outcome.ratio("cpu")
    cells = [
        race.title,
        f"{own.best('wall'):.2f}" if own.runs else own.remark,
        f"{peer.tool} {peer.best('wall'):.2f}" if peer else "none",
        f"{ratio:.1f}" if ratio else "–",
        f"{in_cpu:.1f}" if in_cpu else "–",
        *(_target(ratio, target) for target in (race.must, race.goal)),
        f"{own.best('cpu') / outcome.floor.best('cpu'):.2f} ×" if outcome.floor and own.runs else "–",
    ]
    return f"| {' | '.join(cells)} |"


def _shares(entry: Entry, first: Entry, floor: Entry) -> str:
    """Return what a variant took, also in times of the row's first and of what the machine needs at least."""
    cpu = entry.best("cpu")
    times = f"{cpu / first.best('cpu'):.2f} × | {cpu / floor.best('cpu'):.2f} ×"
    return f"{entry.tool} | {entry.best('wall'):.2f} | {cpu:.2f} | {times} | {entry.best('memory'):.0f}"


def _target(ratio: float | None, target: float) -> str:
    if not target:
        return "–"
    return f"{target:g} {'reached' if ratio is not None and ratio >= target else 'missed'}"


def _cells(entry: Entry) -> str:
    if not entry.runs:
        return f"{entry.tool} | {entry.remark} | | | | "
    scores = ", ".join(f"{name} {value:.3g}" for name, value in entry.scores.items())
    passed = "passed" if entry.passed else "failed"
    took = f"{entry.best('wall'):.2f} | {entry.best('cpu'):.2f} | {entry.best('memory'):.0f}"
    return f"{entry.tool} | {took} | {passed} | {scores}"
