# SPDX-License-Identifier: Apache-2.0
"""Messages (EML): headers that people read, the text, and attachments as members."""

from __future__ import annotations

import email
import mimetypes
import re
from email import policy
from typing import TYPE_CHECKING

from findling.extract.errors import no_text, too_large
from findling.extract.limits import MAX_MAIL, MAX_MEMBERS
from findling.extract.mail_headers import (
    attachment_name,
    forgiving_base64,
    header_lines,
    header_text,
    mail_metadata,
)
from findling.extract.mail_parts import message_text, part_bytes, sort_parts
from findling.extract.member_listing import list_member
from findling.extract.memberfile import MemberFile, shown_name
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from email.message import Message

    from findling.extract.memberfile import ReadableFile
    from findling.extract.types import Member

READER = "eml/1"

_AS_IT_WAS = policy.compat32.clone(mangle_from_=False)
_TYPES = mimetypes.MimeTypes()
"""Python's own table: that of the system differs from one computer to the next."""

_HEADER_BYTES = 64_000

_APPLE = re.compile(rb"\s*(\d{1,10})[ \t]*\r?\n")
"""First line of Apple's files: how many bytes of message follow."""


def read_eml(path: ReadableFile) -> ExtractedDocument:
    """Read a message.

    Raises
    ------
    ReadError
        If it is too large or has nothing to read.
    """
    return Mail(path).document()


class Mail:
    """A message, taken apart.

    Parameters
    ----------
    path : Path or MemberFile
        The message.

    Raises
    ------
    ReadError
        If it is too large or empty.
    """

    def __init__(self, path: ReadableFile) -> None:
        size = path.stat().st_size
        if size > MAX_MAIL:
            raise too_large("The message", size, MAX_MAIL)
        data = _message_bytes(path.read_bytes())
        if not data.strip():
            raise no_text("The file is empty.")
        # The older policy leaves headers as they are; the newer one fails on damaged ones.
        self._message = email.message_from_bytes(data, policy=policy.compat32)
        self._parts = sort_parts(self._message)
        self._attached = self._parts.attachments[:MAX_MEMBERS]

    def document(self) -> ExtractedDocument:
        """Return the message with its attachments listed.

        Raises
        ------
        ReadError
            If it has neither text nor attachments.
        """
        text, headings = message_text(header_lines(self._message), self._parts.bodies)
        if not text and not self._attached:
            raise no_text("The message has no text in it.")
        return ExtractedDocument(
            text,
            "eml",
            READER,
            title=shown_name(header_text(self._message, "Subject")),
            headings=headings,
            metadata=mail_metadata(self._message),
            warnings=tuple(self._parts.warnings),
            members=self.members(),
        )

    def members(self) -> tuple[Member, ...]:
        """Return what is attached."""
        return tuple(list_member(self.member(index)) for index in range(len(self._attached)))

    def member(self, index: int) -> MemberFile:
        """Return an attachment; an `IndexError` when there is none of this number."""
        part = self._attached[index]
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            return _forwarded(part, index)
        name = attachment_name(part) or f"attachment-{index + 1}{_ending(part)}"
        return MemberFile(part_bytes(part), name)


def _forwarded(part: Message, index: int) -> MemberFile:
    """Return a message inside of a message, as its bytes were."""
    inner = part.get_payload(0)
    name = attachment_name(part) or f"message-{index + 1}.eml"
    if isinstance(inner, str):
        return MemberFile(inner.encode("utf-8", "surrogateescape"), name, "eml")
    data = inner.as_bytes(policy=_AS_IT_WAS)
    if header_text(part, "Content-Transfer-Encoding").lower() == "base64":
        data = forgiving_base64(data)  # no standard allows it, some programs do it
        inner = email.message_from_bytes(data[:_HEADER_BYTES], policy=policy.compat32)
    subject = shown_name(header_text(inner, "Subject"))
    return MemberFile(data, subject or name, "eml")


def _ending(part: Message) -> str:
    """Return an ending for the name of an attachment that has none, by its type."""
    return _TYPES.guess_extension(part.get_content_type(), strict=False) or ""


def _message_bytes(data: bytes) -> bytes:
    """Return a message without a byte order mark, blank lines or Apple's frame around it."""
    if match := _APPLE.match(data):
        length = int(match[1])
        data = data[match.end() : match.end() + length] if length else data
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
