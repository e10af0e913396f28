# SPDX-License-Identifier: Apache-2.0
"""What the engine knows of a library, in numbers that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.services.learning import LEAST_PASSAGES, WISH

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What was learned, and how fresh it is.

    Attributes
    ----------
    documents, passages : int
        What can be found now.
    learned_from : int
        Passages that the encoder has learned from; 0 before it has.
    newer, gone : int
        Passages that came since, and those that it learned from and that are no more.
    learned_at : float or None
        Seconds since the epoch.
    seconds : float
        How long learning took; 0 where that was not kept.
    losses : tuple of float
        Mean loss of each pass over the passages, in nats; empty where that was not kept.
    index_bytes : int
        Of the index on disk.
    teachings : int
        How many count.
    is_wished : bool
        Whether the user waits for learning.
    """

    documents: int
    passages: int
    learned_from: int
    newer: int
    gone: int
    learned_at: float | None
    seconds: float
    losses: tuple[float, ...]
    index_bytes: int
    teachings: int
    is_wished: bool

    @property
    def can_learn(self) -> bool:
        """Whether there is enough to learn from."""
        return self.passages >= LEAST_PASSAGES

    @property
    def missing(self) -> int:
        """How many more passages are needed before anything is learned."""
        return max(0, LEAST_PASSAGES - self.passages)

    @property
    def changed_share(self) -> float:
        """Part of the passages that came or went since, 0 or more."""
        return (self.newer + self.gone) / max(self.passages, 1)


def model_facts(library: Library) -> ModelFacts:
    """Return what the engine knows of a library."""
    status = library.status()
    generation = library.store.generations.current()
    manifest = None if generation is None else generation.manifest
    ids = library.passage_ids()
    learned_from = manifest.trained_passages if manifest else 0
    newest = manifest.trained_max_id if manifest else 0
    newer = int(np.count_nonzero(ids > newest)) if learned_from else 0
    return ModelFacts(
        documents=status.read,
        passages=int(ids.size),
        learned_from=learned_from,
        newer=newer,
        gone=max(0, learned_from - (int(ids.size) - newer)),
        learned_at=manifest.trained_at if manifest else None,
        seconds=manifest.learned_seconds if manifest else 0.0,
        losses=manifest.losses if manifest else (),
        index_bytes=_size_of(generation.index_file) if generation else 0,
        teachings=sum(teaching.enabled for teaching in library.store.teachings.all()),
        is_wished=library.store.settings.get(WISH) != "",
    )


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # a newer index has taken its place meanwhile
        return 0
