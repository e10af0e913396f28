# SPDX-License-Identifier: Apache-2.0
"""PDF files: text page by page from QtPdf, title, outline and metadata from pypdf."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from findling.extract.deadline import Deadline, DeadlineError
from findling.extract.errors import ReadError, ReadFailure, no_text, too_large
from findling.extract.limits import MAX_PDF_PAGES, MAX_TEXT
from findling.extract.pdf_outline import OutlineEntry, PdfExtras, read_extras
from findling.extract.pdf_qt import PdfFile
from findling.extract.scans import blank_warning
from findling.extract.types import ExtractedDocument, Heading, PageSpan

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

READER = "pdf/1"

_EXTRAS_SECONDS = 5.0
"""Time for the outline: the text is worth having without it."""

_NO_TITLE = re.compile(r"^(?:untitled.*|.*\.\w{2,4}|title|unknown|[\W\d_]*)$", re.IGNORECASE)
_PRINTED_FROM = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel) - )", re.IGNORECASE)

_log = logging.getLogger(__name__)


def read_pdf(path: ReadableFile, password: str = "") -> ExtractedDocument:
    """Read a PDF.

    Parameters
    ----------
    path : Path or MemberFile
        The file.
    password : str, optional
        Tried when the file asks for one.

    Raises
    ------
    ReadError
        If the file is damaged, needs another password, or has no pages. One whose
        pages have no text is no error: see `findling.extract.scans`.
    """
    _check_head(path)
    with PdfFile(path, password) as pdf:
        pages, n_empty = _read_pages(pdf)
        n_left_out = pdf.n_pages - len(pages)
    if not pages:
        raise ReadError(ReadFailure.DAMAGED, "The PDF has no pages.")
    spans = _spans(pages)
    text = "\n".join(pages)
    extras = _extras(path, password)
    return ExtractedDocument(
        text,
        "pdf",
        READER,
        title=_clean_title(extras.metadata.get("title", "")),
        pages=spans,
        headings=tuple(place_headings(text, spans, extras.outline)),
        metadata=extras.metadata,
        warnings=tuple(_warnings(n_empty, n_left_out)),
    )


def _check_head(path: ReadableFile) -> None:
    """Refuse what PDFium would call damaged although it was never a PDF."""
    with path.open("rb") as stream:
        head = stream.read(1024)
    if not head.strip():
        raise no_text("The file is empty.")
    if b"%PDF" not in head:
        message = "The file is not a PDF, although its name ends in .pdf."
        raise ReadError(ReadFailure.DAMAGED, message)


def _read_pages(pdf: PdfFile) -> tuple[list[str], int]:
    """Return the text of each page and how many pages have none."""
    pages: list[str] = []
    n_chars = n_empty = 0
    for number in range(min(pdf.n_pages, MAX_PDF_PAGES)):
        text = pdf.text(number)
        n_chars += len(text) + 1
        n_empty += not text.strip()
        if n_chars > MAX_TEXT:
            raise too_large("The text of the PDF", 0, MAX_TEXT)
        pages.append(text)
    return pages, n_empty


def _spans(pages: list[str]) -> tuple[PageSpan, ...]:
    """Return where pages stand in the text that joins them with one newline."""
    spans: list[PageSpan] = []
    offset = 0
    for number, text in enumerate(pages):
        spans.append(PageSpan(number, offset, offset + len(text)))
        offset += len(text) + 1
    return tuple(spans)


def _warnings(n_empty: int, n_left_out: int) -> list[str]:
    warnings: list[str] = []
    if n_empty:
        warnings.append(blank_warning(n_empty))
    if n_left_out:
        warnings.append(f"Only the first {MAX_PDF_PAGES} pages were read; {n_left_out} were not.")
    return warnings


def _extras(path: ReadableFile, password: str) -> PdfExtras:
    try:
        with Deadline(_EXTRAS_SECONDS):
            return read_extras(path, password)
    except DeadlineError:
        _log.info("outline of a PDF left out: it took more than %s s", _EXTRAS_SECONDS)
        return PdfExtras()


def _clean_title(title: str) -> str:
    """Drop titles that a program made up: "untitled", "Microsoft Word - draft7.doc"."""
    title = _PRINTED_FROM.sub("", title).strip()
    return "" if _NO_TITLE.match(title) else title[:200]


def place_headings(
    text: str, pages: tuple[PageSpan, ...], outline: tuple[OutlineEntry, ...]
) -> list[Heading]:
    """Find the words of each outline entry on its page, or else put it at the page's start."""
    headings: list[Heading] = []
    for entry in outline:
        if not 0 <= entry.page < len(pages):
            continue
        span = pages[entry.page]
        start = max(span.start, headings[-1].offset + 1) if headings else span.start
        if start >= span.end:  # the outline jumps back: out of reading order, or an empty page
            start = span.start
        match = _title_pattern(entry.title).search(text, start, span.end)
        headings.append(Heading(match.start() if match else start, entry.level, entry.title))
    return sorted(headings, key=lambda heading: heading.offset)


def _title_pattern(title: str) -> re.Pattern[str]:
    """Match a title over line breaks and with any number of spaces between its words."""
    words = title.split()[:12]
    return re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
