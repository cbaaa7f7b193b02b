"""Which BLAS multiplies NumPy's matrices.

Law: judged by the names of files, never by timing, and in doubt it is a good one. The reference BLAS, which Debian
installs unless OpenBLAS is asked for, and GSL's give the same digits as any, ten to forty times as slowly.
"""

from __future__ import annotations

import ctypes
import importlib
import os
from pathlib import Path
from types import ModuleType

from .threads import limited_libraries

_REFERENCE = ("libblas.", "libcblas.", "librefblas.")


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
    slow = path.name.startswith(_REFERENCE) and limited_libraries() == 0 and "atlas" not in path.parts
    return path.name if slow else None


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
