# SPDX-License-Identifier: Apache-2.0
"""What is told of a member before it is read: its name, its format, and a digest of its bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from findling.extract.errors import ReadError, ReadFailure, too_large
from findling.extract.limits import MAX_MEMBER
from findling.extract.memberfile import shown_name
from findling.extract.registry import unsupported_reason
from findling.extract.sniff import sniff
from findling.extract.types import Member

if TYPE_CHECKING:
    from findling.extract.memberfile import MemberFile


def list_member(file: MemberFile) -> Member:
    """Return what is told of a member that is in memory."""
    name, size = shown_name(file.name, "(no name)"), file.stat().st_size
    if size > MAX_MEMBER:
        return unreadable(name, too_large("The file", size, MAX_MEMBER))
    reason = unsupported_reason(file)
    if reason is not None:
        return unreadable(name, ReadError(ReadFailure.UNSUPPORTED, reason), size)
    found = sniff(file)
    return Member(name, found.format, size, member_digest(file.read_bytes(), file.inner))


def member_digest(data: bytes, inner: str = "") -> bytes:
    """Return the BLAKE2b-256 digest of a member, and of where in its bytes it begins."""
    return hashlib.blake2b(data + inner.encode(), digest_size=32).digest()


def unreadable(name: str, error: ReadError, size: int = 0) -> Member:
    """Return what is told of a member that cannot be read."""
    return Member(
        shown_name(name, "(no name)"), size=size, failure=error.kind.value, reason=str(error)
    )


def listing(members: tuple[Member, ...]) -> str:
    """Return the names of members, one a line."""
    return "".join(f"{member.name}\n" for member in members)
