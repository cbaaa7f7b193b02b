"""Stochastic Kriging: the plugin package that QGIS loads."""


def classFactory(iface):
    """Return the plugin; everything else is imported when QGIS asks for it."""
    from .plugin import StochasticKrigingPlugin

    return StochasticKrigingPlugin(iface)
