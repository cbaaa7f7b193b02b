"""The table of parameters: what each is called, means and takes, and its default.

Law: a name has one kind and the same limits in all algorithms; where one needs another label, default or help, or reads
what others write, it says only that. What is declared to QGIS, refused and documented comes from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProperty,
)

from ...krig_core.choices import (
    AVERAGINGS,
    BOUNDED_MODELS,
    CONDITIONS,
    DECLUSTERING,
    DEPTH_UNITS,
    DUPLICATES,
    ENGINES,
    ESTIMATORS,
    EXACT_POSITIONS,
    FIT_WEIGHTS,
    KRIGING_TYPES,
    LAYERINGS,
    METHODS,
    MODELS,
    NEXT_WELL_OBJECTIVES,
    SECTION_STATISTICS,
    SPLITS,
    TAILS,
    TRANSFORMS,
    VARIOGRAM_UNCERTAINTIES,
    Z_REFERENCES,
    ZONE_STATISTICS,
)
from ..given import Given, as_number
from ..text import LABELS, titled, tr


class Limits(NamedTuple):
    """From where to where a number may be.

    Attributes
    ----------
    least, most : float
    is_open : bool
        Whether `least` itself is too little.
    """

    least: float
    most: float
    is_open: bool = False


LENGTH = Limits(0.0, 1e12, is_open=True)
"""In any unit the earth is smaller, and squares are far from the largest float."""
COUNT = Limits(0, 1_000_000, is_open=True)
HEIGHT = Limits(-1e12, 1e12)
VALUE = Limits(-3.4e38, 3.4e38)
"""What a raster of 32 bits holds."""
VARIANCE = Limits(0.0, 1e76)
FACTOR = Limits(0.0, 1e6, is_open=True)


class Kind(Enum):
    """What a parameter takes, in the words of its documentation."""

    POINTS = "point layer"
    LINES = "line layer"
    POLYGONS = "polygon layer"
    ROWS = "table or layer"
    RASTER = "raster layer"
    RASTERS = "raster layers"
    FIELD = "field"
    NUMERIC_FIELD = "numeric field"
    FILE = "file"
    LAS_FILES = "files"
    FOLDER = "folder"
    NUMBER = "number"
    WHOLE = "whole number"
    DISTANCE = "distance"
    CHOICE = "one of"
    CHOICES = "some of"
    FLAG = "yes or no"
    TEXT = "text"
    CRS = "CRS"
    EXTENT = "extent"
    NEW_RASTER = "new raster"
    NEW_FILE = "new file"
    NEW_FOLDER = "new folder"
    NEW_POINTS = "new point layer"
    NEW_POLYGONS = "new polygon layer"
    NEW_LINES = "new line layer"
    NEW_ROWS = "new table"


_KIND = "stochkrig_kind"
"""What a definition remembers of its row."""


@dataclass(frozen=True)
class Parameter:
    """One parameter.

    Attributes
    ----------
    name : str
    kind : Kind
    label, help : str
    limits : Limits
        Of numbers.
    options : tuple of str
        Of a choice; the first is the default.
    default : object
    optional : bool
        Whether it may be left out where it has no default.
    advanced : bool
    parent : str
        Of a field, the parameter of its layer; of a distance, of the layer in whose unit the form has it.
    decimals : int
        Of a number in the form.
    suffix : str
        Of a file, without the dot.
    by_default : bool
        Of an optional output, whether it is made unless it is declined.
    """

    name: str
    kind: Kind
    label: str
    help: str = ""
    limits: Limits = Limits(-math.inf, math.inf)
    options: tuple[str, ...] = ()
    default: Any = None
    optional: bool = True
    advanced: bool = False
    parent: str = "INPUT"
    decimals: int = 6
    suffix: str = ""
    by_default: bool = True

    @property
    def is_number(self) -> bool:
        """Whether it is checked against its limits."""
        return self.kind in (Kind.NUMBER, Kind.WHOLE, Kind.DISTANCE)

    @property
    def bare_label(self) -> str:
        """The label without what it begins with in forms that have others, as in "Search: radius"."""
        bare = self.label.rpartition(": ")[2]
        return bare[:1].upper() + bare[1:]

    def definition(self) -> QgsProcessingParameterDefinition:
        """Return it as QGIS has it."""
        definition = _DEFINITIONS[self.kind](self)
        definition.setHelp(self.help)
        definition.setMetadata({_KIND: self.kind.name, "widget_wrapper": self._looks()})
        if self.advanced:
            definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        return definition

    def _looks(self) -> dict[str, Any]:
        """Return what QGIS is told of the widget."""
        if self.kind is Kind.CHOICES:
            return {"useCheckBoxes": True, "columns": 3}  # its list of static strings is empty before QGIS 3.30
        return {"decimals": self.decimals} if self.is_number else {}

    def refusal(self, given: object) -> str:
        """Return why a number cannot be what was given, or nothing."""
        value, name = as_number(given), titled(self.label, self.name)
        if not math.isfinite(value):
            said = f"'{given}'" if isinstance(given, str) else f"{value:g}"
            return tr("{name} is {said}: it should be a number.").format(name=name, said=said)
        if self.kind is Kind.WHOLE and value != math.floor(value):
            return tr("{name} is {value:g}: it should be a whole number.").format(name=name, value=value)
        least, most, is_open = self.limits
        if value > most:
            return tr("{name} is {value:g}: it should be at most {most:g}.").format(name=name, value=value, most=most)
        if value < least or (is_open and value == least):
            words = tr("at least {least:g}").format(least=least)
            if not least:
                words = tr("greater than zero") if is_open else tr("zero or greater")
            return tr("{name} is {value:g}: it should be {words}.").format(name=name, value=value, words=words)
        return ""


def _source(kind: QgsProcessing.SourceType) -> Callable[[Parameter], QgsProcessingParameterDefinition]:
    return lambda of: QgsProcessingParameterFeatureSource(of.name, of.label, [kind], optional=of.optional)


def _sink(kind: QgsProcessing.SourceType) -> Callable[[Parameter], QgsProcessingParameterDefinition]:
    return lambda of: QgsProcessingParameterFeatureSink(
        of.name, of.label, kind, optional=of.optional, createByDefault=of.by_default
    )


def _layers(kind: QgsProcessing.SourceType) -> Callable[[Parameter], QgsProcessingParameterDefinition]:
    return lambda of: QgsProcessingParameterMultipleLayers(of.name, of.label, kind, optional=of.optional)


def _field(kind: QgsProcessingParameterField.DataType) -> Callable[[Parameter], QgsProcessingParameterDefinition]:
    return lambda of: QgsProcessingParameterField(of.name, of.label, None, of.parent, kind, optional=of.optional)


def _whole(of: Parameter) -> QgsProcessingParameterDefinition:
    least, most, is_open = of.limits
    integer = QgsProcessingParameterNumber.Type.Integer
    definition = QgsProcessingParameterNumber(of.name, of.label, integer, of.default, of.optional, least + is_open)
    if most < 2**31:  # what a spin box counts to
        definition.setMaximum(most)
    return definition


_LEAST_OF_BOX = 999_999_999.0
"""Of a number without a least, with the other sign."""


def _number(of: Parameter) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return _within(of.limits, QgsProcessingParameterNumber(of.name, of.label, real, of.default, of.optional))


def _distance(of: Parameter) -> QgsProcessingParameterDefinition:
    definition = QgsProcessingParameterDistance(of.name, of.label, of.default, of.parent, optional=of.optional)
    return _within(of.limits, definition)


def _within(limits: Limits, definition: QgsProcessingParameterNumber) -> QgsProcessingParameterDefinition:
    """Return a number with the limits of its spin box, which has no open ones: what is refused besides is checked.

    The box takes one less than the least for nothing given; that should not round to the least itself.
    """
    if limits.least > -_LEAST_OF_BOX:
        definition.setMinimum(limits.least)
    definition.setMaximum(limits.most)
    return definition


_DEFINITIONS: dict[Kind, Callable[[Parameter], QgsProcessingParameterDefinition]] = {
    Kind.POINTS: _source(QgsProcessing.SourceType.TypeVectorPoint),
    Kind.LINES: _source(QgsProcessing.SourceType.TypeVectorLine),
    Kind.POLYGONS: _source(QgsProcessing.SourceType.TypeVectorPolygon),
    Kind.ROWS: _source(QgsProcessing.SourceType.TypeVector),
    Kind.RASTER: lambda of: QgsProcessingParameterRasterLayer(of.name, of.label, optional=of.optional),
    Kind.RASTERS: _layers(QgsProcessing.SourceType.TypeRaster),
    Kind.FIELD: _field(QgsProcessingParameterField.DataType.Any),
    Kind.NUMERIC_FIELD: _field(QgsProcessingParameterField.DataType.Numeric),
    Kind.FILE: lambda of: QgsProcessingParameterFile(of.name, of.label, extension=of.suffix, optional=of.optional),
    Kind.LAS_FILES: _layers(QgsProcessing.SourceType.TypeFile),
    Kind.FOLDER: lambda of: QgsProcessingParameterFile(
        of.name, of.label, QgsProcessingParameterFile.Behavior.Folder, optional=of.optional
    ),
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.DISTANCE: _distance,
    Kind.CHOICE: lambda of: QgsProcessingParameterEnum(
        of.name, of.label, list(of.options), defaultValue=of.options[0], usesStaticStrings=True
    ),
    Kind.CHOICES: lambda of: QgsProcessingParameterEnum(
        of.name, of.label, list(of.options), allowMultiple=True, optional=of.optional, usesStaticStrings=True
    ),
    Kind.FLAG: lambda of: QgsProcessingParameterBoolean(of.name, of.label, of.default),
    Kind.TEXT: lambda of: QgsProcessingParameterString(of.name, of.label, of.default, optional=of.optional),
    Kind.CRS: lambda of: QgsProcessingParameterCrs(of.name, of.label, optional=of.optional),
    Kind.EXTENT: lambda of: QgsProcessingParameterExtent(of.name, of.label, optional=of.optional),
    Kind.NEW_RASTER: lambda of: QgsProcessingParameterRasterDestination(
        of.name, of.label, optional=of.optional, createByDefault=of.by_default
    ),
    Kind.NEW_FILE: lambda of: QgsProcessingParameterFileDestination(
        of.name,
        of.label,
        tr("{kind} files (*.{suffix})").format(kind=of.suffix.upper(), suffix=of.suffix),
        optional=of.optional,
        createByDefault=of.by_default,
    ),
    Kind.NEW_FOLDER: lambda of: QgsProcessingParameterFolderDestination(
        of.name, of.label, optional=of.optional, createByDefault=of.by_default
    ),
    Kind.NEW_POINTS: _sink(QgsProcessing.SourceType.TypeVectorPoint),
    Kind.NEW_POLYGONS: _sink(QgsProcessing.SourceType.TypeVectorPolygon),
    Kind.NEW_LINES: _sink(QgsProcessing.SourceType.TypeVectorLine),
    Kind.NEW_ROWS: _sink(QgsProcessing.SourceType.TypeVector),
}

# fmt: off
_ROWS = (
    # ---- wells and their values
    Parameter("INPUT", Kind.POINTS, tr("Well locations"), optional=False,
              help=tr("Points, with the values in a field, or with well names by which LAS files find their place.")),
    Parameter("FIELD", Kind.FIELD, tr("Value field"),
              help=tr("The value to map: numbers, or texts such as 0.31 or <0.25. Not needed with LAS files. Features "
                      "without a value are skipped and counted.")),
    Parameter("LAS_FILES", Kind.LAS_FILES, tr("LAS: files"), advanced=True,
              help=tr("Well logs to average; instead of, or besides, a folder.")),
    Parameter("LAS_FOLDER", Kind.FOLDER, tr("LAS: folder"), advanced=True,
              help=tr("All .las files in this folder and its sub-folders.")),
    Parameter("CURVE", Kind.TEXT, tr("LAS: curve"), advanced=True,
              help=tr("Mnemonic; or several separated by semicolons, of which the first that a file has is taken: "
                      "GR;GRN;GAM.")),
    Parameter("WELL_FIELD", Kind.FIELD, tr("LAS: well name field"), advanced=True,
              help=tr("UWI, API or name of the well: joins LAS files to points, first as text, then as far as it is "
                      "unique.")),
    Parameter("TOP", Kind.NUMBER, tr("LAS: top depth"), limits=HEIGHT, advanced=True,
              help=tr("Measured depth; samples above it are left out. For wells without a depth of their own.")),
    Parameter("TOP_FIELD", Kind.NUMERIC_FIELD, tr("LAS: top depth field"), advanced=True,
              help=tr("Measured depth of each well, from the reference of the log (KB).")),
    Parameter("BOTTOM", Kind.NUMBER, tr("LAS: bottom depth"), limits=HEIGHT, advanced=True,
              help=tr("Measured depth; samples below it are left out. For wells without a depth of their own.")),
    Parameter("BOTTOM_FIELD", Kind.NUMERIC_FIELD, tr("LAS: bottom depth field"), advanced=True,
              help=tr("Measured depth of each well, from the reference of the log (KB).")),
    Parameter("DEPTH_UNIT", Kind.CHOICE, tr("LAS: unit of depths"), options=DEPTH_UNITS, advanced=True,
              help=tr("Of the depths given here; LAS files are converted.")),
    Parameter("TARGET_CRS", Kind.CRS, tr("Target CRS"), advanced=True,
              help=tr("A projected CRS. Default: the layer's, or the UTM zone that fits where the layer is in "
                      "degrees.")),
    Parameter("LOWER_LIMIT_FIELD", Kind.NUMERIC_FIELD, tr("Data: lower limit field"), advanced=True,
              help=tr("What the value is at least, where only that is known. Besides limits in texts, as >10.")),
    Parameter("UPPER_LIMIT_FIELD", Kind.NUMERIC_FIELD, tr("Data: upper limit field"), advanced=True,
              help=tr("What the value is at most, where only that is known, such as the limit of detection of a value "
                      "below it. Besides limits in texts, as <0.25.")),
    Parameter("ERROR_FIELD", Kind.NUMERIC_FIELD, tr("Data: measurement error field"), advanced=True,
              help=tr("Standard deviation of each value's own error, in units of the value; such values are not "
                      "honoured.")),
    # ---- LAS files to points
    Parameter("WELLS", Kind.POINTS, tr("Well layer"),
              help=tr("Where the wells stand. Default: where the headers say.")),
    Parameter("LAS_CRS", Kind.CRS, tr("CRS of the headers"), advanced=True,
              help=tr("Of X and Y in the LAS headers; or, if it is in degrees, of latitude and longitude.")),
    Parameter("INTERVAL", Kind.NUMBER, tr("Interval"), limits=LENGTH,
              help=tr("Length along the well that is averaged to a point, counted from depth zero. Default: every "
                      "sample.")),
    Parameter("PER_WELL", Kind.FLAG, tr("One point for each well"), default=False,
              help=tr("Average all samples between top and bottom; the point is midway between these.")),
    Parameter("AVERAGING", Kind.CHOICE, tr("LAS: averaging"), options=AVERAGINGS, advanced=True,
              help=tr("For intervals and wells. geometric and harmonic need values above zero; rms: root of the mean "
                      "square; most-of: the most frequent value, as for facies.")),
    Parameter("MIN_SAMPLES", Kind.WHOLE, tr("Least samples"), limits=COUNT, default=1, advanced=True,
              help=tr("Fewer samples make no average.")),
    Parameter("SURVEY", Kind.ROWS, tr("LAS: deviation survey"), advanced=True,
              help=tr("A table with one row for each station. Wells that it lacks are vertical.")),
    Parameter("SURVEY_WELL_FIELD", Kind.FIELD, tr("LAS: well name field of the survey"), advanced=True, parent="SURVEY",
              help=tr("UWI, API or name, as in the LAS files or the layer.")),
    Parameter("SURVEY_MD_FIELD", Kind.NUMERIC_FIELD, tr("LAS: measured depth field of the survey"),
              advanced=True, parent="SURVEY",
              help=tr("From the reference of the log (KB).")),
    Parameter("SURVEY_INCLINATION_FIELD", Kind.NUMERIC_FIELD, tr("LAS: inclination field of the survey"),
              advanced=True, parent="SURVEY",
              help=tr("Degrees from the vertical.")),
    Parameter("SURVEY_AZIMUTH_FIELD", Kind.NUMERIC_FIELD, tr("LAS: azimuth field of the survey"),
              advanced=True, parent="SURVEY",
              help=tr("Degrees clockwise from grid north.")),
    # ---- cells
    Parameter("EXTENT", Kind.EXTENT, tr("Output extent"),
              help=tr("Default: the data with a margin of 5 %. Points outside it count, too.")),
    Parameter("XY_DELTA", Kind.DISTANCE, tr("Cell size"), limits=LENGTH,
              help=tr("In units of the target CRS. Default: the short side / 250, rounded.")),
    Parameter("Z_DELTA", Kind.NUMBER, tr("Slices: height"), limits=LENGTH, advanced=True,
              help=tr("In the unit of z (LAS: the unit of depths). Makes a grid in space, a band for each slice, from "
                      "points with z or from the samples of logs. Default: none, a map.")),
    Parameter("Z_REFERENCE", Kind.CHOICE, tr("Slices: direction of z"), options=Z_REFERENCES, advanced=True,
              help=tr("elevation: upwards, of logs KB less depth. depth: downwards, of logs below their reference.")),
    Parameter("Z_FIELD", Kind.NUMERIC_FIELD, tr("Slices: z field"), advanced=True,
              help=tr("For slices, with points. Default: the z of their geometry.")),
    Parameter("KB_FIELD", Kind.NUMERIC_FIELD, tr("Slices: KB field"), advanced=True,
              help=tr("For slices by elevation, with LAS files: elevation of the depth reference, in the unit of "
                      "depths. Where it is empty, the header's counts.")),
    Parameter("CHECK_KB", Kind.FLAG, tr("Slices: leave out wells with a suspicious KB"), default=True, advanced=True,
              help=tr("Off: they are used as they are, and named.")),
    Parameter("MASK", Kind.POLYGONS, tr("Mask polygons"),
              help=tr("Cells whose centres lie outside have no data.")),
    Parameter("DUPLICATES", Kind.CHOICE, tr("Duplicate points"),
              options=DUPLICATES, advanced=True,
              help=tr("What counts where several points coincide. mean: by their errors, where they have any. error: "
                      "refuse.")),
    # ---- variogram and trend
    Parameter("VARIOGRAM_FILE", Kind.FILE, tr("Variogram file"), suffix="json",
              help=tr("A variogram that the algorithm Variogram wrote; then the parameters of the variogram do not "
                      "count.")),
    Parameter("MODEL", Kind.CHOICE, tr("Variogram model"), options=("automatic", *MODELS), advanced=True,
              help=tr("automatic: spherical, exponential or, where data are clearly that smooth, matern, whichever is "
                      "likelier (past 500 data: spherical or exponential, whichever has the least weighted squared "
                      "error; in slices one of these two as well).")),
    Parameter("NUGGET", Kind.NUMBER, tr("Nugget"), limits=VARIANCE, decimals=12, advanced=True,
              help=tr("Semivariance just off zero. Default: fitted.")),
    Parameter("PARTIAL_SILL", Kind.NUMBER, tr("Partial sill"), limits=VARIANCE, decimals=12, advanced=True,
              help=tr("Variance that the model adds to the nugget. Default: fitted.")),
    Parameter("RANGE", Kind.DISTANCE, tr("Range (practical)"), limits=LENGTH, advanced=True,
              help=tr("Where 95 % of the partial sill is reached (spherical and cubic: all), in map units. Default: "
                      "fitted.")),
    Parameter("SHAPE", Kind.NUMBER, tr("Shape of the model"), limits=Limits(0.01, 20), advanced=True,
              help=tr("ν of matern (default 1.5), α of stable (default 1.5).")),
    Parameter("AZIMUTH", Kind.NUMBER, tr("Azimuth"), limits=Limits(-3600, 3600), advanced=True,
              help=tr("Direction of the longest range, degrees clockwise from north.")),
    Parameter("RATIO", Kind.NUMBER, tr("Anisotropy ratio"), limits=FACTOR, advanced=True,
              help=tr("Range across the azimuth divided by the range along it. Default: 1.")),
    Parameter("VERTICAL_RANGE", Kind.NUMBER, tr("Slices: vertical range"), limits=LENGTH, advanced=True,
              help=tr("For slices: practical range along z. Default: fitted.")),
    Parameter("ANISOTROPY", Kind.FLAG, tr("Look for anisotropy"), default=False, advanced=True,
              help=tr("Fit azimuth and ratio where they are not given; kept only where no more than 5 % of isotropic "
                      "fields show as much.")),
    Parameter("VARIOGRAM_UNCERTAINTY", Kind.CHOICE, tr("Uncertainty of the variogram"),
              options=VARIOGRAM_UNCERTAINTIES, advanced=True,
              help=tr("posterior: the standard deviation counts all variograms that the data allow, each by its "
                      "probability. none: it takes the one that fits best as if it were known, which few wells make "
                      "too sure. automatic: posterior where the variogram is fitted to at most 300 data (150 with "
                      "anisotropy or slices, 75 with both), else none; the log says which.")),
    Parameter("KRIGING_TYPE", Kind.CHOICE, tr("Kriging type"),
              options=KRIGING_TYPES, advanced=True,
              help=tr("ordinary: unknown mean. simple: the mean is the data's average. universal: a trend of first or "
                      "second order. external-drift: the mean follows drift rasters.")),
    Parameter("DRIFT", Kind.RASTERS, tr("Drift rasters"), advanced=True,
              help=tr("The mean of the map is linear in their first bands (external drift), interpolated at wells and "
                      "cell centres. Where one has no value, wells are left out and cells have no data.")),
    Parameter("SECONDARY", Kind.RASTER, tr("Secondary: raster"), advanced=True,
              help=tr("A variable that is known everywhere and goes with the wells' values, such as a seismic "
                      "attribute or an elevation (first band): collocated cokriging. Kriging is then simple. Where it "
                      "has no value, wells are left out and cells have no data.")),
    Parameter("CORRELATION", Kind.NUMBER, tr("Secondary: correlation"), limits=Limits(-1, 1), advanced=True,
              help=tr("Of the wells' values, or what they are transformed to, and the secondary raster, -1 to 1. "
                      "Default: estimated from the wells; the log says it with its 95 % interval.")),
    # ---- kriging
    Parameter("MAX_DATA", Kind.WHOLE, tr("Search: maximum number of data"), limits=COUNT, advanced=True,
              help=tr("Krige each cell from so many nearest data. Default: all.")),
    Parameter("MIN_DATA", Kind.WHOLE, tr("Search: minimum number of data"), limits=COUNT, advanced=True,
              help=tr("Cells that find fewer have no data. Default: 1.")),
    Parameter("SEARCH_RADIUS", Kind.DISTANCE, tr("Search: radius"), limits=LENGTH, advanced=True,
              help=tr("Use no data farther away, in map units. Default: no limit.")),
    Parameter("MAX_PER_OCTANT", Kind.WHOLE, tr("Search: maximum per quadrant"), limits=COUNT, advanced=True,
              help=tr("Use no more data than these from each quarter around a cell, so that clusters count less.")),
    Parameter("BLOCK", Kind.WHOLE, tr("Block discretisation"),
              limits=Limits(0, 20, is_open=True), default=1, optional=False, advanced=True,
              help=tr("Points along each edge of a cell. 1: estimate the value at the centre. More: the average over "
                      "the cell, which varies less.")),
    Parameter("EXACT", Kind.FLAG, tr("Honour data exactly"), default=True, advanced=True,
              help=tr("No: the nugget is taken as error of the measurements, and the map is smooth at the wells.")),
    # ---- simulation
    Parameter("REALIZATIONS", Kind.WHOLE, tr("Number of realizations"),
              limits=Limits(0, 1_000_000), default=100, optional=False,
              help=tr("More make mean and standard deviation steadier: the error of the mean is about the std / "
                      "√number. 0: as many as the Monte-Carlo tolerance takes.")),
    Parameter("METHOD", Kind.CHOICE, tr("Method"), options=METHODS,
              help=tr("gaussian: exact, conditional simulation of a Gaussian field. sequential: cell by cell along a "
                      "random path, from the 30 nearest known cells. random-sample: shows the spread due to sampling "
                      "only.")),
    Parameter("TRANSFORM", Kind.CHOICE, tr("Transform"), options=TRANSFORMS[::-1],
              help=tr("normal-score: keeps the histogram, so that the map has that of the data. log: for positive "
                      "values. none: values as they are.")),
    Parameter("ZMIN", Kind.NUMBER, tr("Least value"), limits=VALUE, advanced=True,
              help=tr("No lower value is possible, for normal scores. Default: zero if no datum is negative, else no "
                      "limit; with a lower or upper tail, the smallest datum.")),
    Parameter("ZMAX", Kind.NUMBER, tr("Greatest value"), limits=VALUE, advanced=True,
              help=tr("No greater value is possible, for normal scores: such as 1 for a fraction. Default: no limit; "
                      "with a lower or upper tail, the largest datum.")),
    Parameter("LOWER_TAIL", Kind.CHOICE, tr("Lower tail"), options=TAILS, advanced=True,
              help=tr("How normal scores go on below the smallest datum. smooth: by a curve that fits all data. The "
                      "others end at the least value, hyperbolic also without a limit; if only the other tail is one "
                      "of these, this is linear.")),
    Parameter("LOWER_OMEGA", Kind.NUMBER, tr("Lower tail parameter"), limits=FACTOR, default=1.5, decimals=3,
              advanced=True,
              help=tr("Exponent of a power or hyperbolic tail, greater than zero.")),
    Parameter("UPPER_TAIL", Kind.CHOICE, tr("Upper tail"), options=TAILS, advanced=True,
              help=tr("How normal scores go on above the largest datum. smooth: by a curve that fits all data. The "
                      "others end at the greatest value, hyperbolic also without a limit; if only the other tail is "
                      "one of these, this is linear.")),
    Parameter("UPPER_OMEGA", Kind.NUMBER, tr("Upper tail parameter"), limits=FACTOR, default=1.5, decimals=3,
              advanced=True,
              help=tr("Exponent of a power or hyperbolic tail, greater than zero.")),
    Parameter("DECLUSTERING", Kind.CHOICE, tr("Declustering"), options=DECLUSTERING, advanced=True,
              help=tr("cell: wells that stand close together count less in the histogram of normal scores.")),
    Parameter("DECLUSTERING_CELL", Kind.DISTANCE, tr("Declustering cell size"), limits=LENGTH, advanced=True,
              help=tr("About the distance between wells where they are sparse. Default: the size that makes the mean "
                      "least, which is right where high values were drilled more densely.")),
    Parameter("WEIGHT_FIELD", Kind.NUMERIC_FIELD, tr("Declustering weight field"), advanced=True,
              help=tr("What each well counts in the histogram of normal scores, zero or greater, as another program "
                      "found it; instead of declustering. Wells of weight zero are honoured all the same.")),
    Parameter("EXACT_POSITIONS", Kind.CHOICE, tr("Condition at exact positions"), options=EXACT_POSITIONS,
              advanced=True,
              help=tr("yes: wells count where they are, and no cell shows one exactly. no: at the centres of their "
                      "cells, which show them; several in a cell as their mean. automatic: yes for maps by gaussian of "
                      "at most 4000 wells, unless realizations cannot, which the log says.")),
    # ---- the run
    Parameter("SEED", Kind.WHOLE, tr("Random seed"), limits=Limits(0, 2**53), default=42, advanced=True,
              help=tr("The same seed makes the same maps. Empty: one is drawn, and said in the log.")),
    Parameter("MC_TOLERANCE", Kind.NUMBER, tr("Monte-Carlo tolerance"), limits=Limits(0.005, 1), default=0.05,
              decimals=4, advanced=True,
              help=tr("Where the number of realizations is 0: stop when the standard error of the mean is so many "
                      "standard deviations. 0.05 takes about 400 realizations, 0.025 about 1600; at most four times "
                      "as many are made.")),
    Parameter("PROCESSES", Kind.WHOLE, tr("Number of worker processes"),
              limits=Limits(0, 1024), default=0, optional=False, advanced=True,
              help=tr("Of the method gaussian: threads. 0: automatic, or as many as QGIS's options say. The result is "
                      "the same for any number.")),
    Parameter("ENGINE", Kind.CHOICE, tr("Cluster: engine"), options=ENGINES, advanced=True,
              help=tr("local: processes of this machine. dask: a Dask cluster (Python package dask[distributed]).")),
    Parameter("SCHEDULER", Kind.TEXT, tr("Cluster: Dask scheduler"), advanced=True,
              help=tr("Its address: tls://host:8786 with the certificates of Dask's configuration, or "
                      "tcp://host:8786. Empty: that of QGIS's options. A scheduler can run code on this machine, and "
                      "this machine on it: only one that you trust, best by tls.")),
    Parameter("SHARED_FOLDER", Kind.FOLDER, tr("Cluster: folder that all workers see"), advanced=True,
              help=tr("Of a Dask cluster, at the same path on each machine: realizations are kept there while the run "
                      "goes on, for quantiles and all realizations.")),
    # ---- experimental variogram
    Parameter("LAGS", Kind.WHOLE, tr("Number of lags"), limits=Limits(0, 500, is_open=True), default=15,
              help=tr("Not used where both the lag distance and the maximum distance are given.")),
    Parameter("LAG_DISTANCE", Kind.DISTANCE, tr("Lag distance"), limits=LENGTH,
              help=tr("Width of a lag in map units. Default: the maximum distance divided by the number of lags.")),
    Parameter("MAX_DISTANCE", Kind.DISTANCE, tr("Maximum distance"), limits=LENGTH,
              help=tr("Pairs farther apart do not count. Default: lags times lag distance, or a third of the diagonal "
                      "of the data.")),
    Parameter("ESTIMATOR", Kind.CHOICE, tr("Estimator"),
              options=ESTIMATORS, advanced=True,
              help=tr("matheron: half the mean squared difference. The others are disturbed less by outliers.")),
    Parameter("TOLERANCE", Kind.NUMBER, tr("Angular tolerance"),
              limits=Limits(0, 90, is_open=True), default=22.5, advanced=True,
              help=tr("Degrees to each side of a direction.")),
    Parameter("BANDWIDTH", Kind.DISTANCE, tr("Bandwidth"), limits=LENGTH, advanced=True,
              help=tr("Farthest that a pair may lie off the line along a direction, in map units. Default: any.")),
    Parameter("DETREND", Kind.CHOICE, tr("Trend to take off"), options=("none", "linear", "quadratic"), advanced=True,
              help=tr("linear, quadratic: look at what a polynomial of the coordinates leaves of the data. For "
                      "universal kriging of the same order (KRIGING_TYPE universal-1, universal-2).")),
    Parameter("SECOND_MODEL", Kind.CHOICE, tr("Second structure"), options=("none", *BOUNDED_MODELS), advanced=True,
              help=tr("A model of a longer range, added to the first; then FITTED_PARTIAL_SILL is the sum of both and "
                      "FITTED_RANGE the longer range.")),
    Parameter("FIT_WEIGHTS", Kind.CHOICE, tr("Weights of the fit"),
              options=FIT_WEIGHTS, advanced=True,
              help=tr("automatic: as for a map, the most probable of all variograms that few data allow; else reml up "
                      "to 500 data, then pairs/h2, which is also for what only lags tell: a direction, a second "
                      "structure, a robust estimator. "
                      "Others: of each lag, for least squares: pairs divided by squared distance, pairs, or equal. "
                      "reml: restricted maximum likelihood of the data, without lags.")),
    # ---- decisions from maps
    Parameter("CONDITION", Kind.CHOICE, tr("Condition"), options=CONDITIONS,
              help=tr("above or below the threshold, or between two thresholds, which count as between.")),
    Parameter("THRESHOLD", Kind.NUMBER, tr("Threshold"), limits=VALUE,
              help=tr("In the unit of the values.")),
    Parameter("UPPER_THRESHOLD", Kind.NUMBER, tr("Upper threshold"), limits=VALUE,
              help=tr("For between.")),
    Parameter("CONFIDENCE", Kind.NUMBER, tr("Confidence"), limits=Limits(0, 0.999, is_open=True), default=0.9,
              decimals=3,
              help=tr("With which probability the condition holds in all of the region at once, and no contour runs "
                      "outside the band.")),
    Parameter("ZONES", Kind.POLYGONS, tr("Zones"),
              help=tr("Polygons in any CRS; each feature is a zone. They may overlap.")),
    Parameter("PASSES_BY", Kind.CHOICE, tr("Statistic by which a zone passes"), options=ZONE_STATISTICS,
              help=tr("mean: where the mean of the zone is above the threshold (or below, or between). min: where its "
                      "least value is, which for above means all of it. max: where its greatest value is, which for "
                      "above means any of it.")),
    # ---- next wells
    Parameter("COUNT", Kind.WHOLE, tr("Number of wells"), limits=Limits(0, 1000, is_open=True), default=5,
              optional=False),
    Parameter("OBJECTIVE", Kind.CHOICE, tr("Objective"), options=NEXT_WELL_OBJECTIVES,
              help=tr("What is to become certain. variance: the values of the map, cell by cell. exceedance: whether "
                      "cells exceed the threshold. zone: the means of the zones.")),
    Parameter("CANDIDATES", Kind.POINTS, tr("Candidates"),
              help=tr("Where a well may be. Default: up to 1000 cells of the map, evenly spread.")),
    Parameter("COST", Kind.RASTER, tr("Cost raster"), advanced=True,
              help=tr("What a well costs there, in any unit: the gain for each unit of cost counts, and where there is "
                      "no cost above zero there is no candidate.")),
    Parameter("MIN_DISTANCE", Kind.DISTANCE, tr("Least distance between wells"), limits=Limits(0.0, 1e12),
              help=tr("Of new wells from each other and from the ones that there are, in map units. Default: none.")),
    # ---- section
    Parameter("RASTER", Kind.RASTER, tr("Map with slices"), optional=False,
              help=tr("A band for each slice, as Z_DELTA makes them, of one map or of several (quantiles, "
                      "realizations).")),
    Parameter("LINE", Kind.LINES, tr("Line of the section"), optional=False,
              help=tr("The section begins where the line begins. Of several lines the first counts.")),
    Parameter("MAX_OFFSET", Kind.DISTANCE, tr("Greatest distance of wells"), limits=Limits(0.0, 1e12), parent="RASTER",
              help=tr("From the line, in map units. Default: a twentieth of its length. Wells beyond an end of the "
                      "line, by more than a column, are not shown.")),
    Parameter("VERTICAL_EXAGGERATION", Kind.NUMBER, tr("Vertical exaggeration"), limits=FACTOR,
              help=tr("What elevations are multiplied by. Default: 1, 2 or 5 times a power of ten, so that the section "
                      "is about three times as long as it is high.")),
    Parameter("STATISTIC", Kind.CHOICE, tr("Statistic of several maps"), options=SECTION_STATISTICS, advanced=True,
              help=tr("What is shown of realizations. One map is shown as it is.")),
    Parameter("QUANTILE", Kind.NUMBER, tr("Probability of the quantile"), default=0.5, limits=Limits(0.001, 0.999),
              decimals=3, advanced=True,
              help=tr("For the statistic quantile: 0.1 is what one of ten realizations does not exceed.")),
    Parameter("LAYER", Kind.WHOLE, tr("Number of the one map"), limits=COUNT, advanced=True,
              help=tr("Shows one of several maps: of quantiles 1 is low, 2 the median, 3 high; of realizations its "
                      "number. Default: the statistic of all.")),
    Parameter("WELLS_OUTPUT", Kind.NEW_LINES, tr("Wells on the section"),
              help=tr("A line from top to bottom for each well, with its distance along the line and its offset.")),
    # ---- layers between surfaces
    Parameter("LAYERING", Kind.CHOICE, tr("Layers: how they follow the surfaces"), options=LAYERINGS, advanced=True,
              help=tr("proportional: all thin with the unit. follow-top: of one height, parallel to the top, where the "
                      "base cuts them off. follow-base: parallel to the base, where the top does.")),
    Parameter("TOP_SURFACE_FIELD", Kind.NUMERIC_FIELD, tr("Layers: field of picks of the top"), advanced=True,
              help=tr("What each well has of it, as z. The raster is corrected to go through the picks; without one "
                      "the surface is kriged from them.")),
    Parameter("BASE_SURFACE_FIELD", Kind.NUMERIC_FIELD, tr("Layers: field of picks of the base"), advanced=True,
              help=tr("The same of the base.")),
    Parameter("LAYERS", Kind.WHOLE, tr("Layers: number"), limits=Limits(0, 10_000, is_open=True), advanced=True,
              help=tr("A band for each, counted from the base upwards. Direction of z, z field, KB field and vertical "
                      "range count as for slices.")),
    # ---- volumes
    Parameter("THICKNESS", Kind.RASTER, tr("Thickness"),
              help=tr("Of the rock; a band for each realization, or one. Instead of surfaces.")),
    Parameter("TOP_SURFACE", Kind.RASTER, tr("Top surface"), help=tr("A band for each realization, or one.")),
    Parameter("BASE_SURFACE", Kind.RASTER, tr("Base surface"),
              help=tr("A band for each realization, or one. Default: the contact is the base.")),
    Parameter("CONTACT", Kind.RASTER, tr("Contact as a raster"), advanced=True,
              help=tr("Below it nothing counts. A raster; from a script a number, too.")),
    Parameter("CONTACT_NUMBER", Kind.NUMBER, tr("Contact as a number"), limits=HEIGHT,
              help=tr("The same contact everywhere, as an elevation or a depth, like the surfaces.")),
    Parameter("NTG", Kind.RASTER, tr("Net to gross as a raster"), advanced=True,
              help=tr("The part of the rock that counts, 0 to 1. A raster; from a script a number, too.")),
    Parameter("NTG_NUMBER", Kind.NUMBER, tr("Net to gross as a number"), limits=Limits(0, 1),
              help=tr("The same everywhere, 0 to 1.")),
    Parameter("POROSITY", Kind.RASTER, tr("Porosity as a raster"),
              help=tr("The part of the rock that is pores, 0 to 1. A raster; from a script a number, too.")),
    Parameter("POROSITY_NUMBER", Kind.NUMBER, tr("Porosity as a number"), limits=Limits(0, 1), advanced=True,
              help=tr("The same everywhere, 0 to 1.")),
    Parameter("SATURATION", Kind.RASTER, tr("Saturation of hydrocarbons as a raster"), advanced=True,
              help=tr("1 less the water saturation, 0 to 1. A raster; from a script a number, too.")),
    Parameter("SATURATION_NUMBER", Kind.NUMBER, tr("Saturation of hydrocarbons as a number"), limits=Limits(0, 1),
              help=tr("The same everywhere, 0 to 1.")),
    Parameter("FVF", Kind.RASTER, tr("Formation volume factor as a raster"), advanced=True,
              help=tr("Divided by: volume in the pores for one at the surface. A raster; from a script a number, "
                      "too.")),
    Parameter("FVF_NUMBER", Kind.NUMBER, tr("Formation volume factor as a number"), limits=FACTOR,
              help=tr("The same everywhere.")),
    Parameter("Z_UNIT", Kind.CHOICE, tr("Unit of heights"), options=("map", "m", "ft"), advanced=True,
              help=tr("Of thickness, surfaces and contact. map: that of the map, metres where it is in degrees.")),
    Parameter("ZONE_FIELD", Kind.FIELD, tr("Zone name field"), parent="ZONES", advanced=True,
              help=tr("Default: zones are called by their number.")),
    # ---- cross-validation
    Parameter("SPLIT", Kind.CHOICE, tr("Split"), options=SPLITS,
              help=tr("What is left out at once: points each by itself, all samples of a well, compact blocks of the "
                      "map, or random parts (folds).")),
    Parameter("GROUP_FIELD", Kind.FIELD, tr("Group field"),
              help=tr("For the split wells: which well a point belongs to. Default: the well name field.")),
    Parameter("FOLDS", Kind.WHOLE, tr("Number of blocks or folds"), limits=Limits(2, 1_000_000), default=10,
              help=tr("For the splits blocks and folds.")),
    Parameter("REFIT", Kind.FLAG, tr("Refit"), default=False,
              help=tr("Fit transform and variogram anew without what is left out; slower.")),
    Parameter("MODELS", Kind.CHOICES, tr("Models to compare"), options=MODELS,
              help=tr("The variogram is fitted with each, and they are ranked by CRPS. Default: only the variogram "
                      "below.")),
    # ---- outputs
    Parameter("PROBABILITY", Kind.NEW_RASTER, tr("Probability"), optional=False,
              help=tr("That the condition holds, cell by cell, from 0 to 1.")),
    Parameter("REGION", Kind.NEW_RASTER, tr("Region of joint confidence"), by_default=False,
              help=tr("1 in the largest set of cells in which the condition holds everywhere at once with the "
                      "confidence, else 0. Needs realizations.")),
    Parameter("CONTOUR_BAND", Kind.NEW_RASTER, tr("Band of the contour"), by_default=False,
              help=tr("1 where the contour of the threshold may run, 0 where, with the confidence, it does not run "
                      "anywhere. Needs realizations.")),
    Parameter("SLICES", Kind.NEW_RASTER, tr("Slices"),
              help=tr("A band for each slice, as Z_DELTA of Stochastic kriging makes them: what Section takes.")),
    Parameter("MESH", Kind.NEW_FILE, tr("Mesh"), suffix="nc", by_default=False,
              help=tr("A NetCDF file (UGRID) with a mesh for each layer, at its height: for 3D views and elevation "
                      "profiles.")),
    Parameter("MEAN", Kind.NEW_RASTER, tr("Mean"), optional=False,
              help=tr("The map: what is expected in each cell, in units of the value.")),
    Parameter("STD", Kind.NEW_RASTER, tr("Standard deviation"),
              help=tr("How far the truth may be from the mean in each cell, in units of the value.")),
    Parameter("QUANTILES", Kind.NEW_RASTER, tr("Quantiles P10, P50, P90"), by_default=False,
              help=tr("Three bands: what each cell is below with a probability of 10, 50 and 90 %.")),
    Parameter("REALIZATIONS_OUTPUT", Kind.NEW_RASTER, tr("All realizations"), by_default=False,
              help=tr("A band for each; what Probability of exceedance, Zone statistics and Volumes begin from.")),
    Parameter("REPORT", Kind.NEW_FILE, tr("Report"), suffix="html", by_default=False,
              help=tr("A page with what was done, figures, and whether they can be trusted.")),
    Parameter("VARIOGRAM", Kind.NEW_FILE, tr("Variogram"), suffix="json", by_default=False,
              help=tr("The variogram in use, as the other algorithms take it under Variogram file.")),
    Parameter("TOP_SURFACE_OUTPUT", Kind.NEW_RASTER, tr("Layers: top that was used"), advanced=True, by_default=False,
              help=tr("At the cells of the map, with the picks counted in; what Layers in space takes.")),
    Parameter("BASE_SURFACE_OUTPUT", Kind.NEW_RASTER, tr("Layers: base that was used"), advanced=True,
              by_default=False, help=tr("The same of the base.")),
    Parameter("JOB_FOLDER", Kind.NEW_FOLDER, tr("Cluster: job folder"), advanced=True, by_default=False,
              help=tr("The job is written there too, for the driver on a batch machine: job.json and its arrays.")),
    Parameter("TABLE", Kind.NEW_ROWS, tr("Table of lags"),
              help=tr("A row for each lag and direction: distance, semivariance, number of pairs, and the model.")),
    Parameter("OUTPUT", Kind.NEW_POINTS, tr("Points"), optional=False,
              help=tr("One for each sample, interval or well, with its value and where it is in space.")),
    Parameter("SKIPPED", Kind.NEW_ROWS, tr("Skipped files"),
              help=tr("A row for each file that gave no point, with the reason.")),
)
# fmt: on

TABLE = {row.name: row for row in _ROWS}
LABELS.update({row.name: row.label for row in _ROWS})

NUMBERS = {
    "N_DATA": tr("Number of data used"),
    "N_SKIPPED": tr("Number of features and files skipped"),
    "N_EMPTY": tr("Number of cells without an estimate"),
    "N_PAIRS": tr("Number of pairs"),
    "FITTED_NUGGET": tr("Nugget"),
    "FITTED_PARTIAL_SILL": tr("Partial sill"),
    "SILL": tr("Sill"),
    "FITTED_RANGE": tr("Practical range"),
    "RANGE_P05": tr("Practical range that one in twenty variograms does not reach"),
    "RANGE_P50": tr("Median of the practical range"),
    "RANGE_P95": tr("Practical range that one in twenty variograms exceeds"),
    "FITTED_AZIMUTH": tr("Azimuth of the longest range"),
    "FITTED_RATIO": tr("Anisotropy ratio"),
    "ERROR": tr("Weighted sum of squared errors"),
    "MEAN_OF_MEAN": tr("Average of the mean"),
    "MEAN_OF_STD": tr("Average of the standard deviation"),
    "USED_SEED": tr("Random seed"),
    "N_REALIZATIONS": tr("Number of realizations"),
    "MC_ERROR": tr("Monte-Carlo error of the mean, in standard deviations"),
    "ME": tr("Mean error"),
    "MAE": tr("Mean absolute error"),
    "RMSE": tr("Root mean square error"),
    "MSE": tr("Mean standardized error"),
    "RMSSE": tr("Root mean square standardized error"),
    "ASE": tr("Average standard error"),
    "R2": tr("Part of the variance that is explained"),
    "PCT90": tr("Percentage in 90 % intervals"),
    "PCT95": tr("Percentage in 95 % intervals"),
    "CRPS": tr("Continuous ranked probability score"),
    "GOODNESS": tr("Goodness of the accuracy plot"),
    "EXPECTED_AREA": tr("Area where the condition holds, on average"),
    "AREA_P90": tr("Area, low case (10 % below; petroleum P90)"),
    "AREA_P50": tr("Area, middle case (50 % below)"),
    "AREA_P10": tr("Area, high case (90 % below; petroleum P10)"),
    "REGION_AREA": tr("Area of the region"),
    "JOINT_PROBABILITY": tr("Probability that the condition holds in all of the region at once"),
    "BAND_AREA": tr("Area of the band of the contour"),
    "BAND_PROBABILITY": tr("Probability that no contour runs outside the band"),
    "N_ZONES": tr("Number of zones"),
    "N_FILES": tr("Number of files"),
    "N_READ": tr("Number of files that are readable logs"),
    "N_POINTS": tr("Number of points"),
    "VOLUME_P90": tr("P90 of the last volume"),
    "VOLUME_P50": tr("P50 of the last volume"),
    "VOLUME_P10": tr("P10 of the last volume"),
    "VOLUME_MEAN": tr("Mean of the last volume"),
    "N_WELLS": tr("Number of new wells"),
    "N_SLICES": tr("Number of slices"),
    "MEAN_THICKNESS": tr("Thickness of the unit on average"),
    "LENGTH": tr("Length of the section"),
    "USED_EXAGGERATION": tr("Vertical exaggeration"),
    "N_WELLS_SHOWN": tr("Number of wells on the section"),
    "VARIANCE_BEFORE": tr("Mean variance without new wells"),
    "VARIANCE_AFTER": tr("Mean variance with new wells"),
    "VARIANCE_LARGEST_STD": tr("Mean variance with as many wells at the greatest standard deviation"),
}
"""Outputs that are numbers, and their labels."""


def add(algorithm: QgsProcessingAlgorithm, *names: str, **different: Any) -> None:
    """Add parameters to an algorithm; `different` names what they have otherwise than in the table."""
    for name in names:
        algorithm.addParameter(replace(TABLE[name], **different).definition())


def add_numbers(algorithm: QgsProcessingAlgorithm, *names: str) -> None:
    """Add outputs that are numbers to an algorithm."""
    for name in names:
        algorithm.addOutput(QgsProcessingOutputNumber(name, NUMBERS[name]))


def row_of(definition: QgsProcessingParameterDefinition) -> Parameter:
    """Return the row of a parameter, with the kind and label that it has in its algorithm."""
    kind = Kind[definition.metadata()[_KIND]]
    return replace(TABLE[definition.name()], kind=kind, label=definition.description())


def number_refusal(given: Given) -> str:
    """Return why a number cannot be one, or is out of its limits; or nothing.

    To be asked before QGIS's own check, which would only say that a value is incorrect.
    """
    for definition in given.algorithm.parameterDefinitions():
        row = row_of(definition)
        value = given.parameters.get(row.name) if row.is_number else None
        if isinstance(value, QgsProperty):
            value = given.number(row.name)
        refusal = "" if value in (None, "") else row.refusal(value)
        if refusal:
            return refusal
    return ""


def choice_refusal(given: Given) -> str:
    """Return why a word cannot be chosen, or nothing; to be asked before QGIS's own check, as `number_refusal`."""
    for definition in given.algorithm.parameterDefinitions():
        kind = row_of(definition).kind
        if kind not in (Kind.CHOICE, Kind.CHOICES):
            continue
        options = definition.options()
        for word in _words(given.parameters.get(definition.name()), several=kind is Kind.CHOICES):
            if word not in options:
                text = tr("{name} is {word}: it should be one of {options}.")
                said = f"'{word}'" if isinstance(word, str) else word
                name = given.titled(definition.name())
                return text.format(name=name, word=said, options=", ".join(options))
    return ""


def missing_refusal(given: Given) -> str:
    """Return which parameter lacks what it needs, or nothing; to be asked before QGIS's own check."""
    for definition in given.algorithm.parameterDefinitions():
        needless = definition.isDestination() or definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        name = definition.name()
        if needless or given.parameters.get(name, definition.defaultValue()) not in (None, "", []):
            continue
        text = tr("Nothing is given for {name}: it takes one {kind}.")
        return text.format(name=given.titled(name), kind=row_of(definition).kind.value)
    return ""


def _words(value: object, *, several: bool) -> list[object]:
    """Return what was given for a choice: words, or what is none."""
    if isinstance(value, str):
        value = value.split(",") if several else [value]
    elif isinstance(value, (int, float)):
        value = [value]
    elif not isinstance(value, (list, tuple)):
        return []
    return [word for word in value if isinstance(word, (str, int, float)) and word != ""]
