# SPDX-License-Identifier: Apache-2.0
"""What a reader returns: plain data that can cross a process boundary as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Where one page (PDF) or slide stands in the text of a document.

    Attributes
    ----------
    number : int
        Its number, counted from 0 as in the file.
    start, end : int
        Code-point offsets into `ExtractedDocument.text`, end exclusive. The text between them is,
        to the letter, what QtPdf gives for that page of a PDF, so that an offset can be turned back
        into rectangles. A newline that belongs to no page follows; pages without text are empty.
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its code-point offset in the text, its level (1 = top) and its words."""

    offset: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Member:
    """Something inside of a file that is a document of its own.

    An attachment, a message of a mailbox, a file of an archive.

    Attributes
    ----------
    name : str
        To be shown; only text, whatever it looks like.
    format : str
        Short name of its format; empty where it cannot be read.
    size : int
        Bytes.
    digest : bytes
        BLAKE2b-256 of its bytes; empty where it cannot be read.
    failure : str
        Value of the `ReadFailure` that stands in the way; else empty.
    reason : str
        Sentence for the user that belongs to ``failure``.
    """

    name: str
    format: str = ""
    size: int = 0
    digest: bytes = b""
    failure: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """The text of a file with all that is needed to find a place in it again.

    Attributes
    ----------
    text : str
        The whole text. Paragraphs end with a newline; offsets count code points.
    format : str
        Short name of the format: ``pdf docx xlsx pptx odt ods odp rtf epub html md rst csv
        txt``.
    reader : str
        Name and version of the reader (``"pdf/1"``); offsets only hold for the same reader.
    title : str
        From the file's metadata or its first heading; empty when there is none.
    pages : tuple of PageSpan
        Empty for formats without pages.
    headings : tuple of Heading
        In order of offset.
    metadata : dict of str to str
        ``author``, ``created``, ``language``, ... as found.
    warnings : tuple of str
        Sentences for the user, such as "3 pages have no text (scanned?)".
    members : tuple of Member
        What lies directly inside, in order. They are read one by one, by their number.
    is_listing : bool
        True where the text only lists the members: it can be looked at, but is not searched.
    """

    text: str
    format: str
    reader: str
    title: str = ""
    pages: tuple[PageSpan, ...] = ()
    headings: tuple[Heading, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    warnings: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    is_listing: bool = False


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """One passage: a code-point range of the document's text.

    Attributes
    ----------
    start, end : int
        Code-point offsets into the document's text, end exclusive.
    page : int
        Page of the first character, counted from 0; -1 for formats without pages.
    title : str
        The headings above the passage, joined with " > "; empty when there are none.
    """

    start: int
    end: int
    page: int
    title: str
