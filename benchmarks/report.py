"""The report: what was measured, as JSON for programs and as a Markdown table for people."""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path
from typing import Any

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


def write(folder: Path, about: dict[str, Any], outcomes: list[Outcome], others: dict[str, dict[str, Any]]) -> str:
    """Write results.json and results.md and return the latter's text.

    Parameters
    ----------
    folder : Path
    about : dict
        From `machine`, and the versions of the tools.
    outcomes : list of Outcome
    others : dict
        Title → name → figure of the measurements without peers.
    """
    everything = {"about": about, "races": [outcome.as_dict() for outcome in outcomes], **others}
    (folder / "results.json").write_text(json.dumps(everything, indent=1))
    lines = [
        f"{about['processor']}, {about['cores']} cores, {about['date']}; load before the run {about['load']:.1f}.",
        "Tools: " + ", ".join(f"{tool} {version}" for tool, version in about["versions"].items()) + ".",
        "",
        "| race | ours s | fastest accurate peer s | times as fast | in CPU time | must | goal |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_verdict(outcome) for outcome in outcomes]
    lines += ["", "| race | tool | wall s | CPU s | memory MB | gates | scores |", "| --- " * 7 + "|"]
    for outcome in outcomes:
        lines += [f"| {outcome.race.title} | {_cells(entry)} |" for entry in outcome.entries]
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
    ]
    return f"| {' | '.join(cells)} |"


def _target(ratio: float | None, target: float) -> str:
    if not target:
        return "–"
    return f"{target:g} {'reached' if ratio is not None and ratio >= target else 'missed'}"


def _cells(entry: Entry) -> str:
    if not entry.runs:
        return f"{entry.tool} | {entry.remark} | | | | "
    scores = ", ".join(f"{name} {value:.3g}" for name, value in entry.scores.items())
    memory = "" if entry.tool == "ours, all cores" else f"{entry.best('memory'):.0f}"
    passed = "passed" if entry.passed else "failed"
    return f"{entry.tool} | {entry.best('wall'):.2f} | {entry.best('cpu'):.2f} | {memory} | {passed} | {scores}"
