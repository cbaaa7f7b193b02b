"""The Processing side: map layers in, rasters out; the mathematics is in krig_core."""
