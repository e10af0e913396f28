# SPDX-License-Identifier: Apache-2.0
"""Puts a library right while no window has it open, with a small window that says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services.checkup import is_repairable, repair
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.job_bridge import JobBridge
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from findling.jobs.context import JobProgress
    from findling.services.checkup import Repair
    from findling.ui.widgets.message_bar import MessageBar

_WIDTH = 420


class Mending(QDialog):
    """Repairs one library; it cannot be closed before that is done.

    Parameters
    ----------
    folder : Path
        The library. Nothing else writes to it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        dress(self)
        self.setWindowTitle("Findling")
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
        self.setMinimumWidth(with_text(self, _WIDTH))
        self._folder = folder
        self._bridge = JobBridge("findling-mending", self)
        self.outcome: Repair | AppError | None = None
        said = QLabel(tr("The library is being repaired. This may take some minutes."), self)
        said.setWordWrap(True)
        hint = QLabel(tr("Your documents are only read, as ever."), self)
        hint.setWordWrap(True)
        set_look(hint, "muted")
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(said.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        for widget in (said, self.progress, hint):
            column.addWidget(widget)

    def run(self) -> Repair | AppError:
        """Repair the library; return what came of it once that is done."""
        self.show()
        context = JobContext(self._on_progress)
        job = partial(repair, self._folder, context)
        self._bridge.run(lambda _: job(), self._finish, self._finish)
        while self.outcome is None:  # the window that closed before may have asked for an end
            QApplication.exec()
        self._bridge.close()
        self.hide()
        return self.outcome

    def reject(self) -> None:
        """Stay: half of a repair helps nobody."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay until it is done."""
        event.setAccepted(self.outcome is not None)

    def _on_progress(self, progress: JobProgress) -> None:
        """Pass on how far it is; on the lane."""
        self._bridge.post(lambda: self._show_progress(progress.done, progress.total))

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _finish(self, result: Repair | AppError) -> None:
        self.outcome = result
        QApplication.exit()


class RepairQuestion(QDialog):
    """Says that a library is damaged and offers to repair it; there is no window yet.

    Parameters
    ----------
    folder : Path
        The library.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        dress(self)
        self.setWindowTitle("Findling")
        self.setMinimumWidth(with_text(self, _WIDTH))
        self.repair = QPushButton(tr("&Repair"), self)
        set_look(self.repair, "primary")
        self.repair.setDefault(True)
        self.repair.clicked.connect(self.accept)
        self.leave = QPushButton(tr("&Quit"), self)
        self.leave.clicked.connect(self.reject)
        said = QLabel(tr("The library's database is damaged."), self)
        place = QLabel(wording.short_path(folder), self)
        place.setTextFormat(Qt.TextFormat.PlainText)
        hint = QLabel(
            tr("What can still be read of it is kept, and your documents are as they were."), self
        )
        set_look(hint, "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        for button in (self.leave, self.repair):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        for label in (said, place, hint):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addLayout(buttons)


def repair_unopened(folder: Path, error: AppError) -> Repair:
    """Repair a library that cannot be opened, if it is damaged and the user says so.

    Raises
    ------
    AppError
        The same, where that is not so; or why it could not be repaired.
    """
    if not is_repairable(folder, error) or not RepairQuestion(folder).exec():
        raise error
    outcome = Mending(folder).run()
    if isinstance(outcome, AppError):
        raise outcome from error
    return outcome


def tell(result: Repair | AppError, message: MessageBar) -> None:
    """Say what came of a repair."""
    if isinstance(result, AppError):
        message.show_error(result)
        return
    if not result.problems:
        message.show_done(tr("The library is sound: nothing was changed."), can_undo=False)
        return
    said = [tr("The library was repaired.")]
    if result.database is not None:
        said.append(tr("The damaged database was kept beside the new one."))
    if result.reread:
        text = tr("%1 will be read again.")
        said.append(text.replace("%1", wording.documents(result.reread)))
    if result.index_removed:
        said.append(tr("The search index is made anew."))
    message.show_done(" ".join(said), can_undo=False)
