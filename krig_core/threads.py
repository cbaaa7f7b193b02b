"""One thread in the linear algebra, so that the number of processors does not show in the last digit.

Law: OpenBLAS and MKL divide products and factors in blocks that depend on the number of threads; results are the same
bytes, however many a machine has, only with one. So whatever is asked of the core from outside is computed inside
`one_blas_thread`: each public function with linear algebra enters it (entering takes microseconds), and a generator
for each of its steps, as what the caller does between them is his own. Worker processes are started with one thread
besides (environment). The limit is set through threadpoolctl; where that is not to be had all is left as it is. It is
the process's: while one of its threads is inside, it holds for all, and the last one out lifts it.
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
def _controller() -> Any:
    # numpy and scipy may each bring a BLAS of their own: both must be loaded before the libraries are listed.
    import numpy  # noqa: F401, ICN001
    import scipy.linalg  # noqa: F401

    try:
        return import_bundled("threadpoolctl").ThreadpoolController()
    except ImportError:
        return None


@contextlib.contextmanager
def one_blas_thread() -> Iterator[None]:
    """Make a context in which BLAS uses one thread of this process; as a decorator, for each call of a function."""
    controller = _controller()
    if controller is None:
        yield
        return
    with _change:
        _inside.append(_inside[0] if _inside else controller.limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _change:
            limits = _inside.pop()
            if not _inside:
                limits.restore_original_limits()


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
