# SPDX-License-Identifier: Apache-2.0
"""Plain values that services hand to the window and to the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from findling.services.job_settings import JobSettings

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.outline import OutlineEntry
    from findling.services.query_language import Chip

SLIDES = frozenset({"odp", "pptx"})
"""Formats whose pages are slides."""

UNNAMED_SLIDE = "Slide %1"
"""How readers head a slide without a title, whatever the user's language."""


class SearchMode(str, Enum):
    """How a query is matched."""

    BEST = "best"
    MEANING = "meaning"
    WORDS = "words"


class DocumentState(str, Enum):
    """Where a file stands."""

    PENDING = "pending"
    READ = "read"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"


class Stage(str, Enum):
    """Stages of indexing, in order."""

    SCANNING = "scanning"
    READING = "reading"
    LEARNING = "learning"
    SAVING = "saving"


class WorkerState(str, Enum):
    """What the background worker is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file or folder that the user added.

    Attributes
    ----------
    id : int
        Key of the source in this library.
    path : Path
        Absolute path.
    is_folder : bool
    missing : bool
        True when the last scan could not reach it, such as a drive that is not connected; its
        documents can still be found.
    documents : int
        Files that were found in it.
    """

    id: int
    path: Path
    is_folder: bool
    missing: bool
    documents: int


@dataclass(frozen=True, slots=True)
class AddedSources:
    """What adding paths came to: the sources to be scanned, and the paths that do not exist."""

    source_ids: tuple[int, ...]
    missing: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the library, or a member of one, as lists show it.

    A member is a document of its own inside of a file: an attachment, a message, a file of an
    archive.

    Attributes
    ----------
    id : int
        Key of the file in this library.
    path : Path
        Absolute path; for a member that of the file on disk that it is in.
    title : str
        Title from the document, or its name.
    format : str
        Short format name (``pdf``), empty when unknown.
    state : DocumentState
        READ when its text can be found.
    reason : str
        One plain sentence for FAILED and UNSUPPORTED, else a warning or empty.
    size : int
        Bytes of the file on disk.
    mtime : float
        Of the file on disk; seconds since the epoch.
    n_pages, n_passages : int
        0 where it has none.
    place : tuple of int
        Where in the file a member is; empty for a file.
    names : tuple of str
        Names on the way to a member, its own last; empty for a file. They are no paths.
    n_pages_without_text : int
        Pages of which nothing is known yet: pictures, scans, or empty ones.
    """

    id: int
    path: Path
    title: str
    format: str
    state: DocumentState
    reason: str
    size: int
    mtime: float
    n_pages: int
    n_passages: int
    place: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    n_pages_without_text: int = 0

    @property
    def name(self) -> str:
        """Name of the file or member."""
        return self.names[-1] if self.names else self.path.name

    @property
    def containers(self) -> tuple[str, ...]:
        """Names of what a member is in, innermost first, the file on disk last."""
        return (*self.names[-2::-1], self.path.name) if self.names else ()


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Part of a passage on one page: code-point offsets within that page's text, end exclusive."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of one document, for the preview.

    Attributes
    ----------
    row : DocumentRow
        The file.
    text : str
        The whole text; offsets count code points.
    page_starts : tuple of int
        Code-point offset at which each page starts; empty for formats without pages.
    changed : bool
        True when the file on disk is no longer the one that was read.
    outline : tuple of OutlineEntry
        Its headings, in order.
    """

    row: DocumentRow
    text: str
    page_starts: tuple[int, ...]
    changed: bool
    outline: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage was found, to be put into words.

    Attributes
    ----------
    words : tuple of str
        Words of the query that stand in it, the first few.
    taught : bool
        Whether the user taught that it answers like queries.
    meaning : bool
        Whether it means nearly the same.
    neighbours : bool
        Whether passages like it do.
    from_scan : bool
        Whether it was recognised in a picture of its page.
    """

    words: tuple[str, ...] = ()
    taught: bool = False
    meaning: bool = False
    neighbours: bool = False
    from_scan: bool = False


@dataclass(frozen=True, slots=True)
class PassageHit:
    """One passage that answers a query.

    Attributes
    ----------
    passage_id, document_id : int
        Keys in this library.
    start, end : int
        Code-point range in the document's text.
    page : int
        Page counted from 0, -1 without pages.
    places : tuple of PagePlace
        The passage page by page; empty for formats without pages.
    heading : str
        Headings above the passage, may be empty.
    snippet : str
        Up to about 300 characters of the passage around the best match, white space folded.
    marks : tuple of (int, int) ranges flattened as MarkRange
        Ranges of ``snippet`` to emphasise.
    score : float
        0 to 1, comparable within one result only.
    strength : int
        1 (weak) to 5 (strong), what a list shows; 0 where nothing was ranked, as only conditions
        were asked for.
    word, meaning, neighbours : float
        Parts of the score, 0 to 1 each.
    reason : str
        ``because`` in English: 'words "notice", "tenant" and similar meaning'.
    taught : float
        What the user taught about this passage and like queries: -1, down, to 1, to the top.
    from_scan : bool
        True when it was recognised in a picture of its page and may have mistakes.
    because : Evidence
        Why it was found.
    """

    passage_id: int
    document_id: int
    start: int
    end: int
    page: int
    places: tuple[PagePlace, ...]
    heading: str
    snippet: str
    marks: tuple[MarkRange, ...]
    score: float
    strength: int
    word: float
    meaning: float
    neighbours: float
    reason: str
    taught: float = 0.0
    from_scan: bool = False
    because: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class MarkRange:
    """A range of code points to emphasise, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LabelChip:
    """A label of a document: confirmed by a person, or suggested by a model."""

    name: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The passages of one document, best first.

    Attributes
    ----------
    document : DocumentRow
    hits : tuple of PassageHit
    also_at : tuple of Path
        Where its other copies are.
    also_in : tuple of DocumentRow
        Other documents that say the same as one of the hits, or nearly, and are not shown for it.
    labels : tuple of LabelChip
        Of the document and its passages; those that a person gave first.
    tags : tuple of str
        That the user gave the document, by name.
    """

    document: DocumentRow
    hits: tuple[PassageHit, ...]
    also_at: tuple[Path, ...] = ()
    also_in: tuple[DocumentRow, ...] = ()
    labels: tuple[LabelChip, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a query without which something would be found.

    Attributes
    ----------
    chip : Chip or None
        The part; None for all of them at once, where none alone is enough.
    query : str
        The query without it.
    documents : int
        How many are found then, of the best passages.
    """

    chip: Chip | None
    query: str
    documents: int


@dataclass(frozen=True, slots=True)
class Instead:
    """What else a query would find, where it found nothing.

    Attributes
    ----------
    by_words, by_meaning : int
        Documents that one way of matching finds alone, of the best passages.
    by_name : int
        Documents whose name has the words.
    name_query : str
        The query that finds those; empty for none.
    """

    by_words: int = 0
    by_meaning: int = 0
    by_name: int = 0
    name_query: str = ""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to one query.

    Attributes
    ----------
    query : str
    mode : SearchMode
        The mode that was used: WORDS when BEST or MEANING was asked and no encoder has been
        trained yet.
    groups : tuple of ResultGroup
        Best document first.
    n_passages : int
        Hits over all groups.
    n_weak : int
        Trailing groups that are weak matches (strength 1), to be shown behind a divider.
    seconds : float
        Time from request to answer.
    trained : bool
        True when meaning took part.
    chips : tuple of Chip
        The parts of the query that are more than words.
    left_out : tuple of LeftOut
        What keeps everything out; only when nothing was found.
    suggestion : str
        The query as it was probably meant, where a word is in no passage; mostly empty.
    instead : Instead or None
        What would be found in other ways; only when nothing was found.
    """

    query: str
    mode: SearchMode
    groups: tuple[ResultGroup, ...]
    n_passages: int
    n_weak: int
    seconds: float
    trained: bool
    chips: tuple[Chip, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    suggestion: str = ""
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job has come.

    Attributes
    ----------
    stage : Stage
    done, total : int
        Items of this stage; total 0 while unknown.
    item : str
        What is worked on now: a file's name, or "epoch 3 of 12".
    rate : float
        Items a second, smoothed; 0 while unknown.
    eta_seconds : float
        Seconds left in this stage; negative while unknown.
    """

    stage: Stage
    done: int
    total: int
    item: str
    rate: float
    eta_seconds: float


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What one run of the indexer did.

    The counts balance, unless it was cancelled: found = read + unchanged + failed + unsupported.
    ``passages`` counts those that can be found now; ``learned`` says that the encoder was trained.
    """

    found: int
    read: int
    unchanged: int
    removed: int
    failed: int
    unsupported: int
    passages: int
    seconds: float
    learned: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """Counts of a library at one moment.

    ``pages_without_text`` are the pages of ``documents_without_text`` PDFs of which nothing is
    known: pictures, scans that were not read, or empty ones.
    """

    path: Path
    documents: int
    read: int
    failed: int
    unsupported: int
    pending: int
    passages: int
    trained_passages: int
    bytes_on_disk: int
    trained_at: float | None
    jobs: JobSettings = field(default_factory=JobSettings)
    pages_without_text: int = 0
    documents_without_text: int = 0


@dataclass(frozen=True, slots=True)
class TeachingRow:
    """One thing that was taught, as lists show it.

    Attributes
    ----------
    id : int
        Key in this library.
    kind : str
        ``good``, ``bad`` or ``means``.
    query : str
        The judged query, or the words that have a meaning.
    meaning : str
        For ``means``; else empty.
    title, excerpt : str
        Of the judged passage; the title is empty while it is not in the library.
    is_lost : bool
        True when the judged passage is not in the library now: the teaching waits for it.
    enabled : bool
    created : float
        Seconds since the epoch.
    passage_id : int
        The judged passage; 0 for ``means``.
    """

    id: int
    kind: str
    query: str
    meaning: str
    title: str
    excerpt: str
    is_lost: bool
    enabled: bool
    created: float
    passage_id: int = 0
