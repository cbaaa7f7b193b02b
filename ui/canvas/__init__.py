"""What is shown on QGIS's map."""
