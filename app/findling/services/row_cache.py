# SPDX-License-Identifier: Apache-2.0
"""Documents of contents and their labels, kept until anything in the library changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from findling.services.labels.chips import label_chips

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.services.library import Library
    from findling.services.types import DocumentRow, LabelChip

CAPACITY = 1024
"""Contents that are kept; when there are more, all are let go."""


class KeptRows(NamedTuple):
    """What lists show of one content.

    Attributes
    ----------
    documents : list of DocumentRow
        That hold it, by path; empty when none does any more.
    labels : tuple of LabelChip
    """

    documents: list[DocumentRow]
    labels: tuple[LabelChip, ...]


class RowCache:
    """Fetches rows of a library and keeps them; for one thread.

    Who types a query asks for nearly the same documents with each letter.

    Parameters
    ----------
    library : Library
        Is asked for what is not kept.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._version: int | None = None
        self._kept: dict[int, KeptRows] = {}

    def fetch(self, content_ids: Iterable[int]) -> dict[int, KeptRows]:
        """Return the rows of contents as they are now."""
        version = self._library.data_version()
        if version != self._version or len(self._kept) > CAPACITY:
            self._kept.clear()
            self._version = version
        wanted = list(dict.fromkeys(content_ids))
        missing = [key for key in wanted if key not in self._kept]
        if missing:
            documents = self._library.documents_of(missing)
            labels = label_chips(self._library, missing)
            for key in missing:
                self._kept[key] = KeptRows(documents.get(key, []), labels.get(key, ()))
        return {key: self._kept[key] for key in wanted}
