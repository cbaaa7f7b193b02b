import contextlib
import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from stochastic_kriging.krig_core.wells.folder import search_las
from stochastic_kriging.krig_core.wells.reader import CurveQuestion, LasReader


@pytest.fixture
def folder():
    """One that any user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def nobody():
    """Be a user whom permissions bind, where root runs the tests."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def put(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_all_las_files_are_found_sorted_in_any_case(folder):
    put(folder, "b.LAS", "a.las", "sub/c.Las", "sub/deep/d.las", "a.txt", "las")
    (folder / "folder.las").mkdir()
    found = search_las(folder)
    assert [path.relative_to(folder).as_posix() for path in found.files] == [
        "a.las", "b.LAS", "sub/c.Las", "sub/deep/d.las",
    ]  # fmt: skip
    assert (found.locked, found.linked, found.passed_over) == ([], [], "")


def test_folders_behind_links_are_told_and_no_circle_is_followed(folder):
    put(folder, "a.las", "sub/b.las")
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "other").symlink_to(folder / "sub", target_is_directory=True)
    (folder / "itself").symlink_to(folder / "itself")
    found = search_las(folder)
    assert found.files == [folder / "a.las", folder / "sub" / "b.las"]
    assert found.linked == [folder / "other", folder / "sub" / "up"]
    assert found.passed_over == "Sub-folders that were not looked into: 2 behind a link (other, for one)."


def test_junctions_of_windows_are_links_too(folder, monkeypatch):
    """Where one leads up, there would be as many copies of a file as a path has room for."""
    put(folder, "a.las", "junction/b.las", "sub/c.las")
    plain = Path.lstat

    def lstat(path):
        status = plain(path)
        if path.name != "junction":
            return status
        return SimpleNamespace(st_mode=status.st_mode, st_reparse_tag=0xA0000003)

    monkeypatch.setattr(Path, "lstat", lstat)
    found = search_las(folder)
    assert found.files == [folder / "a.las", folder / "sub" / "c.las"]
    assert found.linked == [folder / "junction"]


def test_locked_folders_are_told(folder):
    put(folder, "a.las", "locked/b.las", "open/c.las")
    (folder / "link").symlink_to(folder / "open", target_is_directory=True)
    (folder / "locked").chmod(0)
    with nobody():
        found = search_las(folder)
    (folder / "locked").chmod(0o755)
    assert found.files == [folder / "a.las", folder / "open" / "c.las"]
    assert found.locked == [folder / "locked"]
    assert found.passed_over == (
        "Sub-folders that were not looked into: 1 without permission and 1 behind a link (locked, for one)."
    )


def test_links_to_files_count_and_those_that_lead_nowhere_are_explained(folder):
    put(folder, "a.txt")
    (folder / "a.las").symlink_to(folder / "a.txt")
    (folder / "b.las").symlink_to(folder / "gone.las")
    (folder / "c.las").symlink_to(folder / "c.las")
    files = search_las(folder).files
    assert [path.name for path in files] == ["a.las", "b.las", "c.las"]
    reasons = [answer.reason for answer in LasReader(CurveQuestion("GR")).read(files)]
    assert reasons == ["it is empty", "there is no such file", "it cannot be read (Too many levels of symbolic links)"]


def test_pipes_and_devices_are_no_logs(folder):
    os.mkfifo(folder / "pipe.las")
    (folder / "zero.las").symlink_to("/dev/zero")
    assert search_las(folder).files == []


def test_a_name_that_is_not_utf_8_is_kept_as_it_is(folder):
    name = os.fsdecode(b"caf\xe9.las")
    put(folder, name)
    assert search_las(folder).files == [folder / name]
