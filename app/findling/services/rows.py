# SPDX-License-Identifier: Apache-2.0
"""From rows of the database to the values that the window and the command line see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.scans import unpack_numbers
from findling.services.types import DocumentRow, DocumentState, SourceRow
from findling.storage.records import SourceKind

if TYPE_CHECKING:
    from findling.storage.records import Document, Source


def document_row(document: Document) -> DocumentRow:
    """Return a file or a member of one as lists show it."""
    return DocumentRow(
        id=document.id,
        path=document.path,
        title=document.title or (document.names[-1] if document.names else document.path.name),
        format=document.format,
        state=DocumentState(document.state.value),
        reason=document.reason or next(iter(document.warnings), ""),
        size=document.facts.size,
        mtime=document.facts.mtime_ns / 1e9,
        n_pages=document.n_pages,
        n_passages=document.n_passages,
        place=document.place,
        names=document.names,
        n_pages_without_text=_n_blank(document),
    )


def _n_blank(document: Document) -> int:
    blank, scanned = unpack_numbers(document.blank_pages), unpack_numbers(document.scanned_pages)
    return len(blank) - len(scanned)


def source_row(source: Source, n_documents: int) -> SourceRow:
    """Return a source as lists show it."""
    is_folder = source.kind is SourceKind.FOLDER
    return SourceRow(source.id, source.path, is_folder, source.missing, n_documents)
