# SPDX-License-Identifier: Apache-2.0
"""Mailboxes (MBOX): messages one after the other, each a member."""

from __future__ import annotations

import email.parser
import re
from email import policy
from typing import TYPE_CHECKING, BinaryIO

from findling.extract.errors import ReadError, ReadFailure, no_text, too_large
from findling.extract.limits import MAX_MAIL, MAX_MEMBERS
from findling.extract.mail_headers import header_text, sender_name
from findling.extract.member_listing import member_digest, unreadable
from findling.extract.memberfile import MemberFile, shown_name
from findling.extract.types import ExtractedDocument, Member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.extract.memberfile import ReadableFile

READER = "mbox/1"

_CHUNK = 4 << 20
_LONGEST_LINE = 1000
_START = re.compile(rb"(?:^|(?<=\n\n)|(?<=\n\r\n))From [^\n]{1,998}\n")
_DATED = re.compile(rb"\d:\d\d.*\b\d{4}\b|\b\d{4}\b.*\d:\d\d")
"""What the line before a message holds, and no sentence of a letter that begins with "From"."""

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER_BYTES = 64_000
_PARSER = email.parser.BytesHeaderParser(policy=policy.compat32)


def read_mbox(path: ReadableFile) -> ExtractedDocument:
    """List the messages of a mailbox.

    Raises
    ------
    ReadError
        If there are none.
    """
    return Mailbox(path).document()


class Mailbox:
    """A mailbox: where in the file its messages are. The file is not held open.

    Parameters
    ----------
    path : Path or MemberFile
        The mailbox.

    Raises
    ------
    ReadError
        If there is no message in it.

    Notes
    -----
    A message begins with a line ``From SENDER DATE`` after a blank line. Of more than `MAX_MEMBERS`
    messages the last are taken: mail programs append new ones.
    """

    def __init__(self, path: ReadableFile) -> None:
        self._path = path
        with path.open("rb") as stream:
            starts = list(_message_starts(stream))
            size = stream.seek(0, 2)
        if not size:
            raise no_text("The file is empty.")
        if not starts:
            raise ReadError(ReadFailure.DAMAGED, "There are no messages in the mailbox.")
        spans = list(zip(starts, [*starts[1:], size], strict=True))
        self._n_left_out = max(0, len(spans) - MAX_MEMBERS)
        self._spans = spans[self._n_left_out :]

    def document(self) -> ExtractedDocument:
        """Return the subjects of the messages, and what there is to know before they are read."""
        lines: list[str] = []
        members: list[Member] = []
        for index in range(len(self._spans)):
            member, line = self._listed(index)
            members.append(member)
            lines.append(line)
        warnings = (_left_out(self._n_left_out),) if self._n_left_out else ()
        text = "".join(f"{line}\n" for line in lines)
        return ExtractedDocument(
            text, "mbox", READER, warnings=warnings, members=tuple(members), is_listing=True
        )

    def _listed(self, index: int) -> tuple[Member, str]:
        """Return a message, and a line with its date, sender and subject."""
        try:
            data = self._bytes(index)
        except ReadError as error:
            name = _number(index)
            return unreadable(name, error), name
        headers = _PARSER.parsebytes(data[:_HEADER_BYTES])
        name = shown_name(header_text(headers, "Subject"), _number(index))
        sender = shown_name(sender_name(header_text(headers, "From")))
        line = " - ".join(
            part for part in (header_text(headers, "Date")[:60], sender, name) if part
        )
        return Member(name, "eml", len(data), member_digest(data)), line

    def member(self, index: int) -> MemberFile:
        """Return a message; an `IndexError` when there is none of this number.

        Raises
        ------
        ReadError
            If it is too large.
        """
        return MemberFile(self._bytes(index), _number(index), "eml")

    def _bytes(self, index: int) -> bytes:
        """Return a message without the line before it; quoted lines are as they were."""
        start, end = self._spans[index]
        if end - start > MAX_MAIL:
            raise too_large("The message", end - start, MAX_MAIL)
        with self._path.open("rb") as stream:
            stream.seek(start)
            data = stream.read(end - start)
        return _QUOTED.sub(rb"\1", data.partition(b"\n")[2]).rstrip(b"\r\n") + b"\n"


def _message_starts(stream: BinaryIO) -> Iterator[int]:
    """Yield where messages begin, reading the file piece by piece."""
    base, last = 0, -1
    text = stream.read(_CHUNK)
    while text:
        more = stream.read(_CHUNK)
        # The end of a piece is looked at again with the next one: a line may be cut in two there.
        limit = max(0, len(text) - _LONGEST_LINE - 4) if more else len(text)
        for match in _START.finditer(text):
            start = base + match.start()
            is_real = match.start() > 0 or base == 0  # a piece starts anywhere
            if is_real and last < start and match.start() < limit and _opens(match, base):
                yield (last := start)
        keep = max(0, limit - 4)
        text, base = (text[keep:] + more if more else b""), base + keep


def _opens(match: re.Match[bytes], base: int) -> bool:
    is_first = base + match.start() == 0
    return is_first or _DATED.search(match[0]) is not None


def _number(index: int) -> str:
    return f"message-{index + 1}"


def _left_out(n: int) -> str:
    return f"Only the last {MAX_MEMBERS:,} messages were read; {n:,} before them were not."
