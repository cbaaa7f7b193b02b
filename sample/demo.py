"""Run the real qgis_process on the sample wells, draw the two maps and compare them with the synthetic truth.

QGIS runs in a profile of its own below build/demo, with the checkout as its only plugin.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample"
WORK = ROOT / "build" / "demo"
CELL_SIZE = 50
REALIZATIONS = 100
SEED = 42
INK, GREY = "#222222", "#666666"


class DemoError(Exception):
    """What went wrong, in a sentence for the reader of the terminal."""


@dataclass(frozen=True)
class Raster:
    """One band with its edges in map units; row 0 is the northern one, missing cells are NaN."""

    values: Any
    extent: tuple[float, float, float, float]


def qgis_process() -> str:
    """The program; Debian's own wrapper passes it an option that it does not know, so go round that."""
    binary = "/usr/bin/qgis_process.bin"
    found = binary if os.access(binary, os.X_OK) else shutil.which("qgis_process")
    if not found:
        message = "qgis_process is not installed: run `make demo`, which installs QGIS."
        raise DemoError(message)
    return found


def isolated_environment() -> dict[str, str]:
    """An environment in which QGIS sees no profile but ours and no plugin but the checkout."""
    home, plugins = WORK / "home", WORK / "plugins"
    home.mkdir(mode=0o700)
    plugins.mkdir()
    (plugins / "stochastic_kriging").symlink_to(ROOT, target_is_directory=True)
    # These two would win over HOME.
    unwanted = {"QGIS_CUSTOM_CONFIG_PATH", "QGIS_OPTIONS_PATH"}
    inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "MPLCONFIGDIR": str(home),
        "QGIS_PLUGINPATH": str(plugins),
        "QT_QPA_PLATFORM": "offscreen",
    }


def call(arguments: list[str], environment: dict[str, str]) -> str:
    """What qgis_process prints, or its errors as ours."""
    done = subprocess.run(
        [qgis_process(), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        command = " ".join(arguments[:3])
        message = f"`qgis_process {command}` ended with {done.returncode}; its last lines:\n" + "\n".join(said[-25:])
        raise DemoError(message)
    return done.stdout


def krige(environment: dict[str, str]) -> tuple[dict[str, Any], float]:
    """The results of the algorithm on the sample wells, and the seconds of the whole command."""
    # QGIS may write into a GeoPackage that it only reads; the sample stays as it is.
    wells = shutil.copy(SAMPLE / "wells.gpkg", WORK / "wells.gpkg")
    parameters = {
        "INPUT": wells,
        "WELL_FIELD": "uwi",
        "LAS_FOLDER": SAMPLE / "las",
        "CURVE": "PHIE",
        "TOP_FIELD": "top_md",
        "BOTTOM_FIELD": "base_md",
        "XY_DELTA": CELL_SIZE,
        "REALIZATIONS": REALIZATIONS,
        "SEED": SEED,
        "MEAN": WORK / "mean.tif",
        "STD": WORK / "std.tif",
    }
    started = time.perf_counter()
    words = [f"{name}={value}" for name, value in parameters.items()]
    printed = call(["--json", "run", "stochkrig:stochastickriging", "--", *words], environment)
    return json.loads(printed)["results"], time.perf_counter() - started


def read_raster(path: Path) -> Raster:
    """The first band of a GeoTIFF."""
    import numpy as np
    from osgeo import gdal

    gdal.UseExceptions()
    if not path.is_file():
        message = f"The run reported success but {path} is not there."
        raise DemoError(message)
    source = gdal.Open(str(path))
    band = source.GetRasterBand(1)
    values = band.ReadAsArray().astype(float)
    values[values == band.GetNoDataValue()] = np.nan
    west, dx, _, north, _, dy = source.GetGeoTransform()
    rows, columns = values.shape
    return Raster(values, (west, west + columns * dx, north + rows * dy, north))


def compare(mean: Raster, std: Raster) -> dict[str, float]:
    """How far the mean is from the truth, and how much of the truth lies within the stated uncertainty."""
    import numpy as np
    from make_sample import truth

    west, east, south, north = mean.extent
    rows, columns = mean.values.shape
    x = west + (np.arange(columns) + 0.5) * (east - west) / columns
    y = north - (np.arange(rows) + 0.5) * (north - south) / rows
    real = truth(x[None, :], y[:, None])
    error = mean.values - real
    known = np.isfinite(error)
    return {
        "rmse": float(np.sqrt(np.mean(error[known] ** 2))),
        "spread": float(real[known].std()),
        "coverage": float(np.mean(np.abs(error[known]) <= 1.96 * std.values[known])),
    }


def draw(mean: Raster, std: Raster, caption: str, target: Path) -> None:
    """Both maps side by side with the wells, legends and a scale bar."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams.update({"font.family": "DejaVu Sans", "font.size": 9, "text.color": INK})
    rows, columns = mean.values.shape
    panel, gap, left, top, bottom = 5.6, 0.3, 0.6, 1.15, 1.05
    width = left + 2 * panel + gap + 0.25
    map_height = panel * rows / columns
    height = top + map_height + bottom
    figure = plt.figure(figsize=(width, height))
    figure.text(left / width, 1 - 0.42 / height, "Effective porosity of the reservoir", fontsize=16, weight="bold")
    figure.text(left / width, 1 - 0.68 / height, caption, fontsize=9.5, color=GREY)
    panels = (("Mean", mean, "viridis"), ("Standard deviation", std, "Oranges"))
    for i, (title, raster, colours) in enumerate(panels):
        west = (left + i * (panel + gap)) / width
        axis = figure.add_axes((west, bottom / height, panel / width, map_height / height))
        image = axis.imshow(raster.values, extent=raster.extent, cmap=colours, interpolation="nearest")
        axis.set_title(title, loc="left", fontsize=12, weight="bold", pad=7)
        draw_wells(axis, image if i == 0 else None)
        draw_frame(axis, raster)
        axis.tick_params(labelleft=i == 0)
        if i == 0:
            handles = axis.get_legend_handles_labels()
        draw_colours(figure.add_axes((west, 0.46 / height, panel / width, 0.14 / height)), image, f"{title} (v/v)")
    figure.legend(
        *handles, loc="upper right", bbox_to_anchor=(1 - 0.2 / width, 1 - 0.2 / height), ncol=2, frameon=False
    )
    figure.savefig(target, dpi=150, facecolor="white", metadata={"Software": None})
    plt.close(figure)


def draw_wells(axis: Any, image: Any) -> None:
    """Wells with a log, coloured with their own value where an image lends its scale; crosses for the others."""
    from make_sample import las_files, make_wells

    wells = make_wells()
    logs = las_files(wells)
    used = [well for well in wells if b"PHIE" in logs.get(well.las_name, b"")]
    rest = [well for well in wells if well not in used]
    colour = [image.to_rgba(well.phie_mean) for well in used] if image else "white"
    x, y = zip(*((well.x, well.y) for well in used))
    axis.scatter(x, y, s=64, c="white", linewidths=0)
    axis.scatter(x, y, s=30, c=colour, edgecolors="black", linewidths=1, label="well, coloured with its own average")
    x, y = zip(*((well.x, well.y) for well in rest))
    axis.scatter(x, y, s=44, c="white", marker="x", linewidths=3.6)
    axis.scatter(x, y, s=30, c="black", marker="x", linewidths=1.6, label="well without a usable log")


def draw_frame(axis: Any, raster: Raster) -> None:
    """Quiet axes in kilometres, and a scale bar above the frame where it hides nothing."""
    west, east, south, north = raster.extent
    axis.set_xlim(west, east)
    axis.set_ylim(south, north)
    for direction in (axis.xaxis, axis.yaxis):
        direction.set_major_formatter(lambda metres, _: f"{metres / 1000:g}")
    axis.tick_params(length=3, color=GREY, labelcolor=GREY, labelsize=8)
    for side in axis.spines.values():
        side.set_color(GREY)
    level = north + 0.03 * (north - south)
    axis.plot([east - 2000, east], [level, level], color=INK, linewidth=3, clip_on=False, solid_capstyle="butt")
    axis.text(east - 2120, level, "2 km", ha="right", va="center", fontsize=8.5)


def draw_colours(axis: Any, image: Any, label: str) -> None:
    """A flat colour bar from the least to the greatest value."""
    import numpy as np

    bar = axis.figure.colorbar(image, cax=axis, orientation="horizontal")
    bar.outline.set_visible(False)
    low, high = image.get_clim()
    ticks = np.linspace(low, high, 5)
    bar.set_ticks(ticks, labels=[f"{tick:.3f}" for tick in ticks])
    axis.tick_params(length=0, labelsize=8.5)
    for tick, place in zip(axis.get_xticklabels()[:: len(ticks) - 1], ("left", "right")):
        tick.set_horizontalalignment(place)
    bar.set_label(label, fontsize=9, labelpad=1)


def main() -> None:
    """Run, draw, compare, and say where everything is."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    environment = isolated_environment()
    os.environ["MPLCONFIGDIR"] = environment["MPLCONFIGDIR"]
    print("Kriging the sample wells with qgis_process ...", flush=True)
    call(["plugins", "enable", "stochastic_kriging"], environment)
    results, seconds = krige(environment)
    mean, std = read_raster(WORK / "mean.tif"), read_raster(WORK / "std.tif")
    found = compare(mean, std)
    source = f"{results['N_REALIZATIONS']:.0f} realizations from {results['N_DATA']:.0f} wells"
    caption = f"{source}, cells of {CELL_SIZE} m; UTM zone 32N, axes in km"
    draw(mean, std, caption, WORK / "map.png")
    figures = {
        "wells used / skipped": f"{results['N_DATA']:.0f} / {results['N_SKIPPED']:.0f}",
        "fitted nugget": f"{results['FITTED_NUGGET']:.3g}",
        "fitted partial sill": f"{results['FITTED_PARTIAL_SILL']:.3g}",
        "fitted range": f"{results['FITTED_RANGE']:.0f} m",
        "seed": f"{results['USED_SEED']:.0f}",
        "realizations": f"{results['N_REALIZATIONS']:.0f}",
        "seconds, whole command": f"{seconds:.1f}",
        "RMSE of the mean": f"{found['rmse']:.4f} (the truth varies by {found['spread']:.4f})",
        "truth within mean ± 1.96 std": f"{found['coverage']:.1%} of the cells (95 % if the model is right)",
    }
    for name, value in figures.items():
        print(f"  {name:30s}{value}")
    for name in ("mean.tif", "std.tif", "map.png"):
        print(f"  {name:30s}{(WORK / name).relative_to(ROOT)}")


if __name__ == "__main__":
    try:
        main()
    except DemoError as error:
        sys.exit(f"The demo stopped. {error}")
