# SPDX-License-Identifier: Apache-2.0
"""Find passages by words and by meaning; everything is learned from the passages themselves."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import numpy as np

from findling import _core
from findling.bolt.checks import LARGEST_SEED, checked_texts, checked_titles, checked_whole
from findling.bolt.errors import InputTypeError, InputValueError, NotSavedThisWayError
from findling.bolt.ids import IdTable
from findling.bolt.subwords import Pieces, Subwords
from findling.bolt.types import Hit
from findling.bolt.words import WordAnalyser

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.ids import Id
    from findling.bolt.types import Mode, Progress

_MODES = {
    "best": _core.SearchMode.BEST,
    "meaning": _core.SearchMode.MEANING,
    "words": _core.SearchMode.WORDS,
}
_MOST_HITS = 1_000_000
_NO_WORDS = _core.WordMeanings([], [], np.zeros(1, np.uint64), np.zeros(0, np.uint32))
_ALL = np.zeros(0, np.uint8)

# The vocabulary grows with the text: small collections cannot learn many pieces well.
_SMALL_VOCABULARY, _VOCABULARY = 4000, 8000
_SMALL_LIBRARY = 300_000  # words


@dataclass
class _Index:
    """What one fit or load has made. Replaced as a whole, so that searches never see half of it."""

    engine: _core.Retriever
    ids: IdTable = field(default_factory=IdTable)
    subwords: Subwords | None = None


class Retriever:
    """Search over passages of text.

    Parameters
    ----------
    dim : int
        Width of the vectors, a multiple of 16.
    epochs : int
        How often learning goes over the passages; 0 learns nothing: words alone are searched.
    vocabulary_size : int or "auto"
        Most sub-words. "auto" takes more for more text.
    language : str
        The language whose endings are taken off words, as PyStemmer names it, or "none".
    seed : int
        What chance depends on. Same seed and passages: same result, at any number of threads.
    n_threads : int
        Threads that take part in work, the calling one included; 0 for one a processor.

    Attributes
    ----------
    ids_ : ndarray
        Ids of all passages, in the order of arrival: int64, or objects of type ``str``.
    n_passages_ : int
        How many passages there are.
    is_trained_ : bool
        Whether meaning can be searched.
    n_trained_ : int
        How many passages the encoder was learned from.

    Notes
    -----
    Passages can be searched by their words as soon as they were added, and by meaning once ``fit``
    has learned an encoder from them. Any number of threads may search while one changes the index;
    changes wait for each other. A `Retriever` is saved by ``save``, never pickled.

    Examples
    --------
    >>> retriever = Retriever(epochs=0).fit(["Cats sleep all day.", "Trains run on rails."])
    >>> [hit.id for hit in retriever.search("a sleeping cat")]
    [0]
    """

    def __init__(
        self,
        *,
        dim: int = 256,
        epochs: int = 8,
        vocabulary_size: int | str = "auto",
        language: str = "english",
        seed: int = 0,
        n_threads: int = 0,
    ) -> None:
        self.dim = dim
        self.epochs = epochs
        self.vocabulary_size = vocabulary_size
        self.language = language
        self.seed = seed
        self.n_threads = n_threads
        self._changing = threading.Lock()
        self._index: _Index | None = None
        self._analyser: tuple[str, WordAnalyser] | None = None

    def __repr__(self) -> str:
        """Return the constructor's call."""
        values = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"Retriever({values})"

    def get_params(self) -> dict[str, int | str]:
        """Return the hyperparameters by name."""
        names = ("dim", "epochs", "vocabulary_size", "language", "seed", "n_threads")
        return {name: getattr(self, name) for name in names}

    # Learning and changing

    def fit(
        self,
        passages: Sequence[str],
        titles: Sequence[str | None] | None = None,
        ids: Iterable[Id] | None = None,
        progress: Progress | None = None,
        cancel: _core.CancelToken | None = None,
    ) -> Self:
        """Index passages and learn from them. Forgets everything from before.

        Parameters
        ----------
        passages : sequence of str
            At least one.
        titles : sequence of str or None, optional
            Read as if it stood before its passage.
        ids : iterable of int or str, optional
            Different ones; 0, 1, ... when not given.
        progress : callable, optional
            Called with (stage, done, total); stages are "analysing", "learning" and "linking".
        cancel : CancelToken, optional
            Stops the work from another thread.

        Returns
        -------
        Retriever
            Itself. Searches that run meanwhile see the index from before, then the new one.

        Raises
        ------
        EngineError
            For input that is not accepted; also a `ValueError` or a `TypeError`.
        CancelledError
            When cancelled. The index from before stays.
        """
        config = self._encoder_config()
        texts = checked_texts(passages, "passages")
        if not texts:
            msg = "[retriever] expected at least one passage, got none"
            raise InputValueError(msg)
        heads = checked_titles(titles, len(texts))
        index = _Index(_core.Retriever(self._threads()))
        keys = index.ids.checked(range(len(texts)) if ids is None else ids, len(texts))
        token = cancel or _core.CancelToken()
        report = progress or _ignore
        with self._changing:
            report("analysing", 0, len(texts))
            batch = index.engine.read(texts, heads, token)
            n_pieces = self._learn_words(index, batch) if config.epochs else 0
            if not n_pieces:
                self._take_words(index, batch)
            report("analysing", len(texts), len(texts))
            if n_pieces:
                index.engine.learn(batch, n_pieces, config, report, token)
            else:
                index.engine.add(batch, token)
            index.ids.append(keys)
            self._index = index
        return self

    def add(
        self,
        passages: Sequence[str],
        titles: Sequence[str | None] | None = None,
        ids: Iterable[Id] | None = None,
    ) -> Self:
        """Add passages; they can be found at once, by meaning too when an encoder was learned.

        Parameters
        ----------
        passages, titles, ids
            As for `fit`, except that there may be no passages. Without ids, the whole numbers above
            all that were used.

        Returns
        -------
        Retriever
            Itself.

        Raises
        ------
        EngineError
            For input that is not accepted, such as an id in use; also a `ValueError` or a
            `TypeError`. Nothing was added then.
        """
        texts = checked_texts(passages, "passages")
        heads = checked_titles(titles, len(texts))
        with self._changing:
            index = self._index or _Index(_core.Retriever(self._threads()))
            fresh = index.ids.next_numbers(len(texts)) if ids is None else ids
            keys = index.ids.checked(fresh, len(texts))
            if texts:
                batch = index.engine.read(texts, heads, _core.CancelToken())
                self._take_words(index, batch)
                self._append(index, batch, keys)
            self._index = index
        return self

    def remove(self, ids: Iterable[Id]) -> int:
        """Remove passages.

        Parameters
        ----------
        ids : iterable of int or str
            Those that are not in the index are passed over.

        Returns
        -------
        int
            How many were removed.
        """
        with self._changing:
            if self._index is None:
                return 0
            keys = list(ids)
            n_removed = self._index.engine.remove(self._index.ids.slots_of(keys))
            self._index.ids.remove(keys)
            return n_removed

    # Searching

    def search(
        self,
        query: str,
        k: int = 10,
        where: Iterable[Id] | None = None,
        mode: Mode = "best",
    ) -> list[Hit]:
        """Return the passages that answer a query best.

        Parameters
        ----------
        query : str
            Any text.
        k : int
            Most hits.
        where : iterable of int or str, optional
            Only passages with these ids are found; the ``k`` best of them.
        mode : {"best", "meaning", "words"}
            By what. Words alone are used while nothing has been learned, and then only passages
            that hold a word of the query are found.

        Returns
        -------
        list of Hit
            Best first; of equals the one that was added first. Empty before anything was added.

        Raises
        ------
        EngineError
            For input that is not accepted; also a `ValueError` or a `TypeError`.

        Notes
        -----
        ``score = 0.85 fused + 0.15 neighbours`` with ``fused = 0.6 word + 0.4 meaning``; ``where``
        changes no score. Cost: linear in the number of passages, under a millisecond for 5,000.
        """
        self._check_query(query)
        n_hits = checked_whole(k, "k", 1, _MOST_HITS)
        if mode not in _MODES:
            msg = f"[retriever] expected mode to be best, meaning or words, got {mode!r}"
            raise InputValueError(msg)
        index = self._index
        if index is None:
            return []
        allowed = _ALL if where is None else _mask(index.ids.slots_of(where))
        extra = self._extra_words(index, [query])
        slots, parts = index.engine.search(query, extra, _MODES[mode], allowed, n_hits)
        return [
            Hit(index.ids[slot], *row)
            for slot, row in zip(slots.tolist(), parts.tolist(), strict=True)
        ]

    def match_ranges(self, query: str, text: str) -> list[tuple[int, int]]:
        """Return where words of the query stand in a text, in any of their forms.

        Parameters
        ----------
        query, text : str

        Returns
        -------
        list of (int, int)
            Code-point ranges of ``text``, end exclusive, ascending, without overlaps. Stop words
            are not among them.
        """
        self._check_query(query)
        self._check_query(text)
        index = self._index or _Index(_core.Retriever(1))
        extra = self._extra_words(index, [query, text])
        return index.engine.match_ranges(query, text, extra)

    @property
    def ids_(self) -> NDArray[Any]:
        """Ids of all passages, in the order of arrival: int64, or objects of type ``str``."""
        return IdTable().live() if self._index is None else self._index.ids.live()

    @property
    def n_passages_(self) -> int:
        """How many passages there are."""
        return 0 if self._index is None else len(self._index.ids)

    @property
    def n_trained_(self) -> int:
        """How many passages the encoder was learned from; 0 without one."""
        return 0 if self._index is None else self._index.engine.n_learned

    @property
    def is_trained_(self) -> bool:
        """Whether meaning can be searched."""
        return self.n_trained_ > 0

    # Files

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write everything to one file, or nothing: a file of that name is replaced at the end.

        Parameters
        ----------
        path : str or path
            Where to.

        Raises
        ------
        EngineIoError
            When the file cannot be written; also an `OSError`.
        """
        with self._changing:
            index = self._index or _Index(_core.Retriever(1))
            note = {
                "params": self.get_params(),
                "ids": index.ids.to_plain(),
                "subwords": index.subwords.to_json() if index.subwords else None,
            }
            index.engine.save(Path(path), json.dumps(note))

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Open a saved file. It is mapped, so that this is quick and memory is shared.

        Parameters
        ----------
        path : str or path
            What `save` has written. It must not be changed in place afterwards.
        n_threads : int
            As in the constructor.

        Raises
        ------
        EngineIoError
            When the file cannot be opened; also an `OSError`.
        EngineFormatError
            When it is damaged, not an index, or newer than this program; also a `ValueError`.
        """
        engine, note = _core.Retriever.load(
            Path(path), checked_whole(n_threads, "n_threads", 0, 256)
        )
        try:
            parts = json.loads(note)
            retriever = cls(**{**parts["params"], "n_threads": n_threads})
            subwords = Subwords.from_json(parts["subwords"]) if parts["subwords"] else None
            index = _Index(engine, IdTable.from_plain(parts["ids"]), subwords)
            consistent = engine.n_slots == len(parts["ids"]) and engine.n_live == len(index.ids)
        except (ValueError, KeyError, TypeError) as error:
            msg = f"[retriever] {path} holds a description that cannot be read"
            raise _core.EngineFormatError(msg) from error
        if not consistent or engine.n_learned > 0 and subwords is None:
            msg = f"[retriever] {path} holds a description of another index"
            raise _core.EngineFormatError(msg)
        retriever._index = index
        return retriever

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        """Refuse: pickles run code when they are opened."""
        msg = "[retriever] cannot be pickled or copied; use save(path) and Retriever.load(path)"
        raise NotSavedThisWayError(msg)

    # Words

    def _learn_words(self, index: _Index, batch: _core.TextBatch) -> int:
        """Learn sub-words from a batch and take its words; return the number of sub-words."""
        words, counts = batch.new_words(), batch.new_word_counts()
        size = self._vocabulary_for(int(counts.sum()))
        subwords, pieces = Subwords.train(words, counts, size)
        if subwords.size:
            index.subwords = subwords
            terms = self._words().terms(words)
            index.engine.add_words(batch, terms, pieces.offsets, pieces.values)
        return subwords.size

    def _take_words(self, index: _Index, batch: _core.TextBatch) -> None:
        words = batch.new_words()
        terms, pieces = self._words().terms(words), _split(index.subwords, words)
        index.engine.add_words(batch, terms, pieces.offsets, pieces.values)

    def _append(self, index: _Index, batch: _core.TextBatch, keys: list[Id]) -> None:
        """Add passages; their ids first, as a search may find them at once."""
        index.ids.append(keys)
        try:
            index.engine.add(batch, _core.CancelToken())
        except BaseException:
            index.ids.drop_last(len(keys))
            raise

    def _extra_words(self, index: _Index, texts: list[str]) -> _core.WordMeanings:
        """Return what the words mean that the index has not seen."""
        words = index.engine.unknown_words(texts)
        if not words:
            return _NO_WORDS
        # An analyser of its own: searches run side by side.
        terms = WordAnalyser(self.language).terms(words)
        pieces = _split(index.subwords, words)
        return _core.WordMeanings(words, terms, pieces.offsets, pieces.values)

    def _words(self) -> WordAnalyser:
        """Return the analyser for changes, which run one at a time."""
        if self._analyser is None or self._analyser[0] != self.language:
            self._analyser = (self.language, WordAnalyser(self.language))
        return self._analyser[1]

    # Hyperparameters

    def _encoder_config(self) -> _core.EncoderConfig:
        config = _core.EncoderConfig()
        config.dim = checked_whole(self.dim, "dim", 16, 4096)
        config.epochs = checked_whole(self.epochs, "epochs", 0, 10_000)
        config.seed = checked_whole(self.seed, "seed", 0, LARGEST_SEED)
        self._vocabulary_for(0)
        WordAnalyser(self.language)
        if config.epochs:
            config.validate()
        return config

    def _vocabulary_for(self, n_words: int) -> int:
        if self.vocabulary_size == "auto":
            return _SMALL_VOCABULARY if n_words < _SMALL_LIBRARY else _VOCABULARY
        return checked_whole(self.vocabulary_size, "vocabulary_size", 256, 200_000)

    def _threads(self) -> int:
        return checked_whole(self.n_threads, "n_threads", 0, 256)

    @staticmethod
    def _check_query(text: object) -> None:
        if not isinstance(text, str):
            msg = f"[retriever] expected a query and a text of type str, got {type(text).__name__}"
            raise InputTypeError(msg)


def _split(subwords: Subwords | None, words: list[str]) -> Pieces:
    if subwords is None:
        return Pieces(np.zeros(len(words) + 1, np.uint64), np.zeros(0, np.uint32))
    return subwords.split(words)


def _mask(slots: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return 1 in the given slots. Never empty, as that would allow all."""
    mask = np.zeros(int(slots.max(initial=0)) + 1, np.uint8)
    mask[slots] = 1
    return mask


def _ignore(stage: str, done: int, total: int) -> None:
    """Report to nobody."""
