# SPDX-License-Identifier: Apache-2.0
"""From a file on disk to a text with passages that is ready to be stored."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.registry import unsupported_reason
from findling.extract.sniff import sniff
from findling.jobs.context import CancelledError
from findling.services.drafts import Drafts, nothing_found
from findling.services.member_reading import MemberReading, ReadMember
from findling.services.scanning import facts_of, settled
from findling.storage.records import ContentDraft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.services.member_reading import Reader
    from findling.storage.contents import Contents
    from findling.storage.records import FileFacts, KnownFile
    from findling.storage.scans import ScannedPages

_CHUNK = 1 << 20

_log = logging.getLogger(__name__)


class Verdict(str, Enum):
    """What became of a file."""

    READ = "read"
    SAME = "same"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file, looked at.

    Attributes
    ----------
    file : KnownFile
        As it stands in the library.
    verdict : Verdict
    facts : FileFacts
        As they were before the file was read, and `settled`.
    content : ContentDraft or int or None
        For READ and SAME: a new text, or the key of one that the library has already. For FAILED
        what is known all the same, such as the pages of a scan.
    reason : str
        For FAILED and UNSUPPORTED: a sentence for the user.
    members : tuple of ReadMember
        For READ and SAME: what became of all that is inside of it.
    """

    file: KnownFile
    verdict: Verdict
    facts: FileFacts
    content: ContentDraft | int | None = None
    reason: str = ""
    members: tuple[ReadMember, ...] = ()


class Ingest:
    """Looks at one file after the other; may be used by several threads.

    Parameters
    ----------
    contents : Contents
        Texts that the library has already.
    reader : Reader
        For the others.
    scanned : ScannedPages, optional
        What was recognised on pages without text.
    """

    def __init__(
        self, contents: Contents, reader: Reader, scanned: ScannedPages | None = None
    ) -> None:
        self._reader = reader
        self._drafts = Drafts(contents, scanned)

    @property
    def reader_versions(self) -> dict[str, str]:
        """Name and version of the reader by format, as far as one was at work."""
        return self._drafts.reader_versions

    def __call__(self, file: KnownFile, is_stopped: Callable[[], bool]) -> Outcome:
        """Look at a file.

        Raises
        ------
        CancelledError
            If ``is_stopped`` said so.
        AppError
            If something is wrong that has nothing to do with this file.
        """
        read_ns = time.time_ns()
        outcome = self._look(file, is_stopped)
        return replace(outcome, facts=settled(outcome.facts, read_ns))

    def _look(self, file: KnownFile, is_stopped: Callable[[], bool]) -> Outcome:
        facts = file.facts
        try:
            for _ in range(2):
                now = facts_of(file.path)
                if now is None:
                    return Outcome(file, Verdict.GONE, facts)
                facts = now
                outcome = self._examine(file, facts, is_stopped)
                if facts_of(file.path) == facts:
                    return outcome
            reason = "The file kept changing while it was read."
        except ReadError as error:
            return _failed(file, facts, error)
        except (AppError, CancelledError):
            raise
        except OSError as error:
            reason = f"The file could not be opened: {error.strerror or type(error).__name__}."
        except Exception:  # noqa: BLE001
            # A file that meets a mistake of ours costs itself only, like one that crashes a reader.
            _log.exception("unexpected failure with a file of %d bytes", facts.size)
            reason = "The file could not be processed."
        return Outcome(file, Verdict.FAILED, facts, reason=reason)

    def _examine(
        self, file: KnownFile, facts: FileFacts, is_stopped: Callable[[], bool]
    ) -> Outcome:
        reason = unsupported_reason(file.path)
        if reason is not None:
            return Outcome(file, Verdict.UNSUPPORTED, facts, reason=reason)
        digest = digest_of(file.path, is_stopped)
        form = sniff(file.path).format
        content = self._drafts.known(digest, form)
        members: tuple[ReadMember, ...] = ()
        if content is None:
            document = self._reader.read(file.path, is_cancelled=is_stopped)
            reading = MemberReading(file.path, self._reader, self._drafts, is_stopped)
            members, warning = reading.run(document)
            if warning:
                document = replace(document, warnings=(*document.warnings, warning))
            content = self._drafts.make(file.path.name, digest, form, document)
            reason = nothing_found(content) if isinstance(content, ContentDraft) else ""
            if reason:
                return Outcome(file, Verdict.FAILED, facts, content, reason)
        verdict = Verdict.SAME if content == file.content_id else Verdict.READ
        return Outcome(file, verdict, facts, content, members=members)


def digest_of(path: Path, is_stopped: Callable[[], bool]) -> bytes:
    """Return the BLAKE2b-256 digest of a file's bytes.

    Raises
    ------
    CancelledError
        If ``is_stopped`` said so, asked about a thousand times a second.
    OSError
        If the file cannot be read.
    """
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            if is_stopped():
                raise CancelledError
    return digest.digest()


def _failed(file: KnownFile, facts: FileFacts, error: ReadError) -> Outcome:
    if error.kind is ReadFailure.MISSING and not file.path.exists():
        return Outcome(file, Verdict.GONE, facts)
    _log.info("%s: %s (%s)", file.path.suffix, error.kind.value, error.detail)
    is_unsupported = error.kind is ReadFailure.UNSUPPORTED
    verdict = Verdict.UNSUPPORTED if is_unsupported else Verdict.FAILED
    return Outcome(file, verdict, facts, reason=str(error))
