"""Kriging: estimates at points and blocks from all data or those around, their variance, and how good they are."""
