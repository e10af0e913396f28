# SPDX-License-Identifier: Apache-2.0
"""From a word as it stands in a text to the term that it is searched by."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol, cast

import Stemmer

from findling.bolt.stopwords import stop_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NO_LANGUAGE = "none"
"""Words are taken as they are: no stop words, no stemming."""


class _Stemmer(Protocol):
    """The part of ``Stemmer.Stemmer`` that is used; the package has no types."""

    maxCacheSize: int  # noqa: N815 - its name

    def stemWords(self, words: Sequence[str]) -> list[str]: ...  # noqa: N802 - its name


class _StemmerModule(Protocol):
    """The package, which has no types."""

    Stemmer: Callable[[str], _Stemmer]
    algorithms: Callable[[], list[str]]


_package = cast("_StemmerModule", Stemmer)


class WordAnalyser:
    """Finds the terms of words in one language.

    Parameters
    ----------
    language : str
        One of `languages()`.

    Notes
    -----
    Not for use by two threads at the same time.
    """

    def __init__(self, language: str) -> None:
        self._stop_words = stop_words(language)
        self._stemmer: _Stemmer | None = None
        if language != NO_LANGUAGE:
            self._stemmer = _package.Stemmer(language)
            self._stemmer.maxCacheSize = 0  # each word is asked for once

    def terms(self, words: Sequence[str]) -> list[str]:
        """Return the term of each lower-case word; an empty one for stop words.

        Notes
        -----
        Words are stemmed with their accents, as the stemmers expect it, and folded afterwards, so
        that "café" and "cafe" find each other.
        """
        composed = [compose(word) for word in words]
        stems = composed if self._stemmer is None else self._stemmer.stemWords(composed)
        return [
            "" if word in self._stop_words else fold(stem)
            for word, stem in zip(composed, stems, strict=True)
        ]


def languages() -> tuple[str, ...]:
    """Return the languages that can be chosen, ``"none"`` first."""
    return (NO_LANGUAGE, *sorted(_package.algorithms()))


def compose(word: str) -> str:
    """Return a lower-case word in one spelling: without ligatures, wide letters, loose accents."""
    return word if word.isascii() else unicodedata.normalize("NFKC", word).lower()


def fold(word: str) -> str:
    """Return a word without accents."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not _is_accent(c)))


def _is_accent(char: str) -> bool:
    """Tell whether this is a mark of Latin, Greek or Cyrillic; elsewhere marks are letters."""
    return "\u0300" <= char <= "\u036f"
