"""Variograms: experimental ones, models, and which model fits."""
