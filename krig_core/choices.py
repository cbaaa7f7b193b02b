"""The words that a parameter may be, for every parameter that is one of a few words.

Law: each list stands here and nowhere else; the jobs, QGIS's forms and the numerics take it from here, so this file
imports nothing. A table that gives each word its function has exactly these keys. A word is API: it never changes.
"""

KRIGING_TYPES = ("ordinary", "simple", "universal-1", "universal-2", "external-drift")

METHODS = ("gaussian", "sequential", "random-sample")

VARIOGRAM_UNCERTAINTIES = ("automatic", "none", "posterior")

TRANSFORMS = ("none", "log", "normal-score")

TAILS = ("smooth", "linear", "power", "hyperbolic")
"""The first is a histogram that goes on beyond the data; the others end it, or are its end."""

DECLUSTERING = ("none", "cell")

BOUNDED_MODELS = ("spherical", "exponential", "gaussian", "matern", "cubic", "stable", "hole-effect")
"""Those with a sill, of which realizations can be drawn."""

MODELS = (*BOUNDED_MODELS, "power")

ESTIMATORS = ("matheron", "cressie-hawkins", "dowd", "genton")

FIT_WEIGHTS = ("automatic", "pairs/h2", "pairs", "equal", "reml")
"""All but the last are weights of least squares."""

BY_LIKELIHOOD, BY_LAGS, BY_POSTERIOR = "restricted likelihood", "least squares of lags", "the most probable one"
"""How the variogram of a map is fitted."""

EXACT_POSITIONS = ("automatic", "yes", "no")

DUPLICATES = ("mean", "first", "maximum", "error")

SPLITS = ("points", "wells", "blocks", "folds")
"""What cross-validation leaves out at once."""

AVERAGINGS = ("arithmetic", "geometric", "harmonic", "rms", "median", "most-of", "min", "max")

NEXT_WELL_OBJECTIVES = ("variance", "exceedance", "zone")

SECTION_STATISTICS = ("mean", "std", "quantile")
"""What a section shows of several maps."""

Z_REFERENCES = ("elevation", "depth")

DEPTH_UNITS = ("m", "ft")

LAYERINGS = ("proportional", "follow-top", "follow-base")
"""How the layers of a unit lie between its top and its base."""

CONDITIONS = ("above", "below", "between")
"""What is asked of a value: that it is beyond a threshold, or between two."""

ZONE_STATISTICS = ("mean", "min", "max")
"""Of the values of a zone, by which it passes or not."""

ENGINES = ("local", "dask")
