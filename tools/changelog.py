"""Write the changelog of metadata.txt: what CHANGELOG.md says at the head of each version, in lines that are not torn.

python3 tools/changelog.py metadata.txt     without a name: to standard output
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INDENT = "    "
"""Continues a value of the file."""


def changelog(text: str) -> str:
    """Return the versions with the lines at their heads, each with its continuation joined to it."""
    lines = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = section.partition("\n")
        head = re.split(r"^###", rest, maxsplit=1, flags=re.MULTILINE)[0].strip()
        lines.append(title.split("]")[0].strip("["))
        lines += re.sub(r"\n +", " ", head).splitlines()
    return "\n".join(lines)


def with_changelog(metadata: str, text: str) -> str:
    """Return metadata, of which the changelog is the last entry, with that of a text."""
    head, _, _ = metadata.partition("\nchangelog=")
    return f"{head}\nchangelog=" + changelog(text).replace("\n", f"\n{INDENT}") + "\n"


def main() -> None:
    """Write it."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if len(sys.argv) > 1:
        target = Path(sys.argv[1])
        target.write_text(with_changelog(target.read_text(encoding="utf-8"), text), encoding="utf-8")
    else:
        print(changelog(text))


if __name__ == "__main__":
    main()
