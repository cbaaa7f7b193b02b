"""What is written: rasters, layers of features and files, and how they look."""
