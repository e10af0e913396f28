# SPDX-License-Identifier: Apache-2.0
"""Sub-words: pieces that the encoder knows, learned from the user's own words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.trainers import BpeTrainer

from findling.bolt.errors import InputValueError
from findling.bolt.words import compose, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WORD_START = "▁"
"""Stands before a word, so that a piece at its start differs from the same letters inside.

The library's own way to mark it (a prefix for what continues a word) gives another vocabulary in
every run; this way does not.
"""

_MOST_REPEATS = 64
"""A word counts at most so often, after scaling: more changes no merge, but costs time."""

_SCALED_WORDS = 60_000
"""Counts are scaled down to about this sum before they are capped."""

_MOST_WORDS = 20_000
"""The vocabulary is learned from so many words, the most frequent ones."""

_ENOUGH_WORDS = 5000
"""With so many words, those that occur once are left out: half of them, and most are typos."""

_ALPHABET_SHARE = 4
"""At most one in so many pieces is a single character; scripts with thousands of them need that."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Words split into pieces: those of word i are ``values[offsets[i]:offsets[i + 1]]``.

    Attributes
    ----------
    offsets : ndarray of uint64, [W + 1]
    values : ndarray of uint32, [offsets[-1]]
        Numbers of pieces, below `Subwords.size`.
    """

    offsets: NDArray[np.uint64]
    values: NDArray[np.uint32]


class Subwords:
    """A vocabulary of pieces, numbered by frequency: 0 is the most frequent one.

    Make one with `train` or `from_json`. Any number of threads may use it.
    """

    def __init__(self, tokenizer: Tokenizer, ranks: NDArray[np.uint32]) -> None:
        self._tokenizer = tokenizer
        self._ranks = ranks

    @property
    def size(self) -> int:
        """Number of pieces."""
        return len(self._ranks)

    @classmethod
    def train(
        cls, words: Sequence[str], counts: NDArray[np.uint64], size: int
    ) -> tuple[Subwords, Pieces]:
        """Learn a vocabulary by byte-pair encoding (Sennrich, Haddow and Birch 2016).

        Parameters
        ----------
        words : sequence of str, [W]
            Different words.
        counts : ndarray of uint64, [W]
            How often each occurs.
        size : int
            Most pieces. Words decide whether there are fewer.

        Returns
        -------
        subwords : Subwords
        pieces : Pieces
            The words, split.

        Notes
        -----
        Same words, same vocabulary. Takes about a quarter of a second for 36,000 words.
        """
        tokenizer = Tokenizer(BPE())
        tokenizer.pre_tokenizer = cast("Any", WhitespaceSplit())
        trainer = BpeTrainer(
            vocab_size=size,
            show_progress=False,
            special_tokens=[],
            limit_alphabet=max(64, size // _ALPHABET_SHARE),
        )
        tokenizer.train_from_iterator(_sample(words, counts), trainer)
        unranked = cls(tokenizer, np.arange(tokenizer.get_vocab_size(), dtype=np.uint32))
        pieces = unranked.split(words)
        weights = np.repeat(counts, np.diff(pieces.offsets).astype(np.int64))
        frequency = np.bincount(pieces.values, weights=weights, minlength=unranked.size)
        ranks = np.empty(unranked.size, np.uint32)
        ranks[np.argsort(-frequency, kind="stable")] = np.arange(unranked.size, dtype=np.uint32)
        return cls(tokenizer, ranks), Pieces(pieces.offsets, ranks[pieces.values])

    def split(self, words: Sequence[str]) -> Pieces:
        """Split words; characters that were rare when the vocabulary was learned are left out."""
        marked = [_marked(word) for word in words]
        lists = [e.ids for e in self._tokenizer.encode_batch_fast(marked)]
        offsets = np.zeros(len(words) + 1, np.uint64)
        np.cumsum([len(ids) for ids in lists], out=offsets[1:])
        flat = np.fromiter((i for ids in lists for i in ids), np.int64, int(offsets[-1]))
        return Pieces(offsets, self._ranks[flat])

    def to_json(self) -> str:
        """Return what `from_json` takes."""
        return json.dumps({"model": self._tokenizer.to_str(), "ranks": self._ranks.tolist()})

    @classmethod
    def from_json(cls, text: str) -> Subwords:
        """Make a vocabulary again.

        Raises
        ------
        InputValueError
            If the text was not made by `to_json`.
        """
        try:
            parts = json.loads(text)
            tokenizer = Tokenizer.from_str(parts["model"])
            ranks = np.asarray(parts["ranks"], np.uint32)
        except Exception as error:  # the library raises plain Exception for a bad model
            msg = "[subwords] the stored vocabulary cannot be read"
            raise InputValueError(msg) from error
        if sorted(ranks.tolist()) != list(range(tokenizer.get_vocab_size())):
            msg = "[subwords] the stored vocabulary is inconsistent"
            raise InputValueError(msg)
        return cls(tokenizer, ranks)


def _marked(word: str) -> str:
    return _WORD_START + fold(compose(word))


def _sample(words: Sequence[str], counts: NDArray[np.uint64]) -> list[str]:
    """Return texts in which frequent words are repeated, in an order that depends on them only."""
    order = sorted(range(len(words)), key=lambda i: (-int(counts[i]), words[i]))[:_MOST_WORDS]
    least = 2 if len(words) >= _ENOUGH_WORDS else 1
    scale = max(1, int(counts.sum()) // _SCALED_WORDS)
    return [
        " ".join([_marked(words[i])] * min(_MOST_REPEATS, -(-int(counts[i]) // scale)))
        for i in order
        if counts[i] >= least
    ]
