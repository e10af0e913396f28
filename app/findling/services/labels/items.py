# SPDX-License-Identifier: Apache-2.0
"""The texts of items: a model reads what search reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.clean import clean_for_index
from findling.storage.labels.records import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from findling.services.library import Library
    from findling.services.types import DocumentRow
    from findling.storage.labels.items import Item
    from findling.storage.labels.records import ItemKey

LONGEST_TEXT = 40_000
"""Code points of a document that a model reads: about 6,000 words from its beginning."""


class Items:
    """The items of a library of one kind; for one thread.

    Parameters
    ----------
    library : Library
    unit : Unit
    """

    def __init__(self, library: Library, unit: Unit) -> None:
        self._library = library
        self.unit = unit
        self._version: int | None = None
        self._items: dict[ItemKey, Item] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._known())

    def __contains__(self, key: ItemKey) -> bool:
        """Tell whether an item can be found."""
        return key in self._known()

    def __iter__(self) -> Iterator[ItemKey]:
        """Yield all items, oldest first."""
        return iter(list(self._known()))

    def item(self, key: ItemKey) -> Item | None:
        """Return where an item is; None when it is not in the library."""
        return self._known().get(key)

    def of_documents(self, document_ids: Iterable[int]) -> list[ItemKey]:
        """Return the items of some documents, oldest first."""
        digests = self._library.store.label_items.digests_of_documents()
        wanted = {digests[key] for key in document_ids if key in digests}
        return [key for key in self._known() if key.digest in wanted]

    def of_passages(self, passage_ids: Iterable[int]) -> list[ItemKey]:
        """Return the items that hold some passages, each once, in the order of the passages."""
        records = self._library.passage_records(passage_ids)
        known = self._known()
        by_content = {item.content_id: key for key, item in known.items()}
        by_passage = {item.passage_id: key for key, item in known.items()}
        is_document = self.unit is Unit.DOCUMENT
        found = (
            by_content.get(record.content_id) if is_document else by_passage.get(record.id)
            for record in records
        )
        return list(dict.fromkeys(key for key in found if key is not None))

    def texts(self, keys: Sequence[ItemKey]) -> list[str]:
        """Return what a model reads of items: title and words; empty for those that are gone.

        Raises
        ------
        StorageError
            If a text is damaged.
        """
        known = self._known()
        contents = self._library.store.contents
        ids = {known[key].content_id for key in keys if key in known}
        titles = contents.titles(sorted(ids))
        return [
            self._text(known[key], titles.get(known[key].content_id, "")) if key in known else ""
            for key in keys
        ]

    def body(self, key: ItemKey) -> str:
        """Return the words of an item without its title; empty when it is gone."""
        item = self.item(key)
        if item is None:
            return ""
        text = self._library.store.contents.text(item.content_id)
        return text[key.start : key.end] if key.end else text[:LONGEST_TEXT]

    def documents(self, keys: Iterable[ItemKey]) -> dict[ItemKey, DocumentRow]:
        """Return for each item that is there a document that holds it."""
        known = self._known()
        contents = {key: known[key].content_id for key in keys if key in known}
        rows = self._library.documents_of(sorted(set(contents.values())))
        return {key: rows[content][0] for key, content in contents.items() if rows.get(content)}

    def _text(self, item: Item, title: str) -> str:
        text = self._library.store.contents.text(item.content_id)
        key = item.key
        part = text[key.start : key.end] if key.end else text[:LONGEST_TEXT]
        return f"{title}\n{clean_for_index(part)}"

    def _known(self) -> dict[ItemKey, Item]:
        version = self._library.data_version()
        if version != self._version:
            items = self._library.store.label_items.all(self.unit)
            self._items = {item.key: item for item in items}
            self._version = version
        return self._items
