# SPDX-License-Identifier: Apache-2.0
"""What lies around the panes of a window: menus, toolbar, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.about import show_about
from findling.ui.actions.ids import ActionId, Context, Need
from findling.ui.actions.menus import THEMES, fill_menu_bar, make_toolbar
from findling.ui.actions.registry import Actions
from findling.ui.theme.tokens import ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMainWindow

    from findling.ui.preferences import Preferences
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

    Attributes
    ----------
    actions : Actions
    """

    def __init__(
        self,
        window: QMainWindow,
        theme: Theme,
        preferences: Preferences,
        results: ResultPane,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._preferences = preferences
        places = {Context.WINDOW: window, Context.RESULTS: results.result_tree}
        self.actions = Actions(theme, preferences, places)
        fill_menu_bar(window.menuBar(), self.actions)
        self.toolbar = make_toolbar(self.actions, window)
        window.addToolBar(self.toolbar)
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
            ActionId.ABOUT: lambda: show_about(self._theme, self._window),
        }

    def _on_theme_chosen(self) -> None:
        self._theme.set_mode(self._preferences.theme)
        self._show_choices()

    def _show_choices(self) -> None:
        shown = self._preferences.shows_toolbar
        self.toolbar.setVisible(shown)
        self.actions[ActionId.SHOW_TOOLBAR].setChecked(shown)
        for name, mode in _THEME_OF.items():
            self.actions[name].setChecked(mode is self._preferences.theme)
