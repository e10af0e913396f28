# SPDX-License-Identifier: Apache-2.0
"""Writes what was found into a file that the user names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from findling.ui import wording
from findling.ui.i18n.texts import mark, tr

if TYPE_CHECKING:
    from findling.ui.arranging import Arranging
    from findling.ui.sessions.search import SearchSession
    from findling.ui.widgets.message_bar import MessageBar

_KINDS = (
    (".csv", mark("Table for spreadsheets")),
    (".md", mark("Text to read (Markdown)")),
    (".jsonl", mark("Table for programs (JSON lines)")),
    (".bib", mark("References (BibTeX)")),
    (".ris", mark("References (RIS)")),
)
_NAME_CHARS = 60


class Exporting(QObject):
    """Asks for a file, has it written, and tells how that went.

    Parameters
    ----------
    session : SearchSession
        Writes.
    arranging : Arranging
        Knows how rows are laid out.
    message : MessageBar
        Tells.
    parent : QWidget
        The main window.
    """

    def __init__(
        self,
        session: SearchSession,
        arranging: Arranging,
        message: MessageBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._arranging = arranging
        self._message = message
        self._folder = QDir.homePath()
        session.exported.connect(self._on_exported)
        session.not_exported.connect(message.show_error)

    def ask(self) -> None:
        """Ask for a file and write what is asked for into it."""
        kinds = {f"{tr(name)} (*{ending})": ending for ending, name in _KINDS}
        suggestion = str(Path(self._folder) / f"{_file_name(self._session.query)}.csv")
        given, kind = QFileDialog.getSaveFileName(
            self._message, tr("Export results"), suggestion, ";;".join(kinds)
        )
        if given:
            path = Path(given)
            if path.suffix.casefold() not in dict(_KINDS):
                path = path.with_name(path.name + kinds.get(kind, ".csv"))
            self._folder = str(path.parent)
            self._session.export(path, self._arranging.how)

    def _on_exported(self, path: Path, n_passages: int) -> None:
        sentence = tr("“%1” was written: %2.").replace("%2", wording.passages(n_passages))
        self._message.show_done(sentence.replace("%1", path.name), can_undo=False)


def _file_name(query: str) -> str:
    """Return a name that every system takes, from the words of a query."""
    words = " ".join(re.sub(r"[^\w\s-]", " ", query).split())[:_NAME_CHARS].strip()
    return words or tr("Results")
