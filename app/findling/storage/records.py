# SPDX-License-Identifier: Apache-2.0
"""Rows of the library's database as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Place = tuple[int, ...]
"""Where a member is inside of a file; see `Document`."""


class FileState(str, Enum):
    """Where a file stands.

    A pending file that was read before can still be found by its old text.
    """

    PENDING = "pending"
    READ = "read"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"


class SourceKind(str, Enum):
    """What the user added."""

    FILE = "file"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder that the user added.

    Attributes
    ----------
    id : int
    path : Path
        Absolute path.
    kind : SourceKind
    missing : bool
        True when the last scan could not reach it: an unplugged drive keeps its documents.
    device : str
        Drive it was on at the last scan; empty before the first. An empty folder on another one is
        the place where a drive used to be.
    """

    id: int
    path: Path
    kind: SourceKind
    missing: bool
    device: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What tells, without reading it, that a file is still the one that was read.

    Attributes
    ----------
    size : int
        Bytes.
    mtime_ns : int
        Time of the last change, in nanoseconds since the epoch.
    file_id : str
        Number of the file on its drive, empty where the file system has none; other words in front
        of it where the next scan has to look again.
    """

    size: int
    mtime_ns: int
    file_id: str


@dataclass(frozen=True, slots=True)
class KnownFile:
    """The part of a document's row that a scan compares with the disk."""

    id: int
    path: Path
    facts: FileFacts
    state: FileState
    content_id: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the library, or one member of a file, with what lists show of its content.

    Attributes
    ----------
    id, source_id : int
    path : Path
        Of the file on disk: a member has that of the file that it is in.
    facts : FileFacts
        Of the file on disk, as they were when it was read, or first seen.
    state : FileState
    reason : str
        Sentence for the user; empty when all is well.
    content_id : int or None
        None while it has no text.
    title, format : str
        Of the content; empty without one.
    n_pages, n_passages : int
    warnings : tuple of str
        Of the content.
    place : tuple of int
        Where a member is: number in the file, number in that member and so on, counted from 0;
        empty for the file itself.
    names : tuple of str
        Names on the way to a member, its own last; empty for the file itself.
    blank_pages, scanned_pages : str
        Pages without text in the file, and those of them that were looked at as pictures; as the
        content's metadata have them.
    """

    id: int
    source_id: int
    path: Path
    facts: FileFacts
    state: FileState
    reason: str
    content_id: int | None
    title: str
    format: str
    n_pages: int
    n_passages: int
    warnings: tuple[str, ...]
    place: Place = ()
    names: tuple[str, ...] = ()
    blank_pages: str = ""
    scanned_pages: str = ""


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A member of a file, ready to be stored.

    Attributes
    ----------
    place : tuple of int
        Where it is, as in `Document`.
    names : tuple of str
        Of what it is in, from the outermost member, and its own. Only text: no file has them.
    state : FileState
        READ, FAILED or UNSUPPORTED.
    content_id : int or None
        For READ, and for FAILED where something is known of it, such as its pages.
    reason : str
        For FAILED and UNSUPPORTED: a sentence for the user.
    """

    place: Place
    names: tuple[str, ...]
    state: FileState
    content_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageRange:
    """Where one page stands in the text.

    Number counted from 0, code-point offsets, end exclusive.
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A passage to be stored.

    Code-point range, page (-1 without pages) and the headings above it.
    """

    start: int
    end: int
    page: int
    heading: str


@dataclass(frozen=True, slots=True)
class ContentDraft:
    """The text of a file, ready to be stored.

    Attributes
    ----------
    digest : bytes
        BLAKE2b-256 of the file's bytes.
    format, reader : str
        Format and version of the reader that gave the text.
    title : str
        Of the document itself, may be empty.
    name : str
        File name at the time of reading: the title of last resort.
    n_chars : int
        Code points of the text.
    packed_text : bytes
        From `codec.pack_text`; packed by the caller, so that threads can share that work.
    pages : tuple of PageRange
    passages : tuple of PassageDraft
        In order.
    metadata : dict of str to str
    warnings : tuple of str
    """

    digest: bytes
    format: str
    reader: str
    title: str
    name: str
    n_chars: int
    packed_text: bytes
    pages: tuple[PageRange, ...] = ()
    passages: tuple[PassageDraft, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage with its words.

    Attributes
    ----------
    id, content_id : int
    ordinal : int
        Position within its content, counted from 0.
    start, end : int
        Code-point range in the content's text.
    page : int
        Page of its first character, -1 without pages.
    title : str
        Of the document, or the file's name without its extension.
    heading : str
        Headings above the passage, joined with " > ".
    text : str
        The raw words: ``content_text[start:end]``.
    """

    id: int
    content_id: int
    ordinal: int
    start: int
    end: int
    page: int
    title: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents by state, and passages that can be found."""

    pending: int
    read: int
    failed: int
    unsupported: int
    passages: int

    @property
    def documents(self) -> int:
        """All documents."""
        return self.pending + self.read + self.failed + self.unsupported


@dataclass(frozen=True, slots=True)
class TaughtPassage:
    """The place of a judged passage, in a form that outlives reading its file again.

    Attributes
    ----------
    digest : bytes
        Of the file's bytes.
    start, end : int
        Code-point range in its text.
    excerpt : str
        Its first words, to be shown when it is gone.
    passage_id : int
        Where it was found last; 0 while it is not in the library.
    """

    digest: bytes
    start: int
    end: int
    excerpt: str
    passage_id: int


@dataclass(frozen=True, slots=True)
class StoredTeaching:
    """One thing that the user taught.

    Attributes
    ----------
    id : int
    kind : str
        ``good``, ``bad`` or ``means``.
    query : str
        The judged query, or the words that have a meaning.
    meaning : str
        For ``means``; else empty.
    passage : TaughtPassage or None
        For ``good`` and ``bad``.
    enabled : bool
    created : float
        Seconds since the epoch.
    """

    id: int
    kind: str
    query: str
    meaning: str
    passage: TaughtPassage | None
    enabled: bool
    created: float
