# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.labels.autolabel import AutoLabeler
from findling.services.labels.model import LabelTrainer
from findling.services.search import SearchService
from findling.services.types import LabelChip
from findling.storage.labels.records import ItemKey, Unit, Verdict

if TYPE_CHECKING:
    from findling.services.labels.keeper import LabelKeeper
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from tests.app.services.labels.conftest import User


@pytest.fixture
def service(library: Library) -> SearchService:
    service = SearchService(library)
    service.sync()
    return service


def chips(service: SearchService, query: str) -> dict[str, tuple[LabelChip, ...]]:
    groups = service.search(query).groups
    return {group.document.path.stem: group.labels for group in groups}


def test_results_have_the_labels_that_were_said_and_guessed(
    library: Library,
    service: SearchService,
    kinds: LabelSetRow,
    user: User,
    every: list[ItemKey],
) -> None:
    assert set(chips(service, "invoice payment").values()) == {()}
    user.answer(*every[:24])
    model = LabelTrainer(library).train(kinds.id)
    labeler = AutoLabeler(library)
    run = labeler.apply(labeler.propose(kinds, model), 0.0)

    found = chips(service, "invoice payment tenant")
    said = {stem: labels for stem, labels in found.items() if int(stem[:2]) < 24}
    guessed = {stem: labels for stem, labels in found.items() if int(stem[:2]) >= 24}
    assert said
    assert guessed
    for stem, labels in said.items():
        assert labels == (LabelChip(stem.split("-")[1], is_confirmed=True),)
    right = [
        labels == (LabelChip(stem.split("-")[1], is_confirmed=False),)
        for stem, labels in guessed.items()
    ]
    assert sum(right) > 0.8 * len(right)

    labeler.undo(run)
    assert set(chips(service, "invoice payment tenant").values()) == {
        (),
        *(labels for labels in said.values()),
    }


def test_what_was_said_takes_the_place_of_a_guess_and_of_passages_too(
    library: Library, service: SearchService, keeper: LabelKeeper, every: list[ItemKey]
) -> None:
    row = keeper.create("Tone", of_passages=True, is_multi=True)
    kind, rude = keeper.add_label(row.id, "kind"), keeper.add_label(row.id, "rude")
    passages = LabelTrainer(library).items(keeper.find(row.id))
    assert passages.unit is Unit.PASSAGE
    item = next(key for key in passages if key.digest == every[0].digest)
    keeper.answer(row.id, [(item, kind, Verdict.YES), (item, rude, Verdict.YES)])
    found = chips(service, "invoice payment due amount")
    assert found[found_stem(library, every[0])] == (
        LabelChip("kind", is_confirmed=True),
        LabelChip("rude", is_confirmed=True),
    )
    keeper.delete_label(rude)
    found = chips(service, "invoice payment due amount")
    assert found[found_stem(library, every[0])] == (LabelChip("kind", is_confirmed=True),)


def found_stem(library: Library, item: ItemKey) -> str:
    return next(
        row.path.stem
        for row in library.documents()
        if library.store.label_items.digests_of_documents().get(row.id) == item.digest
        and row.path.stem[0].isdigit()
    )
