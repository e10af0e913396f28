# SPDX-License-Identifier: Apache-2.0
"""Letters of three kinds, whose words overlap."""

from __future__ import annotations

import random

import pytest

_WORDS = """
bill: invoice payment due amount tax total bank account overdue reminder
lease: tenant landlord flat rent deposit notice keys heating contract month
mail: holiday birthday aunt weather dinner love greetings weekend photos soon
"""
KINDS = {
    kind: words.split() for kind, words in (line.split(":") for line in _WORDS.strip().split("\n"))
}
SHARED = ["please", "dear", "the", "and", "we", "you", "of", "our", "with", "for", "from", "next"]


def letters(n: int, seed: int) -> tuple[list[str], list[str]]:
    """Return texts and their kinds."""
    rng = random.Random(seed)
    texts: list[str] = []
    kinds: list[str] = []
    for i in range(n):
        kind = list(KINDS)[i % len(KINDS)]
        words = rng.choices(KINDS[kind], k=4) + rng.choices(SHARED, k=8)
        words += rng.choices(KINDS[rng.choice(list(KINDS))], k=1)
        rng.shuffle(words)
        texts.append(" ".join(words))
        kinds.append(kind)
    return texts, kinds


@pytest.fixture(scope="session")
def taught() -> tuple[list[str], list[str]]:
    return letters(240, seed=1)


@pytest.fixture(scope="session")
def others() -> tuple[list[str], list[str]]:
    return letters(300, seed=2)
