"""Write the plugin's zip: what git knows less `export-ignore`, with the libraries of extlibs/ bundled.

The same checkout gives the same bytes: entries are sorted and carry a fixed time and fixed permissions.
"""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = "stochastic_kriging"
ROOT = Path(__file__).resolve().parents[1]
EPOCH = (1980, 1, 1, 0, 0, 0)
# These describe one installation by pip; lasio reads its version from METADATA.
INSTALLATION_NOTES = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def git(*arguments: str, stdin: str = "") -> list[str]:
    """The NUL-separated answer of git in the checkout."""
    if shutil.which("git") is None:
        sys.exit("git is not installed: it knows which files belong to the plugin.")
    done = subprocess.run(["git", *arguments], cwd=ROOT, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"git cannot list the files of {ROOT}: {done.stderr.strip()}")
    return done.stdout.split("\0")[:-1]


def source_files() -> list[str]:
    """Files that git tracks or would track (so that it works before a commit), less those marked export-ignore."""
    names = set(git("ls-files", "--cached", "--others", "--exclude-standard", "-z"))
    answers = git("check-attr", "-z", "--stdin", "export-ignore", stdin="\0".join(sorted(names)))
    ignored = {path for path, value in zip(answers[::3], answers[2::3]) if value == "set"}
    return [name for name in names - ignored if (ROOT / name).is_file()]


def library_files() -> list[str]:
    """The bundled libraries without what pip and Python leave beside them."""
    files = (path for path in (ROOT / "extlibs").rglob("*") if path.is_file())
    return [
        path.relative_to(ROOT).as_posix()
        for path in files
        if "__pycache__" not in path.parts and path.name not in INSTALLATION_NOTES
    ]


def version() -> str:
    """The version in metadata.txt."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def write_zip(target: Path, names: list[str]) -> None:
    """Write files of the checkout below one folder, which is itself the first entry."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = zipfile.ZipInfo(f"{PACKAGE}/", EPOCH)
        folder.external_attr = (0o40755 << 16) | 0x10
        archive.writestr(folder, b"")
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"{PACKAGE}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, (ROOT / name).read_bytes())


def main() -> None:
    """Write dist/<package>-<version>.zip."""
    libraries = library_files()
    if "extlibs/lasio/__init__.py" not in libraries:
        sys.exit("extlibs/ is missing: run `make package`, which fetches it.")
    target = ROOT / "dist" / f"{PACKAGE}-{version()}.zip"
    target.parent.mkdir(exist_ok=True)
    write_zip(target, source_files() + libraries)
    sys.stdout.write(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1024:.0f} kB\n")


if __name__ == "__main__":
    main()
