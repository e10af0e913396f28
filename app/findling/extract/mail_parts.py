# SPDX-License-Identifier: Apache-2.0
"""Which parts of a message are its text, and which are attached to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from findling.extract.charsets import decode_charset
from findling.extract.errors import ReadError
from findling.extract.html import parse_html
from findling.extract.limits import MAX_HTML_FILE, MAX_MAIL_PARTS
from findling.extract.mail_headers import attachment_name, forgiving, forgiving_base64
from findling.extract.textbuild import TextBuilder
from findling.extract.types import ExtractedDocument, Heading

if TYPE_CHECKING:
    from email.message import Message

SEALED = "The message is wrapped in a signature, so only what is around its text was read."
ENCRYPTED = "The message is encrypted, so only what is around its text was read."
TOO_MANY = "The message has too many parts, or nests them too deeply: not all were read."

_MAX_NESTING = 30
_ENCRYPTED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = frozenset(
    (
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
    )
)
_AS_TEXT = frozenset(("message/delivery-status", "text/rfc822-headers", "text/enriched"))
_PGP = "-----BEGIN PGP MESSAGE-----"
_FLOWED = re.compile(r"(?<=[^\s>-]) \n(?![>\n]|-- \n)")


@dataclass(frozen=True, slots=True)
class Body:
    """A piece of a message's text; HTML comes with its headings."""

    document: ExtractedDocument
    is_html: bool


@dataclass(slots=True)
class Parts:
    """What a message is made of: pieces of text, attachments, and what is to be told."""

    bodies: list[Body] = field(default_factory=list[Body])
    attachments: list[Message] = field(default_factory=list["Message"])
    warnings: list[str] = field(default_factory=list[str])


def sort_parts(message: Message) -> Parts:
    """Tell text from attachments.

    Notes
    -----
    Of alternatives the plain text is taken unless it is empty. Pictures that belong to the text of
    an HTML message are left out, and so are signatures.
    """
    return _Sorter().sort(message)


class _Sorter:
    """Walks the tree of parts, within bounds."""

    def __init__(self) -> None:
        self._room = MAX_MAIL_PARTS
        self._is_cut = False

    def sort(self, message: Message) -> Parts:
        parts = Parts()
        self._visit(message, parts, 0)
        if self._is_cut:
            parts.warnings.append(TOO_MANY)
        parts.warnings = list(dict.fromkeys(parts.warnings))
        return parts

    def _visit(self, part: Message, parts: Parts, depth: int) -> None:
        self._room -= 1
        if self._room < 0 or depth > _MAX_NESTING:
            self._is_cut = True
            return
        kind = _type_of(part)
        if kind == "multipart/alternative":
            self._choose(part, parts, depth)
        elif kind == "multipart/related":
            self._visit_related(part, parts, depth)
        elif kind == "multipart/encrypted" or kind in _ENCRYPTED_TYPES:
            is_signed = _parameter(part, "smime-type") == "signed-data"
            parts.warnings.append(SEALED if is_signed else ENCRYPTED)
        elif kind.startswith("multipart/") and part.is_multipart():
            for child in _children(part):
                self._visit(child, parts, depth + 1)
        elif kind not in _SIGNATURES:
            self._visit_leaf(part, kind, parts)

    def _choose(self, part: Message, parts: Parts, depth: int) -> None:
        """Take the plain one of several forms of the same text; attachments of all of them."""
        forms: list[Parts] = []
        for child in _children(part):
            form = Parts()
            self._visit(child, form, depth + 1)
            parts.attachments += form.attachments
            parts.warnings += form.warnings
            forms.append(form)
        full = [form for form in forms if form.bodies]
        plain = (form for form in full if not any(body.is_html for body in form.bodies))
        chosen = next(plain, full[0] if full else None)
        if chosen is not None:
            parts.bodies += chosen.bodies

    def _visit_related(self, part: Message, parts: Parts, depth: int) -> None:
        """Take the text and what is attached by mistake; pictures shown inside the text are not."""
        for number, child in enumerate(_children(part)):
            if number == 0 or not _belongs_to_text(child):
                self._visit(child, parts, depth + 1)

    def _visit_leaf(self, part: Message, kind: str, parts: Parts) -> None:
        if kind == "message/rfc822" and part.is_multipart():
            parts.attachments.append(part)
        elif _is_attached(part, kind):
            if not _is_inline_picture(part):
                parts.attachments.append(part)
        elif kind in _AS_TEXT or part.is_multipart():
            self._add_text("\n\n".join(_plain_lines(part)), parts)
        elif kind == "text/html":
            self._add_html(part, parts)
        else:
            text = part_text(part)
            is_flowed = _parameter(part, "format") == "flowed"
            self._add_text(_FLOWED.sub(" ", text) if is_flowed else text, parts)

    def _add_text(self, text: str, parts: Parts) -> None:
        if text.strip():
            parts.bodies.append(Body(ExtractedDocument(text.strip("\n"), "txt", ""), is_html=False))
        if _PGP in text:
            parts.warnings.append(ENCRYPTED)

    def _add_html(self, part: Message, parts: Parts) -> None:
        try:
            page = parse_html(part_text(part)[:MAX_HTML_FILE])
        except ReadError:  # it shows no text, as when it is one picture
            return
        parts.bodies.append(Body(page, is_html=True))


def message_text(lines: list[str], bodies: list[Body]) -> tuple[str, tuple[Heading, ...]]:
    """Return headers and bodies as one text, with the headings of HTML bodies."""
    builder = TextBuilder()
    for line in lines:
        builder.add_paragraph(line)
    text, headings = builder.text(), list[Heading]()
    for body in bodies:
        offset = len(text) + 1
        text = f"{text}\n{body.document.text.strip()}\n"
        lead = len(body.document.text) - len(body.document.text.lstrip())
        headings += [
            Heading(max(offset, offset + h.offset - lead), h.level, h.title)
            for h in body.document.headings
        ]
    return text, tuple(headings)


def part_bytes(part: Message) -> bytes:
    """Return the content of a part, its transfer encoding undone as far as it is sound."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AttributeError):
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    if not isinstance(raw, str):
        return b""
    encoded = raw.encode("utf-8", "surrogateescape")
    encoding = forgiving(lambda: str(part.get("content-transfer-encoding", ""))).strip().lower()
    return forgiving_base64(encoded) if encoding == "base64" else encoded


def part_text(part: Message) -> str:
    """Return a part as text."""
    charset = forgiving(lambda: str(part.get_content_charset("")))
    return decode_charset(part_bytes(part), charset)


def _type_of(part: Message) -> str:
    return forgiving(part.get_content_type, "text/plain")


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return cast("list[Message]", payload) if isinstance(payload, list) else []


def _disposition(part: Message) -> str:
    return forgiving(lambda: part.get_content_disposition() or "")


def _is_attached(part: Message, kind: str) -> bool:
    if _disposition(part) == "attachment":
        return True
    if kind.startswith("text/") and kind != "text/calendar":
        return bool(attachment_name(part))
    return kind not in _AS_TEXT and kind != "text/calendar" and not kind.startswith("message/")


def _belongs_to_text(part: Message) -> bool:
    """Say whether a part beside an HTML text is a picture in it; some writers call it attached."""
    return _is_picture(part) and (_disposition(part) != "attachment" or _has_id(part))


def _is_inline_picture(part: Message) -> bool:
    """Say whether a part elsewhere is a picture shown in the text."""
    disposition = _disposition(part)
    return _is_picture(part) and (disposition == "inline" or (not disposition and _has_id(part)))


def _is_picture(part: Message) -> bool:
    return _type_of(part).startswith("image/")


def _has_id(part: Message) -> bool:
    return bool(forgiving(lambda: str(part.get("content-id", ""))))


def _parameter(part: Message, name: str) -> str:
    return forgiving(lambda: str(part.get_param(name, ""))).lower()


def _plain_lines(part: Message) -> list[str]:
    """Return the headers of a delivery report, or the content of another part that is text."""
    if not part.is_multipart():
        return [part_text(part)]
    return [
        "\n".join(f"{name}: {value}" for name, value in child.raw_items())
        for child in _children(part)
    ]
