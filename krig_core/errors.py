"""What can go wrong, worded for the user.

Law: every message is one sentence that names the parameter (or file) and the remedy; whoever catches a
`KrigingError` may show its text as it is. Anything else that is raised is a bug and keeps its traceback.

A parameter is named in lower case between backticks, as in "choose a larger cell size (`xy_delta`)": so Python shows
it, and a front door that spells names otherwise finds them by `PARAMETER`. Remarks and warnings name them likewise.
"""

from __future__ import annotations

import re

PARAMETER = re.compile(r"`((?:[a-z_]+(?:\[\d+\])*\.)*)([a-z][a-z_]*)((?:\[\d+\])*)`")
"""A parameter in a sentence: what it belongs to, its name, and where in a list."""


class KrigingError(Exception):
    """A condition that the user can understand and mend."""

    @property
    def parameter(self) -> str | None:
        """The parameter that the sentence names first, such as "xy_delta"; None where it names none."""
        named = PARAMETER.search(str(self))
        return None if named is None else named[2]


class InvalidInput(KrigingError, ValueError):
    """A parameter or data set that cannot be used as given."""


class MissingPackage(KrigingError, ImportError):
    """An optional Python package that this call needs is not installed."""


class GridTooLarge(KrigingError):
    """A grid whose estimated memory exceeds what this machine has."""


class UnreadableLas(KrigingError):
    """A LAS file that gives no log; the message is the reason, without the file's name."""


class NoGeometry(KrigingError):
    """An array that began as a Grid but whose cells are no longer that Grid's cells."""


class Cancelled(KrigingError):
    """The caller asked to stop."""


class WorkerDied(KrigingError):
    """A part of the work whose worker process ended three times; names the part and the exit status."""


class WorkerNotStarted(KrigingError):
    """A worker process that never became ready; carries what it wrote or raised."""


class KrigingWarning(UserWarning):
    """Something about the data that kriging had to mend, or targets that it had to leave out."""


class DuplicatesWarning(KrigingWarning):
    """Data that lie at one place."""


class OvershootWarning(KrigingWarning):
    """Estimates far beyond the data, of which kriging is almost certain."""
