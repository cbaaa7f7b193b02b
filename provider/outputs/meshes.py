"""Layers as meshes in one NetCDF file, as the conventions UGRID 1.0 have it: for each layer a mesh of its own.

Law: a mesh of QGIS has one z at a place. Layers stacked in one mesh would be drawn in 3D, but a profile would jump from
one to another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException

from ..inputs.crs import length_unit
from ..map_frame import MapFrame
from .files import OutputFile

_CRS = "projected_coordinate_system"
"""The name under which every QGIS looks for the CRS."""


class Data(NamedTuple):
    """One number of each cell of a sheet, shape (rows, columns), and its unit; empty: not known."""

    values: np.ndarray
    unit: str


class Sheet(NamedTuple):
    """One layer: rows from the north, not a number where nothing is.

    Attributes
    ----------
    corners : float array, shape (rows + 1, columns + 1)
        Heights, upwards.
    data : mapping of name to Data
        Of the cells; these are where all of them have values.
    """

    corners: np.ndarray
    data: Mapping[str, Data]

    @property
    def is_cell(self) -> np.ndarray:
        """Where it has a cell, shape (rows, columns)."""
        known: np.ndarray = np.logical_and.reduce([np.isfinite(data.values) for data in self.data.values()])
        return known


@dataclass(frozen=True)
class Mesh:
    """A file of sheets.

    Attributes
    ----------
    sheets : sequence of Sheet
        The base layer first; one without any cell has no mesh.
    frame : MapFrame
    unit : str
        Of heights; empty: not known.
    title : str
    """

    sheets: Sequence[Sheet]
    frame: MapFrame
    unit: str
    title: str

    def numbered(self) -> list[tuple[int, Sheet]]:
        """Return the sheets that have cells, and their numbers from 1: in NetCDF no dimension may be empty."""
        return [(number, sheet) for number, sheet in enumerate(self.sheets, 1) if sheet.is_cell.any()]


def mesh_name(number: int) -> str:
    """Return what the file calls the mesh of a layer, from 1."""
    return f"layer_{number}"


def mesh_source(path: str, number: int) -> str:
    """Return the source of a layer of QGIS that shows the mesh of a layer, from 1."""
    return f'Ugrid:"{path}":{mesh_name(number)}'


def write_mesh(file: OutputFile, mesh: Mesh) -> None:
    """Write a mesh; QgsProcessingException where that is not possible."""
    from scipy.io import netcdf_file

    try:
        # With offsets of 64 bits: a variable of 2 GB is not the largest.
        with netcdf_file(str(file.temporary), "w", version=2) as dataset:
            dataset.Conventions = "CF-1.8 UGRID-1.0"
            dataset.title = mesh.title.encode()
            if mesh.frame.crs.isValid():
                _write_crs(dataset, mesh.frame.crs)
            for number, sheet in mesh.numbered():
                _write_sheet(dataset, mesh_name(number), sheet, mesh)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise QgsProcessingException(f"Cannot write {file.path} ({file.parameter}): {said}") from error


def _write_crs(dataset: Any, crs: QgsCoordinateReferenceSystem) -> None:
    variable = dataset.createVariable(_CRS, "i4", ())
    wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL).encode()
    variable.crs_wkt = wkt
    variable.wkt = wkt  # what QGIS reads where there is no number
    if crs.authid().startswith("EPSG:"):
        variable.EPSG_code = crs.authid().encode()


def _write_sheet(dataset: Any, name: str, sheet: Sheet, mesh: Mesh) -> None:
    """Write a mesh of quadrangles, with those corners only that they have."""
    row, column = np.nonzero(sheet.is_cell)
    width = sheet.is_cell.shape[1] + 1
    # Counter-clockwise from the south-west, as UGRID asks for.
    cells = (row * width + column)[:, None] + (width, width + 1, 1, 0)
    used, faces = np.unique(cells, return_inverse=True)
    frame = mesh.frame
    places = {
        "x": frame.west + (used % width) * frame.dx,
        "y": frame.north - (used // width) * frame.dy,
        "z": sheet.corners.reshape(-1)[used],
    }
    dataset.createDimension(f"{name}_nodes", len(used))
    dataset.createDimension(f"{name}_faces", len(cells))
    dataset.createDimension(f"{name}_corners", 4)
    topology = dataset.createVariable(name, "i4", ())
    topology.cf_role = b"mesh_topology"
    topology.topology_dimension = np.int32(2)
    topology.node_coordinates = f"{name}_x {name}_y".encode()
    topology.face_node_connectivity = f"{name}_face_nodes".encode()
    topology.face_dimension = f"{name}_faces".encode()
    for axis, values in places.items():
        variable = dataset.createVariable(f"{name}_{axis}", "f8", (f"{name}_nodes",))
        variable.standard_name = _standard_name(axis, frame.crs).encode()
        unit = mesh.unit if axis == "z" else length_unit(frame.crs)
        _describe(variable, name, "node", unit)
        variable[:] = values
    variable.positive = b"up"  # of z, the last
    corners = dataset.createVariable(f"{name}_face_nodes", "i4", (f"{name}_faces", f"{name}_corners"))
    corners.cf_role = b"face_node_connectivity"
    corners.start_index = np.int32(0)
    corners[:] = faces.reshape(-1, 4)
    for number, (called, data) in enumerate(sheet.data.items(), 1):
        variable = dataset.createVariable(f"{name}_data_{number}", data.values.dtype.str[1:], (f"{name}_faces",))
        variable.long_name = called.encode()
        _describe(variable, name, "face", data.unit)
        variable[:] = data.values[row, column]


def _describe(variable: Any, mesh: str, location: str, unit: str) -> None:
    variable.mesh, variable.location = mesh.encode(), location.encode()
    variable.grid_mapping = _CRS.encode()
    if unit:
        variable.units = unit.encode()


def _standard_name(axis: str, crs: QgsCoordinateReferenceSystem) -> str:
    if axis == "z":
        return "altitude"
    angles = {"x": "longitude", "y": "latitude"}
    return angles[axis] if crs.isGeographic() else f"projection_{axis}_coordinate"
