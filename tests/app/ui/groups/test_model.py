# SPDX-License-Identifier: Apache-2.0
"""Rows with a box for tags and collections; a wish is shown until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from findling.services.groups import GroupKind, GroupRow
from findling.ui.groups.model import GroupModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

    from findling.ui.theme.theme import Theme

TAG, COLLECTION = GroupKind.TAG, GroupKind.COLLECTION
ROWS = (
    GroupRow(1, TAG, "urgent", frozenset({1, 2})),
    GroupRow(2, TAG, "Bill", frozenset({1})),
    GroupRow(3, COLLECTION, "Moss", frozenset({9})),
)


@pytest.fixture
def model(theme: Theme) -> GroupModel:
    one = GroupModel(theme)
    one.show_groups(ROWS)
    one.show_documents([1, 2])
    return one


def seen(model: GroupModel) -> list[tuple[str, Qt.CheckState]]:
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    return [(i.data(), Qt.CheckState(i.data(Qt.ItemDataRole.CheckStateRole))) for i in rows]


def tick(model: GroupModel, row: int) -> None:
    assert model.setData(model.index(row, 0), 2, Qt.ItemDataRole.CheckStateRole)


def test_the_model_keeps_the_rules(model: GroupModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    tick(model, 0)
    model.narrow("b")
    model.wish(TAG, "new", is_in=True)
    model.show_groups(ROWS[:1])


def test_boxes_tell_of_all_some_or_none(model: GroupModel) -> None:
    assert seen(model) == [
        ("Moss", Qt.CheckState.Unchecked),
        ("Bill", Qt.CheckState.PartiallyChecked),
        ("urgent", Qt.CheckState.Checked),
    ]
    first = model.index(0, 0)
    assert first.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Collection, 1 document"
    model.narrow("ur")
    assert [name for name, _ in seen(model)] == ["urgent"]


def test_a_tick_puts_all_in_and_the_next_takes_them_out(model: GroupModel) -> None:
    told: list[tuple[str, bool]] = []
    model.toggled.connect(lambda row, is_in: told.append((row.name, is_in)))
    tick(model, 1)
    assert seen(model)[1] == ("Bill", Qt.CheckState.Checked)
    tick(model, 1)
    assert seen(model)[1] == ("Bill", Qt.CheckState.Unchecked)
    assert told == [("Bill", True), ("Bill", False)]
    assert not model.setData(model.index(1, 0), "x", Qt.ItemDataRole.EditRole)


def test_what_is_not_done_yet_is_shown_as_it_was_wished(model: GroupModel) -> None:
    model.wish(COLLECTION, "moss", is_in=True)
    model.wish(TAG, "new", is_in=True)
    model.wish(TAG, "urgent", is_in=False)
    wished = [
        ("Moss", Qt.CheckState.Checked),
        ("Bill", Qt.CheckState.PartiallyChecked),
        ("new", Qt.CheckState.Checked),
        ("urgent", Qt.CheckState.Unchecked),
    ]
    assert seen(model) == wished
    model.show_groups(ROWS)  # as it was before
    assert seen(model) == wished
    model.show_groups((GroupRow(4, TAG, "new", frozenset({1, 2})),))  # the last tag is gone
    assert seen(model) == [("Moss", Qt.CheckState.Checked), ("new", Qt.CheckState.Checked)]
    model.show_groups(ROWS)  # done, and undone elsewhere
    assert ("urgent", Qt.CheckState.Checked) in seen(model)
    assert "new" not in dict(seen(model))
