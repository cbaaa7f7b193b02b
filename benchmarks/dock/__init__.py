"""How long the dock keeps QGIS's main thread, step by step, in the real desktop."""
