# SPDX-License-Identifier: Apache-2.0
"""Every passage keeps its slot, whatever is added and removed, as a dictionary would have it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from findling.bolt import EngineError
from findling.bolt.ids import IdTable


def _table(ids: list[Any]) -> IdTable:
    table = IdTable()
    table.append(table.checked(ids, len(ids)))
    return table


@pytest.mark.parametrize("name", ["numbers", "texts"])
def test_a_table_agrees_with_a_dictionary(name: str) -> None:
    rng = np.random.default_rng(0)
    table, slots, n_slots = IdTable(), dict[Any, int](), 0
    for _ in range(60):
        drawn = rng.choice(300, size=rng.integers(1, 12), replace=False).tolist()
        keys = [key if name == "numbers" else f"id {key}" for key in drawn]
        fresh = [key for key in keys if key not in slots]
        if rng.random() < 0.4:
            table.remove(keys)
            slots = {key: slot for key, slot in slots.items() if key not in keys}
        else:
            table.append(table.checked(fresh, len(fresh)))
            slots |= {key: n_slots + i for i, key in enumerate(fresh)}
            n_slots += len(fresh)
        assert len(table) == len(slots)
        assert table.live().tolist() == sorted(slots, key=slots.__getitem__)
        assert sorted(table.slots_of(keys)) == sorted(slots[k] for k in keys if k in slots)
        assert table.n_slots == n_slots
    again = IdTable.from_plain(json.loads(json.dumps(table.to_plain())))
    assert again.live().tolist() == table.live().tolist()
    assert [again.slots_of([key]).tolist() for key in slots] == [[slot] for slot in slots.values()]


def test_ids_that_count_up_are_kept_as_runs() -> None:
    table = _table([*range(5, 1000), *range(2000, 2010)])
    table.remove([7, 8])
    assert table.to_plain() == {"numbers": [[5, 2], [None, 2], [9, 991], [2000, 10]]}


def test_the_list_of_the_first_files_is_understood() -> None:
    table = IdTable.from_plain([4, None, 2])
    assert (table.slots_of([2, 4]).tolist(), len(table), table.n_slots) == ([2, 0], 2, 3)
    assert IdTable.from_plain(["a", None]).live().tolist() == ["a"]


@pytest.mark.parametrize(
    "runs", [[[1, 2], [2, 1]], [[1, 0]], [[1, -3]], [["x", 1]], [[1, 1 << 40]]]
)
def test_runs_that_cannot_be_are_refused(runs: list[Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        IdTable.from_plain({"numbers": runs})


def test_what_was_added_last_can_be_taken_back() -> None:
    table = _table([3, 9])
    table.append(table.checked(np.array([1, 4]), 2))
    table.drop_last(2)
    assert table.live().tolist() == [3, 9]
    assert 4 not in table
    table.append(table.checked([4], 1))
    assert table.slots_of([4]).tolist() == [2]


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ([1, 1], "every id once, got 1 again"),
        ([3], "every id once, got 3 again"),
        (np.array([8, 8]), "every id once, got 8 again"),
        (["a"], "all whole numbers or all strings"),
        ([1.5], "got float"),
        ([True], "got bool"),
        ([1 << 63], "at most 64 bits"),
    ],
)
def test_ids_that_cannot_be_used_are_refused(ids: list[Any], sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        _table([3, 5]).checked(ids, len(ids))


def test_what_cannot_be_an_id_is_looked_up_in_vain() -> None:
    table = _table([3, 5])
    assert table.slots_of([None, "3", 3.0, True, 1 << 70, 5]).tolist() == [1]
    with pytest.raises(EngineError, match="got one string"):
        table.slots_of("35")
