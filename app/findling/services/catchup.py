# SPDX-License-Identifier: Apache-2.0
"""Bring an index in memory up to what a library holds now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from findling.services.library import Library


@dataclass(frozen=True, slots=True)
class PassageChanges:
    """What an index lacks and what it has too much of.

    Attributes
    ----------
    added, removed : ndarray of int64
        Keys of passages, ascending.
    """

    added: NDArray[np.int64]
    removed: NDArray[np.int64]

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added.size or self.removed.size)


def passage_changes(library: Library, indexed: NDArray[np.int64]) -> PassageChanges:
    """Compare an index with a library.

    Parameters
    ----------
    library : Library
        What there is.
    indexed : ndarray of int64
        Keys that the index knows, in any order.
    """
    present = library.passage_ids()
    known = np.unique(np.asarray(indexed, dtype=np.int64))
    return PassageChanges(
        added=np.setdiff1d(present, known, assume_unique=True),
        removed=np.setdiff1d(known, present, assume_unique=True),
    )
