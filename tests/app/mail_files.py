# SPDX-License-Identifier: Apache-2.0
"""Mails, mailboxes and archives that tests make on the spot."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage


def mail(
    subject: str = "Offer", text: str = "Ten chairs of oak wood.\n", **attached: bytes
) -> bytes:
    """Return a message; keywords are the names of attachments, with ``_`` for the dot."""
    message = EmailMessage()
    message["From"] = "Anna Beck <anna@example.org>"
    message["To"] = "Otto <otto@example.org>"
    message["Date"] = "Fri, 01 Mar 2024 10:30:00 +0100"
    message["Subject"] = subject
    message.set_content(text)
    for name, data in attached.items():
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name.replace("_", ".")
        )
    return message.as_bytes()


def mailbox(*messages: bytes) -> bytes:
    """Return messages as a mailbox."""
    parts = (b"From anna@example.org Fri Mar  1 10:30:00 2024\n" + m + b"\n" for m in messages)
    return b"".join(parts)


def archive(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of members by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return out.getvalue()
