"""The plugin in the desktop: what it adds is gone after it is unloaded, however often."""

import gc

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QWidget
from stochastic_kriging.plugin import StochasticKrigingPlugin


class Interface(QObject):
    """What the plugin uses of QgisInterface, kept as the desktop keeps it."""

    def __init__(self, iface):
        super().__init__()
        self._iface, self.menu, self.tools, self.docks, self.pages = iface, [], [], [], []

    def __getattr__(self, name):
        return getattr(self._iface, name)

    def addPluginToMenu(self, name, action):
        self.menu.append(action)

    def removePluginMenu(self, name, action):
        self.menu.remove(action)

    def addToolBarIcon(self, action):
        self.tools.append(action)

    def removeToolBarIcon(self, action):
        self.tools.remove(action)

    def addDockWidget(self, area, dock):
        self.docks.append(dock)
        self._iface.mainWindow().addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.docks.remove(dock)
        self._iface.mainWindow().removeDockWidget(dock)

    def registerOptionsWidgetFactory(self, factory):
        self.pages.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.pages.remove(factory)

    def setActiveLayer(self, layer):
        self._iface.setActiveLayer(layer)


@pytest.fixture
def interface(qgis_iface, qgis_processing):
    qgis_iface.mainWindow().show()  # docks of a window that is not shown hear nothing
    return Interface(qgis_iface)


def settle():
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    gc.collect()


def counted(interface, layer):
    """What there is in the desktop of what a plugin could leave behind."""
    settle()
    canvas, window = interface.mapCanvas(), interface.mainWindow()
    return {
        "menu": len(interface.menu),
        "tool bar": len(interface.tools),
        "pages of options": len(interface.pages),
        "docks": len(interface.docks) + len(window.findChildren(QDockWidget)),
        "actions": len(window.findChildren(QAction)),
        "children of the window": len(window.findChildren(QObject)),
        "widgets": len([widget for widget in QApplication.allWidgets() if isinstance(widget, QWidget)]),
        "tasks": QgsApplication.taskManager().countActiveTasks(),
        "items of the canvas": len(canvas.scene().items()),
        "map tool": canvas.mapTool(),
        "layers": len(QgsProject.instance().mapLayers()),
        "who hears of a selection": layer.receivers(layer.selectionChanged),
        "who hears of features": layer.receivers(layer.featureAdded),
        "who hears of the project": QgsProject.instance().receivers(QgsProject.instance().layersAdded),
        "providers": len(QgsApplication.processingRegistry().providers()),
    }


def test_fifty_times_loaded_and_unloaded_nothing_is_left(interface, wells, until):
    QgsProject.instance().addMapLayer(wells)
    interface.setActiveLayer(wells)
    layers = len(QgsProject.instance().mapLayers())

    def once(number):
        plugin = StochasticKrigingPlugin(interface)
        plugin.initGui()
        if number % 2:
            interface.tools[0].setChecked(True)
            if number % 10 == 1:
                until(lambda: plugin.dock.study.state.variogram is not None, "a fit")
            for tab in range(plugin.dock.tabs.count()):
                plugin.dock.tabs.setCurrentIndex(tab)
                QCoreApplication.processEvents()
        plugin.unload()

    once(1)
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0, "the end of all tasks")
    before = counted(interface, wells)
    for number in range(50):
        once(number)
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0, "the end of all tasks")
    assert counted(interface, wells) == before
    assert before["menu"] == before["tool bar"] == before["pages of options"] == before["tasks"] == 0
    assert before["layers"] == layers
    QgsProject.instance().clear()


def test_the_dock_is_built_when_it_is_first_opened(interface):
    plugin = StochasticKrigingPlugin(interface)
    plugin.initGui()
    assert plugin.dock is None
    interface.tools[0].setChecked(True)
    assert not plugin.dock.isHidden()
    interface.tools[0].setChecked(False)
    assert plugin.dock.isHidden()
    plugin.dock.show()
    assert interface.tools[0].isChecked()
    plugin.dock.close()
    assert not interface.tools[0].isChecked()
    plugin.unload()


def test_the_sample_is_opened_styled_and_studied(interface, until):
    plugin = StochasticKrigingPlugin(interface)
    plugin.initGui()
    next(action for action in interface.menu if action.objectName() == "stochastic_kriging_sample").trigger()
    until(lambda: plugin.dock.study.state.variogram is not None, "a fit")
    assert plugin.dock.data_bar.parameters == {"FIELD": "phie_mean"}
    assert len(plugin.dock.study.data.values) == 40
    layer = plugin.dock.data_bar.layer
    assert layer.labelsEnabled()
    canvas = interface.mapCanvas()
    assert canvas.extent().contains(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
    plugin.unload()
    QgsProject.instance().clear()
