# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import pytest

from findling.extract.errors import PDF_LOCKED, ReadError, ReadFailure
from findling.services import conductor as module
from findling.services.conductor import Conductor
from findling.services.events import (
    AcceptedEvent,
    ChangedEvent,
    Command,
    ErrorEvent,
    Event,
    FinishedEvent,
    StateEvent,
    Verb,
)
from findling.services.holds import Hold
from findling.services.job_settings import JobMode, JobSettings, pace_of
from findling.services.learning import Need
from findling.services.passwords import Keyring, Unlocker
from findling.services.teaching import Teacher
from findling.services.types import WorkerState
from findling.storage.records import FileFacts, FileState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from findling.extract.types import ExtractedDocument
    from findling.services.job_settings import Pace
    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere

E = TypeVar("E")


class NoOpener:
    """Stands in for the readers: no password opens anything."""

    def read(
        self,
        path: Path,
        *,
        place: Sequence[int] = (),
        password: str = "",
        is_cancelled: Callable[[], bool],
    ) -> ExtractedDocument:
        raise AssertionError(path)

    def pdf_info(
        self, path: Path, *, place: Sequence[int] = (), password: str = ""
    ) -> tuple[tuple[float, float], ...]:
        raise ReadError(ReadFailure.PASSWORD, PDF_LOCKED)


class NoLearner:
    """Stands in for the learner: these tests are about the order of work."""

    def __init__(self, *_: object) -> None:
        pass

    def run(self) -> Need:
        return Need.NOTHING


class Stage:
    """A conductor on a stage: sends commands, collects events."""

    def __init__(self, library: Library, reader: ReaderHere) -> None:
        self.events: list[Event] = []
        self.conductor = Conductor(library, reader, self.events.append)
        self.number = 0

    def send(
        self, verb: Verb, *paths: Path, ids: tuple[int, ...] = (), texts: tuple[str, ...] = ()
    ) -> int:
        self.number += 1
        self.conductor.submit(Command(self.number, verb, paths, ids, texts))
        return self.number

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in list(self.events) if isinstance(event, kind)]

    def wait(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.events
            time.sleep(0.005)

    def wait_for_end(self, n: int = 1) -> FinishedEvent:
        self.wait(lambda: len(self.of(FinishedEvent)) >= n)
        return self.of(FinishedEvent)[n - 1]


@pytest.fixture
def stage(library: Library, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(module, "Learner", NoLearner)
    opened = Stage(library, reader)
    yield opened
    assert opened.conductor.close(5)


def test_an_added_folder_is_read_and_told(stage: Stage, tree: Path) -> None:
    stage.conductor.start()
    number = stage.send(Verb.ADD, tree, tree / "nowhere")
    summary = stage.wait_for_end().summary

    assert (summary.found, summary.read, summary.cancelled) == (7, 5, False)
    assert stage.of(AcceptedEvent) == [AcceptedEvent(number)]
    assert stage.of(ChangedEvent)[-1].read == 5
    assert stage.of(ErrorEvent)[0].message.endswith("nowhere does not exist.")
    states = [event.state for event in stage.of(StateEvent)]
    assert states == [WorkerState.IDLE, WorkerState.RUNNING, WorkerState.IDLE]


def test_what_an_earlier_run_left_is_done_at_the_start(
    stage: Stage, library: Library, tree: Path
) -> None:
    library.add_sources([tree])
    stage.conductor.start()
    assert stage.wait_for_end().summary.read == 5


def test_dropped_files_come_before_what_is_being_read(
    stage: Stage, tree: Path, reader: ReaderHere, tmp_path: Path
) -> None:
    (tmp_path / "urgent.txt").write_text("Urgent.")
    (tree / "letters" / "slow.txt").write_text("slow")
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    assert reader.at_slow_file.wait(10)
    stage.send(Verb.ADD, tmp_path / "urgent.txt")
    stage.wait(lambda: "urgent.txt" in reader.names)
    (tree / "letters" / "slow.txt").rename(tree / "letters" / "quick.txt")
    stage.send(Verb.RESCAN)
    summary = stage.wait_for_end().summary

    assert summary.read >= 6
    assert not summary.cancelled


def test_files_read_before_an_interruption_count_as_read(
    stage: Stage, tree: Path, reader: ReaderHere, tmp_path: Path
) -> None:
    (tmp_path / "urgent.txt").write_text("Urgent.")
    slow = tree / "slow.txt"
    slow.write_text("slow " * 1000)  # larger than the others: it comes last
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    assert reader.at_slow_file.wait(10)
    stage.wait(lambda: stage.of(ChangedEvent))
    slow.unlink()
    stage.send(Verb.ADD, tmp_path / "urgent.txt")
    summary = stage.wait_for_end().summary

    assert (summary.found, summary.read, summary.unchanged) == (8, 6, 0)


def test_cancel_ends_the_work_within_a_second(
    stage: Stage, tree: Path, reader: ReaderHere, library: Library
) -> None:
    (tree / "slow.txt").write_text("slow")
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    assert reader.at_slow_file.wait(10)
    began = time.monotonic()
    stage.send(Verb.CANCEL)
    summary = stage.wait_for_end().summary

    assert time.monotonic() - began < 1
    assert summary.cancelled
    assert library.status().pending >= 1


def test_what_was_asked_for_before_a_cancel_is_not_begun_after_it(
    stage: Stage, tree: Path, reader: ReaderHere, library: Library
) -> None:
    stage.send(Verb.ADD, tree)
    stage.send(Verb.CANCEL)
    stage.conductor.start()
    stage.wait(lambda: stage.of(AcceptedEvent))
    stage.wait(lambda: stage.of(StateEvent)[-1].state is WorkerState.IDLE)

    assert [source.path for source in library.sources()] == [tree]
    assert reader.paths == []


def test_a_paused_worker_holds_still_and_goes_on(
    stage: Stage, tree: Path, reader: ReaderHere
) -> None:
    stage.conductor.start()
    stage.send(Verb.PAUSE)
    stage.send(Verb.ADD, tree)
    stage.wait(lambda: stage.of(StateEvent)[-1].state is WorkerState.PAUSED)
    time.sleep(0.2)
    assert reader.paths == []

    stage.send(Verb.RESUME)
    assert stage.wait_for_end().summary.read == 5


def test_removed_sources_vanish(stage: Stage, tree: Path, library: Library) -> None:
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    stage.wait_for_end()
    stage.send(Verb.REMOVE, ids=(library.sources()[0].id,))
    stage.wait_for_end(2)
    assert library.documents() == []
    assert stage.of(ChangedEvent)[-1].passages == 0


def test_a_folder_is_removed_while_it_is_read(
    stage: Stage, tree: Path, reader: ReaderHere, library: Library
) -> None:
    (tree / "slow.txt").write_text("slow")
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    assert reader.at_slow_file.wait(10)
    stage.send(Verb.REMOVE, ids=(library.sources()[0].id,))
    stage.wait_for_end()
    assert library.documents() == []
    assert library.problems() == []


def test_failed_files_are_read_again_on_request(
    stage: Stage, tree: Path, reader: ReaderHere
) -> None:
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    stage.wait_for_end()
    reader.paths.clear()
    stage.send(Verb.RETRY)
    stage.wait_for_end(2)
    assert reader.names == ["empty.txt"]


def test_a_failure_is_told_and_the_next_command_still_works(
    stage: Stage, tree: Path, library: Library
) -> None:
    stage.conductor.start()
    stage.send(Verb.ADD, library.path)
    stage.wait(lambda: stage.of(ErrorEvent))
    assert "cannot contain itself" in stage.of(ErrorEvent)[0].message
    stage.send(Verb.ADD, tree)
    assert stage.wait_for_end(len(stage.of(FinishedEvent)) + 1).summary.read == 5


def test_closing_takes_less_than_a_second_and_keeps_what_was_asked_for(
    library: Library, reader: ReaderHere, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "Learner", NoLearner)
    stage = Stage(library, reader)
    (tree / "slow.txt").write_text("slow")
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    assert reader.at_slow_file.wait(10)
    stage.send(Verb.ADD, tree.parent / "library", tree)  # refused
    (tree.parent / "late.txt").write_text("late")
    stage.send(Verb.ADD, tree.parent / "late.txt")
    began = time.monotonic()

    assert stage.conductor.close(5)
    assert time.monotonic() - began < 1
    assert {source.path.name for source in library.sources()} == {"documents", "late.txt"}


def test_what_is_taught_is_stored_and_told_at_once(
    stage: Stage, library: Library, tree: Path
) -> None:
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    stage.wait_for_end()
    n_changes = len(stage.of(ChangedEvent))

    passage = int(library.passage_ids()[0])
    stage.send(Verb.GOOD, ids=(passage,), texts=("a query",))
    stage.send(Verb.MEANS, texts=("words", "meaning"))
    stage.send(Verb.DISABLE, ids=(1,))
    stage.wait(lambda: len(stage.of(AcceptedEvent)) == 4)
    assert [(t.query, t.enabled) for t in Teacher(library).all()] == [
        ("a query", False),
        ("words", True),
    ]
    assert len(stage.of(ChangedEvent)) >= n_changes + 3

    stage.send(Verb.FORGET, ids=(77,))
    stage.wait(lambda: stage.of(ErrorEvent))
    assert stage.of(ErrorEvent)[0].message == "There is no such teaching."


def test_a_hint_has_its_source_scanned(stage: Stage, library: Library, tree: Path) -> None:
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    stage.wait_for_end()
    (tree / "new.txt").write_text("Something new has come into the folder.")
    stage.conductor.look_again(tuple(source.id for source in library.sources()))
    assert stage.wait_for_end(2).summary.read == 1


def test_other_files_are_left_out_at_once(stage: Stage, library: Library, tree: Path) -> None:
    stage.conductor.start()
    stage.send(Verb.ADD, tree)
    stage.wait_for_end()
    stage.send(Verb.EXCLUDE, ids=(0,), texts=("*.txt",))
    assert stage.wait_for_end(2).summary.removed == 5
    assert library.exclusions().patterns == ("*.txt",)


def test_a_wrong_password_is_told_and_ends_nothing(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    events: list[Event] = []
    unlocker = Unlocker(library, NoOpener(), Keyring())
    conductor = Conductor(library, reader, events.append, unlocker=unlocker)
    library.add_sources([tree])
    with library.store.database.transaction():
        source = library.sources()[0].id
        facts = FileFacts(1, 1, "")
        library.store.documents.add_pending(source, tree / "locked.pdf", facts)
        row = next(r for r in library.documents() if r.path.name == "locked.pdf")
        reason = f"{PDF_LOCKED} Unlock it."
        library.store.documents.mark_without_text(row.id, facts, FileState.FAILED, reason)
    conductor.submit(Command(1, Verb.UNLOCK, (), (row.id,), ("wrong",)))
    conductor.start()
    deadline = time.monotonic() + 10
    while not any(isinstance(event, FinishedEvent) for event in events):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    assert conductor.close(5)
    (told,) = [event for event in events if isinstance(event, ErrorEvent)]
    assert told.message == "The password does not open this document."
    assert "wrong" not in repr(events)


def test_on_battery_work_waits_until_power_is_back(
    stage: Stage, tree: Path, library: Library
) -> None:
    library.set_job_settings(JobSettings(pause_on_battery=True))
    stage.conductor.start()
    stage.conductor.set_power(True)
    stage.send(Verb.ADD, tree)
    held = StateEvent(WorkerState.PAUSED, Hold.BATTERY)
    stage.wait(lambda: held in stage.events)
    stage.conductor.set_power(False)
    assert stage.wait_for_end().summary.read == 5


def test_work_waits_until_the_disk_has_room(stage: Stage, tree: Path) -> None:
    stage.conductor.start()
    stage.conductor.set_disk(1 << 30)
    stage.send(Verb.ADD, tree)
    held = StateEvent(WorkerState.PAUSED, Hold.DISK, 1 << 30)
    stage.wait(lambda: held in stage.events)
    stage.conductor.set_disk(0)
    assert stage.wait_for_end().summary.read == 5


def test_resume_goes_on_although_there_is_no_power(
    stage: Stage, tree: Path, library: Library
) -> None:
    library.set_job_settings(JobSettings(pause_on_battery=True))
    stage.conductor.start()
    stage.conductor.set_power(True)
    stage.send(Verb.ADD, tree)
    stage.wait(lambda: StateEvent(WorkerState.PAUSED, Hold.BATTERY) in stage.events)
    stage.send(Verb.RESUME)
    assert stage.wait_for_end().summary.read == 5


def test_a_new_mode_is_kept_and_told_to_the_process(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    paces: list[Pace] = []
    conductor = Conductor(library, reader, lambda _: None, on_pace=paces.append)
    conductor.start()
    conductor.submit(Command(1, Verb.MODE, (), (1,), ("quiet",)))
    deadline = time.monotonic() + 10
    while not paces:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    assert conductor.close(5)
    assert paces == [pace_of(JobMode.QUIET)]
    assert library.job_settings() == JobSettings(JobMode.QUIET, pause_on_battery=True)
