# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from findling.storage import generations as module
from findling.storage.errors import StorageError
from findling.storage.generations import INDEX_FILE, Generations, Manifest

if TYPE_CHECKING:
    from pathlib import Path


def _manifest(n: int) -> Manifest:
    return Manifest(n, n, n, n, 12.5, 13.5, "0.1.0")


def _publish(generations: Generations, n: int) -> int:
    draft = generations.begin()
    (draft / INDEX_FILE).write_bytes(b"index %d" % n)
    return generations.publish(draft, _manifest(n)).number


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def test_there_is_none_at_first(tmp_path: Path, generations: Generations) -> None:
    assert generations.current() is None
    assert Generations(tmp_path / "nowhere").all() == []


def test_the_published_one_is_current_and_comes_back_as_it_was(generations: Generations) -> None:
    _publish(generations, 7)
    current = generations.current()

    assert current is not None
    assert current.manifest == _manifest(7)
    assert current.index_file.read_bytes() == b"index 7"


def test_the_previous_one_is_kept_until_it_is_retired(generations: Generations) -> None:
    for n in (1, 2, 3):
        _publish(generations, n)
    assert [g.number for g in generations.all()] == [3, 2]

    generations.retire()
    assert [g.number for g in generations.all()] == [3]


def test_numbers_grow_even_when_the_newest_is_damaged(
    tmp_path: Path, generations: Generations
) -> None:
    _publish(generations, 1)
    (tmp_path / "gen-000001" / INDEX_FILE).unlink()
    assert generations.current() is None
    assert _publish(generations, 2) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: (f / "CURRENT").unlink(),
        lambda f: (f / "CURRENT").write_bytes(b"\xff\xfe"),
        lambda f: (f / "CURRENT").write_text("../../etc"),
        lambda f: (f / "CURRENT").write_text("gen-000099"),
    ],
)
def test_a_bad_pointer_leads_to_the_newest_whole_one(
    tmp_path: Path, generations: Generations, damage: object
) -> None:
    _publish(generations, 1)
    _publish(generations, 2)
    assert callable(damage)
    damage(tmp_path)

    current = generations.current()
    assert current is not None
    assert current.number == 2


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"format": 2}', json.dumps({"format": 1, "passages": "many"}), "{" * 100_000],
)
def test_a_generation_with_a_damaged_manifest_is_passed_over(
    tmp_path: Path, generations: Generations, manifest: str
) -> None:
    _publish(generations, 1)
    _publish(generations, 2)
    (tmp_path / "gen-000002" / "manifest.json").write_text(manifest)

    current = generations.current()
    assert current is not None
    assert current.number == 1


def test_drafts_of_a_killed_process_are_swept_out(tmp_path: Path, generations: Generations) -> None:
    (tmp_path / "draft-1").mkdir()
    (tmp_path / "draft-1" / INDEX_FILE).write_bytes(b"half")

    generations.sweep()

    assert list(tmp_path.glob("draft-*")) == []


@pytest.mark.parametrize("step", ["sync_file", "write_text", "sync_folder"])
def test_a_full_disk_leaves_the_old_one_current(
    generations: Generations, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    _publish(generations, 1)
    draft = generations.begin()
    (draft / INDEX_FILE).write_bytes(b"index 2")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, step, fail)
        with pytest.raises(StorageError, match="cannot be saved"):
            generations.publish(draft, _manifest(2))

    current = generations.current()
    assert current is not None
    assert current.number == 1
    assert _publish(generations, 3) >= 2


def test_clearing_removes_all(tmp_path: Path, generations: Generations) -> None:
    _publish(generations, 1)
    _publish(generations, 2)
    generations.clear()
    assert generations.current() is None
    assert list(tmp_path.glob("gen-*")) == []
