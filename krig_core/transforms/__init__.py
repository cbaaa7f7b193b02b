"""From data to scores that are simulated, and back to values.

transform.py ──▶ normal_score.py (tails of GSLIB), smooth_score.py (goes on beyond the data, by skewed_curve.py)
declustering.py  how much each datum counts in their histogram
soft_data.py     what limits and errors of data are in scores; soft_histogram.py completes the histogram with them,
truncated_normal.py is the law between limits
way_back.py, normal_moments.py   realizations and laws of scores as values, from tables (even_table.py)
"""
