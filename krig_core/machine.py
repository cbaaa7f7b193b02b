"""What this process may use of the machine: cores and memory.

Law: a limit set from outside (CPU affinity, a container's cgroup) counts as much as the hardware; where the
system does not say, the answer is 1 core and None bytes, never a guess and never another process asked.
"""

from __future__ import annotations

import math
import os
import pathlib
import sys
from collections.abc import Iterator

MEMORY_SHARE = 0.8
"""Of the memory that is free, how much a job may plan to use."""

_ROOT = pathlib.Path("/")
_claims: set[str] = set()


def claim_one_core() -> None:
    """Say that this process is one of several workers: from now on `cores` is 1, the others are its siblings'."""
    _claims.add("one core")


def cores() -> int:
    """Return how many cores this process may keep busy, at least 1.

    The cores that its affinity allows, or all cores where the system has no affinity, limited by the CPU quota
    of its cgroup and of every group around it (rounded up, so half a core is one); 1 in a worker process.
    """
    if _claims:
        return 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = [math.ceil(quota) for group in _groups("cpu") if (quota := _cpu_quota(group)) is not None]
    return max(1, min([allowed, *quotas]))


def available_memory() -> int | None:
    """Return the bytes that this process may still take without swapping, or None if the system does not say.

    Linux: what the kernel calls available, limited by the cgroups. Windows: free physical memory. Elsewhere:
    all physical memory, because nothing better is told without starting a program.
    """
    if sys.platform == "win32":
        return _windows_memory()
    rooms = [room for group in _groups("memory") if (room := _memory_room(group)) is not None]
    free = _named_number(_ROOT / "proc/meminfo", "MemAvailable:")
    if free is not None:
        rooms.append(free * 1024)
    elif {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= os.sysconf_names.keys():
        rooms.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return max(0, min(rooms)) if rooms else None


def in_bytes(count: float) -> str:
    """Return a number of bytes in words."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:,.3g} TB" if count < 1000 else f"{count:,.0f} TB"


def _groups(controller: str) -> Iterator[pathlib.Path]:
    """Yield the folders of this process's cgroup (version 1 or 2) and of the groups around it, innermost first."""
    for line in _lines(_ROOT / "proc/self/cgroup"):
        _, names, path = line.split(":", 2)
        if names and controller not in names.split(","):
            continue
        mount = _ROOT / "sys/fs/cgroup" / (controller if names else "")
        inner = mount / path.strip("/")
        # Inside a container the path may be the host's and exist nowhere below the mount: the outer folders do.
        yield from (folder for folder in (inner, *inner.parents) if folder == mount or mount in folder.parents)


def _cpu_quota(group: pathlib.Path) -> float | None:
    quota, period = _number(group / "cpu.cfs_quota_us"), _number(group / "cpu.cfs_period_us")
    for line in _lines(group / "cpu.max"):
        quota, period = (int(word) if word.isdigit() else None for word in line.split())
    return quota / period if quota and period and quota > 0 else None


def _memory_room(group: pathlib.Path) -> int | None:
    for limit_file, used_file, cache in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        limit, used = _number(group / limit_file), _number(group / used_file)
        if limit is not None and used is not None:
            # File pages that nobody uses count as used, but the kernel gives them up first.
            return limit - used + (_named_number(group / "memory.stat", cache) or 0)
    return None


def _lines(path: pathlib.Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def _number(path: pathlib.Path) -> int | None:
    text = "".join(_lines(path)).strip()
    return int(text) if text.lstrip("-").isdigit() else None


def _named_number(path: pathlib.Path, name: str) -> int | None:
    return next((int(words[1]) for words in map(str.split, _lines(path)) if words[:1] == [name]), None)


if sys.platform == "win32":
    import ctypes

    class _MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX."""

        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total", ctypes.c_ulonglong),
            ("available", ctypes.c_ulonglong),
            ("others", ctypes.c_ulonglong * 5),
        ]

    def _windows_memory() -> int | None:
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        found = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.available) if found else None
