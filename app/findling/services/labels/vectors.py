# SPDX-License-Identifier: Apache-2.0
"""Vectors of texts by the library's own encoder: they know words that no answer has shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from findling.bolt import EngineError, Retriever

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from findling.services.library import Library


@dataclass(frozen=True, slots=True)
class TextEncoder:
    """An encoder that the library has learned, or none.

    Attributes
    ----------
    name : str
        The same for the same encoder, whatever was added to its index since; empty for none.
    """

    name: str = ""
    _retriever: Retriever | None = None

    def vectors(self, texts: list[str]) -> NDArray[np.float32] | None:
        """Return a vector for each text, [n, D]; None without an encoder."""
        return None if self._retriever is None else self._retriever.encode(texts)


NO_ENCODER = TextEncoder()

_T = TypeVar("_T")


def in_line(things: Sequence[_T], vectors: NDArray[np.float32] | None) -> list[_T]:
    """Order things along the first principal component of their vectors [n, D].

    Without vectors, or with fewer than three things, they stay as they are.
    """
    if vectors is None or len(things) < 3:
        return list(things)
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return [things[int(at)] for at in np.argsort(centred @ axes[0], kind="stable")]


def newest_encoder(library: Library) -> TextEncoder:
    """Return the encoder that searches use now."""
    generation = library.store.generations.current()
    trained_at = generation.manifest.trained_at if generation else None
    found = encoder_named(library, _name(trained_at))
    return NO_ENCODER if found is None else found


def encoder_named(library: Library, name: str) -> TextEncoder | None:
    """Return an encoder by its name, as long as some index on disk has it."""
    if not name:
        return NO_ENCODER
    for generation in library.store.generations.all():
        if _name(generation.manifest.trained_at) == name:
            opened = _opened(generation.index_file)
            if opened is not None:
                return TextEncoder(name, opened)
    return None


def _name(trained_at: float | None) -> str:
    return "" if trained_at is None else repr(trained_at)


@lru_cache(maxsize=1)
def _opened(path: Path) -> Retriever | None:
    """Return the index of a generation, which never changes under its path; mapped, not read."""
    try:
        return Retriever.load(path)
    except EngineError:
        return None  # The search tells of it, and makes another.
