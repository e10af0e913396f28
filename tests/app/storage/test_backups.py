# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from findling.storage.backups import KEPT, Backups
from findling.storage.errors import StorageError
from findling.storage.records import Source, SourceKind, StoredTeaching, TaughtPassage

PLACE = TaughtPassage(b"d" * 32, 3, 9, "first words", 0)
TAUGHT = StoredTeaching(0, "good", "who?", "", PLACE, True, 12.5)


def _sources(*names: str) -> list[Source]:
    return [
        Source(i, Path(f"/{name}"), SourceKind.FOLDER, missing=False)
        for i, name in enumerate(names)
    ]


def test_the_newest_backup_gives_back_what_was_added(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    assert backups.newest() == ((), {}, ())
    assert backups.save(_sources("a"), {}, [])
    assert backups.save(_sources("a", "b"), {"exclusions": "[]"}, [TAUGHT])
    folders = ((Path("/a"), SourceKind.FOLDER), (Path("/b"), SourceKind.FOLDER))
    assert backups.newest() == (folders, {"exclusions": "[]"}, (TAUGHT,))


def test_names_that_are_no_text_survive(tmp_path: Path) -> None:
    odd = Source(1, Path("/caf\udce9"), SourceKind.FILE, missing=False)
    Backups(tmp_path).save([odd], {}, [])
    assert Backups(tmp_path).newest().sources == ((odd.path, SourceKind.FILE),)


def test_what_has_not_changed_is_not_kept_twice_and_old_ones_go(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    assert backups.save(_sources("a"), {}, [])
    assert not backups.save(_sources("a"), {}, [])
    for i in range(2 * KEPT):
        backups.save(_sources(f"b{i}"), {}, [])
    assert len(backups.all()) == KEPT
    assert backups.newest().sources == ((Path(f"/b{2 * KEPT - 1}"), SourceKind.FOLDER),)


def test_a_damaged_backup_gives_way_to_the_one_before(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    backups.save(_sources("a"), {}, [])
    backups.save(_sources("b"), {}, [])
    newest = backups.all()[0]
    newest.write_text(newest.read_text().replace("/b", "/c"))
    assert backups.newest().sources == ((Path("/a"), SourceKind.FOLDER),)
    newest.write_bytes(b"\xff\xfe")
    assert backups.newest().sources == ((Path("/a"), SourceKind.FOLDER),)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file")
    with pytest.raises(StorageError, match="cannot be backed up"):
        Backups(tmp_path / "backups" / "deeper").save(_sources("a"), {}, [])
