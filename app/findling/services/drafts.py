# SPDX-License-Identifier: Apache-2.0
"""From an extracted text to one that is ready to be stored; equal ones are made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from findling.extract.errors import no_text
from findling.extract.passages import left_out_warning, split_passages
from findling.extract.scans import (
    BLANK_PAGES,
    SCANNED_PAGES,
    blank_pages,
    blank_reason,
    pack_numbers,
    unpack_numbers,
    with_scanned_pages,
)
from findling.storage.codec import pack_text
from findling.storage.records import ContentDraft, PageRange, PassageDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.extract.types import ExtractedDocument
    from findling.storage.contents import Contents
    from findling.storage.scans import ScannedPages

_MAX_RECENT = 16
_MAX_RECENT_BYTES = 1 << 20

MEMBERS = "members"
"""Under this name the metadata of a content hold how many members it has, if any."""

NO_PASSAGE = "no_passage"
"""This name stands in the metadata of a content in which there is nothing to be found."""


class Drafts:
    """Makes texts ready to be stored; may be used by several threads.

    Parameters
    ----------
    contents : Contents
        Texts that the library has already.
    scanned : ScannedPages, optional
        What was recognised on pages without text: it takes their place.
    """

    def __init__(self, contents: Contents, scanned: ScannedPages | None = None) -> None:
        self._contents = contents
        self._scanned = scanned
        self._lock = threading.Lock()
        self._recent: OrderedDict[tuple[bytes, str], ContentDraft] = OrderedDict()
        self.reader_versions: dict[str, str] = {}
        """Name and version of the reader by format, as far as one was at work."""

    def known(self, digest: bytes, form: str) -> ContentDraft | int | None:
        """Return the content of an equal file that was read by the reader of today, if known.

        Not that of a file with members: these have to be looked at again. Nor that of a file with
        nothing to be found: it takes the reader to say why.
        """
        stored = self._contents.find(digest, form, self.reader_versions.get(form, ""))
        if stored is not None:
            return None if _is_partial(self._contents.metadata(stored)) else stored
        with self._lock:
            recent = self._recent.get((digest, form))
        return None if recent is None or _is_partial(recent.metadata) else recent

    def make(
        self, name: str, digest: bytes, form: str, document: ExtractedDocument
    ) -> ContentDraft | int:
        """Return a text as it is stored, or the key of an equal one that is stored already.

        Raises
        ------
        ReadError
            If there is nothing in it to be found, nor a member, nor a page.
        """
        self.reader_versions[document.format] = document.reader
        blank = blank_pages(document)
        texts = self._scanned.texts(digest) if blank and self._scanned is not None else {}
        taken = [number for number in blank if number in texts]
        if taken:
            document = with_scanned_pages(document, texts)
        if document.members:
            stored = self._contents.find(digest, document.format, document.reader)
            if stored is not None:
                return stored
        draft = _draft(name, digest, document, _page_facts(blank, taken))
        self._remember(digest, form, draft)
        return draft

    def _remember(self, digest: bytes, form: str, draft: ContentDraft) -> None:
        """Keep a text until it is stored: equal files are of one size, so they come in a row."""
        if len(draft.packed_text) > _MAX_RECENT_BYTES:
            return
        with self._lock:
            self._recent[digest, form] = draft
            if len(self._recent) > _MAX_RECENT:
                self._recent.popitem(last=False)


def nothing_found(draft: ContentDraft) -> str:
    """Return why a document cannot be found although its pages are known; empty when it can be."""
    if draft.passages or BLANK_PAGES not in draft.metadata:
        return ""
    n_scanned = len(unpack_numbers(draft.metadata.get(SCANNED_PAGES, "")))
    return blank_reason(len(draft.pages), n_scanned)


def _is_partial(metadata: dict[str, str]) -> bool:
    return MEMBERS in metadata or NO_PASSAGE in metadata


def _page_facts(blank: Sequence[int], taken: Sequence[int]) -> dict[str, str]:
    """Return which pages have no text, and which of them were recognised, as metadata."""
    facts = {BLANK_PAGES: pack_numbers(blank), SCANNED_PAGES: pack_numbers(taken)}
    return {name: numbers for name, numbers in facts.items() if numbers}


def _draft(
    name: str, digest: bytes, document: ExtractedDocument, pages: dict[str, str]
) -> ContentDraft:
    spans = [] if document.is_listing else split_passages(document)
    if not spans and not document.members and not pages:
        raise no_text()
    if not spans and not document.members:
        pages = pages | {NO_PASSAGE: "true"}
    left_out = left_out_warning(document, spans)
    members = {MEMBERS: str(len(document.members))} if document.members else {}
    return ContentDraft(
        digest=digest,
        format=document.format,
        reader=document.reader,
        title=document.title,
        name=name.encode("utf-8", "replace").decode(),
        n_chars=len(document.text),
        packed_text=pack_text(document.text),
        pages=tuple(PageRange(p.number, p.start, p.end) for p in document.pages),
        passages=tuple(PassageDraft(s.start, s.end, s.page, s.title) for s in spans),
        metadata=document.metadata | members | pages,
        warnings=(*document.warnings, left_out) if left_out else document.warnings,
    )
