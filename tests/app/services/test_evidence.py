# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.services.evidence import evidence, reason, strength


@pytest.mark.parametrize(
    ("score", "coverage", "steps"),
    [(1.0, 1.0, 5), (1.0, 0.5, 4), (1.0, 0.0, 3), (0.0, 1.0, 3), (0.4, 0.2, 2), (0.2, 0.0, 1)],
)
def test_strength_weighs_rank_and_words_alike(score: float, coverage: float, steps: int) -> None:
    assert strength(score, coverage) == steps


def test_more_evidence_is_never_weaker() -> None:
    grid = [n / 20 for n in range(21)]
    for coverage in grid:
        steps = [strength(score, coverage) for score in grid]
        assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("words", "meaning", "neighbours", "sentence"),
    [
        (("notice",), 0.1, 0.1, 'word "notice"'),
        (("notice", "tenant"), 0.9, 0.9, 'words "notice", "tenant" and similar meaning'),
        ((), 0.9, 0.1, "similar meaning"),
        ((), 0.1, 0.9, "like its neighbours"),
        (("notice",), 0.1, 0.9, 'word "notice" and like its neighbours'),
    ],
)
def test_reasons_name_what_can_be_checked(
    words: tuple[str, ...], meaning: float, neighbours: float, sentence: str
) -> None:
    assert reason(evidence(words, meaning, neighbours)) == sentence
    scanned = evidence(words, meaning, neighbours, from_scan=True)
    assert reason(scanned) == f"{sentence}, in a scan"
