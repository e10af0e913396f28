# SPDX-License-Identifier: Apache-2.0
"""The passages that searches came across last, ready to be shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from findling.extract.clean import clean_for_index
from findling.services.snippets import words_to_show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.services.library import Library
    from findling.storage.records import Passage

CAPACITY = 1024
"""Passages kept: about 15 MB. While one types, the same ones come again and again."""


@dataclass(frozen=True, slots=True)
class KnownPassage:
    """A passage with its words as one line.

    Attributes
    ----------
    passage : Passage
    folded : str
        As they are indexed.
    shown : str
        As a list shows them: without the signs that lay a Markdown file out.
    """

    passage: Passage
    folded: str
    shown: str


class PassageCache:
    """Fetches passages of a library and keeps the last ones; for one thread.

    A passage never changes under its key, so what is kept stays true. One that has been removed is
    known by its content, which no document has any more.
    """

    def __init__(self, library: Library, capacity: int = CAPACITY) -> None:
        self._library = library
        self._format_of = lru_cache(capacity)(library.store.contents.format)  # it never changes
        self._capacity = capacity
        self._known: OrderedDict[int, KnownPassage] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of passages kept."""
        return len(self._known)

    def fetch(self, ids: Iterable[int]) -> dict[int, KnownPassage]:
        """Return passages by key, in the order asked for; those that are gone are left out."""
        wanted = list(dict.fromkeys(ids))
        found = {key: self._known[key] for key in wanted if key in self._known}
        missing = [key for key in wanted if key not in found]
        for passage in self._library.passage_records(missing) if missing else ():
            found[passage.id] = self._known_passage(passage)
        for key in found:
            self._known[key] = found[key]
            self._known.move_to_end(key)
        while len(self._known) > self._capacity:
            self._known.popitem(last=False)
        return {key: found[key] for key in wanted if key in found}

    def _known_passage(self, passage: Passage) -> KnownPassage:
        folded = clean_for_index(passage.text)
        form = self._format_of(passage.content_id)
        return KnownPassage(passage, folded, words_to_show(passage.text, form, folded))
