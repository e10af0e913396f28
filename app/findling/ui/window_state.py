# SPDX-License-Identifier: Apache-2.0
"""Remembers how the window lay: its place and its panes. Nothing about documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QSplitter

_GEOMETRY = "window/geometry"
_PANES = "window/panes"


class WindowState:
    """A few values in the place where the system keeps settings.

    Parameters
    ----------
    settings : QSettings
        Where they are kept.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def restore(self, window: QMainWindow, panes: QSplitter) -> None:
        """Lay the window and its panes as they lay before."""
        geometry, sizes = self._bytes(_GEOMETRY), self._bytes(_PANES)
        if not geometry.isEmpty():
            window.restoreGeometry(geometry)
        if not sizes.isEmpty():
            panes.restoreState(sizes)

    def save(self, window: QMainWindow, panes: QSplitter) -> None:
        """Remember how they lie now."""
        self._settings.setValue(_GEOMETRY, window.saveGeometry())
        self._settings.setValue(_PANES, panes.saveState())

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
