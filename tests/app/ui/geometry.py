# SPDX-License-Identifier: Apache-2.0
"""Finds text that does not fit into its widget, and widgets that lie over each other."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from findling.ui.widgets.elided_label import ElidedLabel
from findling.ui.widgets.row_actions import RowActions

_SLACK = 2
"""Pixels that nobody sees."""


def faults(window: QWidget) -> list[str]:
    """Return what is wrong with the texts of a window, a sentence each."""
    shown = [widget for widget in window.findChildren(QWidget) if _counts(widget, window)]
    found = [
        f"{_name(widget)}: {fault}"
        for widget in shown
        if (fault := _clipped(widget) or _cut(widget, window))
    ]
    for widget in shown:
        if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            found += _narrow_columns(widget)
    texts = [widget for widget in shown if _text(widget)]
    for one, other in combinations(texts, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        common = _seen(one, window) & _seen(other, window)
        if common.width() > _SLACK and common.height() > _SLACK:
            found.append(f"{_name(one)} lies over {_name(other)}")
    return found


def _counts(widget: QWidget, window: QWidget) -> bool:
    if not widget.isVisible() or widget.window() is not window.window():
        return False
    return _floating(widget) is None and not _seen(widget, window).isEmpty()


def _floating(widget: QWidget | None) -> QWidget | None:
    """Return what is meant to lie over others and has a widget in it."""
    while widget is not None and not isinstance(widget, RowActions):
        widget = widget.parentWidget()
    return widget


def _seen(widget: QWidget, window: QWidget) -> QRect:
    """Return the part of a widget that scroll areas leave, in pixels of the window."""
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        area &= QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
        parent = parent.parentWidget()
    return area


def _text(widget: QWidget) -> str:
    if isinstance(widget, QToolButton):
        is_shown = widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
        return widget.text() if is_shown and not _has_only_icon(widget) else ""
    if isinstance(widget, (QLabel, QAbstractButton)):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _has_only_icon(button: QToolButton) -> bool:
    return not button.icon().isNull() and button.toolButtonStyle() in (
        Qt.ToolButtonStyle.ToolButtonIconOnly,
        Qt.ToolButtonStyle.ToolButtonFollowStyle,
    )


def _cut(widget: QWidget, window: QWidget) -> str:
    """Say what of a widget lies beyond the side of what it is in."""
    seen = _seen(widget, window).width()
    is_text = bool(_text(widget)) and not isinstance(widget, ElidedLabel)
    return (
        f"is cut to {seen} of {widget.width()}"
        if is_text and seen < widget.width() - _SLACK
        else ""
    )


def _narrow_columns(header: QHeaderView) -> list[str]:
    """Say which columns are narrower than their names, or not in sight."""
    found: list[str] = []
    for column in range(header.count()):
        name = header.model().headerData(column, Qt.Orientation.Horizontal)
        needed, width = header.sectionSizeHint(column), header.sectionSize(column)
        left = header.sectionViewportPosition(column)
        room = min(width, header.viewport().width() - left, left + width)
        if name and not header.isSectionHidden(column) and needed > room + _SLACK:
            found.append(f"column “{name}” needs {needed} of {room}")
    return found


def _clipped(widget: QWidget) -> str:
    """Say what of a widget's text cannot be seen."""
    width, height = widget.width() + _SLACK, widget.height() + _SLACK
    if isinstance(widget, QLineEdit):
        needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        return f"placeholder needs {needed} of {width}" if needed > width else ""
    if isinstance(widget, ElidedLabel) or not _text(widget):
        return ""
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        return f"needs {needed} of {height} in height" if needed > height else ""
    if isinstance(widget, (QLabel, QPushButton, QToolButton)):
        hint = widget.sizeHint() if isinstance(widget, QLabel) else widget.minimumSizeHint()
    else:
        hint = widget.sizeHint()
    if hint.width() > width and not _scrolls(widget):
        return f"needs {hint.width()} of {width} in width"
    return f"needs {hint.height()} of {height} in height" if hint.height() > height else ""


def _scrolls(widget: QWidget) -> bool:
    """Whether a widget is a view of its own, whose cells give way."""
    return isinstance(widget, QAbstractScrollArea)


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{_text(widget)[:60]}”"
