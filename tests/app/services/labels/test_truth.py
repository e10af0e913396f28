# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from findling.services.labels.truth import NONE_OF_THESE, examples, truths
from findling.storage.labels.records import ItemKey, Origin, StoredAnswer, Verdict

A, B = ItemKey(b"a" * 32), ItemKey(b"b" * 32)
YES, NO, UNSURE = Verdict.YES, Verdict.NO, Verdict.UNSURE


def said(*answers: tuple[ItemKey, int | None, Verdict]) -> list[StoredAnswer]:
    return [
        StoredAnswer(i, 1, label, item, verdict, Origin.SEED, 0.0)
        for i, (item, label, verdict) in enumerate(answers, 1)
    ]


def test_a_yes_takes_the_place_of_another_unless_there_may_be_several() -> None:
    answers = said((A, 1, YES), (A, 2, YES))
    assert truths(answers, is_multi=False)[A].yes == {2}
    assert truths(answers, is_multi=True)[A].yes == {1, 2}
    assert truths(answers, is_multi=True)[A].answer_ids == [1, 2]


def test_the_last_word_counts() -> None:
    assert truths(said((A, 1, YES), (A, 1, NO)), is_multi=False)[A].no == {1}
    taken_back = truths(said((A, 1, NO), (A, 1, YES)), is_multi=False)[A]
    assert (taken_back.yes, taken_back.no) == ({1}, set())
    unsure = truths(said((A, 1, YES), (A, None, UNSURE)), is_multi=False)[A]
    assert (unsure.yes, unsure.is_unsure) == (set(), True)
    assert not truths(said((A, None, UNSURE), (A, 1, YES)), is_multi=False)[A].is_unsure


def test_what_can_be_learned_from() -> None:
    known = truths(said((A, 1, YES), (B, 1, NO)), is_multi=False)
    assert [e.classes for e in examples(known, [1, 2], is_multi=False)] == [("1",)]
    assert [e.classes for e in examples(known, [1], is_multi=False)] == [("1",), (NONE_OF_THESE,)]
    assert [e.classes for e in examples(known, [1, 2], is_multi=True)] == [("1",), ()]
    assert examples(known, [7], is_multi=False) == []
    unsure = truths(said((A, None, UNSURE)), is_multi=False)
    assert examples(unsure, [1], is_multi=False) == []
