# SPDX-License-Identifier: Apache-2.0
"""Checks of what callers pass, with one sentence for each mistake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.words import languages

LARGEST_SEED = (1 << 64) - 1


def checked_texts(texts: object, what: str) -> list[str]:
    """Return texts as a list of ``str``; ``what`` names them in messages ("passages")."""
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Sequence):
        msg = f"[retriever] expected a list of {what}, got {type(texts).__name__}"
        raise InputTypeError(msg)
    values = list(cast("Sequence[object]", texts))
    for i, text in enumerate(values):
        if not isinstance(text, str):
            msg = f"[retriever] expected {what} to be str, got {type(text).__name__} at {i}"
            raise InputTypeError(msg)
    return cast("list[str]", values)


def checked_text(text: object, what: str) -> str:
    """Return one text."""
    if not isinstance(text, str):
        msg = f"[retriever] expected the {what} to be str, got {type(text).__name__}"
        raise InputTypeError(msg)
    return text


def checked_language(language: object) -> str:
    """Return the name of a language that there is a stemmer for, or "none"."""
    if language not in languages():
        msg = f"[retriever] expected language to be one of {', '.join(languages())}"
        raise InputValueError(f"{msg}, got {language!r}")
    return cast("str", language)


def checked_titles(titles: object, n: int) -> list[str]:
    """Return ``n`` titles, or an empty list for None. A title may be None."""
    if titles is None:
        return []
    if isinstance(titles, Sequence) and not isinstance(titles, (str, bytes)):
        titles = ["" if title is None else title for title in cast("Sequence[object]", titles)]
    values = checked_texts(titles, "titles")
    if len(values) != n:
        msg = f"[retriever] expected {n} titles, one for each passage, got {len(values)}"
        raise InputValueError(msg)
    return values


def checked_whole(value: object, name: str, least: int, most: int) -> int:
    """Return a whole number in a range."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        msg = f"[retriever] expected {name} to be a whole number, got {value!r}"
        raise InputTypeError(msg)
    number = int(cast("int", value))
    if not least <= number <= most:
        msg = f"[retriever] expected {name} from {least} to {most}, got {number}"
        raise InputValueError(msg)
    return number
