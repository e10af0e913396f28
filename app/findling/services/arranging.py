# SPDX-License-Identifier: Apache-2.0
"""Put what was found, or what lies in a folder, into an order that somebody wants."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from findling.services.types import DocumentRow, ResultGroup, SearchResults

_DIGITS = re.compile(r"\d+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


class Order(str, Enum):
    """What comes first."""

    BEST = "best"
    """What answers best; only where something was asked."""
    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    FOLDER = "folder"
    LARGEST = "largest"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How an answer is laid out.

    Attributes
    ----------
    order : Order
    is_grouped : bool
        Whether the passages of a document stand together; else each is by itself.
    """

    order: Order = Order.BEST
    is_grouped: bool = True


def sort_documents(rows: Iterable[DocumentRow], order: Order) -> list[DocumentRow]:
    """Return documents in an order; as they came for BEST.

    Names go by their letters whatever their case and accents, and by their numbers: "part 9"
    comes before "part 10".
    """
    key = _KEYS.get(order)
    return list(rows) if key is None else sorted(rows, key=key)


def arrange(results: SearchResults, how: Arrangement) -> SearchResults:
    """Return an answer laid out in another way.

    Parameters
    ----------
    results : SearchResults
        As the search gives it.
    how : Arrangement

    Returns
    -------
    SearchResults
        Ungrouped, it has a group for each passage, so that a document may be there several times.
        Only the best matches have weak ones at their end: in any other order none are set apart.
    """
    groups = results.groups if how.is_grouped else _ungrouped(results.groups)
    if how.order is not Order.BEST:
        return replace(results, groups=_in_order(groups, how.order), n_weak=0)
    if how.is_grouped:
        return results
    return replace(results, groups=groups, n_weak=_count_weak(groups))


def _in_order(groups: Sequence[ResultGroup], order: Order) -> tuple[ResultGroup, ...]:
    key = _KEYS[order]
    return tuple(sorted(groups, key=lambda group: key(group.document)))


def _ungrouped(groups: Sequence[ResultGroup]) -> tuple[ResultGroup, ...]:
    """Return a group for each passage, the best first; what has no score stays as it came."""
    alone = [replace(group, hits=(hit,)) for group in groups for hit in group.hits]
    return tuple(sorted(alone, key=lambda group: -group.hits[0].score))


def _count_weak(groups: Sequence[ResultGroup]) -> int:
    """Return how many passages at the end are weak."""
    n_weak = 0
    for group in reversed(groups):
        if group.hits[0].strength != 1:
            break
        n_weak += 1
    return n_weak


def _letters(text: str) -> str:
    """Return what a name is compared by: no case, no accents, numbers after shorter ones."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return _DIGITS.sub(_number, plain)


def _number(found: re.Match[str]) -> str:
    """Return digits behind how many they are, so that letter by letter 9 comes before 10."""
    digits = found[0].lstrip("0")
    return f"{len(digits):04}{digits}"


def _by_name(row: DocumentRow) -> tuple[object, ...]:
    return (_letters(row.name), row.id)


def _by_folder(row: DocumentRow) -> tuple[object, ...]:
    return (_folder(os.path.dirname(row.path)), *_by_name(row))  # noqa: PTH120  ten times as quick


@lru_cache(4096)
def _folder(path: str) -> tuple[str, ...]:
    return tuple(map(_letters, Path(path).parts))


_KEYS: dict[Order, Callable[[DocumentRow], tuple[object, ...]]] = {
    Order.NEWEST: lambda row: (-row.mtime, row.id),
    Order.OLDEST: lambda row: (row.mtime, row.id),
    Order.NAME: _by_name,
    Order.FOLDER: _by_folder,
    Order.LARGEST: lambda row: (-row.size, row.id),
    Order.TYPE: lambda row: (row.format, *_by_name(row)),
}
