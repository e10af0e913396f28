# SPDX-License-Identifier: Apache-2.0
"""What lies around the panes of a window: menus, toolbar, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.about import AboutWindow
from findling.ui.actions.ids import ActionId, Context, Need
from findling.ui.actions.menus import THEMES, fill_menu_bar, make_toolbar
from findling.ui.actions.registry import Actions
from findling.ui.guide import SECURITY_CHAPTER, GuideWindow, guide_folder
from findling.ui.settings.appearance import AppearancePage
from findling.ui.settings.indexing import IndexingPage
from findling.ui.settings.language import LanguagePage
from findling.ui.settings.privacy import PrivacyPage
from findling.ui.settings.scans import ScansPage
from findling.ui.settings.search import SearchPage
from findling.ui.settings.shortcuts import ShortcutsPage
from findling.ui.settings.window import SettingsWindow
from findling.ui.theme.tokens import ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMainWindow

    from findling.ui.preferences import Preferences
    from findling.ui.sessions.all import Sessions
    from findling.ui.theme.theme import Theme
    from findling.ui.views.result_pane import ResultPane
    from findling.ui.widgets.row_actions import RowActions

_THEME_OF = dict(
    zip(
        THEMES,
        (ThemeMode.SYSTEM, ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST),
        strict=True,
    )
)


SHORTCUTS_PAGE = 6


class Shell(QObject):
    """Menus, toolbar and keys of one window.

    Parameters
    ----------
    window : QMainWindow
        Gets them.
    theme : Theme
    preferences : Preferences
    results : ResultPane
        Where some keys count alone.
    sessions : Sessions
        What the settings change.

    Attributes
    ----------
    actions : Actions
    settings : SettingsWindow or None
    guide : GuideWindow or None
    about : AboutWindow or None
        None until they were opened.
    """

    def __init__(
        self,
        window: QMainWindow,
        theme: Theme,
        preferences: Preferences,
        results: ResultPane,
        sessions: Sessions,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._preferences = preferences
        self._sessions = sessions
        self.settings: SettingsWindow | None = None
        self.guide: GuideWindow | None = None
        self.about: AboutWindow | None = None
        places = {Context.WINDOW: window, Context.RESULTS: results.result_tree}
        self.actions = Actions(theme, preferences, places)
        fill_menu_bar(window.menuBar(), self.actions)
        self.toolbar = make_toolbar(self.actions, window)
        window.addToolBar(self.toolbar)
        theme.dress(window.menuBar(), self.toolbar)
        self.actions.connect_all(self._commands())
        preferences.toolbar_changed.connect(self._show_choices)
        preferences.theme_changed.connect(self._on_theme_chosen)
        self._show_choices()

    def connect_all(self, commands: Mapping[ActionId, Callable[[], object]]) -> None:
        """Say what the actions of the panes do."""
        self.actions.connect_all(commands)

    def show_have(self, have: Need) -> None:
        """Turn on what can be done now, and nothing else."""
        self.actions.show_have(have)

    def open_settings(self, page: int = 0) -> SettingsWindow:
        """Open the settings at a page; they are made when they are wanted first."""
        if self.settings is None:
            choices = self._preferences
            pages = (
                AppearancePage(choices),
                LanguagePage(choices),
                SearchPage(choices),
                IndexingPage(self._sessions.library, self._sessions.work),
                ScansPage(self._sessions.library, self._sessions.work),
                PrivacyPage(choices, read_more=self._open_security, report=self._report),
                ShortcutsPage(self.actions),
            )
            self.settings = SettingsWindow(pages, self._window)
        self.settings.open_at(page)
        return self.settings

    def open_guide(self, chapter: str = "") -> GuideWindow | None:
        """Open the user guide, at a chapter where one is named; None where it was not installed."""
        folder = guide_folder()
        if self.guide is None and folder is not None:
            self.guide = GuideWindow(folder, self._window)
        if self.guide is not None:
            self.guide.show()
            self.guide.go_to(chapter)
            self.guide.raise_()
            self.guide.activateWindow()
        return self.guide

    def open_about(self) -> AboutWindow:
        """Open what tells of the program."""
        if self.about is None:
            self.about = AboutWindow(self._theme, self._sessions.care, self._window)
        self.about.show()
        self.about.raise_()
        self.about.activateWindow()
        return self.about

    def name_keys(self, buttons: RowActions) -> None:
        """Have the buttons over rows name the keys that do the same, whatever they are."""

        def show() -> None:
            keys = self.actions.shown_keys
            buttons.show_keys(keys(ActionId.ROW_GOOD), keys(ActionId.ROW_BAD))

        self.actions.keys_given.connect(show)
        show()

    def _commands(self) -> dict[ActionId, Callable[[], object]]:
        choices = self._preferences
        themes = {
            name: lambda mode=mode: choices.set_theme(mode) for name, mode in _THEME_OF.items()
        }
        toolbar = self.actions[ActionId.SHOW_TOOLBAR]
        return {
            **themes,
            ActionId.SHOW_TOOLBAR: lambda: choices.set_shows_toolbar(toolbar.isChecked()),
            ActionId.LARGER_TEXT: lambda: choices.step_font(1),
            ActionId.SMALLER_TEXT: lambda: choices.step_font(-1),
            ActionId.NORMAL_TEXT: lambda: choices.set_font_percent(100),
            ActionId.SETTINGS: self.open_settings,
            ActionId.SHORTCUTS: lambda: self.open_settings(SHORTCUTS_PAGE),
            ActionId.GUIDE: self.open_guide,
            ActionId.ABOUT: self.open_about,
        }

    def _open_security(self) -> None:
        self.open_guide(SECURITY_CHAPTER)

    def _report(self) -> None:
        self.actions[ActionId.DIAGNOSTICS].trigger()

    def _on_theme_chosen(self) -> None:
        self._theme.set_mode(self._preferences.theme)
        self._show_choices()

    def _show_choices(self) -> None:
        shown = self._preferences.shows_toolbar
        self.toolbar.setVisible(shown)
        self.actions[ActionId.SHOW_TOOLBAR].setChecked(shown)
        for name, mode in _THEME_OF.items():
            self.actions[name].setChecked(mode is self._preferences.theme)
