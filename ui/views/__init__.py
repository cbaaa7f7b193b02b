"""What is drawn and dragged, without QGIS."""
