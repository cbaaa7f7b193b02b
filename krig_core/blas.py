"""BLAS, the library that multiplies NumPy's matrices: with how many threads it does so, and which one it is.

Law: OpenBLAS and MKL divide products and factors in blocks that depend on the number of threads; results are the same
bytes, however many a machine has, only with one. So whatever is asked of the core from outside is computed inside
`one_blas_thread`: each public function with linear algebra enters it (entering takes microseconds), and a generator
for each of its steps, as what the caller does between them is his own. Worker processes are started with one thread
besides (environment). The limit is set through threadpoolctl, without it through OpenBLAS's own functions where these
are found; else all is left as it is. It is the process's:
while one of its threads is inside, it holds for all, and the last one out lifts it. A BLAS that is threaded by OpenMP
has a limit for each thread besides, so functions that threads of our own carry out enter, too.

Which BLAS it is, is judged by the names of files, never by timing, and in doubt it is a good one. The reference BLAS,
which Debian installs unless OpenBLAS is asked for, and GSL's give the same digits as any, ten to forty times as slowly.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib
import itertools
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from .bundled import import_bundled

Item = TypeVar("Item")

_REFERENCE = ("libblas.", "libcblas.", "librefblas.")

_change = threading.Lock()
_inside: list[Any] = []
"""One entry for each context that is open; the first holds the limits of before."""


@functools.cache
def _controllers() -> tuple[Any, Any] | None:
    """Return what limits BLAS and what limits OpenMP, or None."""
    # numpy and scipy may each bring a BLAS of their own: both must be loaded before the libraries are listed.
    import numpy  # noqa: F401, ICN001
    import scipy.linalg  # noqa: F401

    try:
        controller = import_bundled("threadpoolctl").ThreadpoolController()
    except ImportError:
        found = _OpenBlas.of_numpy_and_scipy()
        return (found, _OpenBlas([])) if found.lib_controllers else None
    # Apart, because a limit that is lifted restores all that its controller knows.
    return controller.select(user_api="blas"), controller.select(user_api="openmp")


class _OpenBlas:
    """Copies of OpenBLAS, limited as threadpoolctl does it.

    Attributes
    ----------
    lib_controllers : list of (callable, callable)
        What returns the number of threads of each copy, and what sets it.
    """

    def __init__(self, lib_controllers: list[tuple[Any, Any]]) -> None:
        self.lib_controllers = lib_controllers

    @classmethod
    def of_numpy_and_scipy(cls) -> _OpenBlas:
        """Find the copies that NumPy's and SciPy's modules are linked with, under the names that builds give them."""
        copies: dict[int, tuple[Any, Any]] = {}
        for module in (_numpy_core(), importlib.import_module("scipy.linalg._fblas")):
            library = ctypes.CDLL(str(module.__file__))
            for prefix, suffix in itertools.product(("", "scipy_"), ("", "64_", "_64")):
                with contextlib.suppress(AttributeError):
                    get, put = (library[f"{prefix}openblas_{way}_num_threads{suffix}"] for way in ("get", "set"))
                    copies[ctypes.cast(put, ctypes.c_void_p).value or 0] = get, put
        return cls(list(copies.values()))

    def limit(self, limits: int) -> _Limit:
        """Give each copy so many threads."""
        before = [get() for get, _ in self.lib_controllers]
        for _, put in self.lib_controllers:
            put(limits)
        return _Limit(self.lib_controllers, before)


class _Limit:
    """What gives copies of OpenBLAS back the threads that they had."""

    def __init__(self, copies: list[tuple[Any, Any]], before: list[int]) -> None:
        self._copies, self._before = copies, before

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, *_: object) -> None:
        self.restore_original_limits()

    def restore_original_limits(self) -> None:
        for (_, put), count in zip(self._copies, self._before):
            put(count)


@contextlib.contextmanager
def one_blas_thread() -> Iterator[None]:
    """Make a context in which BLAS uses one thread of this process; as a decorator, for each call of a function."""
    controllers = _controllers()
    if controllers is None:
        yield
        return
    blas, openmp = controllers
    with openmp.limit(limits=1):
        with _change:
            if not _inside:
                _release(blas)
            _inside.append(_inside[0] if _inside else blas.limit(limits=1))
        try:
            yield
        finally:
            with _change:
                limits = _inside.pop()
                if not _inside:
                    _release(blas)
                    limits.restore_original_limits()
                    _release(blas)


def _release(blas: Any) -> None:
    """Let any thread set the limit: since threadpoolctl 3.8 all but the first that did are ignored without a word."""
    for library in blas.lib_controllers:
        if hasattr(library, "clear_controlling_thread"):
            library.clear_controlling_thread(force=True)


def made_with_one_blas_thread(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items, each made inside `one_blas_thread`; the caller is outside again when he has it."""
    steps = iter(items)
    while True:
        with one_blas_thread():
            try:
                item = next(steps)
            except StopIteration:
                return
        yield item


class _SymbolInfo(ctypes.Structure):
    """Dl_info of dladdr(3)."""

    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


def slow_blas() -> str | None:
    """Return the name of the file of NumPy's BLAS if it is one of the slow ones; None for others, and if not known."""
    path = _file_of("cblas_dgemm")
    if path is None:
        return None
    if path.name.startswith("libgslcblas."):
        return path.name
    # Debian's OpenBLAS has a file of that name, too, in front of the one that works.
    slow = path.name.startswith(_REFERENCE) and _has_no_threads() and "atlas" not in path.parts
    return path.name if slow else None


def _has_no_threads() -> bool:
    """Return whether it is known that no BLAS of this process has threads."""
    controllers = _controllers()
    return controllers is not None and not controllers[0].lib_controllers


def _file_of(function: str) -> Path | None:
    """Return the library that NumPy's function comes from: one of the process before NumPy's own, as it was linked."""
    if os.name != "posix":
        return None
    process = ctypes.CDLL(None)
    for library in (process, ctypes.CDLL(str(_numpy_core().__file__))):
        try:
            address = ctypes.cast(getattr(library, function), ctypes.c_void_p)
            info = _SymbolInfo()
            found = process.dladdr(address, ctypes.byref(info))
        except AttributeError:  # a NumPy that brings its BLAS calls it otherwise
            continue
        return Path(os.fsdecode(info.file)).resolve() if found and info.file else None
    return None


def _numpy_core() -> ModuleType:
    try:
        return importlib.import_module("numpy._core._multiarray_umath")
    except ImportError:  # NumPy < 2
        return importlib.import_module("numpy.core._multiarray_umath")
