"""Look at a zip as the QGIS plugin site does before it takes one.

python3 tools/upload_check.py dist/stochastic_kriging-<version>.zip

What the site refuses or reports is an error here. What only a person can know is listed last: docs/release.md says what
belongs there. No address is asked whether it answers, as the site does. bandit, detect-secrets and flake8 are taken
from the Python that runs this.
"""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

MOST_BYTES = 25_000_000
REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")
ADDRESSES = ("email", "homepage", "tracker", "repository")
"""What the metadata leave open until somebody knows it."""
CATEGORIES = {"Raster", "Vector", "Database", "Mesh", "Web"}
FORBIDDEN_FOLDERS = {"__MACOSX", ".git", "__pycache__"}
FORBIDDEN_ENDINGS = (".pyc", ".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd")
HIDDEN_BUT_KNOWN = {".bandit", ".flake8", ".secrets.baseline", ".gitignore", ".gitattributes"}
FLAKE8_CODES = "C901,E101,E71,E72,E731,E74,E9,F402,F403,F404,F405,F811,F82,F831,F901,W605"


def metadata_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the metadata as the site and QGIS read them: a % that is no reference is an error to both."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(archive.read(f"{_folder(archive)}/metadata.txt").decode("utf-8"))
    return dict(parser.items("general"))


def refusals(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield what is wrong with the files of the zip."""
    names = archive.namelist()
    folder = _folder(archive)
    size = sum(entry.compress_size for entry in archive.infolist())
    if size > MOST_BYTES:
        yield f"the zip has {size} bytes, and {MOST_BYTES} are taken"
    if {name.split("/")[0] for name in names} != {folder}:
        yield "it has more than one folder at its top"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]+", folder):
        yield f"the folder {folder} has no name of a Python package"
    yield from (f"{name} is missing" for name in ("__init__.py", "LICENSE") if f"{folder}/{name}" not in names)
    for entry in archive.infolist():
        parts = entry.filename.split("/")
        if ".." in entry.filename or "\\" in entry.filename or entry.filename.startswith("/"):
            yield f"{entry.filename} has a path that leads elsewhere"
        if FORBIDDEN_FOLDERS & set(parts) or parts[-1].lower().endswith(FORBIDDEN_ENDINGS):
            yield f"{entry.filename} does not belong into a plugin"
        if parts[-1].startswith(".") and parts[-1] not in HIDDEN_BUT_KNOWN:
            yield f"{entry.filename} is hidden"
        if not entry.is_dir() and entry.external_attr >> 16 & 0o111:
            yield f"{entry.filename} is executable"


def complaints(metadata: Mapping[str, str], names: set[str]) -> Iterator[str]:
    """Yield what is wrong with the metadata, whose files are named from the plugin's folder."""
    for key in REQUIRED:
        if not metadata.get(key) and key not in ADDRESSES:
            yield f"metadata.txt has no {key}"
    if "/" in metadata["author"]:
        yield "the author has a slash"
    if metadata.get("category") not in CATEGORIES:
        yield f"the category {metadata.get('category')} is none of {', '.join(sorted(CATEGORIES))}"
    if metadata.get("icon") not in names:
        yield f"the icon {metadata.get('icon')} is not in the zip"
    if not metadata.get("changelog", "").startswith(metadata["version"]):
        yield f"the changelog does not begin with version {metadata['version']}"
    if "supportsQt6" in metadata:
        yield "supportsQt6 is out of date: qgisMaximumVersion says it"
    for key in ADDRESSES[1:]:
        if metadata.get(key) and not re.match(r"https?://[^/]+", metadata[key]):
            yield f"{key} is no address: {metadata[key]}"


def findings(folder: Path) -> Iterator[str]:
    """Yield what the scanners find in an unpacked zip, with the settings that it brings, as the site runs them."""
    (plugin,) = folder.iterdir()
    # B404 (import subprocess) is the one test that the site leaves out and bandit has.
    report = json.loads(_run(folder, "bandit", "-r", ".", "-f", "json", "--quiet", "-s", "B404"))
    for error in report["errors"]:
        yield f"bandit: {error}"
    for result in report["results"]:
        yield f"bandit: {result['filename']}:{result['line_number']}: {result['test_id']} {result['issue_text']}"
    excluded = [word for name in (r"metadata\.txt", r"\.secrets\.baseline") for word in ("--exclude-files", name)]
    secrets = ["detect_secrets", "scan", "--all-files", *excluded, "--disable-plugin", "IPPublicDetector", "."]
    for name, found in json.loads(_run(folder, *secrets))["results"].items():
        for secret in found:
            yield f"detect-secrets: {name}:{secret['line_number']}: {secret['type']}"
    settings = ["--max-line-length=120", "--config", str(plugin / ".flake8"), "--select", FLAKE8_CODES]
    files = sorted(str(path) for path in plugin.rglob("*.py"))
    yield from (f"flake8: {line}" for line in _run(folder, "flake8", *settings, *files).splitlines())


def _folder(archive: zipfile.ZipFile) -> str:
    return archive.namelist()[0].split("/")[0]


def _run(folder: Path, module: str, *words: str) -> str:
    """Return what a scanner prints; those with findings end with 1."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1) or (done.returncode and not done.stdout):
        sys.exit(f"{module} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def main() -> None:
    """Say what is wrong, and what is to be filled in."""
    target = Path(sys.argv[1])
    with zipfile.ZipFile(target) as archive, tempfile.TemporaryDirectory() as unpacked:
        metadata = metadata_of(archive)
        names = {name.split("/", 1)[1] for name in archive.namelist()}
        archive.extractall(unpacked)
        wrong = [*refusals(archive), *complaints(metadata, names), *findings(Path(unpacked))]
    for sentence in wrong:
        print(sentence)
    print(f"{target.name}: {len(names)} entries, {len(wrong)} findings (structure, metadata, bandit, secrets, flake8)")
    blank = [key for key in ADDRESSES if not metadata.get(key)]
    if blank:
        print(f"To be filled in before an upload (docs/release.md): {', '.join(blank)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
