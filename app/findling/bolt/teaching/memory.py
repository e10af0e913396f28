# SPDX-License-Identifier: Apache-2.0
"""Remembered queries, and how like them a new one is."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class QueryMemory:
    """Bags of terms that a new bag is compared with.

    Parameters
    ----------
    bags : iterable of (int, iterable of str)
        A key and the terms of a query, any number of queries a key.

    Notes
    -----
    Likeness is the cosine of the angle between two sets of terms, each term weighted by its
    inverse document frequency over the remembered queries (Robertson and Sparck Jones 1976), so
    that words that all queries have in common count little. A term that no remembered query has
    counts as far as it is rare in the passages too: "what is known about" takes little from a name.
    Likeness is 1 for a query with the same terms. Cost: linear in the number of remembered queries
    that share a term.
    """

    def __init__(self, bags: Iterable[tuple[int, Iterable[str]]]) -> None:
        queries = [(key, frozenset(terms)) for key, terms in bags]
        self._frequency = Counter(term for _, terms in queries for term in terms)
        self._n_queries = len(queries)
        self._postings: dict[str, list[tuple[int, float]]] = {}
        self._keys = [key for key, _ in queries]
        for number, (_, terms) in enumerate(queries):
            for term, weight in _unit({term: self._weight(term) for term in terms}):
                self._postings.setdefault(term, []).append((number, weight))

    def likeness(
        self, terms: Iterable[str], rarities: Callable[[list[str]], list[float]]
    ) -> dict[int, float]:
        """Return by key how like its likest query is, in (0, 1]; keys without a term have none.

        Parameters
        ----------
        terms : iterable of str
        rarities : callable
            Gives how rare some terms are in the passages, 0 to 1.
        """
        weights = {term: self._weight(term) for term in terms}
        new = [term for term in weights if not self._frequency[term]]
        if len(new) == len(weights):
            return {}
        weights.update(
            (term, weights[term] * rarity) for term, rarity in zip(new, rarities(new), strict=True)
        )
        shares: dict[int, float] = {}
        for term, weight in _unit(weights):
            for number, other in self._postings.get(term, ()):
                shares[number] = shares.get(number, 0.0) + weight * other
        best: dict[int, float] = {}
        for number, share in shares.items():
            key = self._keys[number]
            best[key] = max(best.get(key, 0.0), min(share, 1.0))
        return best

    def _weight(self, term: str) -> float:
        n = self._frequency[term]
        return math.log1p((self._n_queries - n + 0.5) / (n + 0.5))


def _unit(weights: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Yield the terms with weights whose squares sum to 1, in a fixed order."""
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    for term, weight in sorted(weights.items()):
        yield term, weight / length
