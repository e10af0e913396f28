# SPDX-License-Identifier: Apache-2.0
"""What the window needs of the services: no more than this, so tests can stand in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.services.caretaker import ReportPart
    from findling.services.catalogue import Facet
    from findling.services.checkup import Checkup
    from findling.services.components import Component, Program
    from findling.services.document_details import DocumentDetails
    from findling.services.exchange.archivist import ExchangeSummary
    from findling.services.exclusions import Exclusions
    from findling.services.explaining import Reasons
    from findling.services.groups import GroupKind, GroupRow
    from findling.services.labels.commands import LabelCommand
    from findling.services.labels.desk import DeskState, DryRun
    from findling.services.labels.quality import Quality
    from findling.services.labels.types import Card, ItemKey, LabelSetRow
    from findling.services.library_map.maker import LibraryMap, MappedDocuments
    from findling.services.ocr_settings import OcrSettings
    from findling.services.saved_searches import SavedSearchRow
    from findling.services.teaching_effects import Harm, TeachingEffect
    from findling.services.types import (
        DocumentRow,
        DocumentText,
        LibraryStatus,
        SearchMode,
        SearchResults,
        SourceRow,
        TeachingRow,
    )


class Searcher(Protocol):
    """Answers queries; one thread may search while another syncs."""

    @property
    def trained(self) -> bool:
        """Whether meaning can take part."""
        ...

    @property
    def problem(self) -> str:
        """A sentence when the index on disk could not be used; else empty."""
        ...

    def sync(self, should_stop: Callable[[], bool] = ...) -> bool:
        """Take in what changed in the library; True when answers may be others now."""
        ...

    def warm_up(self) -> None:
        """Read what the first search would have to wait for."""
        ...

    def search(self, query: str, mode: SearchMode = ..., k: int = ...) -> SearchResults:
        """Return the passages for a query."""
        ...

    def facets(self, query: str, mode: SearchMode = ...) -> tuple[Facet, ...]:
        """Count what is found by folder, type and so on."""
        ...

    def explain(self, query: str, passage_id: int, mode: SearchMode = ...) -> Reasons:
        """Say why a passage was found."""
        ...

    def effect(self, teaching_id: int) -> TeachingEffect | None:
        """Say what a teaching does; None where it is not heeded, or not yet."""
        ...

    def harms(self, teaching_id: int) -> tuple[Harm, ...]:
        """Say what that was taught to be right a teaching made worse."""
        ...

    def write(self, results: SearchResults, path: Path) -> int:
        """Write what was found into a file; return how many passages."""
        ...


class Shelf(Protocol):
    """Tells what is in the library; used on the list lane and by the preview's thread."""

    def sources(self) -> list[SourceRow]:
        """Return what the user added."""
        ...

    def documents(self) -> list[DocumentRow]:
        """Return all files."""
        ...

    def needs_attention(self, limit: int = ...) -> list[DocumentRow]:
        """Return the files that could not be read."""
        ...

    def status(self) -> LibraryStatus:
        """Return the library's counts."""
        ...

    def saved_searches(self) -> list[SavedSearchRow]:
        """Return the searches that have a name, by it."""
        ...

    def groups(self) -> list[GroupRow]:
        """Return tags and collections, by name."""
        ...

    def exclusions(self) -> Exclusions:
        """Return what is left out of the added folders."""
        ...

    def details(self, document_id: int) -> DocumentDetails:
        """Return all that is known of a file."""
        ...

    def document_text(self, document_id: int) -> DocumentText:
        """Return the text of a file."""
        ...


class Lessons(Protocol):
    """Tells what was taught; used on the list lane."""

    def all(self) -> list[TeachingRow]:
        """Return everything that was taught, oldest first."""
        ...


class LabelSource(Protocol):
    """Tells of label sets; used on a lane of its own."""

    def sets(self) -> list[LabelSetRow]:
        """Return all label sets, by name."""
        ...

    def state(self, set_id: int) -> DeskState:
        """Return a set as it is now."""
        ...

    def card(
        self, set_id: int, put_off: Collection[ItemKey] = ..., only: Sequence[ItemKey] = ...
    ) -> Card | None:
        """Return what to ask next."""
        ...

    def likely(self, set_id: int, label_id: int) -> list[ItemKey]:
        """Return what probably has a label, and was not answered."""
        ...

    def answered(self, set_id: int, label_id: int) -> list[ItemKey]:
        """Return what the user gave a label, those alike beside each other."""
        ...

    def quality(self, set_id: int) -> Quality | None:
        """Return how good the model is."""
        ...

    def dry_run(self, set_id: int) -> DryRun | None:
        """Return what labelling at once would do."""
        ...


class Cartographer(Protocol):
    """Makes maps of the library; used on a lane of its own."""

    @property
    def can_be_made(self) -> bool:
        """Whether anything was learned that documents can be placed by."""
        ...

    def kept(self) -> tuple[LibraryMap | None, bool]:
        """Return the map that was made last, and whether it is still true."""
        ...

    def make(self, report: Callable[[float], None] = ...) -> LibraryMap:
        """Make the map anew; what ``report`` raises stops it."""
        ...

    def describe(self, made: LibraryMap) -> MappedDocuments:
        """Return what is known of the points of a map."""
        ...

    def rows(self, document_ids: Sequence[int]) -> list[DocumentRow]:
        """Return rows of documents that are there, in the order given."""
        ...


class Exchange(Protocol):
    """Works on whole libraries; every method but `library` takes its time."""

    @property
    def library(self) -> Path:
        """The one that is open in the window."""
        ...

    def check(self, folder: Path, *, create: bool) -> Path:
        """Make sure that a folder is a library, or make it one; return its absolute path."""
        ...

    def export(self, path: Path, context: JobContext) -> ExchangeSummary:
        """Write the window's library into a file."""
        ...

    def take_in(self, archive: Path, folder: Path, context: JobContext) -> ExchangeSummary:
        """Make a library from an exported one."""
        ...


class Care(Protocol):
    """Helps when something went wrong; every method takes its time."""

    def collect(self, window: Mapping[str, object]) -> tuple[ReportPart, ...]:
        """Return what a report would hold."""
        ...

    def save(self, parts: tuple[ReportPart, ...], path: Path) -> Path:
        """Write a report; return where it is."""
        ...

    def program(self) -> Program:
        """Return what runs here, and what it is made of."""
        ...

    def licence_text(self, component: Component) -> str:
        """Return the licence texts of a component."""
        ...

    def check(self, context: JobContext) -> Checkup:
        """Read all of the library and tell what is wrong with it."""
        ...


class Labeler(Protocol):
    """Changes label sets; returns at once."""

    def label(self, command: LabelCommand) -> None:
        """Change label sets, answer, learn, label."""
        ...


class Opener(Protocol):
    """Hands files over to the desktop."""

    def open(self, path: Path, page: int = -1) -> bool:
        """Open a file in its own program, at a page where it has one; False when there is none."""
        ...

    def reveal(self, path: Path) -> bool:
        """Show a file in its folder; False when that cannot be done."""
        ...


class SearchKeeper(Protocol):
    """Keeps searches; returns at once."""

    def save_search(self, name: str, query: str, mode: SearchMode) -> None:
        """Keep a search, in place of one of the same name."""
        ...

    def rename_search(self, search_id: int, name: str) -> None:
        """Give a search another name."""
        ...

    def delete_search(self, search_id: int) -> None:
        """Remove a search."""
        ...


class GroupChanger(Protocol):
    """Changes tags and collections; returns at once."""

    def put_in(self, kind: GroupKind, name: str, document_ids: Sequence[int] = ()) -> None:
        """Put documents into one, which is made where there is none."""
        ...

    def take_out(self, kind: GroupKind, name: str, document_ids: Sequence[int]) -> None:
        """Take documents out of one."""
        ...

    def rename_group(self, group_id: int, name: str) -> None:
        """Give one another name."""
        ...

    def delete_group(self, group_id: int) -> None:
        """Remove one, not its documents."""
        ...


class Worker(SearchKeeper, GroupChanger, Protocol):
    """Changes the library, in a process of its own; every call returns at once."""

    def start(self) -> None:
        """Start the process; does nothing when it runs."""
        ...

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and folders."""
        ...

    def remove(self, source_ids: Iterable[int]) -> None:
        """Take sources out of the library."""
        ...

    def rescan(self) -> None:
        """Look at the disk again."""
        ...

    def retry(self, document_ids: Sequence[int] = ()) -> None:
        """Read failed files again: all, or the given ones."""
        ...

    def unlock(self, document_id: int, password: str) -> None:
        """Read a locked document, and others of its folder, with a password."""
        ...

    def set_ocr(self, settings: OcrSettings) -> None:
        """Have scans read from now on, or no longer."""
        ...

    def exclude(self, patterns: Sequence[str], max_bytes: int) -> None:
        """Leave out other files of the added folders than before."""
        ...

    def learn(self) -> None:
        """Learn anew, however little has changed."""
        ...

    def judge(self, query: str, passage_id: int, *, good: bool) -> None:
        """Teach that a passage answers a query, or that it does not."""
        ...

    def associate(self, words: str, meaning: str) -> None:
        """Teach that words mean other words."""
        ...

    def set_enabled(self, teaching_id: int, *, enabled: bool) -> None:
        """Have a teaching count, or not."""
        ...

    def forget(self, teaching_id: int) -> None:
        """Remove a teaching for good."""
        ...

    def pause(self) -> None:
        """Hold still."""
        ...

    def resume(self) -> None:
        """Go on."""
        ...

    def cancel(self) -> None:
        """Stop what is being done; what is stored stays."""
        ...
