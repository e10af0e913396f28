# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.jobs.context import CancelledError, JobContext
from findling.services.exchange.moving import move_source
from findling.services.indexer import Indexer
from findling.services.library import Library
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "other", writable=True) as opened:
        yield opened


def test_a_source_moves_with_its_texts_and_is_not_read_again(
    filled: Library, other: Library
) -> None:
    before = [(d.path, d.state, d.n_passages) for d in filled.documents()]
    (kept,) = filled.groups()

    move_source(filled, filled.sources()[0].id, other, JobContext())

    reader = ReaderHere()
    Indexer(other, reader, n_readers=1).update()
    assert reader.names == []
    assert [(d.path, d.state, d.n_passages) for d in other.documents()] == before
    (moved,) = other.groups()
    assert (moved.kind, moved.name) == (kept.kind, kept.name)
    assert len(moved.documents) == len(kept.documents) == 1
    assert filled.documents() == []
    assert filled.status().passages == 0


def test_a_library_that_has_a_part_of_it_refuses(
    filled: Library, other: Library, tree: Path
) -> None:
    other.add_sources([tree / "letters"])
    with pytest.raises(AppError, match="already, or a part of it"):
        move_source(filled, filled.sources()[0].id, other, JobContext())
    assert filled.documents()


def test_a_cancelled_move_moves_nothing(filled: Library, other: Library) -> None:
    n_documents = len(filled.documents())
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        move_source(filled, filled.sources()[0].id, other, context)
    assert len(filled.documents()) == n_documents
    assert other.sources() == []
