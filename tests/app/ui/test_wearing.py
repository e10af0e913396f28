# SPDX-License-Identifier: Apache-2.0
"""What comes between two windows looks and speaks as they do, and leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt

from findling.ui.composition import Composition
from findling.ui.i18n.texts import tr
from findling.ui.mending import Mending, RepairQuestion
from findling.ui.preferences import Preferences
from findling.ui.theme.theme import Theme
from findling.ui.theme.tokens import DARK, LIGHT, ThemeMode
from findling.ui.wearing import worn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def chosen(settings: QSettings) -> Iterator[Preferences]:
    """Somebody reads large German letters on a dark ground."""
    locale = QLocale()
    preferences = Preferences(settings)
    preferences.set_theme(ThemeMode.DARK)
    preferences.set_language("de")
    preferences.set_font_percent(200)
    yield preferences
    QLocale.setDefault(locale)


def test_windows_of_a_repair_look_as_the_user_chose(
    qapp: QApplication, chosen: Preferences, tmp_path: Path, qtbot: QtBot
) -> None:
    usual = qapp.font().pointSizeF()
    with worn(qapp, chosen):
        windows = (RepairQuestion(tmp_path), Mending(tmp_path))
        for window in windows:
            qtbot.addWidget(window)
            assert window.font().pointSizeF() == pytest.approx(2 * usual)
            assert window.palette().window().color().name() == DARK.chrome.lower()
            assert DARK.accent in window.styleSheet()
        assert windows[0].repair.text() == "&Reparieren"
        windows[1].outcome = None
    assert qapp.font().pointSizeF() == pytest.approx(usual)
    assert tr("&Repair") == "&Repair"


def test_large_letters_do_not_grow_from_one_library_to_the_next(
    qapp: QApplication, chosen: Preferences
) -> None:
    sizes: list[float] = []
    for _ in range(3):
        with worn(qapp, chosen):
            sizes.append(qapp.font().pointSizeF())
    assert len(set(sizes)) == 1


def test_a_look_that_ended_follows_the_system_no_longer(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, used = Theme(qapp), Theme(qapp)
    for theme in (ended, used):
        theme.set_mode(ThemeMode.LIGHT)
    ended.end()
    assert ended.parent() is None
    monkeypatch.setattr(Theme, "_wanted", lambda _theme: DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert (ended.colors, used.colors) == (LIGHT, DARK)
    used.end()


def test_a_composition_takes_its_look_and_language_along(
    qapp: QApplication, chosen: Preferences, settings: QSettings, tmp_path: Path
) -> None:
    usual = qapp.font().pointSizeF()
    with Composition(qapp, tmp_path / "library", settings) as one:
        assert tr("&Repair") == "&Reparieren"
        assert qapp.font().pointSizeF() == pytest.approx(2 * usual)
    assert one.theme.parent() is None
    assert tr("&Repair") == "&Repair"
    assert qapp.font().pointSizeF() == pytest.approx(usual)
