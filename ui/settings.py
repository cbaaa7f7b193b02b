"""The page of QGIS's options: which Python works, how many processes, which cluster, and what quantiles are called.

Law: what takes longer than a moment is asked in a task; what is typed counts when the options are applied.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..provider.cluster_check import cluster_in_words
from ..provider.installation import ROOT, missing_package
from ..provider.interpreter import find_python, forget_python, versions_of
from ..provider.settings import MOST_PROCESSES, QUANTILE_NAMES, Settings
from ..provider.text import tr
from .task import Newest

PAGE = "stochastic_kriging_options"
"""By which name the options are opened at this page."""


def register(iface: Any) -> Any:
    """Add the page to QGIS's options; return what `unregister` takes."""
    factory = _Factory()
    iface.registerOptionsWidgetFactory(factory)
    return factory


def unregister(iface: Any, factory: Any) -> None:
    """Take the page away."""
    iface.unregisterOptionsWidgetFactory(factory)


class _Factory(QgsOptionsWidgetFactory):
    def __init__(self) -> None:
        super().__init__()
        self.setTitle(tr("Stochastic kriging"))

    def icon(self) -> QIcon:
        return QIcon(str(ROOT / "icon.svg"))

    def createWidget(self, parent: QWidget | None = None) -> QgsOptionsPageWidget:  # noqa: N802
        return SettingsPage(parent)


class SettingsPage(QgsOptionsPageWidget):
    """The page, with what is set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        self._questions: list[Newest] = []
        self.python = QgsFileWidget(self)
        self.python.lineEdit().setPlaceholderText(tr("automatic"))
        self.python.setToolTip(tr("Empty: that of this QGIS is sought. Another must have the same Python and NumPy."))
        self.test_python = QPushButton(tr("Test"), self)
        self.processes = QSpinBox(self)
        self.processes.setRange(0, MOST_PROCESSES)
        self.processes.setSpecialValueText(tr("automatic"))
        self.processes.setToolTip(tr("Where a run does not say how many. The results are the same for any number."))
        self.scheduler = QLineEdit(self)
        self.scheduler.setPlaceholderText("tls://host:8786")
        self.scheduler.setToolTip(
            tr("Of runs with the engine dask that name none. It can run code on this machine: only one that you trust.")
        )
        self.test_scheduler = QPushButton(tr("Test"), self)
        self.names = QComboBox(self)
        for word, shown in zip(
            QUANTILE_NAMES,
            (
                tr("Low, median, high, with both names"),
                tr("Statistics: P10 is the low case"),
                tr("Petroleum (PRMS): P90 is the low case"),
            ),
        ):
            self.names.addItem(shown, word)
        self.names.setToolTip(
            tr("Of quantile maps and of realizations. Volumes, areas and zones are always called as by PRMS.")
        )
        self.python_found, self.scheduler_found = QLabel(self), QLabel(self)
        for label in (self.python_found, self.scheduler_found):
            label.setWordWrap(True)
        self._lay_out()
        self._show(Settings.read())
        self.test_python.clicked.connect(self._test_python)
        self.python.fileChanged.connect(lambda _: self.python_found.clear())
        self.test_scheduler.clicked.connect(self._test_scheduler)
        self.scheduler.textChanged.connect(self._offer_test)
        self._offer_test()
        self._test_python()

    def apply(self) -> None:
        """Keep what is chosen."""
        before = Settings.read()
        self.chosen.write()
        if self.chosen.python != before.python:
            forget_python()

    @property
    def chosen(self) -> Settings:
        """What the page shows."""
        return Settings(
            self.python.filePath().strip(),
            self.processes.value(),
            self.scheduler.text().strip(),
            self.names.currentData(),
        )

    def _show(self, settings: Settings) -> None:
        self.python.setFilePath(settings.python)
        self.processes.setValue(settings.processes)
        self.scheduler.setText(settings.scheduler)
        self.names.setCurrentIndex(QUANTILE_NAMES.index(settings.quantile_names))

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, widget, button, found in (
            (tr("Python that computes"), self.python, self.test_python, self.python_found),
            (tr("Processes"), self.processes, None, None),
            (tr("Dask scheduler"), self.scheduler, self.test_scheduler, self.scheduler_found),
            (tr("Names of quantiles"), self.names, None, None),
        ):
            row = QHBoxLayout()
            row.addWidget(widget, 1)
            if button is not None:
                row.addWidget(button)
            form.addRow(name, row)
            if found is not None:
                form.addRow("", found)
        outer = QVBoxLayout(self)
        outer.addLayout(form)
        outer.addStretch(1)

    def _offer_test(self) -> None:
        self.test_scheduler.setEnabled(bool(self.scheduler.text().strip()))
        self.scheduler_found.clear()

    def _test_python(self) -> None:
        chosen = self.python.filePath().strip()
        self._ask(lambda: python_in_words(chosen), self.python_found, self.test_python)

    def _test_scheduler(self) -> None:
        address = self.scheduler.text().strip()
        self._ask(lambda: cluster_in_words(address), self.scheduler_found, self.test_scheduler)

    def _ask(self, question: Callable[[], str], label: QLabel, button: QPushButton) -> None:
        """Show the answer to a question that takes a while."""
        label.setText(tr("…"))
        button.setEnabled(False)

        def show(answer: str) -> None:
            self._questions.remove(newest)
            if not sip.isdeleted(label):
                label.setText(answer)
                button.setEnabled(True)

        newest = Newest()
        self._questions.append(newest)
        newest.start(tr("Stochastic kriging"), lambda _: question(), show, show)


def python_in_words(chosen: str) -> str:
    """Return in a sentence what a Python has, and whether it will do; of nothing, which one is taken."""
    if missing := missing_package():
        return missing
    python = Path(chosen) if chosen else find_python()
    if python is None:
        return tr("No Python could be started from QGIS: work is done inside QGIS, which is slower.")
    versions = versions_of(python)
    if versions is None:
        return tr("{python} is no Python with NumPy and SciPy that can be started.").format(python=python)
    has = tr("{python}: Python {version}, NumPy {numpy}, SciPy {scipy}.").format(
        python=python, version=versions.python, numpy=versions.numpy, scipy=versions.scipy
    )
    if versions.suits:
        return has
    return has + " " + tr("That is another Python or NumPy than QGIS has: it is not taken.")
