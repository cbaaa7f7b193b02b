"""Write docs/jobs.md: every task with its keys and results, as `krig_core.jobs` declares them.

python3 tools/jobs_page.py docs/jobs.md     without a name: to standard output
"""

import json
import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from krig_core.jobs.map_job import DataJob, MapJob, MapResult  # noqa: E402
from krig_core.jobs.schema import TASKS  # noqa: E402
from krig_core.plain import LACKING, Key  # noqa: E402

HEAD = """# Jobs

Written by `make docs` from the declarations in `krig_core/jobs`. [python.md](python.md#the-driver-a-job-as-a-file) says
how a job is run.

A job is a JSON object: its `task`, and the keys below. A result is what the driver writes as `{"done": {…}}`. Names of
files of arrays are plain ones that end in `.npy`; the files lie beside the job, and are as `numpy.save` writes them.
"""

SHARED = (
    ("Data and variogram", DataJob, "What all tasks name that krige."),
    ("A map", MapJob, "What the tasks `stochastic-kriging` and `kriging` both name."),
    ("What is said of a map", MapResult, "What both answer; the maps themselves are in their files."),
)


def page() -> str:
    """Return the page."""
    titles = {kind: title for title, kind, _ in SHARED}
    sections = [HEAD]
    parts: dict[type, str] = {}
    for title, kind, text in SHARED:
        sections += [f"## {title}", text, own(kind, titles, parts)]
    for name, task in TASKS.items():
        sections += [f"## {name}", task.job.__doc__, own(task.job, titles, parts), "It answers:"]
        sections.append(own(task.result, titles, parts))
    sections.append("## Objects")
    done: set[type] = set()
    while len(done) < len(parts):  # an object may hold others
        for kind in [kind for kind in parts if kind not in done]:
            done.add(kind)
            sections += [f"### {kind.__name__}", kind.__doc__.split("\n")[0], own(kind, titles, parts)]
    return "\n\n".join(section.strip() for section in sections if section.strip()) + "\n"


def own(kind: type, titles: dict[type, str], parts: dict[type, str]) -> str:
    """Return the table of the keys that a class adds to its base, and where those of the base are."""
    base = kind.__mro__[1]
    if base is object:
        return table(kind, parts, defaults=has_defaults(kind))
    if base not in titles:
        parts.setdefault(base, "")
        titles = {**titles, base: base.__name__}
    link = f"[{titles[base]}]({anchor(titles[base])})"
    added = table(kind, parts, defaults=has_defaults(kind), but={item.name for item in fields(base)})
    return f"The keys of {link}, and:\n\n{added}" if added else f"The keys of {link}."


def has_defaults(kind: type) -> bool:
    """Return whether some of its keys may be left out."""
    return any(default(item) for item in fields(kind))


def table(kind: type, parts: dict[type, str], *, defaults: bool, but: set[str] = frozenset()) -> str:
    """Return the keys of a class as a table; take note of the objects that they hold."""
    rows = []
    for item in fields(kind):
        key = Key.of(item)
        if item.name in but:
            continue
        should = str(key.kind)
        if key.parts is not None:
            parts.setdefault(key.parts, "")
            link = f"[{key.parts.__name__}]({anchor(key.parts.__name__)})"
            should = (f"a list of {link}" if "list" in should else link) + ", or null" * key.kind.null
        rows.append([f"`{item.name}`", should, *([default(item) or "needed"] if defaults else []), key.help])
    head = ["Key", "Should be", *(["If left out"] if defaults else []), "What it is"]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) if rows else ""


def default(item: object) -> str:
    """Return the default of a key as JSON, or nothing where it has none."""
    given = item.default
    return "" if given is LACKING or repr(given).startswith("<dataclasses") else f"`{json.dumps(given)}`"


def anchor(title: str) -> str:
    """Return the link to a title of this page."""
    return "#" + title.lower().replace(" ", "-")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.buffer.write(page().encode())
