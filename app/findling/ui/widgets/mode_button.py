# SPDX-License-Identifier: Apache-2.0
"""The menu that chooses how a query is matched."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from findling.services.types import SearchMode
from findling.ui.widgets.menu_side import MenuSide


class ModeButton(QToolButton):
    """Shows the mode and lets choose another.

    Signals
    -------
    mode_chosen : SearchMode
    """

    mode_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        MenuSide(self, "menu")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("How to match"))
        self._mode = SearchMode.BEST
        self._actions: dict[SearchMode, QAction] = {}
        self._build_menu()
        self._show()

    @property
    def mode(self) -> SearchMode:
        """The chosen mode."""
        return self._mode

    def choose(self, mode: SearchMode) -> None:
        """Choose a mode, as a click on it does."""
        self._actions[mode].trigger()

    def _build_menu(self) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        entries = (
            (SearchMode.BEST, self.tr("Best match"), self.tr("Words and meaning together")),
            (SearchMode.MEANING, self.tr("Meaning"), self.tr("What is meant, in any words")),
            (SearchMode.WORDS, self.tr("Exact words"), self.tr("The words as they are typed")),
        )
        for mode, name, explanation in entries:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setToolTip(explanation)
            action.setData(mode)
            group.addAction(action)
            self._actions[mode] = action
        group.triggered.connect(self._on_action_triggered)
        self.setMenu(menu)

    def _on_action_triggered(self, action: QAction) -> None:
        mode = SearchMode(action.data())
        if mode is not self._mode:
            self._mode = mode
            self._show()
            self.mode_chosen.emit(mode)

    def _show(self) -> None:
        action = self._actions[self._mode]
        action.setChecked(True)
        self.setText(action.text())
        self.setToolTip(action.toolTip())
        self.setAccessibleDescription(action.text())
