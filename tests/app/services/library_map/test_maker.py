# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.jobs.context import JobContext
from findling.services.labels.items import Items
from findling.services.labels.keeper import LabelKeeper
from findling.services.learning import Learner
from findling.services.library import Library
from findling.services.library_map.maker import MapMaker
from findling.storage.labels.records import Unit, Verdict
from tests.app.letters import KINDS, add_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", writable=True) as opened:
        add_letters(opened, tmp_path / "letters")
        yield opened


@pytest.fixture
def learned(library: Library) -> Library:
    Learner(library, JobContext()).run()
    return library


def kept_file(library: Library) -> Path:
    generation = library.store.generations.current()
    assert generation is not None
    return generation.folder / "map.npz"


def test_without_anything_learned_there_is_no_map(library: Library) -> None:
    maker = MapMaker(library)
    assert not maker.can_be_made
    assert maker.kept() == (None, False)
    assert len(maker.make().contents) == 0


def test_a_map_is_made_kept_and_described(learned: Library) -> None:
    maker = MapMaker(learned)
    assert maker.can_be_made
    told: list[float] = []
    made = maker.make(told.append)
    assert told[-1] == 1.0
    assert made.places.shape == (60, 2)  # the copy of a letter has the same text
    kept, is_fresh = MapMaker(learned).kept()
    assert is_fresh
    assert kept is not None
    np.testing.assert_array_equal(kept.places, made.places)
    assert kept.names == made.names
    words = {word for kind in KINDS.values() for word in kind}
    assert any(set(name.split(", ")) & words for name in made.names)

    known = maker.describe(made)
    kinds = np.array([learned.document(int(key)).path.stem[-4:] for key in known.documents])
    away = np.sum(np.square(made.places[:, None] - made.places[None]), axis=2)
    np.fill_diagonal(away, np.inf)
    near = np.argsort(away, axis=1)[:, :5]
    assert float(np.mean(kinds[near] == kinds[:, None])) > 0.7
    assert set(known.folders) == {"letters"}
    assert set(known.formats) == {"TXT"}
    assert set(known.labels) == {""}
    rows = maker.rows([int(known.documents[5]), 10**9, int(known.documents[2])])
    assert [row.id for row in rows] == [known.documents[5], known.documents[2]]


def test_labels_are_known_and_what_is_gone_has_no_document(
    learned: Library,
) -> None:
    maker = MapMaker(learned)
    made = maker.make()
    keeper = LabelKeeper(learned)
    row = keeper.create("Kinds")
    label = keeper.add_label(row.id, "bill")
    item = next(iter(Items(learned, Unit.DOCUMENT)))
    keeper.answer(row.id, [(item, label, Verdict.YES)])
    assert [name for name in maker.describe(made).labels if name] == ["bill"]

    (source,) = learned.sources()
    learned.remove_source(source.id)
    assert set(maker.describe(made).documents.tolist()) == {0}
    assert maker.kept()[1] is False


def test_a_damaged_or_foreign_file_is_made_anew(learned: Library, tmp_path: Path) -> None:
    maker = MapMaker(learned)
    maker.make()
    path = kept_file(learned)
    whole = path.read_bytes()
    for data in (b"", b"not a map", whole[: len(whole) // 2], whole[:-40] + bytes(40)):
        path.write_bytes(data)
        assert maker.kept() == (None, False)
    with np.load(_written(tmp_path / "whole.npz", whole)) as parts:
        arrays = {name: parts[name] for name in parts.files}
    for name, value in (
        ("layout", np.array([99])),
        ("places", arrays["places"][:-1]),
        ("places", np.full_like(arrays["places"], np.nan)),
        ("regions", arrays["regions"] + 200),
        ("contents", arrays["contents"][::-1]),
        ("names", np.array([object()], object)),
    ):
        np.savez(path, allow_pickle=True, **{**arrays, name: value})
        assert maker.kept() == (None, False), name
    maker.make()
    assert maker.kept()[1]


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
