# SPDX-License-Identifier: Apache-2.0
"""What of the added folders stays out of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from findling.errors import AppError
from findling.services.exclusions import Exclusions
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.sentences import told_error
from findling.ui.settings.page import SettingsPage
from findling.ui.theme.theme import set_look
from findling.ui.widgets.controls import Choice

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from findling.ui.sessions.library import LibrarySession
    from findling.ui.sessions.work import WorkSession

_MEGABYTE = 1 << 20
_SIZES = (0, 10 * _MEGABYTE, 50 * _MEGABYTE, 200 * _MEGABYTE, 1000 * _MEGABYTE)
_EXAMPLE = "*.log\narchive\ndrafts/2019"
_LINES = 7
PAUSE_MS = 900
"""Pause in typing after which patterns count."""


class IndexingPage(SettingsPage):
    """Patterns and a largest size; the library itself keeps them.

    Parameters
    ----------
    library : LibrarySession
        Tells what is left out now.
    work : WorkSession
        Takes what shall be.
    """

    def __init__(
        self, library: LibrarySession, work: WorkSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Indexing"), parent)
        self._work = work
        self._kept: Exclusions | None = None
        self.patterns = QPlainTextEdit(self)
        self.patterns.setTabChangesFocus(True)
        self.patterns.setFixedHeight(self.fontMetrics().lineSpacing() * (_LINES + 1))
        self.patterns.setPlaceholderText(_EXAMPLE)
        self.patterns.setEnabled(False)
        self.largest = Choice(self._sizes(), 0, self._on_size_chosen, self)
        self.largest.setEnabled(False)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.apply)
        self.add_wide(
            tr("&Leave out files and folders like"),
            self.patterns,
            tr(
                "One a line, with * for any letters. A name counts in every folder, a path with "
                "a slash from the added folder on. Hidden files are left out anyway."
            ),
        )
        self.add_wide("", self.said)
        self.add_row(tr("L&argest file"), self.largest, tr("Larger files are left out."))
        self.said.hide()
        library.ask_exclusions(self.show_kept)

    def show_kept(self, kept: Exclusions) -> None:
        """Show what the library keeps."""
        self._kept = kept
        self.patterns.setPlainText("\n".join(kept.patterns))
        if kept.max_bytes not in _SIZES:
            self.largest.offer(kept.max_bytes, wording.size(kept.max_bytes))
        self.largest.show_value(kept.max_bytes)
        self.patterns.setEnabled(True)
        self.largest.setEnabled(True)
        self.patterns.textChanged.connect(self._on_text_changed)

    def apply(self) -> None:
        """Have the library leave out what stands here, or say what is wrong with it."""
        self._pause.stop()
        if self._kept is None:
            return
        lines = (line.strip() for line in self.patterns.toPlainText().splitlines())
        patterns = tuple(dict.fromkeys(line for line in lines if line))
        try:
            wanted = Exclusions(patterns, self._kept.max_bytes)
        except AppError as error:
            self._say(told_error(error), "danger-text")
            return
        self._send(wanted)

    def _on_size_chosen(self, size: int) -> None:
        if self._kept is not None:
            self._send(Exclusions(self._kept.patterns, size))

    def _send(self, wanted: Exclusions) -> None:
        if wanted != self._kept:
            self._kept = wanted
            self._work.exclude(wanted.patterns, wanted.max_bytes)
            self._say(tr("Saved. The library follows in the background."), "muted")

    def _say(self, sentence: str, look: str) -> None:
        set_look(self.said, look)
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        self.said.show()

    def _on_text_changed(self) -> None:
        self.said.hide()
        self._pause.start()

    @staticmethod
    def _sizes() -> list[tuple[object, str]]:
        return [(one, wording.size(one) if one else tr("No limit")) for one in _SIZES]

    def hideEvent(self, event: QHideEvent) -> None:
        """Do not lose what was typed just before."""
        if self._pause.isActive():
            self.apply()
        super().hideEvent(event)
