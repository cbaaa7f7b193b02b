"""Realizations of a raster, and zones of polygons, as the tab Realizations shows them.

Law: in any thread; a layer is not touched, only what was taken of it before.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsUnitTypes,
)

from ..provider.inputs.cell_areas import cell_areas
from ..provider.inputs.raster_bands import RasterBands
from ..provider.inputs.stack import Stack
from ..provider.inputs.zones import read_zones
from ..provider.map_frame import MapFrame
from ..provider.outputs.colours import Span
from ..provider.text import tr
from ..provider.z_axis import TRANSFORM
from .task import Check
from .views.shown_stack import ShownStack, Zone

_MOST_CELLS = 250_000
"""On the screen: more than it has room for."""

_MOST_VALUES = 50_000_000
"""Of all realizations together, six bytes each."""

_MOSTLY = 0.5
"""Part of a cell that lies in a zone which is drawn around it."""

_WHOLE = 0.999
"""Part of a zone on the map; of less a sentence says so."""

_OURS = re.compile(r"Realization 1 of (.+)")


class ReadStack(NamedTuple):
    """What the view shows, and where its cells lie."""

    shown: ShownStack
    frame: MapFrame


def is_ours(layer: QgsMapLayer) -> bool:
    """Tell whether a layer has realizations of this plugin, by the name of its first band."""
    return (
        isinstance(layer, QgsRasterLayer)
        and layer.isValid()
        and layer.bandCount() > 1
        and _OURS.search(layer.bandName(1)) is not None
    )


def read_stack(bands: RasterBands, slice_number: int, check: Check) -> ReadStack:
    """Read and rank realizations; in any thread.

    Parameters
    ----------
    bands : RasterBands
    slice_number : int
        Which slice of each, from 0.
    check : callable
        Called between parts of the work; may raise.

    Raises
    ------
    QgsProcessingException, InvalidInput
        If there are none, or no cell in which all have a value.
    """
    from ..krig_core.decisions.film import FEWEST, Film
    from ..krig_core.decisions.ranked import RankedRealizations

    stack = Stack.of_realizations(bands)
    most = max(1, min(_MOST_CELLS, _MOST_VALUES // stack.layers))
    values, frame = stack.thinned(most, slice_number, check)
    span = Span.of(list(values))
    realizations = RankedRealizations.of(values, check)
    del values
    cells = np.arange(frame.shape[0] * frame.shape[1])
    means = realizations.means_of(cells, np.repeat(cell_areas(frame), frame.shape[0]))
    check()
    by_ranks = bands.fact(TRANSFORM) != "none"
    film = Film(realizations, by_ranks=by_ranks) if len(realizations) >= FEWEST else None
    note = ""
    if frame.shape != stack.frame.shape:
        text = tr("Of {all:,} × {rows:,} cells {shown:,} × {shown_rows:,} are shown and counted, of each realization.")
        note = text.format(
            all=stack.frame.shape[0], rows=stack.frame.shape[1], shown=frame.shape[0], shown_rows=frame.shape[1]
        )
    unit, crs = bands.unit(1), frame.crs
    shown = ShownStack(
        realizations=realizations,
        film=film,
        by_ranks=by_ranks,
        span=span,
        title=_title_of(bands.description(1), unit) or bands.name,
        value_unit=unit,
        length_unit=QgsUnitTypes.toAbbreviatedString(crs.mapUnits()) if crs.isValid() else "",
        west=frame.west,
        north=frame.north,
        dx=frame.dx,
        dy=frame.dy,
        whole=Zone(tr("the whole map"), means),
        note=note,
    )
    return ReadStack(shown, frame)


def _title_of(description: str, unit: str) -> str:
    """Return what the values are, by the name of the first band, without the unit and the slice."""
    found = _OURS.search(description)
    return found[1].split(", ")[0].replace(f" ({unit})", "").strip() if found else ""


def measure_zone(read: ReadStack, source: Any, context: QgsProcessingContext, title: str) -> Zone:
    """Return what polygons hold in each realization; in any thread.

    Parameters
    ----------
    read : ReadStack
    source : QgsFeatureSource
        Of polygons; what lies in any of them is the zone.
    context : QgsProcessingContext
    title : str

    Raises
    ------
    QgsProcessingException
        If they cover no cell.
    """
    frame, realizations = read.frame, read.shown.realizations
    zones = read_zones(source, frame, context, QgsProcessingFeedback(False), together=True)
    count = int(zones.counts[-1])
    cells, shares = zones.cells[len(zones.cells) - count :], zones.shares[len(zones.shares) - count :]
    areas = shares * cell_areas(frame)[cells // frame.shape[0]]
    means = realizations.means_of(cells, areas)
    if not np.isfinite(means).all():
        raise QgsProcessingException(
            tr("{zone} cover no cell in which all realizations have a value: select other polygons.").format(zone=title)
        )
    inside = np.zeros(realizations.known.size, dtype=bool)
    mostly = shares >= _MOSTLY
    inside[cells[mostly if mostly.any() else slice(None)]] = True
    if areas.sum() < _WHOLE * zones.areas[-1]:
        title = tr("{zone}, as far as on the map").format(zone=title)
    return Zone(title, means, inside.reshape(realizations.known.shape))
