# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from findling.bolt import Hit
from findling.services.passage_cache import KnownPassage
from findling.services.same_text import ShownPassage, collapse
from findling.storage.records import Passage

CLAUSE = "The tenant shall keep the garden in order, water the roses and cut the hedge in spring."


def found(*rows: tuple[int, str]) -> list[tuple[Hit, KnownPassage]]:
    """Return hits, best first, given as (content, text)."""
    hits: list[tuple[Hit, KnownPassage]] = []
    for number, (content, text) in enumerate(rows):
        passage = Passage(number, content, 0, 0, len(text), -1, "", "", text)
        hit = Hit(number, 1.0 - 0.1 * number, 0.0, 0.0, 0.0)
        hits.append((hit, KnownPassage(passage, text, text)))
    return hits


def told(shown: list[ShownPassage]) -> list[tuple[int, tuple[int, ...]]]:
    return [(int(item.hit.id), item.also_in) for item in shown]


def test_the_best_of_equal_passages_is_shown_and_names_the_others() -> None:
    rows = found((7, CLAUSE), (8, "Cats sleep."), (9, CLAUSE.upper()), (5, CLAUSE), (9, CLAUSE))
    assert told(collapse(rows)) == [(0, (9, 5)), (1, ())]


def test_a_passage_that_its_own_document_repeats_is_shown_once_and_named_nowhere() -> None:
    assert told(collapse(found((7, CLAUSE), (7, CLAUSE)))) == [(0, ())]


def test_passages_that_differ_in_a_number_are_all_shown() -> None:
    rows = found((1, f"{CLAUSE} Invoice 210."), (2, f"{CLAUSE} Invoice 211."))
    assert told(collapse(rows)) == [(0, ()), (1, ())]


def test_nothing_found_shows_nothing() -> None:
    assert collapse([]) == []
