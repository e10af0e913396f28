# SPDX-License-Identifier: Apache-2.0
"""Findling's icon in the tray, for those who want one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from findling.ui.i18n.texts import tr
from findling.ui.theme.icons import IconName, icon

if TYPE_CHECKING:
    from findling.ui.theme.theme import Theme

_ICON = 64


class Tray(QObject):
    """An icon with a menu; a click opens the small search.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    quick_wanted, window_wanted, quit_wanted
    """

    quick_wanted = Signal()
    window_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu()
        theme.dress(self.menu)
        self.menu.addAction(tr("Quick search"), self.quick_wanted.emit)
        self.menu.addAction(tr("Open Findling"), self.window_wanted.emit)
        self.menu.addSeparator()
        self.menu.addAction(tr("Quit"), self.quit_wanted.emit)
        self.icon.setContextMenu(self.menu)
        self.icon.setToolTip("Findling")
        self.icon.activated.connect(self._on_activated)
        theme.changed.connect(self._draw)
        self._draw()

    def show(self, *, wanted: bool) -> bool:
        """Show the icon or take it away; return whether it is there for people to find."""
        is_there = wanted and QSystemTrayIcon.isSystemTrayAvailable()
        self.icon.setVisible(is_there)
        return is_there

    def _draw(self) -> None:
        self.icon.setIcon(icon(IconName.STONE, self._theme.colors.accent, _ICON))

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.quick_wanted.emit()
        elif reason is QSystemTrayIcon.ActivationReason.DoubleClick:
            self.window_wanted.emit()
