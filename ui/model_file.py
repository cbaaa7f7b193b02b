"""A model as a file: of this plugin, of gstat or of GSLIB."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..krig_core.variogram.models import Variogram

SUFFIXES = {"json": "json", "gstat": "txt", "gslib": "par"}
"""Of the file of each notation."""


def model_text(variogram: Variogram, form: str) -> str:
    """Return a model in a notation, a key of `SUFFIXES`; InvalidInput where the other program has no such model."""
    from ..krig_core.variogram.notation import to_gslib, to_gstat

    if form == "json":
        return variogram.to_json()
    text = to_gstat(variogram) if form == "gstat" else to_gslib(variogram)
    return f"{text.strip()}\n"


def write_model(path: Path, text: str) -> None:
    """Write a model beside its place and then into it, so that half a file never stands there; raise OSError."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
