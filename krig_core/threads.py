"""One thread in the linear algebra, so that the number of processors does not show in the last digit.

Law: OpenBLAS and MKL divide products and factors in blocks that depend on the number of threads; results are the same
bytes, however many a machine has, only with one. So whatever is asked of the core from outside is computed inside
`one_blas_thread`: each public function with linear algebra enters it (entering takes microseconds), and a generator
for each of its steps, as what the caller does between them is his own. Worker processes are started with one thread
besides (environment). The limit is set through threadpoolctl; where that is not to be had all is left as it is. It is
the process's: while one of its threads is inside, it holds for all, and the last one out lifts it. A BLAS that is
threaded by OpenMP has a limit for each thread besides, so functions that threads of our own carry out enter, too.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from .bundled import import_bundled

Item = TypeVar("Item")

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
        return None
    # Apart, because a limit that is lifted restores all that its controller knows.
    return controller.select(user_api="blas"), controller.select(user_api="openmp")


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


def limited_libraries() -> int | None:
    """Return how many BLAS libraries are limited: those that have threads; None where nothing is known of them."""
    controllers = _controllers()
    return None if controllers is None else len(controllers[0].lib_controllers)


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
