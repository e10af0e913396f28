# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.labels.commands import (
    LEARN_EVERY,
    LabelAction,
    LabelCommand,
    carry_out,
    item_of,
)

if TYPE_CHECKING:
    from findling.services.labels.keeper import LabelKeeper
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey
    from tests.app.services.labels.conftest import User


def do(library: Library, action: LabelAction, **fields: object) -> None:
    carry_out(library, LabelCommand(action, **fields).to_text())  # type: ignore[arg-type]


def test_a_set_is_made_named_and_removed(library: Library, keeper: LabelKeeper) -> None:
    do(library, LabelAction.CREATE, name="Papers", of_passages=True, is_multi=True)
    (row,) = keeper.all()
    assert (row.name, row.of_passages, row.is_multi) == ("Papers", True, True)
    do(library, LabelAction.RENAME, set_id=row.id, name="Letters")
    do(library, LabelAction.ADD_LABEL, set_id=row.id, name="Bill", description="Pay it.")
    do(library, LabelAction.ADD_LABEL, set_id=row.id, name="Invoice")
    bill, invoice = keeper.find("Letters").labels
    do(library, LabelAction.CHANGE_LABEL, label_id=bill.id, name="Bills")
    do(library, LabelAction.MERGE_LABELS, label_id=invoice.id, other=bill.id)
    assert [label.name for label in keeper.find("Letters").labels] == ["Bills"]
    do(library, LabelAction.DELETE_LABEL, label_id=bill.id)
    do(library, LabelAction.DELETE, set_id=row.id)
    assert keeper.all() == []


def test_answers_make_a_model_by_themselves(
    library: Library,
    keeper: LabelKeeper,
    kinds: LabelSetRow,
    user: User,
    every: list[ItemKey],
) -> None:
    models = library.store.label_models
    sizes: list[int] = []
    for key in every[:18]:
        item = item_of(key)
        do(library, LabelAction.ANSWER, set_id=kinds.id, has=(user.label(key),), item=item)
        found = models.find(kinds.id)
        sizes.append(found[1].n_examples if found else 0)
    assert sizes[:6] == [0, 0, 0, 0, 0, 6]
    assert sizes[-1] >= 18 - LEARN_EVERY

    do(library, LabelAction.TRAIN, set_id=kinds.id)
    do(library, LabelAction.APPLY, set_id=kinds.id, threshold=0.5)
    (run,) = library.store.guesses.runs(kinds.id)
    assert run.n_items > 20
    do(library, LabelAction.UNDO_RUN, other=run.id)
    assert library.store.guesses.of_set(kinds.id) == []
    do(library, LabelAction.REDO_RUN, other=run.id)
    assert len(library.store.guesses.of_set(kinds.id)) == run.n_items

    last = library.store.answers.last_key(kinds.id)[0]
    do(library, LabelAction.TAKE_BACK, other=last)
    assert keeper.find(kinds.id).n_answered == 17
    do(library, LabelAction.RESTORE, other=last)
    assert keeper.find(kinds.id).n_answered == 18


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"action":"explode"}',
        LabelCommand(LabelAction.ANSWER, item=("xyz", 0, 0)).to_text(),
        LabelCommand(LabelAction.ANSWER, item=("abcd", 0, 0)).to_text(),
    ],
)
def test_what_is_no_command_is_refused(library: Library, text: str) -> None:
    with pytest.raises(AppError, match="did not understand"):
        carry_out(library, text)
