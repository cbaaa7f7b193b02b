"""One thread in the linear algebra, so that the number of processors does not show in the last digit.

Law: OpenBLAS and MKL factor a matrix in blocks that depend on the number of threads; results are the same bytes
everywhere only with one thread. Worker processes are started so (environment); a process that already runs is told
through threadpoolctl where that is to be had, and is left alone where it is not. The limit is the process's: while one
of its threads is inside, it holds for all, and the last one out lifts it.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from typing import Any

from .bundled import import_bundled

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
    """Make a context in which BLAS uses one thread of this process."""
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
