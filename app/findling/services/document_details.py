# SPDX-License-Identifier: Apache-2.0
"""All that a library knows of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.services.groups import GroupKind, groups_of_documents
from findling.services.labels.chips import label_chips
from findling.services.marks import page_places
from findling.services.snippets import cut_snippet, words_to_show
from findling.services.types import PassageHit

if TYPE_CHECKING:
    from findling.services.library import Library
    from findling.services.types import DocumentRow, LabelChip
    from findling.storage.passages import Passage

MAX_PASSAGES = 2000
"""More are counted and not listed."""

METADATA = (
    *("author", "subject", "keywords", "description", "publisher", "language", "to"),
    *("date", "created", "modified", "slides", "sheets"),
)
"""What readers find in files and people may want to know, in this order."""


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """What is known of a document.

    Attributes
    ----------
    row : DocumentRow
    metadata : tuple of (str, str)
        Those of `METADATA` that the file has, as the reader found them.
    warnings : tuple of str
        What was odd about it, a sentence each; or why it could not be read.
    copies : tuple of DocumentRow
        Other files and members with the same bytes.
    passages : tuple of PassageHit
        Its passages in order, the first `MAX_PASSAGES`; nothing in them is marked.
    tags, collections : tuple of str
    labels : tuple of LabelChip
    has_changed : bool
        Whether the file on disk is no longer the one that was read.
    """

    row: DocumentRow
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    copies: tuple[DocumentRow, ...] = ()
    passages: tuple[PassageHit, ...] = ()
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    labels: tuple[LabelChip, ...] = ()
    has_changed: bool = False


def document_details(library: Library, document_id: int) -> DocumentDetails:
    """Return what is known of a document.

    Raises
    ------
    AppError
        If it is no longer in the library.
    """
    text = library.document_text(document_id)
    row = text.row
    document = library.store.documents.get(document_id)
    content_id = document.content_id if document else None
    warnings = (row.reason,) if row.reason else ()
    groups = groups_of_documents(library)
    if document is None or content_id is None:
        return DocumentDetails(row, warnings=warnings, has_changed=text.changed)
    known = library.store.contents.metadata(content_id)
    passages = library.store.passages.of_content(content_id)[:MAX_PASSAGES]
    same = library.documents_of([content_id]).get(content_id, [])
    return DocumentDetails(
        row=row,
        metadata=tuple((name, known[name]) for name in METADATA if known.get(name)),
        warnings=tuple(dict.fromkeys((*warnings, *document.warnings))),
        copies=tuple(other for other in same if other.id != document_id),
        passages=tuple(_hit(passage, row, text.page_starts) for passage in passages),
        tags=groups.of(document_id, GroupKind.TAG),
        collections=groups.of(document_id, GroupKind.COLLECTION),
        labels=label_chips(library, [content_id]).get(content_id, ()),
        has_changed=text.changed,
    )


def _hit(passage: Passage, document: DocumentRow, starts: tuple[int, ...]) -> PassageHit:
    return PassageHit(
        passage_id=passage.id,
        document_id=document.id,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        places=page_places(passage.start, passage.end, starts, passage.end) if starts else (),
        heading=passage.heading,
        snippet=cut_snippet(words_to_show(passage.text, document.format), []).text,
        marks=(),
        score=0.0,
        strength=0,
        word=0.0,
        meaning=0.0,
        neighbours=0.0,
        reason="",
    )
