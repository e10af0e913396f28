# SPDX-License-Identifier: Apache-2.0
"""Finds what a screen reader, or somebody without a mouse, would miss in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from findling.ui.palette.chooser import Chooser
from findling.ui.widgets.row_actions import RowActions

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
_PARTS_OF = (QComboBox, QAbstractSpinBox, QKeySequenceEdit, QLineEdit, QTabBar, QHeaderView)
"""Controls whose own parts are reached and named through them."""

_Role = QAccessible.Role
_ROLES: tuple[tuple[type[QWidget], frozenset[QAccessible.Role]], ...] = (
    (QCheckBox, frozenset({_Role.CheckBox})),
    (QRadioButton, frozenset({_Role.RadioButton})),
    (
        QAbstractButton,
        frozenset({_Role.Button, _Role.ButtonMenu, _Role.CheckBox, _Role.RadioButton}),
    ),
    (QComboBox, frozenset({_Role.ComboBox})),
    (QAbstractSpinBox, frozenset({_Role.SpinBox})),
    (QLineEdit, frozenset({_Role.EditableText})),
    (QAbstractItemView, frozenset({_Role.List, _Role.Tree, _Role.Table})),
    (QTabBar, frozenset({_Role.PageTabList})),
)
_MOST_TABS = 150
_MOST_ALIKE = 30
_MOST_ROWS = 40


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def faults(window: QWidget) -> list[str]:
    """Return what is amiss in a window, a sentence each."""
    shown = [one for one in window.findChildren(QWidget) if _counts(one, window)]
    controls = [one for one in shown if is_control(one)]
    found = [f"{_tell(one)}: {fault}" for one in controls for fault in _faults_of(one)]
    found += [f"{_tell(one)}: text that takes the focus" for one in shown if _is_stop(one)]
    return found + list(_out_of_reach(window, controls))


def is_control(widget: QWidget) -> bool:
    """Return whether a widget is something to act on."""
    parent = widget.parentWidget()
    if parent is not None and _is_part(widget, parent):
        return False
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not widget.focusProxy()
    return isinstance(widget, _CONTROLS) or (takes_tab and not isinstance(widget, QLabel))


def _counts(widget: QWidget, window: QWidget) -> bool:
    return widget.isVisible() and widget.window() is window.window()


def _is_part(widget: QWidget, parent: QWidget) -> bool:
    if isinstance(parent, _PARTS_OF) or widget.objectName().startswith("qt_"):
        return True
    # A tree's head, and the corner of a table, are reached by the keys of the view.
    return isinstance(parent, QAbstractItemView) and not widget.objectName()


def _faults_of(widget: QWidget) -> Iterator[str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    if not interface.text(QAccessible.Text.Name).strip():
        yield "has no name"
    for kind, roles in _ROLES:
        if isinstance(widget, kind):
            if interface.role() not in roles:
                yield f"has the role {interface.role().name}"
            break
    if isinstance(widget, QAbstractButton) and shows_icon_alone(widget) and not widget.toolTip():
        yield "has only an icon and no tool tip"
    if isinstance(widget, QAbstractItemView):
        yield from _rows(widget)


def shows_icon_alone(button: QAbstractButton) -> bool:
    """Return whether nothing is written on a button."""
    if isinstance(button, QToolButton):
        style = button.toolButtonStyle()
        is_icon = style is Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull()
        return is_icon or not button.text()
    return not button.text()


def _rows(view: QAbstractItemView) -> Iterator[str]:
    """Say which rows say nothing, or not enough where they are drawn by hand."""
    model = view.model()
    for row in range(min(model.rowCount(view.rootIndex()), _MOST_ROWS)):
        index = model.index(row, 0, view.rootIndex())
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
        if not str(said or "").strip():
            yield f"row {row} says nothing"
        is_heading = not index.flags() & Qt.ItemFlag.ItemIsEnabled
        is_drawn = type(view.itemDelegate()).__module__.startswith("findling")
        more = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
        if is_drawn and not is_heading and not more:
            yield f"row {row} “{said}” has no description"


def _is_stop(widget: QWidget) -> bool:
    """Return whether a plain text, with nothing to do in it, is a stop of the Tab key."""
    return (
        isinstance(widget, QLabel)
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and "<a " not in widget.text()
    )


def _out_of_reach(window: QWidget, controls: list[QWidget]) -> Iterator[str]:
    """Press Tab until it comes round, and say what was never reached."""
    reached = stops(window)
    for one in controls:
        if one.isEnabled() and one not in reached and not _has_other_way(one):
            yield f"{_tell(one)}: Tab does not come to it"


def stops(window: QWidget) -> list[QWidget]:
    """Return what has the focus while Tab is pressed again and again."""
    window.window().activateWindow()
    found: list[QWidget] = []
    for _ in range(_MOST_TABS):
        QTest.keyClick(window.window().focusWidget() or window, Qt.Key.Key_Tab)
        QApplication.processEvents()
        holder = window.window().focusWidget()
        if not holder or (holder in found[:1] and holder is not found[-1]):
            break
        if found[-_MOST_ALIKE:] == [holder] * _MOST_ALIKE:
            break
        found.append(holder)  # a text with links is a stop for each of them
    return found


def _has_other_way(widget: QWidget) -> bool:
    """Return whether what Tab passes by can be done by keys all the same."""
    action = widget.defaultAction() if isinstance(widget, QToolButton) else None
    if action is not None and action.shortcuts():
        return True
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return True  # arrow keys go through buttons of which one is chosen
    # Rows have keys for the buttons over them; a chooser is steered from its field.
    return isinstance(widget.parentWidget(), (RowActions, Chooser))


def _tell(widget: QWidget) -> str:
    parents: list[str] = []
    parent = widget.parentWidget()
    while parent is not None:
        if type(parent).__module__.startswith("findling"):
            parents.append(type(parent).__name__)
        parent = parent.parentWidget()
    where = parents[0] if parents else "-"
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} “{text or name_of(widget)}” in {where}"
