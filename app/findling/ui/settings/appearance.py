# SPDX-License-Identifier: Apache-2.0
"""How the window looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.preferences import FONT_PERCENTS
from findling.ui.settings.page import SettingsPage
from findling.ui.theme.tokens import ThemeMode
from findling.ui.widgets.controls import Choice, Tick

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.preferences import Preferences


class AppearancePage(SettingsPage):
    """Colours, size of text, motion, toolbar, tray, tips.

    Parameters
    ----------
    preferences : Preferences
        Keeps the choices.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(tr("Appearance"), parent)
        modes = (
            (ThemeMode.SYSTEM, tr("As the system")),
            (ThemeMode.LIGHT, tr("Light")),
            (ThemeMode.DARK, tr("Dark")),
            (ThemeMode.CONTRAST, tr("High contrast")),
        )
        self.theme = Choice(modes, preferences.theme, preferences.set_theme, self)
        sizes = [(one, wording.percent(one)) for one in FONT_PERCENTS]
        self.text_size = Choice(sizes, preferences.font_percent, preferences.set_font_percent, self)
        self.motion = Tick(tr("&Reduce motion"), is_on=preferences.reduced_motion, parent=self)
        self.motion.toggled.connect(preferences.set_reduced_motion)
        self.toolbar = Tick(tr("Show the &toolbar"), is_on=preferences.shows_toolbar, parent=self)
        self.toolbar.toggled.connect(preferences.set_shows_toolbar)
        self.tray = Tick(tr("Stay in the tra&y"), is_on=preferences.keeps_tray, parent=self)
        self.tray.toggled.connect(preferences.set_keeps_tray)
        self.add_row(tr("&Colours"), self.theme)
        self.add_row(
            tr("&Size of text"), self.text_size, tr("In percent of the size that the system uses.")
        )
        self.add_row(
            tr("Motion"), self.motion, tr("Menus open at once and the cursor does not blink.")
        )
        self.add_row(tr("Toolbar"), self.toolbar, tr("A row of buttons for what is done often."))
        self.add_row(
            tr("Tray"),
            self.tray,
            tr("Closing the window leaves an icon; a click on it opens a small search."),
        )
        self.tips = QPushButton(tr("Show tips &again"), self)
        self.tips.clicked.connect(preferences.forget_tips)
        self.add_row(
            tr("Tips"),
            self.at_start(self.tips),
            tr("A line below the results now and then; each comes once."),
        )
        preferences.theme_changed.connect(self._show)
        preferences.tips_changed.connect(self._show)
        preferences.toolbar_changed.connect(self._show)
        self._preferences = preferences
        self._show()

    def _show(self) -> None:
        self.theme.show_value(self._preferences.theme)
        self.toolbar.setChecked(self._preferences.shows_toolbar)
        self.tips.setEnabled(bool(self._preferences.seen_tips))
