"""Write the sample wells from a stated synthetic truth: `make_sample.py [folder]`, by default beside this file.

Nothing here was measured. The truth is a formula, so it can be asked at any place: the demo compares its maps with it.
Running this again writes the same LAS bytes and the same features.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SEED = 10
WELLS = 40
CRS = 32632
WEST, SOUTH, WIDTH, HEIGHT = 560_000.0, 5_860_000.0, 12_000.0, 9_000.0
BLOCK = 3_000.0
STEP = 0.5
FOOT = 0.3048
NULL = -999.25

MEAN = 0.18
STD = 0.035
PRACTICAL_RANGE = 5_000.0
WAVES = 4_000


@dataclass(frozen=True)
class Well:
    """One well of the layer; depths are measured from the kelly bushing, in metres."""

    number: int
    x: float
    y: float
    kb: float
    top: float
    base: float
    phie_mean: float

    @property
    def uwi(self) -> str:
        """The identifier as the layer has it."""
        return f"SK-32/104-{self.number:03d}"

    @property
    def las_uwi(self) -> str:
        """The same identifier as the logging company typed it."""
        return f"sk 32 104 {self.number:03d}"

    @property
    def las_name(self) -> str:
        """The name of the well's LAS file."""
        return f"SK32104{self.number:03d}.las"


def truth(x: Any, y: Any) -> Any:
    """Porosity at any place: a Gaussian random field with covariance STD² exp(-3 h / PRACTICAL_RANGE).

    A sum of plane waves whose wave numbers follow the spectral density of the exponential covariance in two
    dimensions, (1 + (k a)²)^(-3/2) with a = PRACTICAL_RANGE / 3; its radial distribution inverts in closed form.
    """
    draws = np.random.default_rng(SEED).random((3, WAVES))
    k = np.sqrt((1 - draws[0]) ** -2 - 1) * 3 / PRACTICAL_RANGE
    direction, phase = 2 * np.pi * draws[1:]
    east, north = np.asarray(x, float) - WEST, np.asarray(y, float) - SOUTH
    field = np.zeros(np.broadcast(east, north).shape)
    for kx, ky, shift in zip(k * np.cos(direction), k * np.sin(direction), phase):
        field += np.cos(kx * east + ky * north + shift)
    return MEAN + STD * np.sqrt(2 / WAVES) * field


def make_wells() -> list[Well]:
    """Wells in two drilled areas and between, on a gentle dome; never closer than 350 m to each other."""
    random = np.random.default_rng(SEED + 1)
    places: list[tuple[float, float]] = []
    while len(places) < WELLS:
        u, v = random.random(2)
        if len(places) % 4 == 3:
            u, v = (0.25 + 0.16 * (u - 0.5), 0.65 + 0.2 * (v - 0.5))
        x, y = WEST + WIDTH * (0.04 + 0.92 * u), SOUTH + HEIGHT * (0.04 + 0.92 * v)
        if all(np.hypot(x - a, y - b) > 350 for a, b in places):
            places.append((round(x, 1), round(y, 1)))
    wells = []
    for number, (x, y) in enumerate(places, start=1):
        kb = round(38 + 30 * random.random(), 1)
        dome = ((x - WEST) / WIDTH - 0.45) ** 2 + ((y - SOUTH) / HEIGHT - 0.55) ** 2
        top = round(1790 + 160 * dome + 6 * random.random() + kb, 1)
        base = round(top + 22 + 14 * random.random(), 1)
        phie = round(float(truth(x, y)), 4)
        wells.append(Well(number, x, y, kb, top, base, phie))
    return wells


def curves(well: Well, depth: Any) -> dict[str, Any]:
    """Gamma ray and porosity along depth: sand between top and base, shale around it.

    The small-scale variability inside the sand has mean zero, so that the interval's average is the truth at the well.
    """
    random = np.random.default_rng([SEED, well.number])
    noise = np.empty(depth.size)
    state = 0.0
    for i, draw in enumerate(random.standard_normal(depth.size)):
        state = 0.7 * state + draw
        noise[i] = state
    sand = (depth >= well.top) & (depth <= well.base)
    noise[sand] -= noise[sand].mean()
    noise *= np.sqrt(1 - 0.7**2)
    phie = np.where(sand, well.phie_mean + 0.012 * noise, np.maximum(0.035 + 0.01 * noise, 0.001))
    gamma = np.where(sand, 42 - 9 * noise, 105 - 8 * noise) + 3 * random.standard_normal(depth.size)
    return {"GR": gamma, "PHIE": phie}


def las_text(well: Well, feet: bool = False, wrap: bool = False, without: str = "") -> str:
    """A LAS 2.0 file of one well, from 15 m above the sand to 15 m below it."""
    step = 2 * FOOT if feet else STEP
    depth = step * np.arange(np.ceil((well.top - 15) / step), np.ceil((well.base + 15) / step))
    columns = {name: values for name, values in curves(well, depth).items() if name != without}
    # The porosity tools sit higher in the string than the gamma ray: no reading in the lowest metres.
    for name in columns.keys() & {"PHIE"}:
        columns[name] = np.where(depth > well.base + 12, NULL, columns[name])
    unit, shown = ("F", depth / FOOT) if feet else ("M", depth)
    about = {"GR": ("GAPI", "GAMMA RAY"), "PHIE": ("V/V", "EFFECTIVE POROSITY")}
    lines = [
        "~VERSION INFORMATION",
        " VERS.         2.0 : CWLS LOG ASCII STANDARD - VERSION 2.0",
        f" WRAP.         {'YES' if wrap else 'NO'} : {'SEVERAL LINES' if wrap else 'ONE LINE'} PER DEPTH STEP",
        "~WELL INFORMATION",
        f" STRT.{unit}      {shown[0]:.4f} : START DEPTH",
        f" STOP.{unit}      {shown[-1]:.4f} : STOP DEPTH",
        f" STEP.{unit}      {shown[1] - shown[0]:.4f} : STEP",
        f" NULL.       {NULL} : NULL VALUE",
        " COMP.       SYNTHETIC SAMPLE : COMPANY",
        f" WELL.       SAMPLE {well.number} : WELL",
        f" UWI .       {well.las_uwi} : UNIQUE WELL ID",
        f" EKB .M      {well.kb} : ELEVATION OF KELLY BUSHING",
        "~CURVE INFORMATION",
        f" DEPT.{unit}    : DEPTH",
        *(f" {name:4s}.{about[name][0]:4s} : {about[name][1]}" for name in columns),
        "~A",
    ]
    gap = "\n" if wrap else " "
    for i, place in enumerate(shown):
        values = " ".join(f"{values[i]:9.4f}" for values in columns.values())
        lines.append(f"{place:10.4f}{gap}{values}")
    return "\n".join(lines) + "\n"


def las_files(wells: list[Well]) -> dict[str, bytes]:
    """Every LAS file by name, with the imperfections that sample/README.md lists."""
    odd: dict[int, dict[str, Any]] = {9: {"feet": True}, 14: {"wrap": True}, 23: {"without": "PHIE"}}
    files = {}
    for well in wells:
        if well.number == 31:
            continue
        text = las_text(well, **odd.get(well.number, {}))
        files[well.las_name] = text.encode("ascii")
    # A scanned paper log that somebody renamed.
    files[wells[36].las_name] = b"II*\x00" + np.random.default_rng(SEED).bytes(2_000)
    return files


def write_wells(path: Path, wells: list[Well]) -> None:
    """Write the wells as a GeoPackage of points."""
    # A fixed date of change keeps the file the same from run to run; GDAL reads it from the environment.
    os.environ["OGR_CURRENT_DATE"] = "2024-01-01T00:00:00Z"
    from osgeo import ogr, osr

    ogr.UseExceptions()
    path.unlink(missing_ok=True)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(CRS)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("wells", crs, ogr.wkbPoint)
    texts, numbers = ("uwi", "name"), ("kb", "top_md", "base_md", "phie_mean")
    for names, kind in ((texts, ogr.OFTString), (numbers, ogr.OFTReal)):
        for name in names:
            layer.CreateField(ogr.FieldDefn(name, kind))
    for well in wells:
        feature = ogr.Feature(layer.GetLayerDefn())
        values = (well.uwi, f"Sample {well.number}", well.kb, well.top, well.base, well.phie_mean)
        for name, value in zip(texts + numbers, values):
            feature[name] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({well.x} {well.y})"))
        layer.CreateFeature(feature)


def write_zones(path: Path) -> None:
    """Write the licence blocks, squares of `BLOCK` metres, as a GeoPackage of polygons."""
    os.environ["OGR_CURRENT_DATE"] = "2024-01-01T00:00:00Z"
    from osgeo import ogr, osr

    ogr.UseExceptions()
    path.unlink(missing_ok=True)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(CRS)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("zones", crs, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("block", ogr.OFTString))
    for row in range(round(HEIGHT / BLOCK)):
        for column in range(round(WIDTH / BLOCK)):
            west, south = WEST + column * BLOCK, SOUTH + row * BLOCK
            east, north = west + BLOCK, south + BLOCK
            corners = (west, south), (east, south), (east, north), (west, north), (west, south)
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["block"] = f"{'ABCD'[column]}{row + 1}"
            ring = ", ".join(f"{x} {y}" for x, y in corners)
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
            layer.CreateFeature(feature)


def main(folder: Path) -> None:
    """Write wells.gpkg, zones.gpkg and las/ into a folder."""
    las = folder / "las"
    las.mkdir(parents=True, exist_ok=True)
    for old in las.glob("*.las"):
        old.unlink()
    wells = make_wells()
    for name, content in las_files(wells).items():
        (las / name).write_bytes(content)
    write_wells(folder / "wells.gpkg", wells)
    write_zones(folder / "zones.gpkg")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
