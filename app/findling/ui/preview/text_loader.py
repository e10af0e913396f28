# SPDX-License-Identifier: Apache-2.0
"""Fetches the text of documents off the window's thread; only the newest wish is answered."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from findling.errors import AppError
from findling.services.table_text import table_of
from findling.ui.preview.latest_work import LatestWork
from findling.ui.sentences import told_error

if TYPE_CHECKING:
    from findling.services.types import DocumentText

_log = logging.getLogger(__name__)


class TextSource(Protocol):
    """What has the texts; `findling.services.library.Library` does."""

    def document_text(self, document_id: int) -> DocumentText:
        """Return the text of a document."""
        ...


class TextLoader(QObject):
    """Loads one text after the other.

    Signals
    -------
    loaded : int, DocumentText, TableText
        The number of the wish and its answer; None in place of a table for what is none.
    failed : int, str
        The number of the wish and a sentence for the user.
    """

    loaded = Signal(int, object, object)
    failed = Signal(int, str)

    def __init__(self, source: TextSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._work = LatestWork(self._answer, "findling-text")

    def load(self, document_id: int) -> int:
        """Ask for a text and return the number of this wish; a wish not yet begun is dropped."""
        return self._work.ask(document_id)

    def _answer(self, number: int, document_id: int) -> None:
        # A window that closes while a text is being fetched takes its signals along.
        try:
            document = self._source.document_text(document_id)
        except AppError as error:
            _log.info("the text of document %s cannot be shown: %s", document_id, error.detail)
            with suppress(RuntimeError):
                self.failed.emit(number, told_error(error))
            return
        table = table_of(document.text, document.row.format, document.outline)
        with suppress(RuntimeError):
            self.loaded.emit(number, document, table)
