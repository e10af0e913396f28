# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import email

import pytest

from findling.extract.mail_headers import (
    attachment_name,
    decode_header,
    header_lines,
    header_text,
    iso_date,
    mail_metadata,
    sender_name,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Plain words", "Plain words"),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_Ulm?=", "Grüße aus Ulm"),
        ("=?UTF-8?B?R3LDvMOf?=\r\n =?utf-8?b?ZQ==?= you", "Grüße you"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1*de?q?=DCber?= =?utf-8?q?_uns?=", "Über uns"),
        ("Re: =?koi8-r?B?8NLJ18XU?= (=?utf-8?q?a?=)", "Re: Привет (a)"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        ("=?nonsense?q?a=20b?=", "a b"),
        ("=?utf-8?x?a?= =?utf-8", "=?utf-8?x?a?= =?utf-8"),
        ("folded\r\n\t header", "folded header"),
    ],
)
def test_encoded_words_are_decoded(raw: str, text: str) -> None:
    assert decode_header(raw) == text


def test_bare_bytes_are_decoded() -> None:
    for encoding in ("utf-8", "cp1252"):
        message = email.message_from_bytes("Subject: Grüße\n\n".encode(encoding))
        assert header_text(message, "SUBJECT") == "Grüße"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; filename*=utf-8''%E2%82%AC%20rates.pdf", "€ rates.pdf"),
        ("attachment; filename*0=long-; filename*1=name.txt", "long-name.txt"),
        ('attachment; filename="=?utf-8?B?w7xiZXIucGRm?="', "über.pdf"),
        ('attachment; filename="../../etc/passwd"', "../../etc/passwd"),
        ("attachment; filename*=utf-8'", "utf-8'"),
        ("attachment", ""),
    ],
)
def test_names_of_attachments_in_all_their_forms(header: str, name: str) -> None:
    message = email.message_from_string(f"Content-Disposition: {header}\n\n")
    assert attachment_name(message) == name


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Fri, 01 Mar 2024 10:30:00 +0100", "2024-03-01T09:30:00Z"),
        ("1 Mar 2024 10:30 (CET)", "2024-03-01T10:30:00Z"),
        ("Fri, 99 Mar 2024 10:30:00 +0100", ""),
        ("Fri, 31 Dec 9999 23:00:00 -2359", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_are_given_in_utc_or_not_at_all(text: str, date: str) -> None:
    assert iso_date(text) == date


def test_what_people_read_of_the_headers() -> None:
    message = email.message_from_string("X-A: b\nSubject: Hi\nFROM: a@b.c\nDate: nonsense\n\n")
    assert header_lines(message) == ["From: a@b.c", "Date: nonsense", "Subject: Hi"]
    assert mail_metadata(message) == {"author": "a@b.c"}


def test_senders_have_a_name_or_an_address() -> None:
    assert sender_name('"Beck, Anna" <anna@example.org>') == "Beck, Anna"
    assert sender_name("anna@example.org") == "anna@example.org"
    assert sender_name("") == ""
