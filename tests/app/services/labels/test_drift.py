# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
from typing import TYPE_CHECKING

from findling.jobs.context import JobContext
from findling.services.indexer import Indexer
from findling.services.labels.desk import LabelDesk
from findling.services.labels.drift import FEWEST_NEW
from findling.services.labels.model import LabelTrainer
from tests.app.letters import KINDS
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from findling.services.labels.drift import Drift
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey
    from tests.app.services.labels.conftest import User

_STRANGE = [
    "quark",
    "lepton",
    "boson",
    "hadron",
    "meson",
    "gluon",
    "photon",
    "neutrino",
    "muon",
    "parity",
    "spin",
    "decay",
]


def add(library: Library, folder: Path, words: Sequence[Sequence[str]], n: int) -> None:
    rng = random.Random(n)
    folder.mkdir()
    for i in range(n):
        text = " ".join(rng.choices(words[i % len(words)], k=13))
        (folder / f"{i:02d}.txt").write_text(f"{text} x{i}.\n")
    library.add_sources([folder])
    Indexer(library, ReaderHere(), JobContext()).update()


def drift(library: Library, row: LabelSetRow) -> Drift | None:
    quality = LabelDesk(library).quality(row.id)
    assert quality is not None
    return quality.drift


def test_new_documents_of_another_kind_are_told_of(
    library: Library, kinds: LabelSetRow, user: User, every: list[ItemKey], tmp_path: Path
) -> None:
    user.answer(*every[:24])
    LabelTrainer(library).train(kinds.id)
    assert drift(library, kinds) is None

    add(library, tmp_path / "more", list(KINDS.values()), 24)
    assert drift(library, kinds) is None

    add(library, tmp_path / "strange", [_STRANGE], 25)
    found = drift(library, kinds)
    assert found is not None
    assert found.n_new == 24 + 25
    assert found.sure_new < found.sure_old - 0.05
    documents = LabelDesk(library).documents(kinds.id, found.least_sure)
    assert {document.path.parent.name for document in documents.values()} == {"strange"}

    LabelTrainer(library).train(kinds.id)
    assert drift(library, kinds) is None


def test_a_few_new_documents_say_nothing(
    library: Library, kinds: LabelSetRow, user: User, every: list[ItemKey], tmp_path: Path
) -> None:
    user.answer(*every[:24])
    LabelTrainer(library).train(kinds.id)
    add(library, tmp_path / "strange", [_STRANGE], FEWEST_NEW - 1)
    assert drift(library, kinds) is None
