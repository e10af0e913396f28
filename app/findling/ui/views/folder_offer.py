# SPDX-License-Identifier: Apache-2.0
"""Folders that somebody probably keeps documents in, to be ticked; none is ticked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale
from findling.ui.widgets.controls import Tick
from findling.ui.widgets.state_page import text_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from findling.services.folder_estimate import FolderEstimate


class FolderOffer(QWidget):
    """A row a folder, what adding them means, and the button that does it; hidden without folders.

    Signals
    -------
    ticked
        Another choice was made; see `chosen`.
    add_wanted : list of Path
        The ticked folders.
    """

    ticked = Signal()
    add_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticks: dict[Path, Tick] = {}
        self.amounts: dict[Path, QLabel] = {}
        self._known: dict[Path, FolderEstimate] = {}
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(Space.L)
        self._rows.setVerticalSpacing(Space.XS)
        self._rows.setColumnStretch(1, 1)
        self.meaning = text_label(self)
        self.meaning.setFont(scaled_font(self.font(), TypeScale.SMALL))
        set_look(self.meaning, "muted")
        self.add = QPushButton(tr("Add the ticked folders"), self)
        set_look(self.add, "primary")
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.chosen))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._rows)
        column.addWidget(self.meaning)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    @property
    def chosen(self) -> list[Path]:
        """The ticked folders, from top to bottom."""
        return [folder for folder, tick in self.ticks.items() if tick.isChecked()]

    def offer(self, folders: Sequence[Path]) -> None:
        """Offer folders, once."""
        for folder in folders:
            tick = Tick(folder.name.replace("&", "&&"), is_on=False, parent=self)
            tick.setToolTip(str(folder))
            tick.toggled.connect(self._on_ticked)
            amount = QLabel(self)
            set_look(amount, "muted")
            amount.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            row = len(self.ticks)
            self._rows.addWidget(tick, row, 0)
            self._rows.addWidget(amount, row, 1)
            self.ticks[folder], self.amounts[folder] = tick, amount
        self.setVisible(bool(self.ticks))
        self._say()

    def show_counting(self, folder: Path) -> None:
        """Say that a folder is being looked at."""
        if folder not in self._known:
            self._show(folder, tr("counting…"))

    def show_uncounted(self, folder: Path) -> None:
        """Say that a folder could not be looked at."""
        self._show(folder, tr("could not be counted"))

    def show_estimate(self, folder: Path, found: FolderEstimate, *, is_final: bool) -> None:
        """Show how much there is to read in a folder, as far as is known."""
        if is_final:
            self._known[folder] = found
        if not found.files:
            text = tr("nothing to read found") if is_final else tr("counting…")
        else:
            text = f"{wording.files(found.files)}, {wording.size(found.size)}"
            text = tr("more than %1").replace("%1", text) if found.is_more else text
            text = text if is_final else f"{text}…"
        self._show(folder, text)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Have Enter do from a tick what the button does: nobody looks for that with Tab first."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.add.isEnabled():
            self.add.click()
        else:
            super().keyPressEvent(event)

    def _show(self, folder: Path, text: str) -> None:
        self.amounts[folder].setText(text)
        self.ticks[folder].setAccessibleDescription(text)

    def _on_ticked(self) -> None:
        self._say()
        self.ticked.emit()

    def _say(self) -> None:
        """Say what the button would do."""
        chosen = self.chosen
        self.add.setEnabled(bool(chosen))
        counted = [self._known[folder] for folder in chosen if folder in self._known]
        if not chosen:
            text = tr("Nothing is read before you add it: only names and sizes are looked at.")
        elif len(counted) < len(chosen) or any(one.is_more for one in counted):
            text = tr("They are read in the background. Files stay where they are.")
        else:
            amount = wording.files(sum(one.files for one in counted))
            text = tr("%1 in all, read in the background. Files stay where they are.")
            text = text.replace("%1", amount)
        self.meaning.setText(text)
