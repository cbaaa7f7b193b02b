"""The language of QGIS: the translation of this plugin's texts, where there is one.

Law: it is there before the first text is asked for, since labels of parameters are made when their table is imported.
"""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .installation import ROOT


def installed_translator() -> QTranslator | None:
    """Install the translation to the language of QGIS; return it, which its owner must keep, or None: English."""
    translator = QTranslator()
    # That of `qgis --lang`, which the locale does not tell; qgis_process has the locale alone.
    spoken = QgsApplication.instance().translation() or QgsApplication.locale()
    found = translator.load(QLocale(spoken), "stochastic_kriging", "_", str(ROOT / "i18n"))
    if not found:
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator: QTranslator | None) -> None:
    """Take a translation away again."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
