# SPDX-License-Identifier: Apache-2.0
"""Saved web pages (MHTML): the page itself; its pictures and style sheets are left out."""

from __future__ import annotations

import email
from dataclasses import replace
from email import policy
from typing import TYPE_CHECKING

from findling.extract.errors import damaged, no_text, too_large
from findling.extract.html import parse_html
from findling.extract.limits import MAX_HTML_FILE, MAX_MAIL
from findling.extract.mail_headers import forgiving, header_text
from findling.extract.mail_parts import part_bytes, part_text
from findling.extract.memberfile import shown_name

if TYPE_CHECKING:
    from email.message import Message

    from findling.extract.memberfile import ReadableFile
    from findling.extract.types import ExtractedDocument

READER = "mhtml/1"

_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(path: ReadableFile) -> ExtractedDocument:
    """Read a web page that was saved with all that belongs to it.

    Raises
    ------
    ReadError
        If it is too large, is no such page, or shows no text.
    """
    size = path.stat().st_size
    if size > MAX_MAIL:
        raise too_large("The page", size, MAX_MAIL)
    data = path.read_bytes().lstrip()
    if not data:
        raise no_text("The file is empty.")
    message = email.message_from_bytes(data, policy=policy.compat32)
    part = _page(message)
    if part is None:
        raise damaged("saved web page", "no HTML part")
    if len(part_bytes(part)) > MAX_HTML_FILE:
        raise too_large("The page", len(part_bytes(part)), MAX_HTML_FILE)
    page = parse_html(part_text(part))
    address = header_text(message, "Snapshot-Content-Location") or header_text(
        part, "Content-Location"
    )
    return replace(
        page,
        format="mhtml",
        reader=READER,
        title=page.title or shown_name(header_text(message, "Subject")),
        metadata=page.metadata | ({"address": address[:2000]} if address else {}),
    )


def _page(message: Message) -> Message | None:
    """Return the main page: the part that the first line names, or else the first page."""
    pages = [part for part in message.walk() if _type_of(part) in _PAGES]
    start = forgiving(lambda: str(message.get_param("start", ""))).strip("<> ")
    named = (part for part in pages if start and start == _content_id(part))
    return next(named, pages[0] if pages else None)


def _type_of(part: Message) -> str:
    return forgiving(part.get_content_type)


def _content_id(part: Message) -> str:
    return header_text(part, "Content-ID").strip("<> ")
