# SPDX-License-Identifier: Apache-2.0
"""The documents of a library in memory, for conditions and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from findling.services.filters import DocumentFacts, Field, fits_all, folders_of, named
from findling.services.groups import GroupKind, groups_of_documents
from findling.services.labels.reports import labels_of_documents
from findling.services.query_values import read_dates, read_sizes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from findling.services.filters import Condition
    from findling.services.library import Library
    from findling.storage.catalogue import CatalogueRow

_FACET_VALUES = 30
_FACETS = (
    *(Field.FOLDER, Field.TYPE, Field.COLLECTION, Field.TAG, Field.LABEL),
    *(Field.LANGUAGE, Field.AUTHOR, Field.DATE, Field.SINCE, Field.SIZE),
)

SIZES = ("<100kb", "100kb..1mb", "1mb..10mb", ">10mb")
"""Sizes that are counted, as `size:` reads them."""

LATELY = ("today", "7d", "30d", "1y")
"""Times that are counted, as `after:` reads them."""


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of some documents have each value of a field.

    Attributes
    ----------
    field : Field
        DATE counts by year, FOLDER by the folder that a file is in, SIZE by `SIZES`, SINCE by
        `LATELY`.
    counts : tuple of (str, int)
        Most frequent first, at most 30; documents without a value are not counted. Sizes and times
        come in their own order, and there every time has a count, be it 0.
    """

    field: Field
    counts: tuple[tuple[str, int], ...]


class DocumentCatalogue:
    """What is known of the documents of a library; for one thread.

    Parameters
    ----------
    library : Library

    Notes
    -----
    It is read when first asked and after changes of the library: a passage once, and a document
    when something about it has changed.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._version: int | None = None
        self._facts: dict[int, DocumentFacts] = {}
        # Stamps, and facts without the names that the user gave.
        self._plain: dict[int, tuple[int, DocumentFacts]] = {}
        self._by_content: dict[int, list[DocumentFacts]] = {}
        self._first: dict[int, int] = {}
        self._tags: dict[int, tuple[str, ...]] = {}
        self._names: dict[Field, tuple[str, ...]] = {}
        self._passages = np.zeros(0, np.int64)
        self._contents = np.zeros(0, np.int64)

    def meeting(
        self, conditions: Sequence[Condition], among: Iterable[int] | None = None
    ) -> set[int]:
        """Return the keys of documents that meet all conditions, of ``among`` unless None."""
        self._refresh()
        for field, names in self._names.items():
            conditions = named(conditions, field, names)
        fits, facts = fits_all(conditions), self._facts
        keys = facts if among is None else among
        return {key for key in keys if key in facts and fits(facts[key])}

    def newest(self, documents: Iterable[int], n: int) -> list[int]:
        """Return the documents of the latest dates, latest first."""
        self._refresh()
        known = (self._facts[key] for key in documents if key in self._facts)
        return [facts.id for facts in sorted(known, key=lambda f: (-f.date, f.id))[:n]]

    def tags(self) -> Mapping[int, tuple[str, ...]]:
        """Return the tags of all documents that have any, by name."""
        self._refresh()
        return self._tags

    def passages_of(self, documents: Iterable[int]) -> NDArray[np.int64]:
        """Return the keys of all passages of some documents, ascending."""
        self._refresh()
        contents = {self._facts[key].content_id for key in documents if key in self._facts}
        wanted = np.fromiter(contents, np.int64, len(contents))
        return self._passages[np.isin(self._contents, wanted)]

    def first_passages(self, documents: Iterable[int]) -> list[int]:
        """Return the key of the first passage of each document, in their order."""
        self._refresh()
        contents = (self._facts[key].content_id for key in documents if key in self._facts)
        return [self._first[content] for content in contents if content in self._first]

    def facets(self, passages: Sequence[int]) -> tuple[Facet, ...]:
        """Count the documents that hold some passages, each once.

        Parameters
        ----------
        passages : sequence of int
            Keys.
        """
        self._refresh()
        at = np.searchsorted(self._passages, np.array(passages, np.int64))
        at = at[at < len(self._contents)]
        contents = set(self._contents[at].tolist())
        return _facets([facts for key in contents for facts in self._by_content.get(key, ())])

    def facets_of(self, documents: Iterable[int]) -> tuple[Facet, ...]:
        """Count some documents."""
        self._refresh()
        return _facets([self._facts[key] for key in documents if key in self._facts])

    def _refresh(self) -> None:
        version = self._library.data_version()
        if version == self._version:
            return
        catalogue = self._library.store.catalogue
        last = int(self._passages[-1]) if len(self._passages) else 0
        passages, contents = catalogue.passages(last)
        self._passages = np.concatenate([self._passages, passages])
        self._contents = np.concatenate([self._contents, contents])
        for content, at in zip(*np.unique(contents, return_index=True), strict=True):
            self._first.setdefault(int(content), int(passages[at]))
        labels = labels_of_documents(self._library)
        groups = groups_of_documents(self._library)
        self._names = {
            Field.TAG: tuple(groups.names(GroupKind.TAG)),
            Field.COLLECTION: tuple(groups.names(GroupKind.COLLECTION)),
        }
        stamps = {key: stamp for key, (stamp, _) in self._plain.items()}
        self._plain = {
            key: self._plain[key] if row is None else (stamp, _facts(row))
            for key, stamp, row in catalogue.documents(stamps)
        }
        self._facts = {
            key: _with_names(
                plain,
                labels.get(key, ()),
                groups.of(key, GroupKind.TAG),
                groups.of(key, GroupKind.COLLECTION),
            )
            for key, (_, plain) in self._plain.items()
        }
        self._tags = {key: facts.tags for key, facts in self._facts.items() if facts.tags}
        self._by_content = {}
        for facts in self._facts.values():
            self._by_content.setdefault(facts.content_id, []).append(facts)
        self._version = version


def _facets(found: Sequence[DocumentFacts]) -> tuple[Facet, ...]:
    return tuple(Facet(field, _count(field, found)) for field in _FACETS)


def _lately(found: Sequence[DocumentFacts]) -> tuple[tuple[str, int], ...]:
    now = datetime.now()
    spans = ((value, read_dates(value, now)) for value in LATELY)
    starts = ((value, span.low) for value, span in spans if span is not None)
    return tuple((value, sum(facts.date >= low for facts in found)) for value, low in starts)


def _sizes(found: Sequence[DocumentFacts]) -> tuple[tuple[str, int], ...]:
    spans = ((value, read_sizes(value)) for value in SIZES)
    known = ((value, span) for value, span in spans if span is not None)
    counts = (
        (value, sum(span.low <= facts.size < span.high for facts in found)) for value, span in known
    )
    return tuple((value, n) for value, n in counts if n)


def _count(field: Field, found: Sequence[DocumentFacts]) -> tuple[tuple[str, int], ...]:
    if field is Field.SIZE or field is Field.SINCE:
        return _sizes(found) if field is Field.SIZE else _lately(found)
    if field in (Field.LABEL, Field.TAG, Field.COLLECTION):
        values = Counter(value for facts in found for value in _names_of(field, facts))
    else:
        values = Counter(value for facts in found if (value := _facet_value(field, facts)))
    return tuple(sorted(values.items(), key=lambda item: (-item[1], item[0]))[:_FACET_VALUES])


def _names_of(field: Field, facts: DocumentFacts) -> tuple[str, ...]:
    if field is Field.LABEL:
        return facts.labels
    return facts.tags if field is Field.TAG else facts.collections


def _facet_value(field: Field, facts: DocumentFacts) -> str:
    if field is Field.DATE:
        return str(datetime.fromtimestamp(facts.date).year)
    if field is Field.FOLDER:
        return facts.folders[-1] if facts.folders else ""
    if field is Field.TYPE:
        return facts.format
    if field is Field.LANGUAGE:
        return facts.language.partition("-")[0].casefold()
    return facts.author


def _with_names(
    plain: DocumentFacts,
    labels: tuple[str, ...],
    tags: tuple[str, ...],
    collections: tuple[str, ...],
) -> DocumentFacts:
    if not (labels or tags or collections):
        return plain
    return replace(plain, labels=labels, tags=tags, collections=collections)


def _facts(row: CatalogueRow) -> DocumentFacts:
    known = row.metadata
    said = known.get("date") or known.get("modified") or known.get("created")
    return DocumentFacts(
        id=row.id,
        content_id=row.content_id,
        folders=folders_of(row.path),
        format=row.format,
        name=row.names[-1] if row.names else row.path.name,
        title=row.title,
        author=known.get("author", ""),
        language=known.get("language", "").replace("_", "-"),
        date=_seconds(said, row.mtime) if said else row.mtime,
        size=row.size,
    )


def _seconds(iso: str, otherwise: float) -> float:
    """Return the time that a document gives; what is no time is not believed."""
    try:
        return datetime.fromisoformat(iso.replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError, OSError):
        return otherwise
