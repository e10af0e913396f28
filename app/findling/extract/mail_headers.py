# SPDX-License-Identifier: Apache-2.0
"""Headers of messages as text: encoded words (RFC 2047), parameters (RFC 2231), bare bytes."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from datetime import timezone
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, cast

from findling.extract.charsets import decode_charset
from findling.extract.memberfile import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message

MAX_HEADER = 100_000
"""Code points of one header that count: some mails go to thousands."""

_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


def header_text(message: Message, name: str) -> str:
    """Return the first header of a name as one line of text; empty without one."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            return decode_header(value)
    return ""


def decode_header(value: object) -> str:
    """Return a raw header as one line of text.

    Notes
    -----
    Neighbouring encoded words are joined before they are decoded: some programs cut letters in two.
    Damaged ones are shown as far as they can be decoded.

    Examples
    --------
    >>> decode_header("=?utf-8?B?R3LDvMOf?= =?utf-8?Q?e_aus_Ulm?=")
    'Grüße aus Ulm'
    """
    text = _as_text(str(value)[:MAX_HEADER])
    out: list[str] = []
    run, run_charset = b"", ""
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        charset, data = match[1].lower(), _decoded_word(match[2], match[3])
        if run_charset and (between.strip() or charset != run_charset):
            out.append(decode_charset(run, run_charset))
            run = b""
        if between.strip() or not run_charset:
            out.append(between)
        run, run_charset, end = run + data, charset, match.end()
        run_charset = charset
    if run_charset:
        out.append(decode_charset(run, run_charset))
    out.append(text[end:])
    return " ".join("".join(out).split())


def _as_text(raw: str) -> str:
    """Return a header in which bytes beyond ASCII stand as surrogates."""
    if raw.isascii():
        return raw
    return decode_charset(raw.encode("utf-8", "surrogateescape"), "")


def _decoded_word(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(raw, header=True)
    return forgiving_base64(raw)


def forgiving_base64(data: bytes) -> bytes:
    """Decode as much of damaged base64 as makes sense."""
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return b""


def attachment_name(part: Message) -> str:
    """Return the file name that a part gives itself, as it may be shown; empty without one."""
    for read in (_disposition_name, _type_name):
        try:
            name = read(part)
        except (ValueError, TypeError, LookupError, AttributeError):
            continue  # the standard library fails on some parameters that are cut short
        if name:
            return shown_name(decode_header(name))
    return ""


def _disposition_name(part: Message) -> str:
    return _parameter(part, "filename", "content-disposition")


def _type_name(part: Message) -> str:
    return _parameter(part, "name", "content-type")


def _parameter(part: Message, name: str, header: str) -> str:
    value = cast("str | tuple[str, str, str] | None", part.get_param(name, header=header))
    return collapse_rfc2231_value(value) if value is not None else ""


def forgiving(read: Callable[[], str], otherwise: str = "") -> str:
    """Return what a method of a `Message` gives, or what to use where a header breaks it."""
    try:
        return read()
    except (ValueError, TypeError, LookupError, AttributeError):
        return otherwise


def header_lines(message: Message) -> list[str]:
    """Return the headers that people read, one a line."""
    lines = ((name, header_text(message, name)) for name in _SHOWN)
    return [f"{name}: {text}" for name, text in lines if text]


def mail_metadata(message: Message) -> dict[str, str]:
    """Return author, addressees, date (ISO 8601, UTC) and language, as far as they are there."""
    found = {
        "author": header_text(message, "From"),
        "to": header_text(message, "To")[:500],
        "date": iso_date(header_text(message, "Date")),
        "language": header_text(message, "Content-Language")[:40],
    }
    return {key: value for key, value in found.items() if value}


def iso_date(text: str) -> str:
    """Return the date of a header in UTC, as in ``2024-03-01T09:30:00Z``; empty when it is none."""
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def sender_name(text: str) -> str:
    """Return the name, or else the address, of the first sender of a ``From`` header."""
    addresses = getaddresses([text[:1000]])
    return next((name or address for name, address in addresses if name or address), "")
