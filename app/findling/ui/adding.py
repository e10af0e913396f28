# SPDX-License-Identifier: Apache-2.0
"""Every way to add files: dialogs, drag and drop, the sample library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from findling.ui.drop import drop_sentence, dropped_paths

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    from findling.ui.sessions.library import LibrarySession
    from findling.ui.sessions.work import WorkSession
    from findling.ui.survey import DropContents
    from findling.ui.widgets.drop_overlay import DropOverlay


class Adding(QObject):
    """Takes paths from the user and gives them to the worker.

    Parameters
    ----------
    overlay : DropOverlay
        Covers the window while something is dragged.
    library : LibrarySession
        Counts what is dragged.
    work : WorkSession
        Adds it.
    window : QWidget
        What dialogs belong to.
    sample : Path, optional
        Folder of the sample library.
    """

    def __init__(
        self,
        overlay: DropOverlay,
        library: LibrarySession,
        work: WorkSession,
        window: QWidget,
        sample: Path | None,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._work = work
        self._sample = sample
        self._overlay = overlay
        self._held: list[Path] = []

    def ask_for_files(self) -> None:
        """Let the user choose files; the dialog does not hold up the window."""
        self._ask(self.tr("Add files"), QFileDialog.FileMode.ExistingFiles)

    def ask_for_folder(self) -> None:
        """Let the user choose a folder."""
        self._ask(self.tr("Add a folder"), QFileDialog.FileMode.Directory)

    def add_sample(self) -> None:
        """Add the sample library."""
        if self._sample is not None:
            self._work.add([self._sample])

    def on_drag_entered(self, event: QDragEnterEvent) -> None:
        """Cover the window and say what letting go would do."""
        self._held = dropped_paths(event.mimeData())
        if not self._held:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()
        self._overlay.say(drop_sentence(len(self._held), None))
        self._library.look_at(self._held, self._on_counted)

    def on_drag_moved(self, event: QDragMoveEvent) -> None:
        """Go on taking what was taken on entering."""
        if self._held:
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()

    def on_drag_left(self) -> None:
        """Uncover the window."""
        self._held = []
        self._overlay.hide()

    def on_dropped(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        paths = dropped_paths(event.mimeData())
        self.on_drag_left()
        if paths:
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()
            self._work.add(paths)

    def _on_counted(self, contents: DropContents) -> None:
        if self._held:
            self._overlay.say(drop_sentence(len(self._held), contents))

    def _ask(self, title: str, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self._overlay, title, str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        if mode is QFileDialog.FileMode.Directory:
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.open()

    def _on_files_selected(self, names: list[str]) -> None:
        self._work.add([Path(name) for name in names])
