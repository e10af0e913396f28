# SPDX-License-Identifier: Apache-2.0
"""What all pages of the settings have in common: rows with a name, a control and a hint."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from findling.ui.palette.fuzzy import folded
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale
from findling.ui.widgets.controls import Tick

_LABEL_WIDTH = 12
"""Of the column of names, in widths of an "m"."""


class Row(NamedTuple):
    """One thing that can be set."""

    name: str
    words: str
    widgets: tuple[QWidget, ...]


class SettingsPage(QWidget):
    """A page; pages put their rows below one another with `add_row` and `add_wide`.

    Parameters
    ----------
    title : str
        Its name in the list of pages.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._rows: list[Row] = []
        set_look(self, "surface")
        heading = QLabel(title, self)
        heading.setFont(scaled_font(self.font(), TypeScale.SECTION, QFont.Weight.DemiBold))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(heading)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._column = column

    def add_row(self, name: str, control: QWidget, hint: str = "") -> None:
        """Add a control with its name before it and a hint below.

        Parameters
        ----------
        name : str
            May have an ``&`` before the letter that goes to the control.
        control : QWidget
        hint : str, optional
        """
        at = self._grid.rowCount()
        label = QLabel(name, self)
        label.setBuddy(control)
        label.setWordWrap(True)
        label.setMinimumWidth(self.fontMetrics().horizontalAdvance("m") * _LABEL_WIDTH)
        self._grid.addWidget(label, at, 0)
        self._grid.addWidget(control, at, 1)
        widgets: list[QWidget] = [label, control]
        if hint:
            said = self._add_hint(at + 1, 1, hint)
            said.setIndent(control.words_indent if isinstance(control, Tick) else 0)
            widgets.append(said)
        self._finish(name.replace("&", ""), hint, control, widgets, at + 2)

    def add_wide(self, name: str, control: QWidget, hint: str = "") -> None:
        """Add a control over the whole width, with its name above."""
        at = self._grid.rowCount()
        widgets: list[QWidget] = [control]
        if name:
            label = QLabel(name, self)
            label.setBuddy(control)
            self._grid.addWidget(label, at, 0, 1, 2)
            widgets.append(label)
        if hint:
            widgets.append(self._add_hint(at + 1, 0, hint))
        self._grid.addWidget(control, at + 2, 0, 1, 2)
        self._finish(name.replace("&", ""), hint, control, widgets, at + 3)

    def at_start(self, button: QPushButton) -> QWidget:
        """Return what holds a button at the beginning of a row, no wider than it has to be."""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addStretch(1)
        return holder

    def show_matching(self, words: str) -> bool:
        """Show only the rows that have all words; True when there are any.

        Parameters
        ----------
        words : str
            All rows when empty.
        """
        wanted = folded(words).split()
        is_all = not wanted or all(word in folded(self.title) for word in wanted)
        n_shown = 0
        for row in self._rows:
            is_shown = is_all or all(word in row.words for word in wanted)
            n_shown += is_shown
            for widget in row.widgets:
                widget.setVisible(is_shown)
        return bool(n_shown)

    def fill_end(self) -> None:
        """Let the last row take the room that is left."""
        self._grid.setRowStretch(self._grid.rowCount() - 2, 1)
        self._column.setStretch(1, 1)
        self._column.setStretch(2, 0)

    def _finish(
        self, name: str, hint: str, control: QWidget, widgets: list[QWidget], gap: int
    ) -> None:
        control.setObjectName(f"setting-{len(self._rows)}")
        if not control.accessibleName():
            control.setAccessibleName(name)
        control.setAccessibleDescription(hint)
        self._grid.setRowMinimumHeight(gap, Space.M)
        self._rows.append(Row(name, folded(f"{name} {hint}"), tuple(widgets)))

    def _add_hint(self, row: int, column: int, hint: str) -> QLabel:
        label = QLabel(hint, self)
        label.setWordWrap(True)
        label.setFont(scaled_font(self.font(), TypeScale.SMALL))
        set_look(label, "muted")
        self._grid.addWidget(label, row, column, 1, 2 - column)
        return label
