"""What a process may use of the machine, on machines made of a few files."""

import os
import sys

import pytest
from stochastic_kriging.krig_core import machine

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="made of Linux's files")
CPU, MEMORY = "sys/fs/cgroup/cpu", "sys/fs/cgroup/memory"


@pytest.fixture
def make_machine(tmp_path, monkeypatch):
    def make(files, cores=8):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.setattr(machine, "_ROOT", tmp_path)
        monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)))

    return make


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, 8),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "250000 100000\n"}, 3),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "10000 100000\n"}, 1),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "9900000 100000\n"}, 8),
        ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/cpu.max": "200000 100000\n"}, 2),
        (
            {
                "proc/self/cgroup": "0::/a/b\n",
                "sys/fs/cgroup/a/cpu.max": "200000 100000\n",
                "sys/fs/cgroup/a/b/cpu.max": "400000 100000\n",
            },
            2,
        ),
        (
            {
                "proc/self/cgroup": "4:memory:/x\n2:cpu,cpuacct:/not/mounted\n",
                f"{CPU}/cpu.cfs_quota_us": "400000\n",
                f"{CPU}/cpu.cfs_period_us": "100000\n",
            },
            4,
        ),
        (
            {
                "proc/self/cgroup": "2:cpu,cpuacct:/\n",
                f"{CPU}/cpu.cfs_quota_us": "-1\n",
                f"{CPU}/cpu.cfs_period_us": "100000\n",
            },
            8,
        ),
    ],
)
def test_cores_respect_the_quota(make_machine, files, expected):
    make_machine(files)
    assert machine.cores() == expected


def test_cores_without_affinity(make_machine, monkeypatch):
    make_machine({})
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert machine.cores() == 1


def test_cores_of_a_worker_are_its_own(make_machine, monkeypatch):
    make_machine({})
    monkeypatch.setattr(machine, "_claims", set())
    machine.claim_one_core()
    assert machine.cores() == 1


MEMINFO = {"proc/meminfo": "MemTotal:  2000 kB\nMemAvailable:   1000 kB\n"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (MEMINFO, 1024000),
        ({**MEMINFO, "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, 1024000),
        (
            {
                **MEMINFO,
                "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "700000\n",
                "sys/fs/cgroup/memory.current": "400000\n",
                "sys/fs/cgroup/memory.stat": "anon 300000\ninactive_file 100000\n",
            },
            400000,
        ),
        (
            {
                **MEMINFO,
                "proc/self/cgroup": "9:memory:/docker/1234\n",
                f"{MEMORY}/memory.limit_in_bytes": "700000\n",
                f"{MEMORY}/memory.usage_in_bytes": "800000\n",
            },
            0,
        ),
    ],
)
def test_available_memory_respects_the_limit(make_machine, files, expected):
    make_machine(files)
    assert machine.available_memory() == expected


def test_memory_is_unknown_where_the_system_does_not_say(make_machine, monkeypatch):
    make_machine({})
    monkeypatch.setattr(os, "sysconf_names", {})
    assert machine.available_memory() is None


def test_this_machine_has_some_of_both():
    assert 1 <= machine.cores() <= os.cpu_count()
    assert machine.available_memory() > 10_000_000
