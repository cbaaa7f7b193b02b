"""Points in space as layers, and rasters of many bands as arrays."""

import numpy as np
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsPoint, QgsVectorLayer


def layer_of(points, values, crs="EPSG:26912", **columns):
    """Make a layer of PointZ with the fields value and those given."""
    fields = "".join(f"&field={name}:double" for name in ("value", *columns))
    layer = QgsVectorLayer(f"PointZ?crs={crs}{fields}", "samples", "memory")
    features = []
    for row, (place, value) in enumerate(zip(points, values)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry(QgsPoint(*map(float, place))))
        feature.setAttributes([float(value), *(float(column[row]) for column in columns.values())])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def bands_of(path):
    """Read the bands of a raster as (array of shape (nx, ny, bands) with y north, descriptions, dataset)."""
    dataset = gdal.Open(str(path))
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    values = np.stack([band.ReadAsArray()[::-1].T for band in bands], axis=-1)
    return values, [band.GetDescription() for band in bands], dataset
