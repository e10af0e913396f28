# SPDX-License-Identifier: Apache-2.0
"""Suggest other spellings for words of a query that no passage holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.bolt.checks import checked_text

if TYPE_CHECKING:
    from findling.bolt.index import Index
    from findling.bolt.teaching import Teachings


@dataclass(frozen=True, slots=True)
class WordSuggestion:
    """What was probably meant by a word of a query.

    Attributes
    ----------
    start, end : int
        Code-point range of the word in the query, end exclusive.
    word : str
        What passages hold, in the case of the query's word; two words for two run together.
    n_passages : int
        How many passages hold it, in any of its forms; of two words, the fewer.
    """

    start: int
    end: int
    word: str
    n_passages: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query as it was probably meant.

    Attributes
    ----------
    query : str
        With every suggested word in its place, otherwise as it was.
    words : tuple of WordSuggestion
        In order; at least one.
    """

    query: str
    words: tuple[WordSuggestion, ...]


class SpellingMixin:
    """The part of a retriever that helps with misspelt queries."""

    teachings: Teachings
    _index: Index | None

    def suggest(self, query: str) -> Suggestion | None:
        """Return what was probably meant by a query, in words that its passages hold.

        Parameters
        ----------
        query : str

        Returns
        -------
        Suggestion or None
            None, for most queries, when each word is a stop word, is in some passage, is far from
            all words, has a taught meaning, or is written with capitals like a name (iPhone, NATO).

        Raises
        ------
        EngineError
            For input that is not accepted; also a `TypeError`.

        Notes
        -----
        Words are compared with those of the passages by edits: letters added, left out, replaced,
        or swapped with the next one (Damerau 1964); one edit in words of 4 or 5 letters, two in
        longer ones, none in words with digits. The likeliest is taken, by how many passages hold it
        and what its edits cost. A word that one or two passages hold is doubted as well when a word
        one edit away is in a hundred times as many. A few milliseconds for a misspelt word.

        Examples
        --------
        >>> from findling.bolt import Retriever
        >>> retriever = Retriever(epochs=0).fit(["The tenant pays.", "Rent is due."])
        >>> retriever.suggest("When does the Tenent pay?").query
        'When does the Tenant pay?'
        """
        query = checked_text(query, "query")
        if self._index is None:
            return None
        words = [
            WordSuggestion(start, end, _in_case_of(query[start:end], word), n_passages)
            for start, end, word, n_passages in self._index.suggest_words(query)
            if not self._is_meant(query, query[start:end])
        ]
        if not words:
            return None
        parts: list[str] = []
        done = 0
        for word in words:
            parts += [query[done : word.start], word.word]
            done = word.end
        return Suggestion("".join([*parts, query[done:]]), tuple(words))

    def _is_meant(self, query: str, word: str) -> bool:
        """Tell whether somebody knew what they wrote, though no passage holds it."""
        like_a_name = word[1:] != word[1:].lower() and query != query.upper()
        return like_a_name or self.teachings.give_meaning_to(word)


def _in_case_of(written: str, word: str) -> str:
    """Return a lower-case word in capitals where those of the query are."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if written[0].isupper() else word
