# SPDX-License-Identifier: Apache-2.0
"""The look and the language that the user chose, put on the application and taken off again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from findling.ui.i18n.languages import Languages
from findling.ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QApplication

    from findling.ui.preferences import Preferences


def wear(theme: Theme, preferences: Preferences) -> None:
    """Have a theme be as the user chose."""
    theme.set_mode(preferences.theme)
    theme.set_font_percent(preferences.font_percent)
    theme.set_reduced_motion(preferences.reduced_motion)


@contextmanager
def worn(app: QApplication, preferences: Preferences) -> Generator[Theme]:
    """Have windows look and speak as the user chose while no library is open.

    Parameters
    ----------
    app : QApplication
    preferences : Preferences
        What was chosen.
    """
    languages, theme = Languages(app), Theme(app)
    languages.use(preferences.language)
    wear(theme, preferences)
    try:
        yield theme
    finally:
        theme.end()
        languages.end()
