# SPDX-License-Identifier: Apache-2.0
"""The language of the window; documents are found in any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.ui.i18n.texts import tr
from findling.ui.preferences import LANGUAGES
from findling.ui.settings.page import SettingsPage
from findling.ui.widgets.controls import Choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.preferences import Preferences


class LanguagePage(SettingsPage):
    """Lets choose a language.

    Parameters
    ----------
    preferences : Preferences
        Keeps the choice.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(tr("Language"), parent)
        names = {"": tr("As the system"), "en": "English", "de": "Deutsch"}
        values = [(one, names[one]) for one in LANGUAGES]
        self.language = Choice(values, preferences.language, preferences.set_language, self)
        hint = tr("Numbers and dates follow it too. Documents are found in whatever language.")
        self.add_row(tr("&Language"), self.language, hint)
