# SPDX-License-Identifier: Apache-2.0
"""Rows, answers and stand-ins for services, for tests of the window."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.catalogue import Facet
from findling.services.document_details import DocumentDetails
from findling.services.events import ChangedEvent, StateEvent
from findling.services.exclusions import Exclusions
from findling.services.explaining import (
    CloseWords,
    LikePassage,
    Reasons,
    TaughtReason,
    WordReason,
)
from findling.services.filters import Field
from findling.services.groups import GroupKind, GroupRow
from findling.services.model_facts import ModelFacts
from findling.services.ocr_settings import OcrSettings
from findling.services.saved_searches import SavedSearchRow
from findling.services.scan_facts import ScanFacts
from findling.services.scan_reader import ScanStatus
from findling.services.types import (
    DocumentRow,
    DocumentState,
    DocumentText,
    Evidence,
    IndexSummary,
    LibraryStatus,
    MarkRange,
    PassageHit,
    ResultGroup,
    SearchMode,
    SearchResults,
    SourceRow,
    TeachingRow,
    WorkerState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from findling.services.events import Event
    from findling.services.labels.commands import LabelCommand
    from findling.services.teaching_effects import Harm, TeachingEffect


def make_document(
    number: int = 1,
    *,
    name: str = "",
    state: DocumentState = DocumentState.READ,
    reason: str = "",
    folder: Path = Path("/papers"),
) -> DocumentRow:
    name = name or f"paper-{number}.txt"
    kind = Path(name).suffix[1:]
    return DocumentRow(
        number, folder / name, name, kind, state, reason, 2048, 1_700_000_000.0 + number, 0, 4
    )


def make_hit(
    passage_id: int,
    document_id: int = 1,
    *,
    strength: int = 3,
    start: int = 0,
    page: int = -1,
    snippet: str = "The tenant may end the lease with three months' notice.",
    marks: tuple[MarkRange, ...] = (MarkRange(4, 10),),
) -> PassageHit:
    return PassageHit(
        passage_id=passage_id,
        document_id=document_id,
        start=start,
        end=start + 40,
        page=page,
        places=(),
        heading="Ending the lease",
        snippet=snippet,
        marks=marks,
        score=strength / 5,
        strength=strength,
        word=0.5,
        meaning=0.5,
        neighbours=0.0,
        reason='words "tenant" and similar meaning',
        because=Evidence(("tenant",), meaning=True),
    )


def make_reasons(query: str, passage_id: int, mode: SearchMode = SearchMode.BEST) -> Reasons:
    return Reasons(
        query=query,
        passage_id=passage_id,
        mode=mode,
        score=0.8,
        by_words=0.5,
        by_meaning=0.2,
        by_neighbours=0.1,
        by_teaching=0.2,
        words=(WordReason("rent", 2, 0.75), WordReason("notice", 1, 0.25)),
        missing=("deposit",),
        close=(CloseWords("rent", "lease", 0.8),),
        like=(LikePassage(21, make_document(2), "The lease may be ended…", 1.0),),
        taught=(
            TaughtReason(TeachingRow(4, "good", "rent", "", "a", "b", False, True, 0.0, 5), 1.0),
        ),
    )


def make_group(number: int, n_hits: int = 1, *, strength: int = 3) -> ResultGroup:
    """Return a document whose best passage stands last in it."""
    hits = tuple(
        make_hit(10 * number + n, number, strength=strength, start=1000 - 100 * n)
        for n in range(n_hits)
    )
    return ResultGroup(make_document(number), hits)


def make_results(
    groups: Iterable[ResultGroup] = (),
    *,
    query: str = "notice",
    mode: SearchMode = SearchMode.BEST,
    n_weak: int = 0,
    trained: bool = True,
) -> SearchResults:
    groups = tuple(groups)
    n_passages = sum(len(group.hits) for group in groups)
    return SearchResults(query, mode, groups, n_passages, n_weak, 0.012, trained)


class FakeSearcher:
    """Answers at once, unless a test holds it; notes what it was asked."""

    def __init__(self) -> None:
        self.trained = True
        self.problem = ""
        self.asked: list[tuple[str, SearchMode]] = []
        self.asked_for: list[int] = []
        self.written: list[tuple[str, Path]] = []
        self.written_names: list[str] = []
        self.fails_to_write = False
        self.effects: dict[int, TeachingEffect] = {}
        self.asked_effects: list[int] = []
        self.worse: tuple[Harm, ...] = ()
        self.threads: set[str] = set()
        self.answers: dict[str, tuple[ResultGroup, ...]] = {}
        self.weak: dict[str, int] = {}
        self.error: Exception | None = None
        self.has_news = False
        self.n_synced = 0
        self.n_warmed = 0
        self.may_answer = threading.Event()
        self.may_answer.set()

    def sync(self, should_stop: Callable[[], bool] = lambda: False) -> bool:
        self.n_synced += 1
        return self.has_news

    def warm_up(self) -> None:
        self.n_warmed += 1

    def search(self, query: str, mode: SearchMode = SearchMode.BEST, k: int = 60) -> SearchResults:
        self.asked.append((query, mode))
        self.asked_for.append(k)
        self.threads.add(threading.current_thread().name)
        assert self.may_answer.wait(10)
        if self.error is not None:
            raise self.error
        used = mode if self.trained else SearchMode.WORDS
        groups = self.answers.get(query, (make_group(1, 3), make_group(2)))
        is_trained = self.trained and used is not SearchMode.WORDS
        n_weak = self.weak.get(query, 0)
        return make_results(groups, query=query, mode=used, n_weak=n_weak, trained=is_trained)

    def facets(self, query: str, mode: SearchMode = SearchMode.BEST) -> tuple[Facet, ...]:
        self.asked.append((query, mode))
        return (
            Facet(Field.FOLDER, (("My Papers", 3), ("letters", 1))),
            Facet(Field.TYPE, (("pdf", 2),)),
            Facet(Field.LANGUAGE, ()),
            Facet(Field.SINCE, (("today", 0), ("7d", 1), ("30d", 1), ("1y", 3))),
            Facet(Field.SIZE, (("<100kb", 3), (">10mb", 1))),
        )

    def explain(self, query: str, passage_id: int, mode: SearchMode = SearchMode.BEST) -> Reasons:
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        return make_reasons(query, passage_id, mode)

    def effect(self, teaching_id: int) -> TeachingEffect | None:
        self.threads.add(threading.current_thread().name)
        self.asked_effects.append(teaching_id)
        return self.effects.get(teaching_id)

    def harms(self, teaching_id: int) -> tuple[Harm, ...]:
        self.threads.add(threading.current_thread().name)
        return self.worse

    def write(self, results: SearchResults, path: Path) -> int:
        if self.fails_to_write:
            raise AppError(f"{path} cannot be written.")
        self.written.append((results.query, path))
        self.written_names = [group.document.name for group in results.groups]
        return results.n_passages


@dataclass
class FakeShelf:
    """A library that a test fills."""

    rows: list[DocumentRow] = field(default_factory=list[DocumentRow])
    added: list[SourceRow] = field(default_factory=list[SourceRow])
    left_out: Exclusions = field(default_factory=Exclusions)
    searches: list[SavedSearchRow] = field(default_factory=list[SavedSearchRow])
    grouped: list[GroupRow] = field(default_factory=list[GroupRow])
    passages: int = 40
    trained_passages: int = 40

    def sources(self) -> list[SourceRow]:
        return list(self.added)

    def documents(self) -> list[DocumentRow]:
        return list(self.rows)

    def needs_attention(self, limit: int = 100) -> list[DocumentRow]:
        bad = (DocumentState.FAILED, DocumentState.UNSUPPORTED)
        return [row for row in self.rows if row.state in bad][:limit]

    def status(self) -> LibraryStatus:
        def number(state: DocumentState) -> int:
            return sum(row.state is state for row in self.rows)

        return LibraryStatus(
            path=Path("/library"),
            documents=len(self.rows),
            read=number(DocumentState.READ),
            failed=number(DocumentState.FAILED),
            unsupported=number(DocumentState.UNSUPPORTED),
            pending=number(DocumentState.PENDING),
            passages=self.passages if self.rows else 0,
            trained_passages=self.trained_passages if self.rows else 0,
            bytes_on_disk=1 << 20,
            trained_at=None,
        )

    def saved_searches(self) -> list[SavedSearchRow]:
        return list(self.searches)

    def groups(self) -> list[GroupRow]:
        return list(self.grouped)

    def details(self, document_id: int) -> DocumentDetails:
        row = next((row for row in self.rows if row.id == document_id), None)
        if row is None:
            raise AppError("This document is no longer in the library.")
        hits = tuple(make_hit(n, document_id) for n in (1, 2))
        return DocumentDetails(
            row,
            metadata=(("author", "Ada Berg"), ("created", "2024-03-05T10:00:00Z")),
            warnings=("12 pages have no text (pictures or scans?).",),
            copies=tuple(other for other in self.rows if other.id != document_id)[:1],
            passages=hits,
            tags=("urgent",),
        )

    def exclusions(self) -> Exclusions:
        return self.left_out

    def document_text(self, document_id: int) -> DocumentText:
        row = next(row for row in self.rows if row.id == document_id)
        return DocumentText(row, "The tenant may end the lease.\n" * 50, (), changed=False)


class FakeLessons:
    """A list of teachings that a worker without a library keeps."""

    def __init__(self) -> None:
        self.rows: list[TeachingRow] = []
        self._last = 0

    def all(self) -> list[TeachingRow]:
        return list(self.rows)

    def put(self, kind: str, query: str, passage_id: int = 0, meaning: str = "") -> None:
        is_same = [(r.query, r.passage_id, r.meaning) for r in self.rows]
        if (query, passage_id, meaning) in is_same:
            del self.rows[is_same.index((query, passage_id, meaning))]
        self._last += 1
        title = "" if meaning else f"paper-{passage_id // 10}.txt"
        self.rows.append(
            TeachingRow(
                self._last,
                kind,
                query,
                meaning,
                title,
                "",
                False,
                True,
                1_700_000_000.0,
                passage_id,
            )
        )

    def set_enabled(self, key: int, *, enabled: bool) -> None:
        self.rows = [replace(r, enabled=enabled) if r.id == key else r for r in self.rows]

    def forget(self, key: int) -> None:
        self.rows = [row for row in self.rows if row.id != key]


def make_scan_facts() -> ScanFacts:
    return ScanFacts(OcrSettings(), ScanStatus(3, 12, 4, 0), "5.3.0", ("deu", "eng"))


def make_facts() -> ModelFacts:
    """Return what is known of a library of four hundred passages."""
    return ModelFacts(
        documents=40,
        passages=400,
        learned_from=380,
        newer=20,
        gone=0,
        learned_at=1_700_000_000.0,
        seconds=2.5,
        losses=(3.5, 2.25, 1.5, 1.25),
        index_bytes=5 << 20,
        teachings=3,
        is_wished=False,
    )


class FakeWorker:
    """Notes its commands; a test speaks for it through `say`."""

    def __init__(self, say: Callable[[Event], None]) -> None:
        self.say = say
        self.commands: list[tuple[str, object]] = []
        self.lessons = FakeLessons()

    def start(self) -> None:
        self.commands.append(("start", None))

    def add(self, paths: Iterable[Path]) -> None:
        self.commands.append(("add", list(paths)))
        self.say(StateEvent(WorkerState.RUNNING))

    def remove(self, source_ids: Iterable[int]) -> None:
        self.commands.append(("remove", list(source_ids)))

    def rescan(self) -> None:
        self.commands.append(("rescan", None))

    def retry(self, document_ids: Sequence[int] = ()) -> None:
        self.commands.append(("retry", list(document_ids)))

    def unlock(self, document_id: int, password: str) -> None:
        self.commands.append(("unlock", (document_id, password)))

    def learn(self) -> None:
        self.commands.append(("learn", None))

    def exclude(self, patterns: Sequence[str], max_bytes: int) -> None:
        self.commands.append(("exclude", (tuple(patterns), max_bytes)))

    def set_ocr(self, settings: OcrSettings) -> None:
        self.commands.append(("ocr", settings))

    def judge(self, query: str, passage_id: int, *, good: bool) -> None:
        self.commands.append(("judge", (query, passage_id, good)))
        self.lessons.put("good" if good else "bad", query, passage_id)
        self.say_changed()

    def associate(self, words: str, meaning: str) -> None:
        self.commands.append(("associate", (words, meaning)))
        self.lessons.put("means", words, meaning=meaning)
        self.say_changed()

    def set_enabled(self, teaching_id: int, *, enabled: bool) -> None:
        self.commands.append(("set_enabled", (teaching_id, enabled)))
        self.lessons.set_enabled(teaching_id, enabled=enabled)
        self.say_changed()

    def forget(self, teaching_id: int) -> None:
        self.commands.append(("forget", teaching_id))
        self.lessons.forget(teaching_id)
        self.say_changed()

    def save_search(self, name: str, query: str, mode: SearchMode) -> None:
        self.commands.append(("save_search", (name, query, mode)))

    def rename_search(self, search_id: int, name: str) -> None:
        self.commands.append(("rename_search", (search_id, name)))

    def delete_search(self, search_id: int) -> None:
        self.commands.append(("delete_search", search_id))

    def put_in(self, kind: GroupKind, name: str, document_ids: Sequence[int] = ()) -> None:
        self.commands.append(("put_in", (kind, name, tuple(document_ids))))

    def take_out(self, kind: GroupKind, name: str, document_ids: Sequence[int]) -> None:
        self.commands.append(("take_out", (kind, name, tuple(document_ids))))

    def rename_group(self, group_id: int, name: str) -> None:
        self.commands.append(("rename_group", (group_id, name)))

    def delete_group(self, group_id: int) -> None:
        self.commands.append(("delete_group", group_id))

    def label(self, command: LabelCommand) -> None:
        self.commands.append(("label", command))

    def say_changed(self) -> None:
        self.say(ChangedEvent(0, 0, 0, 0, 0))

    def pause(self) -> None:
        self.commands.append(("pause", None))
        self.say(StateEvent(WorkerState.PAUSED))

    def resume(self) -> None:
        self.commands.append(("resume", None))
        self.say(StateEvent(WorkerState.RUNNING))

    def cancel(self) -> None:
        self.commands.append(("cancel", None))


def make_summary(
    *,
    read: int = 0,
    unchanged: int = 0,
    failed: int = 0,
    unsupported: int = 0,
    cancelled: bool = False,
) -> IndexSummary:
    return IndexSummary(
        found=read + unchanged + failed + unsupported,
        read=read,
        unchanged=unchanged,
        removed=0,
        failed=failed,
        unsupported=unsupported,
        passages=10 * read,
        seconds=1.0,
        learned=not cancelled,
        cancelled=cancelled,
    )
