"""What is read: layers, drift rasters, masks, and where in the project's CRS they lie."""
