# SPDX-License-Identifier: Apache-2.0
"""Where a query finds nothing: what it would find in another way, or without a part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from findling.services.filters import Field
from findling.services.query_language import ChipKind
from findling.services.types import Instead, LeftOut, SearchMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.query_language import Chip, ParsedQuery

    Count = Callable[[str, SearchMode], int]
    """How many documents a query finds when it is matched in a way."""

_MOST_LEFT_OUT = 8
_MOST_NAME_WORDS = 6
_WORD = re.compile(r"\w+")


def left_out(asked: ParsedQuery, mode: SearchMode, count: Count) -> tuple[LeftOut, ...]:
    """Return the parts of a query without which something is found.

    Where none alone is enough it is all of them at once.
    """
    ways: list[tuple[Chip | None, str]] = [
        (chip, asked.without_chip(chip)) for chip in asked.chips[:_MOST_LEFT_OUT]
    ]
    found = _found(ways, mode, count)
    if not found and len(ways) > 1:
        found = _found([(None, asked.words)], mode, count)
    return tuple(found)


def instead(asked: ParsedQuery, mode: SearchMode, count: Count, *, trained: bool) -> Instead:
    """Return what a query finds by words alone, by meaning alone, and in names of files.

    Parameters
    ----------
    asked : ParsedQuery
        Finds nothing in ``mode``.
    mode : SearchMode
    count : callable
    trained : bool
        Whether meaning can take part: else all ways of matching are one.
    """
    query = name_query(asked)
    others = {SearchMode.MEANING: SearchMode.WORDS, SearchMode.WORDS: SearchMode.MEANING}
    other = others.get(mode) if trained else None
    n = count(asked.typed, other) if other is not None else 0
    return Instead(
        by_words=n if other is SearchMode.WORDS else 0,
        by_meaning=n if other is SearchMode.MEANING else 0,
        by_name=count(query, mode) if query else 0,
        name_query=query,
    )


def name_query(asked: ParsedQuery) -> str:
    """Return a query for the words in names of files, in their order; empty where that makes none.

    Examples
    --------
    >>> from findling.services.query_language import parse
    >>> name_query(parse("lease 2024 type:pdf"))
    'name:*lease*2024* type:pdf'
    """
    words = _WORD.findall(asked.text)
    asks_for_name = any(one.field is Field.NAME for one in asked.conditions)
    if not words or len(words) > _MOST_NAME_WORDS or asks_for_name:
        return ""
    name = words[0] if len(words) == 1 else f"*{'*'.join(words)}*"
    kept = [chip.text for chip in asked.chips if chip.kind is ChipKind.FILTER]
    return " ".join([f"name:{name}", *kept])


def _found(ways: list[tuple[Chip | None, str]], mode: SearchMode, count: Count) -> list[LeftOut]:
    counted = [(chip, query, count(query, mode) if query else 0) for chip, query in ways]
    return [LeftOut(chip, query, n) for chip, query, n in counted if n]
