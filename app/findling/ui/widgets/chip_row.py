# SPDX-License-Identifier: Apache-2.0
"""The parts of a query that are more than words, each to be taken out by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from findling.ui import condition_wording
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.query_language import Chip

_MOST_CHIPS = 8
_MOST_CHARS = 32


class ChipRow(QWidget):
    """A row of chips; hidden while there are none.

    Signals
    -------
    removed : Chip
    cleared
        All are to go.
    """

    removed = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[Chip, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addStretch(1)
        self._buttons: list[QPushButton] = []
        self.setAccessibleName(self.tr("Filters of this search"))
        self.hide()

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is in sight."""
        return self._chips

    @property
    def buttons(self) -> list[QPushButton]:
        """A button a chip, and one that takes out all."""
        return self._buttons

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show other chips; the same ones stay as they are, with the focus where it is."""
        if tuple(chips) == self._chips:
            return
        self._chips = tuple(chips)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()  # it goes in a later turn
            button.deleteLater()
        self._buttons = [self._chip_button(chip) for chip in self._chips[:_MOST_CHIPS]]
        if self._chips:
            clear = QPushButton(self.tr("Clear filters"), self)
            set_look(clear, "link")
            clear.clicked.connect(lambda _checked=False: self.cleared.emit())
            self._buttons.append(clear)
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(place, button)
        self.setVisible(bool(self._chips))

    def _chip_button(self, chip: Chip) -> QPushButton:
        text = condition_wording.chip(chip)
        shown = text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1]}…"
        button = QPushButton(f"{shown}  ×", self)
        set_look(button, "chip")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        removes = self.tr("Remove %1").replace("%1", text)
        button.setToolTip(removes)
        button.setAccessibleName(removes)
        button.clicked.connect(lambda _checked=False: self.removed.emit(chip))
        return button
