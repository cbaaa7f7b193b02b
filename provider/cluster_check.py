"""Whether a Dask scheduler answers, and what it has: asked by a Python outside QGIS, as a run would."""

from __future__ import annotations

from .interpreter import NoAnswer, answer_of, find_python
from .text import printable, tr

SECONDS = 30.0
"""As long may the answer take, with the start of Python and the import of Dask."""

_CODE = (
    "import json; from distributed import Client; "
    "threads = Client(sys.argv[1], timeout='10s', set_as_default=False).nthreads(); "
    "print(json.dumps([len(threads), sum(threads.values())]))"
)


def cluster_in_words(address: str) -> str:
    """Return in a sentence what a scheduler has, or why it does not answer."""
    python = find_python()
    if python is None:
        return tr("No Python could be started from QGIS, and none asks a scheduler inside QGIS.")
    try:
        workers, threads = answer_of(python, _CODE, address, seconds=SECONDS)
    except NoAnswer as error:
        if "No module named" in str(error):
            return tr("{python} has no Dask: install the package dask[distributed] there.").format(python=python)
        reason = printable(str(error))
        return tr("No scheduler answers at {address}: {reason}").format(address=address, reason=reason)
    return tr("The scheduler answers: {workers} workers with {threads} threads.").format(
        workers=workers, threads=threads
    )
