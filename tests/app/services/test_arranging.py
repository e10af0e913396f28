# SPDX-License-Identifier: Apache-2.0
"""Documents and answers come in the order that is wanted, and lose nothing by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from findling.services.arranging import Arrangement, Order, arrange, sort_documents
from findling.services.types import (
    DocumentRow,
    DocumentState,
    PassageHit,
    ResultGroup,
    SearchMode,
    SearchResults,
)


def document(number: int, path: str, size: int = 10, mtime: float = 0.0) -> DocumentRow:
    place = Path(path)
    kind = place.suffix[1:]
    state = DocumentState.READ
    return DocumentRow(number, place, place.name, kind, state, "", size, mtime, 0, 1)


def hit(number: int, document_id: int, score: float, strength: int) -> PassageHit:
    return PassageHit(
        number, document_id, 0, 9, -1, (), "", "", (), score, strength, score, 0.0, 0.0, ""
    )


ROWS = (
    document(1, "/b/Part 10.txt", size=30, mtime=3),
    document(2, "/a/part 9.pdf", size=10, mtime=1),
    document(3, "/b/Übung.pdf", size=20, mtime=2),
    document(4, "/a/z/umbau.txt", size=20, mtime=2),
)


def answer() -> SearchResults:
    groups = (
        ResultGroup(ROWS[0], (hit(10, 1, 0.9, 5), hit(11, 1, 0.2, 1))),
        ResultGroup(ROWS[1], (hit(20, 2, 0.6, 3), hit(21, 2, 0.5, 3))),
        ResultGroup(ROWS[2], (hit(30, 3, 0.1, 1),)),
    )
    return SearchResults("rent", SearchMode.BEST, groups, 5, 1, 0.01, trained=True)


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (Order.BEST, [1, 2, 3, 4]),
        (Order.NEWEST, [1, 3, 4, 2]),
        (Order.OLDEST, [2, 3, 4, 1]),
        (Order.NAME, [2, 1, 3, 4]),
        (Order.FOLDER, [2, 4, 1, 3]),
        (Order.LARGEST, [1, 3, 4, 2]),
        (Order.TYPE, [2, 3, 1, 4]),
    ],
)
def test_documents_come_in_the_order_that_is_wanted(order: Order, ids: list[int]) -> None:
    assert [row.id for row in sort_documents(ROWS, order)] == ids


def test_a_name_of_nothing_but_digits_can_be_compared() -> None:
    rows = [document(1, f"/{'9' * 5000}"), document(2, "/007"), document(3, "/x"), document(4, "/")]
    assert [row.id for row in sort_documents(rows, Order.NAME)] == [4, 2, 1, 3]


def test_an_answer_as_it_came_is_not_touched() -> None:
    results = answer()
    assert arrange(results, Arrangement()) is results


def test_only_the_best_matches_have_weak_ones_at_their_end() -> None:
    results = arrange(answer(), Arrangement(Order.OLDEST))
    assert [group.document.id for group in results.groups] == [2, 3, 1]
    assert results.n_weak == 0
    assert [one.passage_id for one in results.groups[2].hits] == [10, 11]


def test_every_passage_by_itself_the_best_first() -> None:
    results = arrange(answer(), Arrangement(is_grouped=False))
    assert [group.hits[0].passage_id for group in results.groups] == [10, 20, 21, 11, 30]
    assert [group.document.id for group in results.groups] == [1, 2, 2, 1, 3]
    assert (results.n_weak, results.n_passages) == (2, 5)


def test_every_passage_by_itself_and_by_name() -> None:
    results = arrange(answer(), Arrangement(Order.NAME, is_grouped=False))
    assert [group.hits[0].passage_id for group in results.groups] == [20, 21, 10, 11, 30]


def test_what_was_not_ranked_is_not_weak_and_stays_in_its_order() -> None:
    groups = tuple(
        replace(group, hits=(replace(group.hits[0], score=1.0, strength=0),))
        for group in answer().groups
    )
    results = arrange(replace(answer(), groups=groups, n_weak=0), Arrangement(is_grouped=False))
    assert [group.document.id for group in results.groups] == [1, 2, 3]
    assert results.n_weak == 0
