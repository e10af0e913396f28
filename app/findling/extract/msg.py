# SPDX-License-Identifier: Apache-2.0
"""Outlook messages (MSG): headers that people read, the text, and attachments as members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.charsets import decode_charset
from findling.extract.errors import ReadError, damaged, no_text, too_large
from findling.extract.html import decode_html, parse_html
from findling.extract.limits import MAX_HTML_FILE, MAX_MEMBER, MAX_MEMBERS
from findling.extract.mail_parts import ENCRYPTED, Body, message_text
from findling.extract.member_listing import list_member, unreadable
from findling.extract.memberfile import MemberFile, shown_name
from findling.extract.msg_properties import Properties, code_page_of, code_page_of_locale
from findling.extract.ole_storage import OleStorage
from findling.extract.registry import read
from findling.extract.rtf_compressed import unpack_rtf
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile
    from findling.extract.types import Member

READER = "msg/1"

_ATTACHMENT, _RECIPIENT = "__attach_version1.0_#", "__recip_version1.0_#"
_EMBEDDED = "__substg1.0_3701000D"

_CLASS, _SUBJECT, _BODY, _HTML, _RTF = 0x001A, 0x0037, 0x1000, 0x1013, 0x1009
_SENDER, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F
_ON_BEHALF, _ON_BEHALF_SMTP, _ON_BEHALF_ADDRESS = 0x0042, 0x5D02, 0x0065
_TO, _CC = 0x0E04, 0x0E03
_SENT, _DELIVERED, _CREATED = 0x0039, 0x0E06, 0x3007
_HTML_PAGE, _TEXT_PAGE, _LOCALE = 0x3FDE, 0x3FFD, 0x3FF1
_NAME, _SMTP, _ADDRESS, _RECIPIENT_KIND = 0x3001, 0x39FE, 0x3003, 0x0C15
_LONG_NAME, _SHORT_NAME, _DATA = 0x3707, 0x3704, 0x3701
_MIME, _CONTENT_ID, _HIDDEN = 0x370E, 0x3712, 0x7FFE
_TO_KIND, _CC_KIND = 1, 2
_SIGNED = "IPM.NOTE.SMIME.MULTIPARTSIGNED"
_SEALED = ("IPM.NOTE.SMIME", "IPM.NOTE.SECURE", "IPM.NOTE.RPMSG")
_RTF_LEFT_OUT = "The text of the message is Rich Text that could not be read."


def read_msg(path: ReadableFile) -> ExtractedDocument:
    """Read an Outlook message.

    Raises
    ------
    ReadError
        If it is damaged, too large, or has nothing to read.
    """
    return OutlookMessage(path).document()


class OutlookMessage:
    """A message, taken apart.

    Parameters
    ----------
    path : Path or MemberFile
        The file; a member may be a message inside of one.

    Raises
    ------
    ReadError
        If it is damaged or too large.
    """

    def __init__(self, path: ReadableFile) -> None:
        size = path.stat().st_size
        if size > MAX_MEMBER:
            raise too_large("The message", size, MAX_MEMBER)
        self._data = path.read_bytes()
        self._inner = path.inner if isinstance(path, MemberFile) else ""
        if not self._data.strip():
            raise no_text("The file is empty.")
        self._ole = OleStorage(self._data, self._inner, "message")
        first = Properties(self._ole)
        locale = first.integer(_LOCALE)
        page = first.integer(_TEXT_PAGE) or code_page_of_locale(locale) or first.integer(_HTML_PAGE)
        self._message = Properties(self._ole, "", code_page_of(page))
        self._attached = [name for name in self._ole.storages(_ATTACHMENT) if self._is_shown(name)]
        self._warnings: list[str] = []

    def document(self) -> ExtractedDocument:
        """Return the message with its attachments listed.

        Raises
        ------
        ReadError
            If it has neither text nor attachments.
        """
        text, headings = message_text(self._lines(), self._bodies())
        members = self.members()
        if not text and not members:
            raise self._nothing()
        if self._is_sealed():
            self._warnings.append(ENCRYPTED)
        return ExtractedDocument(
            text,
            "msg",
            READER,
            title=shown_name(self._message.text(_SUBJECT)),
            headings=headings,
            metadata=self._metadata(),
            warnings=tuple(self._warnings),
            members=members,
        )

    def members(self) -> tuple[Member, ...]:
        """Return what is attached."""
        return tuple(self._listed(index) for index in range(min(len(self._attached), MAX_MEMBERS)))

    def member(self, index: int) -> MemberFile:
        """Return an attachment; an `IndexError` when there is none of this number.

        Raises
        ------
        ReadError
            If it is not in the file.
        """
        storage = self._attached[index]
        name = self._name_of(index)
        if f"{storage}/{_EMBEDDED}" in self._ole:
            inner = "/".join(part for part in (self._inner, storage, _EMBEDDED) if part)
            return MemberFile(self._data, name, "msg", inner)
        data = self._of(storage).binary(_DATA)
        if not data:
            raise damaged("attachment", "no data, or a link to a file elsewhere")
        is_mime = self._message.text(_CLASS).upper().startswith(_SIGNED)
        return MemberFile(data, name, "eml" if is_mime else "")

    def _listed(self, index: int) -> Member:
        try:
            return list_member(self.member(index))
        except ReadError as error:
            return unreadable(self._name_of(index), error)

    def _name_of(self, index: int) -> str:
        """Return the subject of an embedded message, or the file name of another attachment."""
        storage = self._attached[index]
        subject = self._of(f"{storage}/{_EMBEDDED}").text(_SUBJECT)
        name = subject or self._of(storage).text(_LONG_NAME, _SHORT_NAME, _NAME)
        return shown_name(name, f"attachment-{index + 1}")

    def _of(self, storage: str) -> Properties:
        return Properties(self._ole, storage, self._message.code_page)

    def _is_shown(self, storage: str) -> bool:
        """Say whether an attachment is no picture inside the text and no sealed message."""
        properties = self._of(storage)
        kind = properties.text(_MIME).lower()
        if self._is_sealed() and "multipart/signed" not in kind:
            return False
        name = properties.text(_LONG_NAME, _SHORT_NAME).lower()
        is_picture = kind.startswith("image/") or name.endswith((".png", ".jpg", ".jpeg", ".gif"))
        is_inside = bool(properties.integer(_HIDDEN)) or bool(properties.text(_CONTENT_ID))
        return not (is_picture and is_inside)

    def _is_sealed(self) -> bool:
        kind = self._message.text(_CLASS).upper()
        return kind.startswith(_SEALED) and not kind.startswith(_SIGNED)

    def _nothing(self) -> ReadError:
        if "__properties_version1.0" not in self._ole:
            return damaged("message", "no table of properties")
        return no_text("The message has no text in it.")

    # -- headers ---------------------------------------------------------------------------------

    def _lines(self) -> list[str]:
        sent = self._message.time(_SENT, _DELIVERED, _CREATED)
        shown = (
            ("From", self._sender()),
            ("To", self._recipients(_TO_KIND) or self._message.text(_TO)),
            ("Cc", self._recipients(_CC_KIND) or self._message.text(_CC)),
            ("Date", sent.strftime("%Y-%m-%d %H:%M UTC") if sent else ""),
            ("Subject", self._message.text(_SUBJECT)),
        )
        return [f"{name}: {' '.join(text.split())}" for name, text in shown if text.strip()]

    def _sender(self) -> str:
        message = self._message
        name = message.text(_ON_BEHALF, _SENDER)
        address = message.text(_ON_BEHALF_SMTP, _SENDER_SMTP, _ON_BEHALF_ADDRESS, _SENDER_ADDRESS)
        return _name_and_address(name, address)

    def _recipients(self, kind: int) -> str:
        found: list[str] = []
        for storage in self._ole.storages(_RECIPIENT)[:MAX_MEMBERS]:
            properties = self._of(storage)
            if properties.integer(_RECIPIENT_KIND) == kind:
                address = properties.text(_SMTP, _ADDRESS)
                found.append(_name_and_address(properties.text(_NAME), address))
        return ", ".join(name for name in found if name)

    def _metadata(self) -> dict[str, str]:
        sent = self._message.time(_SENT, _DELIVERED, _CREATED)
        found = {
            "author": shown_name(self._sender()),
            "to": shown_name(self._message.text(_TO)),
            "date": sent.strftime("%Y-%m-%dT%H:%M:%SZ") if sent else "",
        }
        return {key: value for key, value in found.items() if value}

    # -- text ------------------------------------------------------------------------------------

    def _bodies(self) -> list[Body]:
        """Return the plain text, or else the HTML, or else the Rich Text."""
        plain = self._message.text(_BODY)
        if plain.strip():
            return [Body(ExtractedDocument(plain, "txt", ""), is_html=False)]
        try:
            page = self._page()
            if page is not None:
                return [Body(page, is_html=True)]
            packed = self._message.binary(_RTF)
            if not packed:
                return []
            return [Body(read(MemberFile(unpack_rtf(packed), "body.rtf")), is_html=False)]
        except ReadError:
            if self._message.binary(_RTF):
                self._warnings.append(_RTF_LEFT_OUT)
            return []

    def _page(self) -> ExtractedDocument | None:
        data = self._message.binary(_HTML)[:MAX_HTML_FILE]
        if not data:
            text = self._message.text(_HTML)[:MAX_HTML_FILE]
            return parse_html(text) if text else None
        charset = code_page_of(self._message.integer(_HTML_PAGE))
        source = decode_charset(data, charset) if charset else decode_html(data)[0]
        return parse_html(source)


def _name_and_address(name: str, address: str) -> str:
    """Return "Anna <anna@example.org>", or what there is of it; Exchange's own say nothing."""
    name, address = " ".join(name.split()), " ".join(address.split())
    if "@" not in address or address.lower() in name.lower():
        return name or address
    return f"{name} <{address}>" if name else address
