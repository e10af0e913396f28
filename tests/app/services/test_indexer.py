# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services import scanning, survey
from findling.services.indexer import Indexer
from findling.services.types import DocumentState

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.library import Library
    from findling.services.types import IndexSummary
    from tests.app.services.conftest import ReaderHere


def _add(library: Library, *paths: Path) -> None:
    library.add_sources(paths)


def _update(
    library: Library,
    reader: ReaderHere,
    context: JobContext | None = None,
    on_changed: Callable[[], None] = lambda: None,
) -> IndexSummary:
    return Indexer(library, reader, context, n_readers=2, on_changed=on_changed).update()


def _other_drive(_: Path) -> str:
    return "another drive"


def _first(ids: list[int]) -> list[int]:
    return ids[:1]


def _states(library: Library) -> dict[str, str]:
    return {row.path.name: row.state.value for row in library.documents()}


def test_every_file_ends_in_one_state_with_a_reason(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    summary = _update(library, reader)

    assert (summary.found, summary.read, summary.failed, summary.unsupported) == (7, 5, 1, 1)
    assert _states(library)["rent.txt"] == "read"
    assert {row.path.name: row.reason for row in library.needs_attention()} == {
        "empty.txt": "The file is empty.",
        "picture.png": "Pictures cannot be read yet.",
    }
    assert summary.passages == library.status().passages == library.passage_ids().size


def test_unchanged_files_are_not_even_opened(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    _update(library, reader)
    reader.paths.clear()
    ids = library.passage_ids().tolist()
    _add(library, tree, tree / "notes" / "apples.txt")
    summary = _update(library, reader)

    assert (summary.found, summary.read, summary.unchanged, summary.removed) == (7, 0, 5, 0)
    assert (summary.failed, summary.unsupported) == (1, 1)
    assert reader.paths == []
    assert library.passage_ids().tolist() == ids


def test_a_changed_file_is_read_again_and_its_old_text_goes(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    _update(library, reader)
    reader.paths.clear()
    (tree / "letters" / "rent.txt").write_text("The rent was waived.")
    summary = _update(library, reader)

    assert (summary.read, summary.unchanged) == (1, 4)
    assert reader.names == ["rent.txt"]
    texts = [passage.text for passage in library.passages(library.passage_ids())]
    assert "The rent was waived." in texts
    assert not [text for text in texts if "third of each month" in text]


def test_a_touched_file_is_not_read_again(library: Library, tree: Path, reader: ReaderHere) -> None:
    _add(library, tree)
    _update(library, reader)
    reader.paths.clear()
    os.utime(tree / "letters" / "rent.txt", ns=(1, 1))
    summary = _update(library, reader)

    assert (summary.read, summary.unchanged) == (0, 5)
    assert reader.paths == []


def test_a_change_within_a_tick_of_the_clock_is_seen(
    library: Library, tree: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "_TICK_NS", 2_000_000_000)
    path, now = tree / "letters" / "offer.md", time.time_ns()
    os.utime(path, ns=(now, now))
    _add(library, tree)
    _update(library, reader)
    path.write_text(path.read_text().replace("chairs", "tables"))
    os.utime(path, ns=(now, now))  # the same length, time and number as before

    _update(library, reader)

    (row,) = [row for row in library.documents() if row.path == path]
    assert "ten tables" in library.document_text(row.id).text


def test_a_file_of_the_last_seconds_is_looked_at_once_more_and_not_again(
    library: Library, tree: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "_TICK_NS", 1 << 62)
    _add(library, tree)
    _update(library, reader)
    first = list(reader.names)
    monkeypatch.setattr(scanning, "_TICK_NS", -1)
    _update(library, reader)
    second = reader.names
    _update(library, reader)

    assert second == sorted([*first, "empty.txt"])  # of which no text is known
    assert reader.names == second


def test_a_deleted_file_vanishes_with_its_text(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    _update(library, reader)
    (tree / "notes" / "deep" / "stars.txt").unlink()
    summary = _update(library, reader)

    assert (summary.found, summary.removed) == (6, 1)
    assert "stars.txt" not in _states(library)
    assert not [p for p in library.passages(library.passage_ids()) if "Sirius" in p.text]


def test_a_moved_file_keeps_its_text_and_passages(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    _update(library, reader)
    reader.paths.clear()
    ids = library.passage_ids().tolist()
    (tree / "notes" / "deep" / "stars.txt").rename(tree / "letters" / "stars.txt")
    summary = _update(library, reader)

    assert (summary.read, summary.removed) == (1, 1)
    assert reader.paths == []
    assert library.passage_ids().tolist() == ids


def test_equal_files_are_read_and_stored_once(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    Indexer(library, reader, n_readers=1).update()

    assert reader.names.count("apples.txt") + reader.names.count("copy.txt") == 1
    rows = {row.path.name: row.id for row in library.documents()}
    assert library.document_text(rows["copy.txt"]).text.startswith("Apples keep")
    apples = [p for p in library.passages(library.passage_ids()) if "Apples" in p.text]
    assert len(apples) == 1


def test_failed_files_wait_for_a_change_or_a_request(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    _update(library, reader)
    reader.paths.clear()
    _update(library, reader)
    assert reader.paths == []

    Indexer(library, reader).queue_failed()
    summary = _update(library, reader)
    assert reader.names == ["empty.txt"]
    assert summary.failed == 1

    (tree / "notes" / "empty.txt").write_text("Not empty any more.")
    summary = _update(library, reader)
    assert (summary.read, summary.failed) == (1, 0)


def test_a_drive_that_is_not_connected_keeps_its_documents(
    library: Library, tree: Path, reader: ReaderHere, tmp_path: Path
) -> None:
    _add(library, tree)
    _update(library, reader)
    ids = library.passage_ids().tolist()
    tree.rename(tmp_path / "unplugged")
    summary = _update(library, reader)

    assert (summary.found, summary.removed) == (0, 0)
    assert library.sources()[0].missing
    assert library.passage_ids().tolist() == ids

    (tmp_path / "unplugged").rename(tree)
    assert _update(library, reader).unchanged == 5
    assert not library.sources()[0].missing


def test_the_empty_place_of_a_drive_is_not_an_empty_folder(
    library: Library, tree: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(library, tree)
    _update(library, reader)
    shutil.rmtree(tree)
    tree.mkdir()
    monkeypatch.setattr(survey, "device_of", _other_drive)
    assert _update(library, reader).removed == 0

    monkeypatch.setattr(survey, "device_of", scanning.device_of)
    assert _update(library, reader).removed == 7


def test_what_stands_in_a_folder_that_cannot_be_looked_into_is_kept(
    library: Library, tree: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(library, tree)
    _update(library, reader)
    scandir = os.scandir

    def deny(path: Path) -> object:
        if Path(path).name == "deep":
            raise PermissionError(13, "denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    summary = _update(library, reader)
    assert (summary.found, summary.removed) == (6, 0)
    assert "stars.txt" in _states(library)


def test_a_deleted_file_that_was_added_by_itself_vanishes(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    path = tree / "letters" / "rent.txt"
    _add(library, path)
    _update(library, reader)
    path.unlink()
    assert _update(library, reader).removed == 1
    assert library.documents() == []


def test_the_folder_takes_the_place_of_files_in_it(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree / "letters" / "rent.txt", tree / "notes")
    _update(library, reader)
    ids = set(library.passage_ids().tolist())
    _add(library, tree)
    _update(library, reader)

    assert [source.path for source in library.sources()] == [tree]
    assert ids < set(library.passage_ids().tolist())


def test_only_the_asked_sources_are_scanned(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    letters = library.add_sources([tree / "letters"]).source_ids
    library.add_sources([tree / "notes"])
    summary = Indexer(library, reader).update(letters)
    assert summary.found == 2
    assert set(_states(library)) == {"rent.txt", "offer.md"}


def test_small_files_with_a_reader_come_first(
    library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    root = tmp_path / "sizes"
    root.mkdir()
    for name, size in [("big.txt", 9000), ("mid.txt", 500), ("odd.xyzzy", 3), ("small.txt", 9)]:
        (root / name).write_text("word " * size)
    _add(library, root)
    Indexer(library, reader, n_readers=1).update()
    assert [path.name for path in reader.paths] == ["small.txt", "mid.txt", "big.txt", "odd.xyzzy"]


def test_a_cancelled_run_keeps_what_it_stored_and_the_next_goes_on(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    (tree / "slow.txt").write_text("slow")
    _add(library, tree)
    context = JobContext()
    run = threading.Thread(target=lambda: results.append(_update(library, reader, context=context)))
    results: list[IndexSummary] = []
    run.start()
    assert reader.at_slow_file.wait(10)
    context.cancel()
    run.join(1.0)

    assert not run.is_alive()
    assert results[0].cancelled
    assert _states(library)["slow.txt"] == "pending"

    (tree / "slow.txt").rename(tree / "quick.txt")
    summary = _update(library, reader)
    assert not summary.cancelled
    assert summary.found == summary.read + summary.unchanged + summary.failed + summary.unsupported
    assert library.status().pending == 0


def test_a_file_that_changes_while_it_is_read_is_read_once_more(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    path = tree / "letters" / "rent.txt"

    def rewrite(_: Path) -> None:
        if len(reader.paths) == 1:
            path.write_text("new")

    reader.before_read = rewrite
    _add(library, path)
    summary = _update(library, reader)

    assert summary.read == 1
    row = library.documents()[0]
    assert library.document_text(row.id).text.strip() == "new"
    assert not library.document_text(row.id).changed


def test_a_file_that_never_stops_changing_is_told(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    path = tree / "letters" / "rent.txt"

    def grow(_: Path) -> None:
        path.write_text("x" * len(reader.paths))

    reader.before_read = grow
    _add(library, path)
    _update(library, reader)
    assert library.needs_attention()[0].reason == "The file kept changing while it was read."


def test_a_file_that_goes_while_it_is_read_is_removed(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    path = tree / "letters" / "rent.txt"
    reader.before_read = Path.unlink
    _add(library, path)
    summary = _update(library, reader)
    assert (summary.found, summary.read, summary.removed) == (0, 0, 1)
    assert library.documents() == []


def test_a_mistake_of_ours_costs_one_file(
    library: Library, tree: Path, reader: ReaderHere, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(path: Path) -> None:
        if path.name == "rent.txt":
            raise RecursionError

    reader.before_read = stumble
    _add(library, tree)
    summary = _update(library, reader)
    assert (summary.read, summary.failed) == (4, 2)
    reasons = {row.path.name: row.reason for row in library.needs_attention()}
    assert reasons["rent.txt"] == "The file could not be processed."
    assert "RecursionError" in caplog.text


def test_a_reader_that_cannot_start_ends_the_run_and_marks_nothing(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    def refuse(path: Path) -> None:
        raise AppError("No reader could be started.")

    reader.before_read = refuse
    _add(library, tree)
    with pytest.raises(AppError, match="No reader"):
        _update(library, reader)
    assert library.status().pending >= 5


def test_texts_of_an_older_reader_are_replaced(
    library: Library, tree: Path, reader: ReaderHere
) -> None:
    _add(library, tree)
    _update(library, reader)
    with library.store.database.transaction():
        library.store.database.execute("UPDATE contents SET reader = 'plain/0'")
    reader.paths.clear()
    (tree / "letters" / "new.txt").write_text("A new letter.")
    summary = _update(library, reader)

    assert {"new.txt", "rent.txt", "stars.txt"} <= set(reader.names)
    assert "offer.md" not in reader.names
    assert summary.found == summary.read + summary.unchanged + summary.failed + summary.unsupported
    assert library.problems() == []


def test_changes_are_told_soon_and_not_too_often(
    library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    root = tmp_path / "many"
    root.mkdir()
    for i in range(200):
        (root / f"{i}.txt").write_text(f"Text number {i}.")
    _add(library, root)
    told: list[int] = []
    _update(library, reader, on_changed=lambda: told.append(library.status().read))

    assert told[0] < 50
    assert told[-1] == 200
    assert len(told) < 40


def test_passages_that_were_not_stored_are_noticed(
    library: Library, tree: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library.store.contents, "incomplete", _first)
    _add(library, tree)
    with pytest.raises(AppError, match="not stored completely"):
        _update(library, reader)


def test_states_are_those_of_the_values(library: Library, tree: Path, reader: ReaderHere) -> None:
    _add(library, tree)
    _update(library, reader)
    assert {row.state for row in library.documents()} == {
        DocumentState.READ,
        DocumentState.FAILED,
        DocumentState.UNSUPPORTED,
    }
