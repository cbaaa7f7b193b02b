"""The plugin as QGIS sees it: it adds the Processing provider, and takes it away again."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication

from .provider.provider import StochasticKrigingProvider


class StochasticKrigingPlugin:
    """Loaded by the desktop (`initGui`) and by qgis_process (`initProcessing` alone, without an interface)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: StochasticKrigingProvider | None = None

    def initProcessing(self) -> None:
        """Add the provider to the Processing registry."""
        self.provider = StochasticKrigingProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Set up the desktop."""
        self.initProcessing()

    def unload(self) -> None:
        """Remove what was added."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
