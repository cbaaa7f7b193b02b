"""One thread in the linear algebra, so that the number of processors does not show in the last digit.

Law: OpenBLAS and MKL factor a matrix in blocks that depend on the number of threads; results are the same bytes
everywhere only with one thread. Worker processes are started so (environment); a process that already runs is told
through threadpoolctl where that is to be had, and is left alone where it is not.
"""

from __future__ import annotations

import contextlib
import functools
from typing import Any

from .bundled import import_bundled


@functools.cache
def _controller() -> Any:
    # numpy and scipy may each bring a BLAS of their own: both must be loaded before the libraries are listed.
    import numpy  # noqa: F401, ICN001
    import scipy.linalg  # noqa: F401

    try:
        return import_bundled("threadpoolctl").ThreadpoolController()
    except ImportError:
        return None


def one_blas_thread() -> contextlib.AbstractContextManager[Any]:
    """Return a context in which BLAS uses one thread of this process."""
    controller = _controller()
    if controller is None:
        return contextlib.nullcontext()
    limit: contextlib.AbstractContextManager[Any] = controller.limit(limits=1, user_api="blas")
    return limit
