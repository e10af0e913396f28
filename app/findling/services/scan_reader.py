# SPDX-License-Identifier: Apache-2.0
"""Read scans: pages without text are drawn and recognised one by one, then found like others.

Each page is kept as soon as it is recognised, so that a job can be stopped at any moment and goes
on where it was. Nothing here starts by itself: the user turns it on for a library.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from findling.errors import AppError
from findling.extract.errors import ReadError
from findling.extract.scans import NO_TEXT_IN_PDF, unpack_numbers
from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.fanout import fan_out
from findling.services.indexer import Indexer
from findling.services.pacing import Paced
from findling.services.scanning import facts_of
from findling.services.types import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.services.job_settings import Pace
    from findling.services.library import Library
    from findling.services.member_reading import Reader
    from findling.services.ocr_settings import OcrSettings
    from findling.services.reading import PagePicture
    from findling.storage.scans import ScannedDocument

_log = logging.getLogger(__name__)


class PageDrawer(Protocol):
    """Draws pages; `findling.services.reading.ReaderPool` does so in a child process."""

    def page_picture(
        self, path: Path, page: int, *, place: Sequence[int] = (), is_cancelled: Callable[[], bool]
    ) -> PagePicture:
        """Return a page in shades of grey, or raise `ReadError`."""
        ...


class Recogniser(Protocol):
    """Reads pictures; `findling.services.tesseract.Tesseract` does."""

    def recognise(
        self, picture: PagePicture, languages: Iterable[str], is_cancelled: Callable[[], bool]
    ) -> str:
        """Return the text on a picture, or raise `ChildError`."""
        ...


@dataclass(frozen=True, slots=True)
class ScanTools:
    """What scans are read with.

    Attributes
    ----------
    drawer : PageDrawer
    recogniser : Recogniser
    reader : Reader
        Reads a document again, with what was recognised in it.
    """

    drawer: PageDrawer
    recogniser: Recogniser
    reader: Reader


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What one run came to: documents done, pages recognised, and pages where that failed."""

    documents: int = 0
    pages: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class ScanStatus:
    """Pages without text in a library.

    Attributes
    ----------
    documents, pages : int
        Documents that have such pages, and how many these are.
    recognised : int
        Pages of them that were looked at, in the languages of today.
    lost : int
        Pages of these that could not be recognised.
    """

    documents: int
    pages: int
    recognised: int
    lost: int


def scan_status(library: Library) -> ScanStatus:
    """Count the pages without text of a library, and those that were looked at."""
    scanned, key = library.store.scanned_pages, library.ocr_settings().key
    found = scanned.documents()
    pages = done = lost = 0
    for document in found:
        blank = set(unpack_numbers(document.pages))
        tried = blank & scanned.done(document.digest, key)
        pages += len(blank)
        done += len(tried)
        lost += len(tried - scanned.texts(document.digest).keys())
    return ScanStatus(len(found), pages, done, lost)


def turn_ocr(library: Library, settings: OcrSettings) -> None:
    """Have the scans of a library read or not, from the next run on.

    Files that an earlier version has refused for want of text are read again then, to learn which
    of their pages have none.
    """
    library.set_ocr_settings(settings)
    if not settings.enabled:
        return
    rows = library.needs_attention()
    ids = [row.id for row in rows if not row.n_pages and row.reason.startswith(NO_TEXT_IN_PDF)]
    documents = library.store.documents
    with library.store.database.transaction():
        documents.mark_pending(documents.failed_ids(ids) if ids else ())


@dataclass(frozen=True, slots=True)
class _Page:
    document: ScannedDocument
    number: int


class ScanReader:
    """Reads the scans of a library.

    Parameters
    ----------
    library : Library
        Open for writing, with `Library.ocr_settings` enabled.
    tools : ScanTools
    context : JobContext
        To report to, and to be paused and cancelled by.
    pace : Pace
        How hard to work.
    on_changed : callable, optional
        Called when more can be found than before.
    """

    def __init__(
        self,
        library: Library,
        tools: ScanTools,
        context: JobContext,
        pace: Pace,
        on_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._library = library
        self._store = library.store
        self._tools = tools
        self._context = context
        self._pace = pace
        self._on_changed = on_changed
        self._settings = library.ocr_settings()

    def run(self) -> ScanSummary:
        """Recognise what is left, document by document; each can be found as soon as it is done.

        Raises
        ------
        CancelledError
            If the job was cancelled; the pages recognised until then are kept.
        AppError
            If the library cannot be written, or no page can be drawn or recognised at all.
        """
        summary = ScanSummary()
        if not self._settings.enabled:
            return summary
        waiting = [(found, pages) for found in self._documents() if (pages := self._left(found))]
        if not waiting:
            return summary
        self._context.begin(Stage.READING.value)
        n_pages = sum(len(pages) for _, pages in waiting)
        for done, (document, pages) in enumerate(waiting):
            tell = partial(self._tell, done, len(waiting), summary, n_pages)
            read, lost = self._recognise(document, pages, tell)
            self._take(document)
            summary = ScanSummary(done + 1, summary.pages + read, summary.lost + lost)
        return summary

    def _documents(self) -> list[ScannedDocument]:
        """Return documents with pages without text whose files are still those that were read."""
        return [d for d in self._store.scanned_pages.documents() if _is_same(d)]

    def _left(self, document: ScannedDocument) -> list[int]:
        done = self._store.scanned_pages.done(document.digest, self._settings.key)
        return [number for number in unpack_numbers(document.pages) if number not in done]

    def _recognise(
        self, document: ScannedDocument, numbers: list[int], tell: Callable[[int, str], None]
    ) -> tuple[int, int]:
        """Recognise pages and keep each; return how many were, and how many could not be."""
        read = lost = 0
        pages = [_Page(document, number) for number in numbers]
        work = Paced(self._text_of, self._pace.rest)
        check = self._context.raise_if_cancelled
        with closing(fan_out(work, pages, self._pace.n_readers, check)) as results:
            for number, text in results:
                with self._store.database.transaction():
                    self._store.scanned_pages.put(
                        document.digest,
                        number,
                        self._settings.key,
                        text or "",
                        is_lost=text is None,
                    )
                read, lost = read + (text is not None), lost + (text is None)
                tell(read + lost, f"{document.path.name}, {number + 1}")
        return read, lost

    def _text_of(self, page: _Page, is_stopped: Callable[[], bool]) -> tuple[int, str | None]:
        """Return a page's number and text, None where it cannot be recognised."""
        document = page.document
        try:
            picture = self._tools.drawer.page_picture(
                document.path, page.number, place=document.place, is_cancelled=is_stopped
            )
            text = self._tools.recogniser.recognise(picture, self._settings.languages, is_stopped)
        except ReadError as error:
            _log.info("page %d not drawn: %s (%s)", page.number, error.kind.value, error.detail)
            return page.number, None
        except ChildError as error:
            if error.kind is ChildFailure.NOT_STARTED:
                raise AppError(
                    "Text recognition could not be started.",
                    error.detail,
                    "Install Tesseract again, or turn it off: findling ocr off",
                ) from error
            _log.info("page %d not recognised: %s", page.number, error.detail)
            return page.number, None
        return page.number, text

    def _take(self, document: ScannedDocument) -> None:
        """Have the document read again: what was recognised takes its place in the text."""
        with self._store.database.transaction():
            self._store.scanned_pages.queue(document.digest)
        quiet = self._context.without_progress()
        Indexer(self._library, self._tools.reader, quiet, pace=self._pace).read_pending()
        self._context.raise_if_cancelled()
        self._on_changed()

    def _tell(
        self, done: int, total: int, so_far: ScanSummary, n_pages: int, n_here: int, item: str
    ) -> None:
        work = (so_far.pages + so_far.lost + n_here, n_pages)
        self._context.progress(done, total, item, work)


def _is_same(document: ScannedDocument) -> bool:
    """Say whether the file on disk is the one that was read."""
    try:
        facts = facts_of(document.path)
    except OSError:
        return False
    known = document.facts
    return facts is not None and (facts.size, facts.mtime_ns) == (known.size, known.mtime_ns)
