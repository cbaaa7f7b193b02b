"""Where the Python of QGIS is on each system, and what is told where a package is missing.

Folders are made as installers make them. A Python in them starts the one that runs here, and QGIS leaves a mark where
it is started. The paths of Windows are those that Windows would be asked for, below a folder of this machine.
"""

import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from stochastic_kriging.provider import interpreter
from stochastic_kriging.provider.child import Child
from stochastic_kriging.provider.distribution import Distribution, home_of
from stochastic_kriging.provider.interpreter import NoAnswer, answer_of, is_fit, safe_command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="programs are scripts of a POSIX shell")

OSGEO4W = "C:/OSGeo4W"
ALONE = "C:/Program Files/QGIS 3.40.6"
ENVIRONMENT = "C:/Users/Zoë/miniconda3/envs/qgis"
OLD_BUNDLE = "/Applications/QGIS.app/Contents"
NEW_BUNDLE = "/Applications/QGIS-final-4_0_3.app/Contents"
HOME = "/home/zoë"

LAYOUTS = {
    "OSGeo4W": (
        ("win32", "3.12", (f"{OSGEO4W}/apps/Python312",), f"{OSGEO4W}/bin/qgis-ltr-bin.exe"),
        (f"{OSGEO4W}/apps/Python312/python.exe", f"{OSGEO4W}/bin/python3.exe", f"{OSGEO4W}/bin/python.exe"),
    ),
    "OSGeo4W, qgis_process": (
        ("win32", "3.12", (f"{OSGEO4W}/apps/Python312",), f"{OSGEO4W}/apps/qgis-ltr/bin/qgis_process.exe"),
        (f"{OSGEO4W}/apps/Python312/python.exe", f"{OSGEO4W}/bin/python3.exe"),
    ),
    "OSGeo4W, Python that says it is in QGIS's folder": (
        ("win32", "3.9", (f"{OSGEO4W}/bin",), f"{OSGEO4W}/bin/qgis-bin.exe"),
        (f"{OSGEO4W}/bin/python3.exe", f"{OSGEO4W}/apps/Python39/python.exe"),
    ),
    "stand-alone installer": (
        ("win32", "3.12", (f"{ALONE}/apps/Python312",), f"{ALONE}/bin/qgis-ltr-bin.exe"),
        (f"{ALONE}/apps/Python312/python.exe", f"{ALONE}/apps/Python312/pythonw.exe", f"{ALONE}/bin/python3.exe"),
    ),
    "conda on Windows": (
        ("win32", "3.12", (ENVIRONMENT,), f"{ENVIRONMENT}/Library/bin/qgis.exe"),
        (f"{ENVIRONMENT}/python.exe",),
    ),
    "bundle of QGIS 3": (
        ("darwin", "3.9", (f"{OLD_BUNDLE}/MacOS",), f"{OLD_BUNDLE}/MacOS/QGIS"),
        (f"{OLD_BUNDLE}/MacOS/bin/python3.9", f"{OLD_BUNDLE}/MacOS/bin/python3"),
    ),
    "bundle of QGIS 3 whose Python names its framework": (
        ("darwin", "3.9", (f"{OLD_BUNDLE}/Frameworks/Python.framework/Versions/3.9",), f"{OLD_BUNDLE}/MacOS/QGIS"),
        (f"{OLD_BUNDLE}/MacOS/bin/python3",),
    ),
    "bundle of QGIS 3, qgis_process": (
        ("darwin", "3.9", (f"{OLD_BUNDLE}/Resources",), f"{OLD_BUNDLE}/MacOS/bin/qgis_process"),
        (f"{OLD_BUNDLE}/MacOS/bin/python3",),
    ),
    "bundle of QGIS 3.44 and 4": (
        ("darwin", "3.12", (f"{NEW_BUNDLE}/Frameworks",), f"{NEW_BUNDLE}/MacOS/QGIS-final-4_0_3"),
        (f"{NEW_BUNDLE}/MacOS/python3.12", f"{NEW_BUNDLE}/MacOS/python"),
    ),
    "bundle of QGIS 4 that has the wrapper only": (
        ("darwin", "3.12", (f"{NEW_BUNDLE}/Frameworks",), f"{NEW_BUNDLE}/MacOS/QGIS-final-4_0_3"),
        (f"{NEW_BUNDLE}/MacOS/python",),
    ),
    "bundle of QGIS 4 whose Python does not know its executable": (
        ("darwin", "3.12", (f"{NEW_BUNDLE}/Frameworks",), ""),
        (f"{NEW_BUNDLE}/MacOS/python3.12",),
    ),
    "conda on Linux": (
        ("linux", "3.12", (f"{HOME}/miniconda3/envs/qgis",), f"{HOME}/miniconda3/envs/qgis/bin/python3.12"),
        (f"{HOME}/miniconda3/envs/qgis/bin/python3.12", f"{HOME}/miniconda3/envs/qgis/bin/python3"),
    ),
    "Flatpak": (("linux", "3.12", ("/usr",), "/usr/bin/python3"), ("/usr/bin/python3.12", "/usr/bin/python3")),
    "Debian without a PATH": (("linux", "3.11", ("/usr",), ""), ("/usr/bin/python3.11", "/usr/bin/python3")),
    "Debian with pyenv on PATH": (
        ("linux", "3.11", ("/usr",), f"{HOME}/.pyenv/shims/python3"),
        ("/usr/bin/python3.11", "/usr/bin/python3"),
    ),
}
"""What Python says of itself there, and the Pythons there are: the first is the one to be taken."""


class Machine:
    """A folder that stands for the root of a machine."""

    def __init__(self, root):
        self.root = root
        self.mark = root / "QGIS was started"

    def place(self, path):
        """Return where a path of that machine is here."""
        path = PureWindowsPath(path) if str(path)[1] == ":" else PurePosixPath(path)
        return self.root.joinpath(*path.relative_to(path.anchor).parts)

    def install(self, path, words):
        file = self.place(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{words}\n")
        file.chmod(0o755)
        return file

    def install_python(self, path):
        return self.install(path, f'exec "{sys.executable}" "$@"')

    def install_qgis(self, path):
        return self.install(path, f'touch "{self.mark}"')

    def taken(self, distribution):
        """Return the first Python that passes the probe."""
        return next((path for path in distribution.pythons() if is_fit(self.place(path))), None)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path / "a machine")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_python_of_each_layout_is_found_and_qgis_is_not_started(machine, layout):
    facts, pythons = LAYOUTS[layout]
    distribution = Distribution(*facts)
    for python in pythons:
        machine.install_python(python)
    if "qgis" in distribution.executable.rpartition("/")[2].lower():
        machine.install_qgis(distribution.executable)
    found = machine.taken(distribution)
    assert found == type(found)(pythons[0])
    for python in pythons:
        machine.place(python).unlink()
    assert machine.taken(distribution) is None
    assert not machine.mark.exists()


def test_a_python_that_only_path_names_is_not_taken_before_that_of_qgis(machine):
    """Nor where it has another version: `python3` of pyenv, which QGIS takes for its own on Linux."""
    facts, pythons = LAYOUTS["Debian with pyenv on PATH"]
    machine.install_python(pythons[0])
    other = machine.install(facts[3], """echo '["3.7.1", "1.20.0", "1.6.0"]'""")
    distribution = Distribution(*facts)
    assert machine.taken(distribution) == PurePosixPath(pythons[0])
    machine.place(pythons[0]).unlink()
    assert os.access(other, os.X_OK)
    assert machine.taken(distribution) is None


def test_qgis_under_the_name_of_its_version_is_no_candidate():
    distribution = Distribution(*LAYOUTS["bundle of QGIS 3.44 and 4"][0])
    assert not [path for path in distribution.pythons() if not path.name.startswith("python")]


def test_what_this_process_says_of_itself_has_the_python_that_runs_here():
    assert Path(sys.executable).resolve() in [Path(path).resolve() for path in Distribution.here().pythons()]


# ---- a bundle whose Python has to be told where its library is


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bundle is made of the libraries of Linux")
def test_a_python_of_a_bundle_is_told_where_its_library_is(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONHOME", raising=False)
    contents = tmp_path / "QGIS final & more.app" / "Contents"
    python = contents / "MacOS" / f"python{Distribution.here().version}"
    python.parent.mkdir(parents=True)
    python.write_bytes(Path(sys.executable).resolve().read_bytes())
    python.chmod(0o755)
    assert home_of(python) is None
    libraries = contents / "Frameworks" / "lib"
    libraries.mkdir(parents=True)
    for library in Path(sys.base_prefix, "lib").glob("python3*"):
        (libraries / library.name).symlink_to(library)
    assert home_of(python) == contents / "Frameworks"
    told = answer_of(python, "import json, numpy, scipy; print(json.dumps([sys.prefix, sys.executable]))")
    assert told == [str(contents / "Frameworks"), str(python)]
    monkeypatch.setenv("PYTHONHOME", sys.base_prefix)  # as QGIS has it where it sets one
    assert interpreter.child_environment(python)["PYTHONHOME"] == sys.base_prefix


def test_no_other_python_is_told_a_home(monkeypatch):
    monkeypatch.delenv("PYTHONHOME", raising=False)
    assert "PYTHONHOME" not in interpreter.child_environment(Path(sys.executable))


# ---- names


NAMES = ["with blanks (x86)", "Ölfeld Ærø 東", "R&D", "100% sure %PATH%", "it's $HOME `id`;", '"quoted"', "^ ! #"]


@pytest.mark.parametrize("name", [*NAMES, "/".join(["a long name " * 10] * 12)], ids=[*NAMES, "long"])
def test_a_python_and_a_job_in_folders_of_any_name_work(machine, name):
    python = machine.install_python(f"/{name}/python3")
    folder = python.parent
    assert is_fit(python)
    assert answer_of(python, "import json; print(json.dumps(sys.argv[1:]))", name, str(folder)) == [name, str(folder)]
    (folder / "job.json").write_text(json.dumps({"task": "no such task"}))
    child = Child(python)
    child.tell(json.dumps([str(folder), ""]))
    try:
        with pytest.raises(Exception, match="no such task"):
            child.answer(Deaf())
    finally:
        child.end()


class Deaf:
    """A listener who does nothing."""

    def message(self, text):
        pass

    def warning(self, text):
        pass

    def progress(self, fraction, text):
        pass

    def check(self):
        pass


def words_of(line):
    """Take a command line apart as programs of Windows do (Microsoft: Parsing C command-line arguments)."""
    words, word, quoted, backslashes, begun = [], "", False, 0, False
    for letter in line:
        if letter == "\\":
            backslashes, begun = backslashes + 1, True
            continue
        if letter == '"':
            word += "\\" * (backslashes // 2)
            if backslashes % 2:
                word += letter
            else:
                quoted = not quoted
            begun = True
        else:
            word += "\\" * backslashes
            if letter in " \t" and not quoted:
                if begun:
                    words.append(word)
                word, begun = "", False
            else:
                word, begun = word + letter, True
        backslashes = 0
    return [*words, word + "\\" * backslashes] if begun else words


@pytest.mark.parametrize("name", [*NAMES, "ends in a backslash\\", "a\\\\b", "D:\\", ""])
def test_windows_hands_on_commands_as_they_are(name):
    """What Python gives to CreateProcess is one line, which the program takes apart."""
    python = PureWindowsPath(ALONE) / name / "apps" / "Python312" / "python.exe"
    command = safe_command(python, "import json; print(json.dumps(['a', \"b\\n\"]))", f"C:\\{name}\\job.json", name)
    assert words_of(subprocess.list2cmdline(command)) == command


@pytest.mark.parametrize("name", ["python-qgis-ltr.bat", "python.CMD"])
def test_a_batch_file_is_not_started(machine, name):
    """The shell of Windows would read names of files as code."""
    script = machine.install_qgis(f"{OSGEO4W}/bin/{name}")
    with pytest.raises(NoAnswer, match="is no Python that can be started"):
        answer_of(script, "print(1)")
    assert not machine.mark.exists()


# ---- what is told where a package is missing


@pytest.mark.parametrize(
    ("layout", "packager", "told"),
    [
        ("OSGeo4W", "", "OSGeo4W Setup, choose Advanced Install and there the package python3-scipy"),
        ("stand-alone installer", "", "the stand-alone installer has it already"),
        ("conda on Windows", "conda", "'conda install --channel conda-forge scipy'"),
        ("conda on Linux", "conda", "'conda install --channel conda-forge scipy'"),
        ("bundle of QGIS 3.44 and 4", "", "install the newest QGIS of qgis.org"),
        ("Flatpak", "flatpak", "'flatpak run --devel --command=pip3 org.qgis.qgis install --user scipy'"),
        ("Debian without a PATH", "apt", "type 'sudo apt install python3-scipy' in a terminal"),
        ("Debian without a PATH", "dnf", "type 'sudo dnf install python3-scipy' in a terminal"),
        ("Debian without a PATH", "zypper", "type 'sudo zypper install python3-scipy' in a terminal"),
        ("Debian without a PATH", "pacman", "type 'sudo pacman -S python-scipy' in a terminal"),
        ("Debian without a PATH", "", "with the programs by which QGIS was installed"),
    ],
)
def test_what_is_told_is_what_can_be_done_there(layout, packager, told):
    remedy = Distribution(*LAYOUTS[layout][0], packager).remedy("scipy")
    assert told in remedy
    others = {"OSGeo4W", "conda", "flatpak", "apt", "dnf", "zypper", "pacman", "qgis.org"}
    assert len({word for word in others if f"{word} " in f"{remedy} " or f"{word}," in remedy}) <= 1


def test_an_environment_of_conda_is_known_by_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "exec_prefix", str(tmp_path))
    assert Distribution.here().packager != "conda"
    (tmp_path / "conda-meta").mkdir()
    assert Distribution.here().packager == "conda"


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="this is not Debian")
def test_debian_is_known_by_apt():
    assert Distribution.here().packager == "apt"
