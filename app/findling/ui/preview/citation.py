# SPDX-License-Identifier: Apache-2.0
"""A passage with its source, as one pastes it into a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.snippets import plain_words
from findling.services.types import SLIDES
from findling.ui import wording
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from findling.services.types import DocumentText, PassageHit


def cite(document: DocumentText, hit: PassageHit) -> str:
    """Return the words of a passage in quotation marks and, below them, where they stand.

    Words that a line's end has split are put together; the text is one run, whatever the lines of
    the page.
    """
    words = plain_words(document.text[hit.start : hit.end])
    return f"\u201c{words}\u201d\n\u2014 {source(document, hit)}"


def source(document: DocumentText, hit: PassageHit) -> str:
    """Return title, heading, page and file of a passage."""
    row = document.row
    name = wording.name(row)
    parts = [row.title] if row.title and row.title != row.name else []
    heading = wording.headings(hit, row.format).split(" > ")[-1]
    if heading and heading != row.title:
        parts.append(heading)
    parts += [part for part in (_pages(hit, row.format), name) if part]
    return ", ".join(parts)


def _pages(hit: PassageHit, format: str) -> str:
    """Return "p. 3" or "pp. 3-4", or the slide; empty for formats without pages."""
    if format in SLIDES:  # no passage goes over two
        return wording.page(hit.page, format)
    pages = [place.page for place in hit.places] or ([hit.page] if hit.page >= 0 else [])
    if not pages:
        return ""
    first, last = str(pages[0] + 1), str(pages[-1] + 1)
    if first == last:
        return tr("p. %1").replace("%1", first)
    return tr("pp. %1\u2013%2").replace("%1", first).replace("%2", last)
