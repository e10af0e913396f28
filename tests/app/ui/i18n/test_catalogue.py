# SPDX-License-Identifier: Apache-2.0
"""Every text of the window is translated, into German too, and its places are where they belong."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from findling.ui.actions.menus import MENUS
from findling.ui.actions.table import TABLE
from findling.ui.i18n import catalogue
from findling.ui.i18n.languages import CatalogueTranslator, Languages
from findling.ui.i18n.texts import tr
from tests.app.ui.i18n.source_texts import translated, untranslated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from findling.ui.actions.ids import ActionId

PLACE = re.compile(r"%(?:\d|Ln|n)")
GERMAN = catalogue.load("de")
SOURCE = {found.text: found.place for found in translated()}


@pytest.fixture
def german(qapp: QApplication) -> Iterator[Languages]:
    locale = QLocale()
    languages = Languages(qapp)
    languages.use("de")
    yield languages
    languages.use("en")
    QLocale.setDefault(locale)


def forms(entry: catalogue.Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else entry


def test_all_texts_have_a_german_one() -> None:
    missing = {text: place for text, place in SOURCE.items() if text not in GERMAN}
    assert missing == {}


def test_there_are_no_german_texts_without_use() -> None:
    assert set(GERMAN) - set(SOURCE) == set()


def test_nothing_is_shown_without_translation() -> None:
    assert untranslated() == []


@pytest.mark.parametrize("english", sorted(GERMAN))
def test_places_are_the_same(english: str) -> None:
    for form in forms(GERMAN[english]):
        assert Counter(PLACE.findall(form)) == Counter(PLACE.findall(english))
        assert form.strip() == form != ""
        assert form.endswith("…") == english.endswith("…")


def test_numbers_have_two_forms_and_nothing_else_has() -> None:
    wrong = [
        english
        for english, entry in GERMAN.items()
        if ("%Ln" in english or "%n" in english) != (len(forms(entry)) == 2)
    ]
    assert wrong == []


def test_quotation_marks_are_german_and_nobody_is_addressed_formally() -> None:
    texts = [form for entry in GERMAN.values() for form in forms(entry)]
    assert [text for text in texts if "“" in text.replace("“", "", text.count("„"))] == []
    assert [text for text in texts if re.search(r"\b(?:Sie|Ihre?|Ihnen)\b", text)] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_letters_of_menus_are_given_once(language: str) -> None:
    texts = catalogue.load(language)

    def letter(english: str) -> str:
        text = texts.get(english, english)
        assert isinstance(text, str)
        found = re.search("&([^&])", text)
        assert found, f"{text!r} has no letter"
        return found[1].casefold()

    for group in menu_groups():
        letters = Counter(letter(english) for english in group)
        assert [one for one, n in letters.items() if n > 1] == [], group


def menu_groups() -> list[list[str]]:
    """Return the texts of the menu bar and of each menu."""
    groups = [[title for title, _ in MENUS]]
    for _, entries in MENUS:
        groups.append([_text(entry) for entry in entries if entry is not None])
        groups += [
            [_text(one) for one in entry[1]] for entry in entries if isinstance(entry, tuple)
        ]
    return groups


def _text(entry: ActionId | tuple[str, tuple[ActionId, ...]]) -> str:
    if isinstance(entry, tuple):
        return entry[0]
    return next(spec.text for spec in TABLE if spec.id is entry)


def test_german_is_used_with_its_plurals(german: Languages) -> None:
    assert german.current == "de"
    assert tr("Settings") == "Einstellungen"
    assert tr("%Ln passages", 1) == "1 Textstelle"
    assert tr("%Ln passages", 1200) == "1.200 Textstellen"


def test_a_text_without_a_german_one_stays_english(german: Languages) -> None:
    assert tr("Nobody has written this yet") == "Nobody has written this yet"


def test_an_unknown_language_is_english(german: Languages) -> None:
    german.use("fr")
    assert german.current == "en"
    assert QLocale().language() is QLocale.Language.English
    assert tr("Settings") == "Settings"


def test_a_text_that_is_there_twice_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "a.json").write_text('{"One": "Eins"}', encoding="utf-8")
    (folder / "b.json").write_text('{"One": "Eine"}', encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"b\.json: 'One'"):
        CatalogueTranslator("xx")
