# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError
from findling.extract.types import ExtractedDocument, Member
from findling.services.drafts import MEMBERS, Drafts
from findling.storage.records import ContentDraft

if TYPE_CHECKING:
    from findling.services.library import Library

DIGEST = bytes(range(32))
MEMBER = Member("a.txt", "txt", 5, bytes(32))


@pytest.fixture
def drafts(library: Library) -> Drafts:
    return Drafts(library.store.contents)


def test_an_equal_text_is_known_before_it_is_stored(drafts: Drafts) -> None:
    assert drafts.known(DIGEST, "txt") is None
    draft = drafts.make("a.txt", DIGEST, "txt", ExtractedDocument("Words.", "txt", "plain/1"))
    assert drafts.known(DIGEST, "txt") is draft
    assert drafts.reader_versions == {"txt": "plain/1"}


def test_a_file_with_members_is_looked_at_again_but_stored_once(
    drafts: Drafts, library: Library
) -> None:
    mail = ExtractedDocument("Subject: S", "eml", "eml/1", members=(MEMBER,))
    draft = drafts.make("a.eml", DIGEST, "eml", mail)
    assert isinstance(draft, ContentDraft)
    assert draft.metadata == {MEMBERS: "1"}
    assert drafts.known(DIGEST, "eml") is None

    with library.store.database.transaction():
        key = library.store.contents.put(draft)
    assert drafts.known(DIGEST, "eml") is None
    assert drafts.make("a.eml", DIGEST, "eml", mail) == key


def test_a_list_of_members_is_shown_and_not_searched(drafts: Drafts) -> None:
    listing = ExtractedDocument("a.txt\n", "zip", "zip/1", members=(MEMBER,), is_listing=True)
    draft = drafts.make("a.zip", DIGEST, "zip", listing)
    assert isinstance(draft, ContentDraft)
    assert (draft.n_chars, draft.passages) == (6, ())


def test_nothing_to_be_found_and_no_member_is_no_document(drafts: Drafts) -> None:
    with pytest.raises(ReadError):
        drafts.make("a.txt", DIGEST, "txt", ExtractedDocument(" \n", "txt", "plain/1"))
