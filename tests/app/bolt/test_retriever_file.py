# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from findling import _core
from findling.bolt import EngineFormatError, EngineIoError, Retriever
from tests.app.bolt.conftest import make_passages

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = ("violin", "boiling onions in a greenhouse", "unheardofword", "", "the and")


def test_a_loaded_index_answers_and_grows_as_before(tmp_path: Path) -> None:
    texts, _ = make_passages(120)
    retriever = Retriever(dim=32, vocabulary_size=300, language="german").fit(texts)
    retriever.add(["a ship with a new word, frobnicate"], ids=[500])
    retriever.remove([3, 77])
    retriever.save(tmp_path / "index.fdl")
    again = Retriever.load(tmp_path / "index.fdl")
    assert again.get_params() == retriever.get_params()
    assert again.ids_.tolist() == retriever.ids_.tolist()
    assert (again.n_passages_, again.n_trained_) == (119, 120)
    for query in QUERIES:
        assert again.search(query, k=200) == retriever.search(query, k=200)
    more = make_passages(20, seed=5)[0]
    for one in (again, retriever):
        one.add(more)
    assert again.search("lighthouse", k=200) == retriever.search("lighthouse", k=200)


def test_strings_as_ids_survive(tmp_path: Path) -> None:
    Retriever(epochs=0).fit(["a cat"], ids=["käse/1"]).save(tmp_path / "i")
    assert Retriever.load(tmp_path / "i").search("cat")[0].id == "käse/1"


def test_an_empty_index_can_be_saved(tmp_path: Path) -> None:
    Retriever().save(tmp_path / "i")
    assert Retriever.load(tmp_path / "i").n_passages_ == 0


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(EngineIoError) as raised:
        Retriever.load(tmp_path / "none.fdl")
    assert isinstance(raised.value, OSError)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    retriever = Retriever(epochs=0).fit(["a cat"])
    with pytest.raises(EngineIoError):
        retriever.save(tmp_path / "no" / "folder" / "i.fdl")


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89FDL\r\n\x1a\n" + bytes(200)])
def test_foreign_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.fdl"
    path.write_bytes(content)
    with pytest.raises(EngineFormatError):
        Retriever.load(path)


def test_every_damage_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "i.fdl"
    Retriever(dim=32, epochs=1).fit(make_passages(40)[0]).save(path)
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        path.write_bytes(damaged)
        with pytest.raises(EngineFormatError):
            Retriever.load(path)
    path.write_bytes(whole[:-1])
    with pytest.raises(EngineFormatError):
        Retriever.load(path)


@pytest.mark.parametrize(
    "change",
    [
        {"ids": [0]},
        {"ids": "abc"},
        {"language": "klingon"},
        {"params": {"unknown": 1}},
        {"params": None},
        {"subwords": "{}"},
        {"subwords": None},
    ],
)
def test_a_description_that_does_not_fit_is_refused(
    tmp_path: Path, change: dict[str, object]
) -> None:
    path = tmp_path / "i.fdl"
    Retriever(dim=32, epochs=1).fit(["a cat sat here", "a dog ran there"]).save(path)
    engine, note = _core.Retriever.load(path, 1)
    engine.save(tmp_path / "changed.fdl", json.dumps({**json.loads(note), **change}))
    with pytest.raises(EngineFormatError):
        Retriever.load(tmp_path / "changed.fdl")
