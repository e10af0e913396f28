# SPDX-License-Identifier: Apache-2.0
"""The search by words beside BM25 as the book has it, written anew in NumPy."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import Retriever
from findling.bolt.evaluation import load_collection

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARED = Path(__file__).parents[4] / "shared" / "data" / "ir"
K1, B, TITLE = 1.2, 0.75, 3


class ReferenceBm25:
    """score = sum of n_query idf n (k1 + 1) / (n + k1 (1 - b + b length / mean)), in doubles.

    idf = ln(1 + (N - df + .5) / (df + .5)); words of titles count three times, as in BM25F.
    """

    def __init__(self, texts: list[str], titles: list[str]) -> None:
        both = zip(texts, titles, strict=True)
        self.counts = [Counter(title.split() * TITLE + text.split()) for text, title in both]
        self.lengths = np.array([counts.total() for counts in self.counts], np.float64)
        self.df = Counter(word for counts in self.counts for word in counts)

    def score(self, query: str) -> NDArray[np.float64]:
        """Return the score of every text."""
        scores = np.zeros(len(self.counts))
        norm = K1 * (1 - B + B * self.lengths / self.lengths.mean())
        for word, n_query in Counter(query.split()).items():
            n = np.array([counts[word] for counts in self.counts], np.float64)
            df = self.df[word]
            idf = np.log(1 + (len(self.counts) - df + 0.5) / (df + 0.5))
            scores += n_query * idf * n * (K1 + 1) / (n + norm)
        return scores


def expect_the_same(index: Retriever, reference: ReferenceBm25, queries: list[str]) -> None:
    """Compare the ten best of each query; ours are relative to the best."""
    n_compared = 0
    for query in queries:
        expected = np.sort(reference.score(query))[::-1][:10]
        expected = expected[expected > 0]
        hits = index.search(query, k=10, mode="words")
        assert len(hits) == len(expected)
        if hits:
            found = [hit.score for hit in hits]
            np.testing.assert_allclose(found, expected / expected[0], rtol=0, atol=1e-4)
            n_compared += 1
    assert n_compared > len(queries) // 2


def made_up(n: int, seed: int) -> list[str]:
    """Return texts of words that are rare or frequent as Zipf's law has it."""
    random = np.random.default_rng(seed)
    return [
        " ".join(f"w{word}" for word in random.zipf(1.3, random.integers(1, 120)) % 3000)
        for _ in range(n)
    ]


def test_scores_are_those_of_bm25_after_any_change() -> None:
    texts, titles = made_up(3000, seed=1), [text[:12] for text in made_up(3000, seed=2)]
    index = Retriever(epochs=0, language="none", n_threads=1)
    index.fit(texts[:1500], titles=titles[:1500])
    index.add(texts[1500:], titles=titles[1500:])
    index.remove(range(0, 3000, 5))
    kept = [i for i in range(3000) if i % 5]
    reference = ReferenceBm25([texts[i] for i in kept], [titles[i] for i in kept])
    expect_the_same(index, reference, [query[:60] for query in made_up(40, seed=3)])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test collections are not here")
def test_scores_are_those_of_bm25_on_abstracts() -> None:
    collection = load_collection(SHARED / "scifact")
    plain = [" ".join(re.findall("[a-z]+", text.lower())) for text in collection.texts]
    index = Retriever(epochs=0, language="none").fit(plain)
    reference = ReferenceBm25(plain, [""] * len(plain))
    queries = list(collection.queries.values())[::30]
    words = [" ".join(re.findall("[a-z]+", query.lower())) for query in queries]
    expect_the_same(index, reference, words)
