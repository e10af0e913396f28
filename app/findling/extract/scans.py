# SPDX-License-Identifier: Apache-2.0
"""Pages without text, and what was recognised on their pictures put in their place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from findling.extract.types import ExtractedDocument, Heading, PageSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BLANK_PAGES = "pages_without_text"
"""Under this name the metadata of a content say which pages of the file have no text."""

SCANNED_PAGES = "pages_from_scan"
"""Under this name they say on which of them text was looked for on a picture of the page."""


NO_TEXT_IN_PDF = "The PDF has no text"
"""How the reason of a PDF begins none of whose pages has text."""


def blank_pages(document: ExtractedDocument) -> tuple[int, ...]:
    """Return the pages without text, counted from 0, ascending; none for other formats than PDF."""
    if document.format != "pdf":  # a slide without text is a picture, but none that is recognised
        return ()
    text = document.text
    return tuple(page.number for page in document.pages if not text[page.start : page.end].strip())


def blank_warning(n_blank: int) -> str:
    """Return the sentence for a document some of whose pages have no text."""
    if n_blank == 1:
        return "1 page has no text (a picture or a scan?)."
    return f"{n_blank} pages have no text (pictures or scans?)."


def blank_reason(n_pages: int, n_scanned: int = 0) -> str:
    """Return why a document of pages only that have no text cannot be found.

    Parameters
    ----------
    n_pages : int
        Pages of the document.
    n_scanned : int
        Pages on which text was looked for in vain.
    """
    if n_scanned >= n_pages:
        return "No text was recognised in the pictures of its pages."
    if n_pages == 1:
        return f"{NO_TEXT_IN_PDF}: its only page is a picture (a scan?) or empty."
    return f"{NO_TEXT_IN_PDF}: its {n_pages} pages are pictures (a scan?) or empty."


def with_scanned_pages(document: ExtractedDocument, texts: Mapping[int, str]) -> ExtractedDocument:
    """Put recognised texts in place of pages without text.

    Parameters
    ----------
    document : ExtractedDocument
        As the reader of its format returned it.
    texts : mapping of int to str
        By page, counted from 0. Pages that have text of their own keep it.

    Returns
    -------
    ExtractedDocument
        With pages and headings moved to where they stand now, and warnings that fit.
    """
    blank = set(blank_pages(document))
    taken = {number: text for number, text in texts.items() if number in blank}
    parts: list[str] = []
    spans: list[PageSpan] = []
    shifts: list[tuple[int, int]] = []
    offset = 0
    for page in document.pages:
        own = document.text[page.start : page.end]
        text = taken.get(page.number, own)
        shifts.append((page.start, offset - page.start))
        spans.append(PageSpan(page.number, offset, offset + len(text)))
        parts.append(text)
        offset += len(text) + 1
    return replace(
        document,
        text="\n".join(parts),
        pages=tuple(spans),
        headings=tuple(_shifted(document.headings, shifts)),
        warnings=_warnings(document, len(blank), len(taken)),
    )


def _shifted(headings: Iterable[Heading], shifts: list[tuple[int, int]]) -> Iterable[Heading]:
    """Move each heading with its page: ``shifts`` has where pages stood and how far they moved."""
    at = 0
    for heading in headings:
        while at + 1 < len(shifts) and shifts[at + 1][0] <= heading.offset:
            at += 1
        yield replace(heading, offset=heading.offset + shifts[at][1])


def _warnings(document: ExtractedDocument, n_blank: int, n_taken: int) -> tuple[str, ...]:
    others = [text for text in document.warnings if text != blank_warning(n_blank)]
    told = [_recognised(n_taken)] if n_taken else []
    left = [blank_warning(n_blank - n_taken)] if n_blank > n_taken else []
    return (*told, *left, *others)


def _recognised(n_pages: int) -> str:
    if n_pages == 1:
        return "The text of 1 page was recognised in a scan and may have mistakes."
    return f"The text of {n_pages} pages was recognised in a scan and may have mistakes."


def pack_numbers(numbers: Iterable[int]) -> str:
    """Return ascending numbers in short: ``0-3,7``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ",".join(f"{a}-{b}" if b > a else f"{a}" for a, b in runs)


def unpack_numbers(text: str) -> tuple[int, ...]:
    """Return what `pack_numbers` packed; nothing for a text that is none of its own."""
    numbers: list[int] = []
    for run in text.split(",") if text else []:
        first, _, last = run.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            return ()
        numbers.extend(range(int(first), min(int(last or first), int(first) + _MOST) + 1))
    return tuple(numbers)


_MOST = 20_000
