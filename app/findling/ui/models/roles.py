# SPDX-License-Identifier: Apache-2.0
"""What rows of lists are, and where a delegate finds their values."""

from __future__ import annotations

from enum import Enum, IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex


class RowKind(Enum):
    """Kinds of rows; each is drawn in its own way."""

    GROUP = "group"
    """A document with its best passage."""
    PASSAGE = "passage"
    """A further passage, below its document."""
    WEAK = "weak"
    """The line that uncovers and hides weak matches."""
    DOCUMENT = "document"
    """A document without a query."""
    FAILED = "failed"
    """A document that could not be read, with the reason."""


class Role(IntEnum):
    """Values beside Qt's own roles."""

    KIND = Qt.ItemDataRole.UserRole + 1
    GROUP = Qt.ItemDataRole.UserRole + 2
    HIT = Qt.ItemDataRole.UserRole + 3
    DOCUMENT = Qt.ItemDataRole.UserRole + 4
    PLACE = Qt.ItemDataRole.UserRole + 5
    AWAY = Qt.ItemDataRole.UserRole + 6
    """Whether a document is on a drive that is not connected."""
