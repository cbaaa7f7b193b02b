"""Translations: of all texts, with the same places for what is put in, and released."""

import re
import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from stochastic_kriging.provider.distribution import Distribution
from stochastic_kriging.provider.language import installed_translator, remove_translator

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from translations import CONTEXT, texts, translations  # noqa: E402

FILES = sorted((ROOT / "i18n").glob("*.ts"))
PLACE = re.compile(r"\{[^{}]*\}|</?\w+[^>]*>|stochkrig:\w+|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
"""What stays as it is: places for values, marks of HTML, names of algorithms and parameters."""


def test_there_is_a_language_besides_english():
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_all_texts_are_translated_and_no_others(file):
    found = translations(file)
    assert set(found) == set(texts())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_put_into_a_text_has_its_place_in_the_translation(file):
    wrong = {
        text: translated
        for text, translated in translations(file).items()
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(translated))
    }
    assert not wrong


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_released_file_says_what_the_translation_says(file):
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    QCoreApplication.installTranslator(translator)
    try:
        said = {text: QCoreApplication.translate(CONTEXT, text) for text in texts()}
    finally:
        QCoreApplication.removeTranslator(translator)
    assert said == translations(file)


def test_the_language_is_that_in_which_qgis_was_started(qgis_app):
    """`qgis --lang de` on a machine whose locale is another one."""
    before = QgsApplication.instance().translation()
    QgsApplication.setTranslation("de")
    try:
        translator = installed_translator()
        assert QCoreApplication.translate(CONTEXT, "Cell size") == "Zellgröße"
        remedy = Distribution("linux", "3.11", ("/usr",), "", "apt").remedy("scipy")
        assert remedy == "Geben Sie „sudo apt install python3-scipy“ in einem Terminal ein"
    finally:
        remove_translator(translator)
        QgsApplication.setTranslation(before)
    assert QCoreApplication.translate(CONTEXT, "Cell size") == "Cell size"
