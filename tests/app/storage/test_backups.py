# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from findling.storage.backups import KEPT, Backups, Precious
from findling.storage.errors import StorageError
from findling.storage.records import SourceKind, StoredTeaching, TaughtPassage

PLACE = TaughtPassage(b"d" * 32, 3, 9, "first words", 0)
TAUGHT = StoredTeaching(0, "good", "who?", "", PLACE, True, 12.5)


SETS: tuple[dict[str, Any], ...] = (
    {"name": "Kinds", "unit": "document", "is_multi": False, "labels": [], "answers": []},
)


def _folders(*names: str) -> Precious:
    return Precious(tuple((Path(f"/{name}"), SourceKind.FOLDER) for name in names))


def test_the_newest_backup_gives_back_what_was_added(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    assert backups.newest() == Precious()
    assert backups.save(_folders("a"))
    whole = Precious(
        _folders("a", "b").sources,
        {"exclusions": "[]"},
        (TAUGHT,),
        SETS,
        (("mine", "type:pdf", "best"),),
        (3, 8),
    )
    assert backups.save(whole)
    assert backups.newest() == whole


def test_a_backup_of_an_earlier_version_has_no_labels(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    backups.save(_folders("a"))
    (path,) = backups.all()
    value = json.loads(path.read_text().split("\n")[0])
    del value["label_sets"], value["searches"], value["source_ids"]
    body = json.dumps(value)
    path.write_text(f"{body}\n{hashlib.sha256(body.encode()).hexdigest()}\n")
    assert backups.newest() == _folders("a")


def test_names_that_are_no_text_survive(tmp_path: Path) -> None:
    odd = Precious(((Path("/caf\udce9"), SourceKind.FILE),))
    Backups(tmp_path).save(odd)
    assert Backups(tmp_path).newest() == odd


def test_what_has_not_changed_is_not_kept_twice_and_old_ones_go(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    assert backups.save(_folders("a"))
    assert not backups.save(_folders("a"))
    for i in range(2 * KEPT):
        backups.save(_folders(f"b{i}"))
    assert len(backups.all()) == KEPT
    assert backups.newest().sources == ((Path(f"/b{2 * KEPT - 1}"), SourceKind.FOLDER),)


def test_a_damaged_backup_gives_way_to_the_one_before(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    backups.save(_folders("a"))
    backups.save(_folders("b"))
    newest = backups.all()[0]
    newest.write_text(newest.read_text().replace("/b", "/c"))
    assert backups.newest().sources == ((Path("/a"), SourceKind.FOLDER),)
    newest.write_bytes(b"\xff\xfe")
    assert backups.newest().sources == ((Path("/a"), SourceKind.FOLDER),)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file")
    with pytest.raises(StorageError, match="cannot be backed up"):
        Backups(tmp_path / "backups" / "deeper").save(_folders("a"))
