# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError
from findling.extract.memberfile import MemberFile
from findling.extract.msg import OutlookMessage, read_msg
from findling.extract.registry import read
from tests.app.extract.ole_files import message, ole_bytes, table, texts

if TYPE_CHECKING:
    from findling.extract.types import ExtractedDocument
    from tests.app.extract.ole_files import Tree


def opened(tree: Tree) -> ExtractedDocument:
    return read_msg(MemberFile(ole_bytes(tree), "a.msg"))


def test_headers_come_first_and_are_metadata() -> None:
    document = opened(message())
    assert document.title == "Offer"
    assert document.text.splitlines() == [
        "From: Anna Beck <anna@a.org>",
        "To: Otto <otto@example.org>",
        "Date: 2024-03-01 09:30 UTC",
        "Subject: Offer",
        "",
        "Ten chairs.",
    ]
    assert document.metadata["date"] == "2024-03-01T09:30:00Z"
    assert document.metadata["author"] == "Anna Beck <anna@a.org>"


def test_attachments_and_embedded_messages_are_members() -> None:
    inner: Tree = {
        "__properties_version1.0": table(24),
        **texts(x0037="Older one", x1000="Nine chairs."),
    }
    file = MemberFile(ole_bytes(message(note_txt=b"Oak.", old_msg=inner)), "a.msg")
    found = OutlookMessage(file)

    assert [(m.name, m.format) for m in found.members()] == [
        ("note.txt", "txt"),
        ("Older one", "msg"),
    ]
    assert read(found.member(0)).text == "Oak."
    embedded = read(found.member(1))
    assert embedded.title == "Older one"
    assert "Nine chairs." in embedded.text


def test_pictures_inside_of_the_text_are_no_members() -> None:
    tree = message(logo_png=b"\x89PNG", photo_png=b"\x89PNG")
    logo = tree["__attach_version1.0_#00000000"]
    assert isinstance(logo, dict)
    logo.update(texts(x3712="logo@1"))
    assert [member.name for member in opened(tree).members] == ["photo.png"]


def test_texts_in_an_old_code_page_are_decoded() -> None:
    tree: Tree = {
        "__properties_version1.0": table(32, x3FFD_0003=1251),
        "__substg1.0_0037001E": "Договор".encode("cp1251"),
        "__substg1.0_1000001E": "Срок три месяца".encode("cp1251"),
    }
    document = opened(tree)
    assert document.title == "Договор"
    assert "Срок три месяца" in document.text


def test_without_a_code_page_the_place_says_it() -> None:
    tree: Tree = {
        "__properties_version1.0": table(32, x3FF1_0003=1031, x3FDE_0003=65001),
        "__substg1.0_0037001E": "Grüße".encode("cp1252"),
    }
    assert opened(tree).title == "Grüße"


def test_html_is_read_where_there_is_no_plain_text() -> None:
    tree: Tree = {
        "__properties_version1.0": table(32, x3FDE_0003=28592),
        **texts(x0037="Page"),
        "__substg1.0_10130102": "<h1>Część</h1><p>Żółw.</p>".encode("iso-8859-2"),
    }
    document = opened(tree)
    assert document.text.endswith("Część\nŻółw.\n")
    assert [h.title for h in document.headings] == ["Część"]
    assert document.text[document.headings[0].offset :].startswith("Część")


def test_sealed_messages_say_so() -> None:
    tree = message(smime_p7m=b"\x30\x80")
    tree |= texts(x001A="IPM.Note.SMIME")
    del tree["__substg1.0_1000001F"]
    document = opened(tree)
    assert document.members == ()
    assert "encrypted" in document.warnings[0]


def test_rich_text_that_cannot_be_read_is_told() -> None:
    tree = message()
    del tree["__substg1.0_1000001F"]
    tree["__substg1.0_10090102"] = b"no rich text at all"
    assert "Rich Text" in opened(tree).warnings[0]


@pytest.mark.parametrize("cut", [0, 8, 600, 1500])
def test_damaged_files_have_a_reason(cut: int) -> None:
    data = ole_bytes(message(note_txt=b"Oak."))
    with pytest.raises(ReadError):
        read_msg(MemberFile(data[:cut], "a.msg"))


def test_a_sector_larger_than_memory_costs_only_what_is_in_it() -> None:
    data = bytearray(ole_bytes(message(note_txt=b"Oak.")))
    data[32:34] = (63).to_bytes(2, "little")  # the small sectors' size, as a power of two
    read_msg(MemberFile(bytes(data), "a.msg"))


def test_no_altered_byte_breaks_more_than_the_message() -> None:
    data = ole_bytes(message(note_txt=b"Oak.", old_msg=message()))
    for at in range(0, len(data), 41):
        altered = bytearray(data)
        altered[at] ^= 0xFF
        with contextlib.suppress(ReadError):
            read_msg(MemberFile(bytes(altered), "a.msg"))
