# SPDX-License-Identifier: Apache-2.0
"""Choices come back; what makes no sense counts as not chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.types import SearchMode
from findling.ui.preferences import FONT_PERCENTS, Preferences
from findling.ui.theme.tokens import ThemeMode

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot


def test_choices_come_back(settings: QSettings) -> None:
    choices = Preferences(settings)
    choices.set_theme(ThemeMode.CONTRAST)
    choices.set_font_percent(150)
    choices.set_reduced_motion(True)
    choices.set_language("de")
    choices.set_search_mode(SearchMode.WORDS)
    choices.set_result_count(100)
    again = Preferences(settings)
    assert again.theme is ThemeMode.CONTRAST
    assert (again.font_percent, again.reduced_motion, again.language) == (150, True, "de")
    assert (again.search_mode, again.result_count) == (SearchMode.WORDS, 100)


@pytest.mark.parametrize(
    "key", ["window/theme", "look/font-percent", "look/reduced-motion", "language", "search/mode"]
)
def test_nonsense_counts_as_not_chosen(settings: QSettings, key: str) -> None:
    settings.setValue(key, "purple")
    choices = Preferences(settings)
    assert choices.theme is ThemeMode.SYSTEM
    assert (choices.font_percent, choices.reduced_motion, choices.language) == (100, False, "")
    assert choices.search_mode is SearchMode.BEST


def test_the_same_choice_again_is_no_news(settings: QSettings, qtbot: QtBot) -> None:
    choices = Preferences(settings)
    choices.set_theme(ThemeMode.DARK)
    with qtbot.assertNotEmitted(choices.theme_changed):
        choices.set_theme(ThemeMode.DARK)


def test_text_grows_by_steps_and_stops_at_the_ends(settings: QSettings) -> None:
    choices = Preferences(settings)
    for _ in FONT_PERCENTS:
        choices.step_font(1)
    assert choices.font_percent == 200
    for _ in FONT_PERCENTS:
        choices.step_font(-1)
    assert choices.font_percent == 90
