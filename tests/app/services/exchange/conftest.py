# SPDX-License-Identifier: Apache-2.0
"""A library that has read a small tree and learned from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import JobContext
from findling.services.exchange.exporting import export_library
from findling.services.groups import GroupKeeper, GroupKind
from findling.services.indexer import Indexer
from findling.services.labels.items import Items
from findling.services.labels.keeper import LabelKeeper
from findling.storage.labels.records import Unit, Verdict
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library


@pytest.fixture
def filled(library: Library, tree: Path) -> Library:
    line = "Paragraph {0} is about topic {1} and tells of it. "
    many = "\n\n".join(line.format(i, i % 7) * 9 for i in range(60))
    (tree / "many.txt").write_text(many)
    library.add_sources([tree])
    Indexer(library, ReaderHere(), n_readers=1).run()
    keeper = LabelKeeper(library)
    kinds = keeper.create("Kinds")
    topic = keeper.add_label(kinds.id, "topic", "about a topic")
    keeper.answer(kinds.id, [(next(iter(Items(library, Unit.DOCUMENT))), topic, Verdict.YES)])
    with library.store.database.transaction():
        library.store.saved_searches.put("mine", "type:txt", "best")
    letter = next(row.id for row in library.documents() if row.n_passages)
    GroupKeeper(library).put_in(GroupKind.COLLECTION, "Kept", [letter])
    keeper.put_rule(library.sources()[0].id, kinds.id, 0.75)
    return library


@pytest.fixture
def archive(filled: Library, tmp_path: Path) -> Path:
    target = tmp_path / "out.zip"
    export_library(filled, target, JobContext())
    return target
