# SPDX-License-Identifier: Apache-2.0
"""F6: from pane to pane, and round again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class FocusRing:
    """Moves the keyboard focus among panes.

    Parameters
    ----------
    targets : callable
        Returns the widgets that may have it now, in order.
    """

    def __init__(self, targets: Callable[[], list[QWidget]]) -> None:
        self._targets = targets

    def next(self) -> None:
        """Go to the next pane."""
        self._go(1)

    def previous(self) -> None:
        """Go to the pane before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        targets = self._targets()
        if not targets:
            return
        holder = [n for n, widget in enumerate(targets) if _has_focus(widget)]
        start = holder[0] if holder else -step if step > 0 else 0
        target = targets[(start + step) % len(targets)]
        if not focus_into(target):
            _focus_button_of(target)


def focus_into(widget: QWidget) -> bool:
    """Give the focus to a widget, or to what can be scrolled in it: keys have to do something.

    Returns
    -------
    bool
        False where nothing of that kind is there: the widget has the focus, but shows none.
    """
    areas = [area for area in widget.findChildren(QAbstractScrollArea) if area.isVisible()]
    takes_keys = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    target = widget if takes_keys or not areas else areas[0]
    target.setFocus(Qt.FocusReason.TabFocusReason)
    return takes_keys or bool(areas)


def _focus_button_of(widget: QWidget) -> None:
    """Go to the first button of a pane that only says something: a focus has to be seen."""
    for button in widget.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            button.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _has_focus(widget: QWidget) -> bool:
    focused = widget.window().focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))
