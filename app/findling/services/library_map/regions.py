# SPDX-License-Identifier: Apache-2.0
"""Regions of a map: points that lie together, and the words that tell them from the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from findling.services.library_map.plain_words import PLAIN_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

MOST_REGIONS = 14
_POINTS_A_REGION = 12
_MOST_SAMPLED = 5000
_ROUNDS = 25
_TEXTS_A_REGION = 40
_WORDS_A_NAME = 2
_FEWEST_TEXTS = 2  # that a word is in: one document alone gives no region its name
_WORD = re.compile(r"[^\W\d_]{4,24}")


def find_regions(places: NDArray[np.float32], seed: int = 0) -> NDArray[np.int64]:
    """Return the region of each place [n, 2]: k-means, from centres far apart on.

    Returns
    -------
    ndarray of int64, shape (n,)
        0 to `MOST_REGIONS` - 1, without gaps.
    """
    n = len(places)
    k = min(MOST_REGIONS, max(1, round(math.sqrt(n / 2)), 1), max(1, n // _POINTS_A_REGION))
    rng = np.random.default_rng(seed)
    sample = places[np.sort(rng.permutation(n)[:_MOST_SAMPLED])].astype(np.float64)
    centres = _far_apart(sample, k, rng)
    for _ in range(_ROUNDS):
        nearest = _nearest(sample, centres)
        counts = np.bincount(nearest, minlength=k)
        sums = np.stack([np.bincount(nearest, sample[:, i], k) for i in (0, 1)], axis=1)
        kept = counts > 0
        centres[kept] = sums[kept] / counts[kept, None]
    _, regions = np.unique(_nearest(places.astype(np.float64), centres), return_inverse=True)
    return np.asarray(regions, np.int64)


def centres_of(places: NDArray[np.float32], regions: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the mean place of each region, [k, 2]."""
    counts = np.maximum(np.bincount(regions), 1)
    sums = [np.bincount(regions, places[:, i]) for i in (0, 1)]
    return np.stack([column / counts for column in sums], axis=1).astype(np.float32)


def name_regions(
    places: NDArray[np.float32],
    regions: NDArray[np.int64],
    texts_of: Callable[[Sequence[int]], Iterable[str]],
) -> list[str]:
    """Return a name for each region: the words that are in its texts rather than in others.

    Parameters
    ----------
    places, regions : ndarray
        [n, 2] and [n].
    texts_of : callable
        Gives the texts of some points; asked for those in the middle of each region.

    Returns
    -------
    list of str
        Empty where no word tells.
    """
    if not len(places):
        return []
    centres = centres_of(places, regions)
    held: list[Counter[str]] = []
    weights: list[dict[str, float]] = []
    sizes: list[int] = []
    for region, centre in enumerate(centres):
        members = np.flatnonzero(regions == region)
        away = np.sum(np.square(places[members] - centre), axis=1)
        middle = members[np.argsort(away, kind="stable")[:_TEXTS_A_REGION]]
        words = [_words(text) for text in texts_of(middle.tolist())]
        held.append(Counter(word for found in words for word in found))
        weights.append(_weights(words))
        sizes.append(max(len(words), 1))
    total, everywhere = sum(sizes), sum(held, Counter[str]())
    return [
        _name(counts, weight, size, everywhere, total)
        for counts, weight, size in zip(held, weights, sizes, strict=True)
    ]


def _words(text: str) -> Counter[str]:
    """Count the words of a text that may name a region, by the first."""
    found = Counter(_WORD.findall(text.casefold()))
    return Counter({word: n for word, n in found.items() if word not in PLAIN_WORDS})


def _weights(texts: Sequence[Counter[str]]) -> dict[str, float]:
    """Return how much texts are about each word: what they are about they say more than once."""
    weights: dict[str, float] = {}
    for found in texts:
        for word, n in found.items():
            weights[word] = weights.get(word, 0.0) + math.log2(1 + n)
    return weights


def _name(
    counts: Counter[str],
    weights: dict[str, float],
    size: int,
    everywhere: Counter[str],
    total: int,
) -> str:
    def telling(word: str) -> float:
        """Return how much oftener it is here, times how much the texts are about it."""
        here = counts[word] / size
        others = (everywhere[word] - counts[word] + 0.5) / (total - size + 1)
        return weights[word] / size * math.log(here / others)

    words = [word for word, n in counts.items() if n >= min(_FEWEST_TEXTS, size)]
    best = sorted(words, key=lambda word: (-telling(word), word))[:_WORDS_A_NAME]
    return ", ".join(word for word in best if telling(word) > 0)


def _far_apart(
    points: NDArray[np.float64], k: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return first centres (k-means++, Arthur and Vassilvitskii 2007)."""
    centres = [points[int(rng.integers(len(points)))]]
    away = np.sum(np.square(points - centres[0]), axis=1)
    while len(centres) < k:
        chances = away + 1e-12
        centres.append(points[int(rng.choice(len(points), p=chances / np.sum(chances)))])
        away = np.minimum(away, np.sum(np.square(points - centres[-1]), axis=1))
    return np.stack(centres)


def _nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.int64]:
    away = np.sum(np.square(points[:, None, :] - centres[None, :, :]), axis=2)
    return np.asarray(np.argmin(away, axis=1), np.int64)
