# SPDX-License-Identifier: Apache-2.0
"""Which texts say nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling import _core
from findling.bolt.classify.samples import checked_texts

if TYPE_CHECKING:
    from collections.abc import Sequence


def near_duplicates(texts: Sequence[str], *, n_threads: int = 0) -> list[int]:
    """Return for each text the place of the first one of its group.

    Texts are of one group when they share at least 0.7 of their words (Jaccard), found by minimal
    hashes (Broder 1997), or are joined by others of which that is true.

    Parameters
    ----------
    texts : sequence of str
        [n]
    n_threads : int
        0 for one a processor; the groups are the same at any number.

    Examples
    --------
    >>> near_duplicates(["a b c d e f", "something else", "a b c d e f g"])
    [0, 1, 0]
    """
    groups = _core.near_duplicate_groups(checked_texts(texts), n_threads, _core.CancelToken())
    return [int(group) for group in groups]
