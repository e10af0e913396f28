# SPDX-License-Identifier: Apache-2.0
"""A damaged library is put right between two windows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services.checkup import Problem, Repair, check
from findling.services.library import Library
from findling.storage.salvage import Salvaged
from findling.ui.mending import Mending, RepairQuestion, repair_unopened, tell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def test_a_damaged_library_is_whole_again(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, writable=True) as library:
        documents = tmp_path / "documents"
        documents.mkdir()
        library.add_sources([documents])
    (folder / "library.db").write_bytes(b"nonsense" * 1000)
    dialog = Mending(folder)
    qtbot.addWidget(dialog)
    done = dialog.run()
    assert isinstance(done, Repair)
    assert done.database is not None
    assert not dialog.isVisible()
    assert check(folder, JobContext()).problems == ()


def test_where_there_is_nothing_to_repair_that_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = Mending(tmp_path)
    qtbot.addWidget(dialog)
    done = dialog.run()
    assert isinstance(done, AppError)
    assert "There is no library" in str(done)


def test_it_stays_until_it_is_done(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = Mending(tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    dialog.close()
    assert dialog.isVisible()
    dialog.outcome = AppError("Done.")


def test_what_came_of_it_is_told(bench: Bench) -> None:
    problem = Problem("The library's database was damaged.", "")
    kept = Salvaged(kept_at=Path("/library/old.db"), documents=3, lost_texts=1, from_backup=True)
    tell(Repair((problem,), kept, 1, index_removed=True), bench.parts.message)
    assert bench.parts.message.sentence == (
        "The library was repaired. The damaged database was kept beside the new one. "
        "1 document will be read again. The search index is made anew."
    )
    tell(Repair((), None, 0, index_removed=False), bench.parts.message)
    assert bench.parts.message.sentence == "The library is sound: nothing was changed."
    tell(AppError("The disk is full."), bench.parts.message)
    assert bench.parts.message.sentence == "The disk is full."


def error_of(folder: Path) -> AppError:
    with pytest.raises(AppError) as raised:
        Library.open(folder, create=False)
    return raised.value


def test_a_library_that_cannot_be_opened_is_repaired_when_the_user_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, folder = tmp_path / "documents", tmp_path / "library"
    documents.mkdir()
    with Library.open(folder, writable=True) as library:
        library.add_sources([documents])
    (folder / "library.db").write_bytes(b"nonsense" * 1000)
    error = error_of(folder)
    monkeypatch.setattr(RepairQuestion, "exec", lambda self: click(self, self.leave))
    with pytest.raises(AppError) as raised:
        repair_unopened(folder, error)
    assert raised.value is error
    monkeypatch.setattr(RepairQuestion, "exec", lambda self: click(self, self.repair))
    assert repair_unopened(folder, error).database is not None
    with Library.open(folder, create=False) as library:
        assert [source.path for source in library.sources()] == [documents]


def test_what_is_no_damaged_library_is_not_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RepairQuestion, "exec", lambda _: pytest.fail("nobody is asked"))
    with Library.open(tmp_path / "newer", writable=True) as library:
        library.add_sources([])
    with closing(sqlite3.connect(tmp_path / "newer" / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "library.db").write_bytes(b"a file of another program" * 100)
    for folder in (tmp_path / "newer", tmp_path / "foreign"):
        before = (folder / "library.db").read_bytes()
        error = error_of(folder)
        with pytest.raises(AppError) as raised:
            repair_unopened(folder, error)
        assert raised.value is error
        assert (folder / "library.db").read_bytes() == before


def click(dialog: RepairQuestion, button: QPushButton) -> int:
    """Answer for the user."""
    dialog.show()
    button.click()
    return dialog.result()
