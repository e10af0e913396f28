# SPDX-License-Identifier: Apache-2.0
"""Find passages by words and by meaning; everything is learned from the passages themselves."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from findling import _core
from findling.bolt.checks import (
    LARGEST_SEED,
    checked_language,
    checked_text,
    checked_texts,
    checked_titles,
    checked_whole,
)
from findling.bolt.errors import InputValueError, NotSavedThisWayError
from findling.bolt.explaining import Explaining
from findling.bolt.ids import IdTable
from findling.bolt.index import Index, Lesson, Texts
from findling.bolt.spelling import SpellingMixin
from findling.bolt.teaching import Teachings
from findling.bolt.teaching.ranking import taught_hits
from findling.bolt.teaching.teachable import Teachable

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.filters import Filter
    from findling.bolt.ids import Id
    from findling.bolt.types import Hit, Mode, Progress

_MODES = {
    "best": _core.SearchMode.BEST,
    "meaning": _core.SearchMode.MEANING,
    "words": _core.SearchMode.WORDS,
}
_MOST_HITS = 1_000_000
_MOST_THREADS = 256

# The vocabulary grows with the text: small collections cannot learn many pieces well.
_SMALL_VOCABULARY, _VOCABULARY = 4000, 8000
_SMALL_LIBRARY = 2_000_000  # characters, about 300,000 words


class Retriever(SpellingMixin, Explaining, Teachable):
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
    losses_ : list of float
        Mean loss of each epoch of the last `fit`, in nats a span; empty after `load`.
    teachings : Teachings
        What was taught by `upvote`, `downvote`, `associate` and `fine_tune`; `fit` leaves it.

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
        self.teachings = Teachings(language)
        self._changing = threading.Lock()
        self._index: Index | None = None

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
            Read as if it stood three times before its passage.
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
        passages = checked_texts(passages, "passages")
        if not passages:
            msg = "[retriever] expected at least one passage, got none"
            raise InputValueError(msg)
        heads = checked_titles(titles, len(passages))
        index = self._new_index()
        keys = index.ids.checked(range(len(passages)) if ids is None else ids, len(passages))
        texts = Texts(passages, heads, keys)
        token, report = cancel or _core.CancelToken(), progress or _ignore
        vocabulary_size = self._vocabulary_for(sum(map(len, passages)))
        with self._changing:
            if config.epochs:
                index.learn(texts, Lesson(config, vocabulary_size, report, token))
            else:
                report("analysing", 0, len(passages))
                index.add(texts, token)
                report("analysing", len(passages), len(passages))
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
        passages = checked_texts(passages, "passages")
        heads = checked_titles(titles, len(passages))
        if not passages:
            return self
        with self._changing:
            index = self._index or self._new_index()
            fresh = index.ids.next_numbers(len(passages)) if ids is None else ids
            keys = index.ids.checked(fresh, len(passages))
            index.add(Texts(passages, heads, keys), _core.CancelToken())
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
            return 0 if self._index is None else self._index.remove(ids)

    # Searching

    def search(
        self,
        query: str,
        k: int = 10,
        where: Iterable[Id] | Filter | None = None,
        mode: Mode = "best",
        *,
        exact: bool = False,
        teachings: Teachings | None = None,
    ) -> list[Hit]:
        """Return the passages that answer a query best.

        Parameters
        ----------
        query : str
            Any text.
        k : int
            Most hits.
        where : Filter or iterable of int or str, optional
            Only these passages are found; the ``k`` best of them. For more than one search with the
            same passages make a `filter` of them.
        mode : {"best", "meaning", "words"}
            By what. Words alone are used while nothing has been learned, and then only passages
            that hold a word of the query are found.
        exact : bool
            Score every passage, also where there are so many that candidates would do.
        teachings : Teachings, optional
            Heed these instead of the retriever's own, to see what one of them does.

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
        ``score = 0.85 fused + 0.15 neighbours`` with ``fused = 0.6 word + 0.4 meaning``, then what
        was taught (but for mode "words"); ``where`` changes no score that was not taught. Cost:
        linear in the number of passages up to 50,000, under a millisecond for 5,000. Where more
        were learned from, only candidates are scored, from the word index and from the cells of
        vectors nearest to the query, which finds what scoring all would (docs/retrieval.md).
        """
        query = checked_text(query, "query")
        n_hits = checked_whole(k, "k", 1, _MOST_HITS)
        if mode not in _MODES:
            msg = f"[retriever] expected mode to be best, meaning or words, got {mode!r}"
            raise InputValueError(msg)
        index = self._index
        if index is None:
            return []
        only = None if where is None else index.filter(where)
        taught = self.teachings if teachings is None else teachings
        if mode == "words" or not len(taught):
            return index.search(query, n_hits, only, _MODES[mode], exact=exact)
        asked = taught.expand(query)

        def ask(n: int, among: Iterable[Id] | None) -> list[Hit]:
            allowed = only if among is None else index.filter(among)
            return index.search(asked, n, allowed, _MODES[mode], exact=exact)

        return taught_hits(
            ask,
            (index.ids if only is None else only).__contains__,
            taught.lifts(query, index.rarities),
            n_hits,
        )

    def filter(self, ids: Iterable[Id]) -> Filter:
        """Return passages as a value for ``where``, for more than one search.

        Parameters
        ----------
        ids : iterable of int or str
            Those that are not in the index are passed over; an array of integers is fastest.

        Returns
        -------
        Filter
            Combine filters by ``&``, ``|`` and ``~``. It ends with the next `fit`.
        """
        index = self._index or self._new_index()
        return index.filter(ids)

    def holding(self, words: str) -> Filter:
        """Return the passages that hold all words of a text, in any form and order.

        Parameters
        ----------
        words : str
            Stop words are passed over; a text of nothing else is held by no passage.

        Returns
        -------
        Filter
        """
        index = self._index or self._new_index()
        return index.holding(checked_text(words, "words"))

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
        index = self._index or self._new_index()
        return index.match_ranges(checked_text(query, "query"), checked_text(text, "text"))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of any texts, as the search by meaning sees them.

        Parameters
        ----------
        texts : sequence of str
            [n]; of each the first 1,024 words count.

        Returns
        -------
        ndarray of float32, shape (n, D)
            Of unit length, or zero where a text has no known word; D is 0 while nothing has been
            learned. Vectors of another fit are not comparable.

        Raises
        ------
        InputTypeError
            For anything but texts.
        """
        checked = checked_texts(texts, "texts")
        index = self._index or self._new_index()
        return index.encode(checked)

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
    def losses_(self) -> list[float]:
        """Mean loss of each epoch of the last `fit`, in nats a span; empty after `load`."""
        return [] if self._index is None else self._index.engine.losses

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
            (self._index or self._new_index()).save(Path(path), self.get_params(), self.teachings)

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
        threads = checked_whole(n_threads, "n_threads", 0, _MOST_THREADS)
        index, params, teachings = Index.load(Path(path), threads)
        params["n_threads"] = threads
        try:
            retriever = cls(**params)
        except TypeError as error:
            msg = f"[retriever] {path} was made with other hyperparameters than there are"
            raise _core.EngineFormatError(msg) from error
        retriever._index, retriever.teachings = index, teachings
        return retriever

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse: pickles run code when they are opened."""
        msg = "[retriever] cannot be pickled or copied; use save(path) and Retriever.load(path)"
        raise NotSavedThisWayError(msg)

    # Hyperparameters

    def _encoder_config(self) -> _core.EncoderConfig:
        config = _core.EncoderConfig()
        config.dim = checked_whole(self.dim, "dim", 16, 4096)
        config.epochs = checked_whole(self.epochs, "epochs", 0, 10_000)
        config.seed = checked_whole(self.seed, "seed", 0, LARGEST_SEED)
        if config.epochs:
            config.validate()
        return config

    def _vocabulary_for(self, n_chars: int) -> int:
        if self.vocabulary_size == "auto":
            return _SMALL_VOCABULARY if n_chars < _SMALL_LIBRARY else _VOCABULARY
        return checked_whole(self.vocabulary_size, "vocabulary_size", 256, 200_000)

    def _new_index(self) -> Index:
        threads = checked_whole(self.n_threads, "n_threads", 0, _MOST_THREADS)
        return Index(_core.Retriever(threads), checked_language(self.language))


def _ignore(stage: str, done: int, total: int) -> None:
    """Report to nobody."""
