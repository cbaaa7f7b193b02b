"""Files of text, and jobs, as outputs.

Law: a file appears under its final name complete or not at all: it is written beside it under a temporary name and
renamed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import QgsProcessingException


def require_writable(parameter: str, path: str, suffix: str) -> None:
    """Raise a sentence now if a file cannot be written there later; an empty path is none."""
    if not path:
        return
    final = Path(path)
    if final.suffix.lower() != suffix:
        raise QgsProcessingException(
            f"{final} ({parameter}) should be a {suffix[1:].upper()} file: give it the suffix {suffix}."
        )
    if final.is_dir():
        raise QgsProcessingException(f"{final} ({parameter}) is a folder: give the name of a file.")
    if not final.parent.is_dir():
        raise QgsProcessingException(f"Cannot write {final} ({parameter}): there is no folder {final.parent}.")


def write_text(path: str, text: str) -> None:
    """Write a file, or raise a sentence."""
    final = Path(path)
    temporary = final.with_name(f".{final.stem}_{secrets.token_hex(4)}{final.suffix}")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(final)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise QgsProcessingException(
            f"Cannot write {final}: {error.strerror or error}. Choose another folder."
        ) from error


def write_job(folder: str, job: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Write a job as the driver reads it, job.json and its arrays, into a folder that is made where there is none."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, array in arrays.items():
            np.save(Path(folder) / name, array)
    except OSError as error:
        raise QgsProcessingException(
            f"Cannot write {folder} (JOB_FOLDER): {error.strerror or error}. Choose another folder."
        ) from error
    write_text(str(Path(folder) / "job.json"), json.dumps(dict(job), indent=1))
