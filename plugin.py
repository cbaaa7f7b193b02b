"""The plugin as QGIS sees it: the Processing provider, the menu, the dock; all of it is taken away again.

Law: the dock is built when it is first opened, so that QGIS starts no slower, and whatever is missing is said there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .provider.installation import ROOT
from .provider.language import installed_translator, remove_translator
from .provider.text import tr

if TYPE_CHECKING:
    from .provider.provider import StochasticKrigingProvider

_MENU = "Stochastic Kriging"


class StochasticKrigingPlugin:
    """Loaded by the desktop (`initGui`) and by qgis_process (`initProcessing` alone, without an interface)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self._translator = installed_translator()
        self.provider: StochasticKrigingProvider | None = None
        self.dock: Any = None
        self._toggle: QAction | None = None
        self._actions: list[QAction] = []
        self._options: Any = None

    def initProcessing(self) -> None:
        """Add the provider to the Processing registry."""
        from .provider.provider import StochasticKrigingProvider  # here: labels are translated when it is imported

        provider = StochasticKrigingProvider()
        # The registry refuses, and deletes, one whose id another copy of the plugin has taken.
        self.provider = provider if QgsApplication.processingRegistry().addProvider(provider) else None

    def initGui(self) -> None:
        """Set up the desktop."""
        self.initProcessing()
        window = self.iface.mainWindow()
        self._toggle = QAction(QIcon(str(ROOT / "icon.svg")), tr("Stochastic kriging"), window)
        self._toggle.setObjectName("stochastic_kriging_panel")
        self._toggle.setCheckable(True)
        self._toggle.setToolTip(tr("Variogram, its checks, a preview, and the maps"))
        self._toggle.toggled.connect(self._show_dock)
        sample = QAction(tr("Open the sample"), window)
        sample.setObjectName("stochastic_kriging_sample")
        sample.triggered.connect(self._open_sample)
        options = QAction(tr("Settings…"), window)
        options.setObjectName("stochastic_kriging_settings")
        options.triggered.connect(self._open_settings)
        self._actions = [self._toggle, sample, options]
        for action in self._actions:
            self.iface.addPluginToMenu(_MENU, action)
        self.iface.addToolBarIcon(self._toggle)
        from .ui import settings

        self._options = settings.register(self.iface)

    def unload(self) -> None:
        """Remove what was added."""
        if self.dock is not None:
            self.dock.close_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        for action in self._actions:
            self.iface.removePluginMenu(_MENU, action)
            if action is self._toggle:
                self.iface.removeToolBarIcon(action)
            action.deleteLater()
        self._actions, self._toggle = [], None
        if self._options is not None:
            from .ui import settings

            settings.unregister(self.iface, self._options)
            self._options = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator(self._translator)
        self._translator = None

    def _built_dock(self) -> Any:
        """Return the dock, built where it was not yet."""
        if self.dock is None:
            from .ui.dock import StudyDock

            self.dock = StudyDock(self.iface, self.iface.mainWindow())
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
            self.dock.visibilityChanged.connect(self._dock_shown)
            self.dock.begin()
        return self.dock

    def _show_dock(self, shown: bool) -> None:
        if shown:
            dock = self._built_dock()
            dock.show()
            dock.raise_()
        elif self.dock is not None:
            self.dock.hide()

    def _dock_shown(self, _: bool) -> None:
        """Have the button follow a dock that its own cross has closed; one behind another tab is still open."""
        if self._toggle is not None and self.dock is not None:
            self._toggle.blockSignals(True)
            self._toggle.setChecked(not self.dock.isHidden())
            self._toggle.blockSignals(False)

    def _open_settings(self) -> None:
        from .ui.settings import PAGE

        self.iface.showOptionsDialog(self.iface.mainWindow(), PAGE)

    def _open_sample(self) -> None:
        from .ui.sample import FIELD, open_sample, zoom_to

        layer = open_sample(self.iface)
        if layer is None or self._toggle is None:
            return
        self._toggle.setChecked(True)
        self._built_dock().choose(layer, FIELD)
        # The dock has taken its room of the map only after the events that are waiting.
        QTimer.singleShot(0, lambda: zoom_to(self.iface.mapCanvas(), layer))
