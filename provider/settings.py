"""What a user has set once for all runs: in QGIS's options, and as they are for qgis_process, too.

Law: only how a run is done and what things are called depends on it; the values of results never do.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from qgis.core import QgsSettings

QUANTILE_NAMES = ("both", "statistics", "petroleum")
"""How what 10 % of the realizations lie below is called: by both names, P10, or P90."""

MOST_PROCESSES = 1024

_PREFIX = "stochkrig/set_"


@dataclass(frozen=True)
class Settings:
    """What is set; the defaults are those of a user who has set nothing.

    Attributes
    ----------
    python : str
        The Python to be started, a path; empty: it is sought.
    processes : int
        Worker processes or threads where a run names none; 0: as many as suit the machine.
    scheduler : str
        Address of the Dask scheduler where a run on a cluster names none.
    quantile_names : str
        A word of `QUANTILE_NAMES`.
    """

    python: str = ""
    processes: int = 0
    scheduler: str = ""
    quantile_names: str = QUANTILE_NAMES[0]

    @classmethod
    def read(cls) -> Settings:
        """Return what is set; what makes no sense, as of a file that was written by hand, counts as not set."""
        store = QgsSettings()
        python, processes, scheduler, names = (str(store.value(_PREFIX + field.name, "")) for field in fields(cls))
        number = int(processes) if processes.isdecimal() and int(processes) <= MOST_PROCESSES else 0
        return cls(python, number, scheduler.strip(), names if names in QUANTILE_NAMES else cls.quantile_names)

    def write(self) -> None:
        """Keep it; what is as it is by default is not kept, so that a later default counts."""
        store = QgsSettings()
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default:
                store.remove(_PREFIX + field.name)
            else:
                store.setValue(_PREFIX + field.name, value)
