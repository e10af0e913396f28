# SPDX-License-Identifier: Apache-2.0
"""A library of letters of three kinds, and a label set for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.labels.items import Items
from findling.services.labels.keeper import LabelKeeper
from findling.services.library import Library
from findling.storage.labels.records import Unit, Verdict
from tests.app.letters import KINDS, add_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from findling.services.labels.types import LabelSetRow
    from findling.storage.labels.records import ItemKey


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Yield a library with 60 letters, one copied."""
    with Library.open(tmp_path / "library", writable=True) as opened:
        add_letters(opened, tmp_path / "letters")
        yield opened


@pytest.fixture
def keeper(library: Library) -> LabelKeeper:
    return LabelKeeper(library)


@pytest.fixture
def kinds(keeper: LabelKeeper) -> LabelSetRow:
    """Return a set with three labels and no answers."""
    row = keeper.create("Kinds")
    for name in KINDS:
        keeper.add_label(row.id, name, f"Letters with words like {KINDS[name][0]}.")
    return keeper.find(row.id)


@pytest.fixture
def items(library: Library) -> Items:
    return Items(library, Unit.DOCUMENT)


class User:
    """Knows the right label of each item by its file's name."""

    def __init__(self, keeper: LabelKeeper, items: Items, row: LabelSetRow) -> None:
        self.keeper, self._items, self._row = keeper, items, row
        self._ids = {label.name: label.id for label in row.labels}

    def label(self, item: ItemKey) -> int:
        name = self._items.documents([item])[item].path.stem
        return self._ids[name.split("-")[1]]

    def answer(self, *keys: ItemKey, **more: object) -> list[int]:
        answers = [(key, self.label(key), Verdict.YES) for key in keys]
        return self.keeper.answer(self._row.id, answers, **more)  # type: ignore[arg-type]


@pytest.fixture
def every(items: Items) -> list[ItemKey]:
    """Return all items by name: bill, lease, mail in turns."""
    documents = items.documents(items)
    return sorted(items, key=lambda key: documents[key].path.name)


@pytest.fixture
def user(keeper: LabelKeeper, items: Items, kinds: LabelSetRow) -> User:
    return User(keeper, items, kinds)
