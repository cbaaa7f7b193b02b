"""Wells: LAS files and the logs in them, where they stand, and what of a log a map takes."""
