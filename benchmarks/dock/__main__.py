"""How long the dock keeps the main thread of QGIS: a walk in the real desktop, and a table of its steps.

python -m benchmarks.dock [--wells GPKG --logs FOLDER --curve NAME] [--stacks]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

ROOT = Path(__file__).resolve().parents[2]

LIMIT = 0.020
"""Seconds that nothing should last."""

_EPSG = 32632


def make_points(path: Path, count: int) -> None:
    """Write points whose value varies smoothly, with some noise."""
    rng = np.random.default_rng(7)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(_EPSG)
    layer = source.CreateLayer("points", srs, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTReal))
    layer.StartTransaction()
    for x, y in rng.uniform(0, 20_000, (count, 2)).tolist():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["value"] = float(10 + np.sin(x / 2000) + np.cos(y / 3000) + rng.normal(0, 0.3))
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({500_000 + x} {5_900_000 + y})"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def make_realizations(path: Path, side: int, count: int) -> None:
    """Write realizations as the algorithm does: a band for each."""
    rng = np.random.default_rng(8)
    made = gdal.GetDriverByName("GTiff").Create(str(path), side, side, count, gdal.GDT_Float32, ["INTERLEAVE=BAND"])
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(_EPSG)
    made.SetProjection(srs.ExportToWkt())
    made.SetGeoTransform((500_000, 20_000 / side, 0, 5_920_000, 0, -20_000 / side))
    wave = np.fft.fftfreq(side)
    spectrum = np.exp(-800 * (wave[:, None] ** 2 + wave**2))
    for number in range(1, count + 1):
        field = np.fft.ifft2(np.fft.fft2(rng.normal(size=(side, side))) * spectrum).real
        band = made.GetRasterBand(number)
        band.SetDescription(f"Realization {number} of value")
        band.WriteArray((10 + field / field.std()).astype(np.float32))


def walk(options: argparse.Namespace, folder: Path) -> list[Any]:
    """Run QGIS on the walk; return its turns."""
    (folder / "plugins").mkdir()
    (folder / "plugins" / "stochastic_kriging").symlink_to(ROOT, target_is_directory=True)
    make_points(folder / "points.gpkg", 20_000)
    make_realizations(folder / "realizations.tif", 500, 100)
    given = {
        "out": str(folder / "turns.json"),
        "points": str(folder / "points.gpkg"),
        "raster": str(folder / "realizations.tif"),
        "wells": options.wells,
        "logs": options.logs,
        "curve": options.curve,
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "STOCHKRIG_WALK": json.dumps(given)}
    environment["QGIS_PLUGINPATH"] = str(folder / "plugins")
    folder.chmod(0o700)
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    script = Path(__file__).with_name("walk.py")
    command = [
        program,
        "--nologo",
        "--noversioncheck",
        "--profiles-path",
        str(folder / "profile"),
        "--code",
        str(script),
    ]
    if shutil.which("xvfb-run"):
        command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24", *command]
    subprocess.run(
        command, env=environment, check=False, timeout=1800, stderr=None if options.loud else subprocess.DEVNULL
    )
    found = json.loads((folder / "turns.json").read_text())
    if found["why"]:
        print(f"The walk ended early: {found['why']}")
    return list(found["turns"])


def what_ran(stacks: list[Any]) -> str:
    """Return the innermost function of the plugin in most looks, and what it called."""
    for stack, _ in stacks:
        for place, line in enumerate(stack):
            if "stochastic_kriging/" in line and "benchmarks/dock" not in line:
                inner = "" if place == 0 else " → " + stack[place - 1].rsplit("/", 1)[-1]
                return line.split("stochastic_kriging/", 1)[1] + inner
    return "Qt, QGIS" if stacks else ""


def main() -> None:
    """Walk, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dock", description=__doc__)
    parser.add_argument("--wells", default="", help="a point layer of wells with fields uwi, top and base")
    parser.add_argument("--logs", default="", help="the folder of their LAS files")
    parser.add_argument("--curve", default="GR", help="the curve of these")
    parser.add_argument("--stacks", action="store_true", help="print where the long turns were")
    parser.add_argument("--loud", action="store_true", help="show what QGIS says")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        turns = walk(options, Path(name))
    steps = list(dict.fromkeys(step for step, *_ in turns))
    print(f"load {os.getloadavg()[0]:.1f}\n\n| step | worst, ms | above 20 ms | what ran |\n| --- | --- | --- | --- |")
    for step in steps:
        own = sorted((one for one in turns if one[0] == step), key=lambda one: -one[1])
        above = [f"{1000 * cpu:.0f}" for _, cpu, _, _ in own if cpu > LIMIT]
        _, worst, collected, stacks = own[0]
        text = what_ran(stacks) if worst > LIMIT / 2 else ""
        if collected > worst / 2:
            text = "Python's garbage collection"
        print(f"| {step} | {1000 * worst:.1f} | {', '.join(above[:8])} | {text} |")
        for _, cpu, collected, stacks in own[: 4 if options.stacks else 0]:
            if cpu > LIMIT:
                print(f"    {1000 * cpu:.1f} ms, garbage {1000 * collected:.1f} ms")
                for stack, looks in stacks:
                    shown = " < ".join(line.rsplit("/", 1)[-1] for line in stack[:24] if "importlib" not in line)
                    print(f"      {looks} × {shown}")


if __name__ == "__main__":
    main()
