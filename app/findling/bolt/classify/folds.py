# SPDX-License-Identifier: Apache-2.0
"""Splits of the taught texts, such that texts which say nearly the same stay together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np

from findling import _core

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from findling.bolt.classify.samples import TextSamples

_FEW: Final = 5_000
_MANY: Final = 20_000
_FEWEST_GROUPS: Final = 2


def split(
    samples: TextSamples, seed: int, n_threads: int, cancel: _core.CancelToken
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield rows to learn from, and rows to ask.

    Of up to 5,000 texts each is asked once, in 5 turns, of up to 20,000 in 3. Of more, a fifth is
    asked, in one. Every turn has about its share of each class. Nothing is yielded when all texts
    say nearly the same.
    """
    groups = _core.near_duplicate_groups(samples.texts, n_threads, cancel)
    firsts, members = np.unique(groups, return_inverse=True)
    if len(firsts) < _FEWEST_GROUPS:
        return
    n_folds = 3 if _FEW < len(samples) <= _MANY else 5
    folds = _deal(samples, firsts, min(n_folds, len(firsts)), seed)[members]
    for fold in range(1 if len(samples) > _MANY else int(folds.max()) + 1):
        yield np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)


def _deal(
    samples: TextSamples, firsts: NDArray[np.uint32], n_folds: int, seed: int
) -> NDArray[np.int64]:
    """Return the fold of each group: those of one class, in a random order, in turns."""
    names = ["\0".join(map(str, samples.labels[i])) for i in cast("list[int]", firsts.tolist())]
    _, kinds = np.unique(np.array(names), return_inverse=True)
    chance = np.random.default_rng(seed).permutation(len(firsts))
    folds = np.empty(len(firsts), np.int64)
    folds[np.lexsort((chance, kinds))] = np.arange(len(firsts)) % n_folds
    return folds
