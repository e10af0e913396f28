# SPDX-License-Identifier: Apache-2.0
"""Bring a library up to date with the disk: scan, read, store, learn."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.extract.registry import supported_extensions
from findling.jobs.context import CancelledError, JobContext
from findling.jobs.fanout import fan_out
from findling.services.ingest import Ingest, Outcome, Verdict
from findling.services.job_settings import JobMode, pace_of
from findling.services.learning import Learner, Need
from findling.services.pacing import Paced
from findling.services.survey import Survey, SurveyResult
from findling.services.types import IndexSummary, Stage
from findling.storage.records import FileState, MemberDraft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from findling.services.job_settings import Pace
    from findling.services.library import Library
    from findling.services.member_reading import Reader, ReadMember
    from findling.storage.records import ContentDraft, KnownFile, Source

CHANGED_SECONDS = 0.3
"""Least time between two announcements that more can be found."""

_FILE_WORK = 50_000
"""What a file costs beside its length, in bytes.

It makes the time left of many small files right.
"""

_EXTENSIONS = frozenset(supported_extensions())


def default_readers() -> int:
    """Return how many files are usually read at a time: a reader a core, four at most."""
    return pace_of(JobMode.NORMAL).n_readers


@dataclass(slots=True)
class _Tally:
    """Counts of one run, by what became of each file."""

    survey: SurveyResult = field(default_factory=SurveyResult)
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    stored: list[int] = field(default_factory=list[int])


class Indexer:
    """Brings a library up to date.

    Parameters
    ----------
    library : Library
        Open for writing.
    reader : Reader
        Turns files into text; a `ReaderPool`.
    context : JobContext, optional
        To report to, and to be paused and cancelled by.
    n_readers : int, optional
        Files read at a time, instead of what the pace says.
    pace : Pace, optional
        How hard to work; as the library says when not given.
    on_changed : callable, optional
        Called when more can be found than before, at most about three times a second.
    """

    def __init__(
        self,
        library: Library,
        reader: Reader,
        context: JobContext | None = None,
        *,
        n_readers: int | None = None,
        pace: Pace | None = None,
        on_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._library = library
        self._store = library.store
        self._reader = reader
        self._context = context or JobContext()
        self._pace = pace or library.job_settings().pace
        self._n_readers = n_readers or self._pace.n_readers
        self._on_changed = on_changed
        self._last_changed = 0.0

    def run(self, source_ids: Sequence[int] | None = None) -> IndexSummary:
        """Scan, read, store and learn, until all is done or the job is cancelled.

        Parameters
        ----------
        source_ids : sequence of int, optional
            Sources to look at; all when not given.

        Returns
        -------
        IndexSummary
            With ``cancelled`` set when the job was told to stop: what was stored stays, and the
            next run goes on from there.

        Raises
        ------
        AppError
            If the library cannot be written or no reader can be started.
        """
        started = time.monotonic()
        summary = self.update(source_ids)
        learned = False
        if not summary.cancelled:
            try:
                learner = Learner(self._library, self._context, self._pace.n_threads)
                learned = learner.run() is Need.LEARN
            except CancelledError:
                summary = replace(summary, cancelled=True)
        return replace(summary, learned=learned, seconds=time.monotonic() - started)

    def update(self, source_ids: Sequence[int] | None = None) -> IndexSummary:
        """Do what `run` does, but for learning."""
        started = time.monotonic()
        tally = _Tally()
        cancelled = False
        try:
            self._update(source_ids, tally)
        except CancelledError:
            cancelled = True
        return self._summary(tally, time.monotonic() - started, cancelled=cancelled)

    def read_pending(self) -> IndexSummary:
        """Read the files that wait, without looking for changes on disk."""
        started = time.monotonic()
        tally = _Tally()
        cancelled = False
        try:
            self._read_all(None, tally)
        except CancelledError:
            cancelled = True
        return self._summary(tally, time.monotonic() - started, cancelled=cancelled)

    def queue_failed(self, document_ids: Sequence[int] = ()) -> None:
        """Have failed files read again by the next run: all, or the given ones."""
        with self._store.database.transaction():
            self._store.documents.mark_pending(self._store.documents.failed_ids(document_ids))

    def _update(self, source_ids: Sequence[int] | None, tally: _Tally) -> None:
        self._context.begin(Stage.SCANNING.value)
        survey = Survey(self._store, self._context)
        tally.survey = survey.result
        survey.run(self._sources(source_ids))
        if survey.result.removed:
            self._announce()
        self._read_all(source_ids, tally)

    def _read_all(self, source_ids: Sequence[int] | None, tally: _Tally) -> None:
        """Read what waits, let go what nobody needs any more, check what was stored."""
        self._context.begin(Stage.READING.value)
        ingest = Ingest(self._store.contents, self._reader, self._store.scanned_pages)
        reached = [s.id for s in self._sources(source_ids) if not s.missing]
        self._read(reached, ingest, tally)
        n_outdated = self._queue_outdated(ingest, reached, tally)
        if n_outdated:
            self._read(reached, ingest, tally)
        self._sweep()
        self._announce()
        self._check_stored(tally)

    def _sources(self, source_ids: Sequence[int] | None) -> list[Source]:
        wanted = None if source_ids is None else set(source_ids)
        return [s for s in self._store.sources.all() if wanted is None or s.id in wanted]

    def _read(self, source_ids: list[int], ingest: Ingest, tally: _Tally) -> None:
        """Read pending files and store each as soon as it is ready."""
        files = sorted(self._store.documents.pending(source_ids), key=_reading_order)
        work_total = sum(_work(file) for file in files)
        work_done = 0
        check = self._context.raise_if_cancelled
        work = Paced(ingest, self._pace.rest)
        with closing(fan_out(work, files, self._n_readers, check)) as outcomes:
            for done, outcome in enumerate(outcomes, 1):
                self._store_outcome(outcome, tally)
                work_done += _work(outcome.file)
                item = outcome.file.path.name
                self._context.progress(done, len(files), item, (work_done, work_total))
                if time.monotonic() - self._last_changed > CHANGED_SECONDS:
                    self._announce()

    def _store_outcome(self, outcome: Outcome, tally: _Tally) -> None:
        """Commit what became of one file, in one transaction."""
        documents = self._store.documents
        file = outcome.file
        with self._store.database.transaction():
            if outcome.verdict is Verdict.GONE:
                documents.remove([file.id])
            elif outcome.verdict in (Verdict.FAILED, Verdict.UNSUPPORTED):
                state = FileState(outcome.verdict.value)
                known = None if outcome.content is None else self._stored(outcome.content, tally)
                documents.mark_without_text(file.id, outcome.facts, state, outcome.reason, known)
            else:
                documents.mark_read(file.id, outcome.facts, self._stored(outcome.content, tally))
                drafts = [self._stored_member(member, tally) for member in outcome.members]
                documents.put_members(file.id, drafts)
        tally.verdicts[outcome.verdict] += 1
        tally.survey.found += len(outcome.members)
        for member in outcome.members:
            tally.verdicts[_verdict(member)] += 1

    def _stored_member(self, member: ReadMember, tally: _Tally) -> MemberDraft:
        content_id = None if member.content is None else self._stored(member.content, tally)
        return MemberDraft(member.place, member.names, member.state, content_id, member.reason)

    def _stored(self, content: ContentDraft | int | None, tally: _Tally) -> int:
        """Store a text that is new; return its key."""
        if content is None:
            msg = "[services] a file that was read has no content"
            raise ValueError(msg)
        content_id = content if isinstance(content, int) else self._store.contents.put(content)
        tally.stored.append(content_id)
        return content_id

    def _queue_outdated(self, ingest: Ingest, source_ids: list[int], tally: _Tally) -> int:
        """Queue files whose text an older version of a reader gave: its offsets no longer hold.

        They will be counted once more, so what was counted of them is taken back.
        """
        versions = ingest.reader_versions
        outdated = self._store.documents.with_other_reader(versions, source_ids)
        if outdated:
            members = self._store.documents.count_members_of(outdated)
            tally.survey.found -= sum(members.values())
            tally.survey.unchanged.subtract(members)
            tally.survey.unchanged[FileState.READ] -= len(outdated)
            with self._store.database.transaction():
                self._store.documents.mark_pending(outdated)
        return len(outdated)

    def _sweep(self) -> None:
        """Remove the texts of files that are gone. Not earlier: a file may only have moved.

        What was taught about a passage goes on to the one that has its place now; tags go along
        with files that were moved or edited.
        """
        with self._store.database.transaction():
            n_removed = self._store.contents.remove_orphans()
            self._store.scanned_pages.remove_orphans()
            self._store.teachings.find_again(self._store.teachings.lost())
            self._store.groups.settle()
        if n_removed:
            self._store.database.truncate_log()

    def _check_stored(self, tally: _Tally) -> None:
        """Read back what was stored: "done" has to mean done."""
        lost = self._store.contents.incomplete(sorted(set(tally.stored)))
        if lost:
            raise AppError(
                "Some documents were not stored completely.",
                f"contents {lost[:20]}",
                "Check the disk, then index again.",
            )

    def _announce(self) -> None:
        self._last_changed = time.monotonic()
        self._on_changed()

    def _summary(self, tally: _Tally, seconds: float, *, cancelled: bool) -> IndexSummary:
        before, now = tally.survey.unchanged, tally.verdicts
        failed = before[FileState.FAILED] + now[Verdict.FAILED]
        unsupported = before[FileState.UNSUPPORTED] + now[Verdict.UNSUPPORTED]
        unchanged = before[FileState.READ] + now[Verdict.SAME]
        return IndexSummary(
            found=tally.survey.found - now[Verdict.GONE],
            read=now[Verdict.READ],
            unchanged=unchanged,
            removed=tally.survey.removed + now[Verdict.GONE],
            failed=failed,
            unsupported=unsupported,
            passages=self._store.documents.counts().passages,
            seconds=seconds,
            learned=False,
            cancelled=cancelled,
        )


def _verdict(member: ReadMember) -> Verdict:
    if member.state is not FileState.READ:
        return Verdict(member.state.value)
    return Verdict.SAME if isinstance(member.content, int) else Verdict.READ


def _work(file: KnownFile) -> int:
    return file.facts.size + _FILE_WORK


def _reading_order(file: KnownFile) -> tuple[bool, int, int]:
    """Return the key to sort by.

    Small files that have a reader first, they give the first results.
    """
    is_other = file.path.suffix.lower() not in _EXTENSIONS
    return (is_other, file.facts.size, file.id)
