# SPDX-License-Identifier: Apache-2.0
"""Says to screen readers what happened where the focus is not: messages, counts, chosen rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QAbstractItemView, QWidget

_MOST_CHARS = 400
"""A longer sentence is not listened to."""


def announce(widget: QWidget, sentence: str, *, is_urgent: bool = False) -> None:
    """Have a sentence spoken; nothing happens where nobody listens.

    Parameters
    ----------
    widget : QWidget
        Where it happened.
    sentence : str
    is_urgent : bool
        Whether it may interrupt what is being spoken.
    """
    if not sentence.strip():
        return
    event = QAccessibleAnnouncementEvent(widget, sentence[:_MOST_CHARS])
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def announce_row(view: QAbstractItemView, index: QModelIndex) -> None:
    """Have a row spoken that was chosen from elsewhere; where the focus is, Qt does so itself."""
    if index.isValid() and not view.hasFocus():
        announce(view, spoken_row(index))


def spoken_row(index: QModelIndex) -> str:
    """Return what a row says: its description, which has its name, or its name."""
    name = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")
    more = str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")
    return more if name in more else ", ".join(filter(None, (name, more)))
