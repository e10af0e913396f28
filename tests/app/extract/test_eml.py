# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import contextlib
import random
from email.message import EmailMessage
from typing import TYPE_CHECKING, cast

import pytest

from findling.extract.eml import Mail, read_eml
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.mail_parts import ENCRYPTED, SEALED, TOO_MANY
from findling.extract.memberfile import MemberFile
from findling.extract.registry import read
from tests.app.mail_files import mail

if TYPE_CHECKING:
    from findling.extract.types import ExtractedDocument

PNG = b"\x89PNG\r\n\x1a\n"


def opened(data: bytes | str) -> ExtractedDocument:
    return read_eml(MemberFile(data.encode() if isinstance(data, str) else data, "a.eml"))


def multipart(kind: str, *parts: str) -> str:
    """Return a message of parts that are given with their own headers."""
    body = "".join(f"--x\n{part}\n" for part in parts)
    return f"Subject: S\nContent-Type: multipart/{kind}; boundary=x\n\n{body}--x--\n"


def body_of(document: ExtractedDocument) -> str:
    return document.text.partition("\n\n")[2].strip()


def test_headers_come_first_then_the_text() -> None:
    document = opened(mail())
    assert document.text.splitlines() == [
        "From: Anna Beck <anna@example.org>",
        "To: Otto <otto@example.org>",
        "Date: Fri, 01 Mar 2024 10:30:00 +0100",
        "Subject: Offer",
        "",
        "Ten chairs of oak wood.",
    ]
    assert document.title == "Offer"
    assert document.metadata == {
        "author": "Anna Beck <anna@example.org>",
        "to": "Otto <otto@example.org>",
        "date": "2024-03-01T09:30:00Z",
    }


def test_of_alternatives_the_plain_text_is_taken_unless_it_is_empty() -> None:
    html = "Content-Type: text/html\n\n<h1>Title</h1><p>Rich words.</p>"
    plain = "Content-Type: text/plain\n\nPlain words."
    assert body_of(opened(multipart("alternative", plain, html))) == "Plain words."
    document = opened(multipart("alternative", "Content-Type: text/plain\n\n \n", html))
    assert body_of(document) == "Title\nRich words."
    (heading,) = document.headings
    assert document.text[heading.offset :].startswith("Title\n")


def test_attachments_are_members_and_pictures_inside_the_text_are_not() -> None:
    message = EmailMessage()
    message["Subject"] = "S"
    message.set_content("Words.")
    message.add_alternative("<p>Words <img src='cid:logo'></p>", subtype="html")
    html = cast("list[EmailMessage]", message.get_payload())[1]
    html.add_related(PNG, "image", "png", cid="<logo>", filename="logo.png")
    message.add_attachment(b"%PDF-1.7 ...", "application", "pdf", filename="Größe.pdf")
    message.add_attachment(PNG, "image", "png", filename="photo.png")
    message.add_attachment("Notes.", filename="notes.txt")
    document = opened(message.as_bytes())

    assert body_of(document) == "Words."
    assert [(m.name, m.format, m.failure) for m in document.members] == [
        ("Größe.pdf", "pdf", ""),
        ("photo.png", "", "unsupported"),
        ("notes.txt", "txt", ""),
    ]


def test_forwarded_messages_are_members_by_their_subject() -> None:
    message = EmailMessage()
    message["Subject"] = "Fwd"
    message.set_content("See below.")
    inner = EmailMessage()
    inner["Subject"] = "Ältere Nachricht"
    inner.set_content("From here on, all is older.")
    message.add_attachment(inner)
    found = Mail(MemberFile(message.as_bytes(), "a.eml"))

    (member,) = found.members()
    assert (member.name, member.format) == ("Ältere Nachricht", "eml")
    older = read(found.member(0))
    assert older.title == "Ältere Nachricht"
    assert "\nFrom here on, all is older." in older.text


def test_a_forwarded_message_may_be_packed_although_no_standard_allows_it() -> None:
    inner = base64.encodebytes(b"Subject: Older\n\nNine chairs.\n").decode()
    head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n"
    found = Mail(MemberFile(multipart("mixed", f"{head}\n{inner}").encode(), "a.eml"))
    assert [m.name for m in found.members()] == ["Older"]
    assert "Nine chairs." in read(found.member(0)).text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", "R3LDvMOfZQ", "Grüße"),
        ("base64", "R3LD*vMO\nfZQ==!!", "Grüße"),
        ("quoted-printable", "Gr=C3=BC=C3=9Fe=\n und =ZZ", "Grüße und =ZZ"),
        ("8bit", "Grüße", "Grüße"),
        ("7bit", "Grüße", "Grüße"),
        ("nonsense", "Grüße", "Grüße"),
        ("x-uuencode", "begin 644 a\n#4&5N\n`\nend", "Pen"),
    ],
)
def test_damaged_transfer_encodings_give_what_can_be_had(
    encoding: str, body: str, text: str
) -> None:
    head = "Subject: S\nContent-Type: text/plain; charset=utf-8\n"
    document = opened(f"{head}Content-Transfer-Encoding: {encoding}\n\n{body}")
    assert body_of(document) == text


def test_flowed_text_is_joined() -> None:
    head = "Subject: S\nContent-Type: text/plain; format=flowed\n\n"
    text = body_of(opened(f"{head}A long \nline.\nAnother.\n-- \nAnna"))
    assert text == "A long line.\nAnother.\n-- \nAnna"


@pytest.mark.parametrize(
    ("source", "warning"),
    [
        (multipart("encrypted", "Content-Type: application/octet-stream\n\nx"), ENCRYPTED),
        ("Subject: S\nContent-Type: application/pkcs7-mime\n\nMIAG", ENCRYPTED),
        ("Subject: S\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n\nMI", SEALED),
        ("Subject: S\n\n-----BEGIN PGP MESSAGE-----\nhQ\n", ENCRYPTED),
    ],
)
def test_sealed_messages_say_so(source: str, warning: str) -> None:
    document = opened(source)
    assert document.warnings == (warning,)
    assert document.members == ()
    assert document.text.startswith("Subject: S")


def test_signatures_are_left_out() -> None:
    signature = "Content-Type: application/pgp-signature; name=s.asc\n\n-----BEGIN"
    document = opened(multipart("signed", "Content-Type: text/plain\n\nWords.", signature))
    assert (body_of(document), document.members, document.warnings) == ("Words.", (), ())


def test_delivery_reports_are_text() -> None:
    report = "Content-Type: message/delivery-status\n\nStatus: 5.3.0\n\nAction: failed\n"
    assert "Status: 5.3.0" in opened(multipart("report", report)).text


def test_apples_frame_and_a_byte_order_mark_are_taken_off() -> None:
    message = b"Subject: S\n\nWords.\n"
    framed = b"%d\n%s<?xml version='1.0'?><plist></plist>" % (len(message), message)
    assert opened(framed).text == opened(b"\xef\xbb\xbf\r\n" + message).text


def test_a_file_without_headers_is_text() -> None:
    assert body_of(opened("No header here.\nMore.\n")) in opened("No header here.\nMore.\n").text
    assert "More." in opened("No header here.\nMore.\n").text


@pytest.mark.parametrize("data", [b"", b" \n\r\n"])
def test_nothing_is_told(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        opened(data)
    assert caught.value.kind is ReadFailure.NO_TEXT


def test_parts_without_number_are_bounded() -> None:
    many = opened(multipart("mixed", *(f"Content-Type: text/plain\n\n{i}" for i in range(3000))))
    assert many.warnings == (TOO_MANY,)
    deep = "Subject: S\n"
    for level in range(60):
        deep += f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
    assert opened(f"{deep}Content-Type: text/plain\n\nCore.").warnings == (TOO_MANY,)


def test_no_damage_breaks_more_than_the_message() -> None:
    data = mail(notes_txt=b"Words.", lease_pdf=b"%PDF-1.7") + b"--=\n\n"
    chance = random.Random(7)
    for _ in range(300):
        altered = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            altered[chance.randrange(len(altered))] = chance.randrange(256)
        with contextlib.suppress(ReadError):
            opened(bytes(altered[: chance.randrange(len(altered))]))
