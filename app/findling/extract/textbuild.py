# SPDX-License-Identifier: Apache-2.0
"""Grow the text of a document block by block and remember where its headings stand."""

from __future__ import annotations

from findling.extract.errors import too_large
from findling.extract.limits import MAX_HEADINGS, MAX_TEXT
from findling.extract.types import Heading


class TextBuilder:
    r"""Collects paragraphs, each ended by one newline, within the limit on text.

    Examples
    --------
    >>> builder = TextBuilder()
    >>> builder.add_heading("Rent", 1)
    >>> builder.add_paragraph("Due monthly.")
    >>> builder.text()
    'Rent\nDue monthly.\n'
    >>> builder.headings
    [Heading(offset=0, level=1, title='Rent')]
    """

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    def add_paragraph(self, text: str) -> None:
        """Append one paragraph; blank ones are left out."""
        text = text.strip()
        if not text:
            return
        self._length += len(text) + 1
        if self._length > MAX_TEXT:
            raise too_large("The text of the file", 0, MAX_TEXT)
        self._parts.append(text)

    def add_heading(self, text: str, level: int) -> None:
        """Append a heading of a level (1 = top) as a paragraph of its own."""
        title = " ".join(text.split())
        if title and len(self.headings) < MAX_HEADINGS:
            self.headings.append(Heading(self._length, level, title[:200]))
        self.add_paragraph(title)

    def text(self) -> str:
        """Return all paragraphs, each with its newline."""
        return "\n".join([*self._parts, ""]) if self._parts else ""
