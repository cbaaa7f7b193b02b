"""The report of a kriged map: how it was made, and what its standard deviation includes.

Law: every number is one that the task returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .map_facts import cell_facts, declustering, map_facts, spread_of_maps
from .page import ReportContext, facts, figure, page
from .secondary import secondary_section

if TYPE_CHECKING:
    from ...krig_core.jobs.kriging import KrigingJob, KrigingResult


def kriging_page(job: KrigingJob, result: KrigingResult, context: ReportContext, pictures: Sequence[str]) -> str:
    """Return the report; `pictures` are HTML of the maps."""
    exact = "yes" if job.exact else "no: the nugget is an error of measurement"
    points = job.block_points or 1
    sections = [
        "<h2>Method</h2>",
        facts(
            [
                ("Method", "kriging, no realizations"),
                *map_facts(job, result, context),
                ("Data of an estimate", "all" if job.max_data is None else f"the nearest {job.max_data}"),
                ("Search radius", context.length(job.search_radius) if job.search_radius else "no limit"),
                ("Estimates are of", "points" if points == 1 else f"averages of cells, {points} points a side"),
                ("Data are honoured", exact),
                ("Duplicate points", job.duplicates),
                ("Declustering", declustering(job, context)),
            ]
        ),
        "<h2>Maps</h2>",
        *pictures,
        facts(
            [
                ("Average of the mean", figure(result.mean_of_mean)),
                ("Average of the std", figure(result.mean_of_std)),
                *cell_facts(job, result),
                ("CRS", context.crs or "none"),
            ]
        ),
        *secondary_section(result, context.title),
        *spread_of_maps(job, result),
        context.run(),
    ]
    lead = "One smooth surface: between the wells nature varies more. Whether its standard deviation can be believed, "
    return page(
        f"Kriging of {context.title}", f"{lead}cross-validation tells.", sections, "Ranges are practical ranges."
    )
