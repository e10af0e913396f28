# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.indexer import Indexer
from findling.services.passage_cache import PassageCache

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere


@pytest.fixture
def ids(library: Library, tree: Path, reader: ReaderHere) -> list[int]:
    library.add_sources([tree])
    Indexer(library, reader).update()
    return library.passage_ids().tolist()


def test_passages_come_in_the_order_asked_for(library: Library, ids: list[int]) -> None:
    wanted = ids[::-1]
    found = PassageCache(library).fetch(wanted)
    assert list(found) == wanted
    assert all(known.folded == " ".join(known.passage.text.split()) for known in found.values())


def test_what_was_fetched_is_not_fetched_again(
    library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = PassageCache(library)
    before = cache.fetch(ids)
    monkeypatch.setattr(library, "passage_records", None)
    assert cache.fetch(ids) == before


def test_only_so_many_are_kept(library: Library, ids: list[int]) -> None:
    cache = PassageCache(library, capacity=2)
    assert len(cache.fetch(ids)) == len(ids) > 2
    assert len(cache) == 2


def test_passages_that_are_gone_are_left_out(library: Library, ids: list[int]) -> None:
    assert list(PassageCache(library).fetch([ids[0], 999_999])) == [ids[0]]


def test_markdown_is_shown_without_its_signs(
    library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    for name in ("bread.md", "bread.txt"):
        (tmp_path / name).write_text(f"# Bread\n\nOf **{name}**: `flour`.\n", encoding="utf-8")
        library.add_sources([tmp_path / name])
    Indexer(library, reader).update()
    known = PassageCache(library).fetch(library.passage_ids().tolist()).values()
    assert {one.shown for one in known} == {
        "Bread Of bread.md: flour.",
        "# Bread Of **bread.txt**: `flour`.",
    }
    assert {one.folded for one in known if one.folded != one.shown} == {
        "# Bread Of **bread.md**: `flour`."
    }


def test_the_format_of_a_content_is_asked_once(
    library: Library, tmp_path: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.txt").write_text("A sentence about bread. " * 500, encoding="utf-8")
    library.add_sources([tmp_path / "long.txt"])
    Indexer(library, reader).update()
    asked: list[int] = []

    def note(content_id: int) -> str:
        asked.append(content_id)
        return "txt"

    monkeypatch.setattr(library.store.contents, "format", note)
    found = PassageCache(library).fetch(library.passage_ids().tolist())
    assert len(found) > 3
    assert len(asked) == 1
