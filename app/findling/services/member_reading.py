# SPDX-License-Identifier: Apache-2.0
"""Read what is inside of a file, member by member, each with limits of its own."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.limits import MAX_DEPTH, MAX_MEMBER_BYTES, MAX_MEMBERS
from findling.services.drafts import nothing_found
from findling.storage.records import ContentDraft, FileState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.extract.types import ExtractedDocument, Member
    from findling.services.drafts import Drafts
    from findling.storage.records import Place

_MAX_LOST = 3
"""Members of one file that may cost a child its life before the rest is left out."""

_FATAL = (ReadFailure.CRASHED, ReadFailure.MEMORY, ReadFailure.TOOK_TOO_LONG)
_TOO_DEEP = "It is nested too deeply to be read."
_CUT = "Not everything in it was read: only the first %s documents inside."

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Turns a file, or a member of one, into text.

    `findling.services.reading.ReaderPool` does so in a child process.
    """

    def read(
        self, path: Path, *, place: Sequence[int] = (), is_cancelled: Callable[[], bool]
    ) -> ExtractedDocument:
        """Read a file or a member, or raise `ReadError` with the reason why not."""
        ...


@dataclass(frozen=True, slots=True)
class ReadMember:
    """What became of one member.

    Attributes
    ----------
    place : tuple of int
        Number in the file, number in that member and so on.
    names : tuple of str
        Names on the way, its own last.
    state : FileState
        READ, FAILED or UNSUPPORTED.
    content : ContentDraft or int or None
        For READ: a new text, or the key of one that the library has already. For FAILED what is
        known all the same, such as the pages of a scan.
    reason : str
        For the others: a sentence for the user.
    """

    place: Place
    names: tuple[str, ...]
    state: FileState
    content: ContentDraft | int | None = None
    reason: str = ""


class MemberReading:
    """Reads all that is inside of one file.

    Parameters
    ----------
    path : Path
        The file.
    reader : Reader
        Reads one member at a time, so that a bad one costs itself only.
    drafts : Drafts
        Makes texts ready to be stored; what the library has already is not read again.
    is_stopped : callable
        Asked before each member.
    """

    def __init__(
        self, path: Path, reader: Reader, drafts: Drafts, is_stopped: Callable[[], bool]
    ) -> None:
        self._path = path
        self._reader = reader
        self._drafts = drafts
        self._is_stopped = is_stopped
        self._room_bytes = MAX_MEMBER_BYTES
        self._n_lost = 0
        self._is_cut = False
        self._found: list[ReadMember] = []

    def run(self, document: ExtractedDocument) -> tuple[tuple[ReadMember, ...], str]:
        """Read the members of a document and theirs, in order.

        Returns
        -------
        members : tuple of ReadMember
        warning : str
            A sentence when limits left some out; else empty.

        Raises
        ------
        CancelledError
            If ``is_stopped`` said so.
        AppError
            If something is wrong that has nothing to do with this file.
        """
        self._visit_all(document.members, (), ())
        warning = _CUT.replace("%s", f"{len(self._found):,}") if self._is_cut else ""
        return tuple(self._found), warning

    def _visit_all(self, members: Sequence[Member], place: Place, names: tuple[str, ...]) -> None:
        for number, member in enumerate(members):
            self._room_bytes -= member.size
            is_full = len(self._found) >= MAX_MEMBERS or self._room_bytes < 0
            if is_full or self._n_lost >= _MAX_LOST:
                self._is_cut = True
                return
            self._visit(member, (*place, number), (*names, member.name))

    def _visit(self, member: Member, place: Place, names: tuple[str, ...]) -> None:
        if member.failure:
            self._add_failure(place, names, ReadFailure(member.failure), member.reason)
        elif len(place) > MAX_DEPTH:
            self._add_failure(place, names, ReadFailure.UNSUPPORTED, _TOO_DEEP)
        else:
            content = self._drafts.known(member.digest, member.format)
            if content is None:
                self._read(member, place, names)
            else:
                self._found.append(ReadMember(place, names, FileState.READ, content))

    def _read(self, member: Member, place: Place, names: tuple[str, ...]) -> None:
        try:
            document = self._reader.read(self._path, place=place, is_cancelled=self._is_stopped)
            content = self._drafts.make(_base(member.name), member.digest, member.format, document)
        except ReadError as error:
            self._n_lost += error.kind in _FATAL
            _log.info("member %s: %s (%s)", place, error.kind.value, error.detail)
            self._add_failure(place, names, error.kind, str(error))
            return
        reason = nothing_found(content) if isinstance(content, ContentDraft) else ""
        state = FileState.FAILED if reason else FileState.READ
        self._found.append(ReadMember(place, names, state, content, reason))
        self._visit_all(document.members, place, names)

    def _add_failure(
        self, place: Place, names: tuple[str, ...], kind: ReadFailure, reason: str
    ) -> None:
        is_unsupported = kind is ReadFailure.UNSUPPORTED
        state = FileState.UNSUPPORTED if is_unsupported else FileState.FAILED
        self._found.append(ReadMember(place, names, state, reason=reason))


def _base(name: str) -> str:
    """Return the last part of a name that has folders in it."""
    return name.rpartition("/")[2] or name
