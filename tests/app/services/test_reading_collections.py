# SPDX-License-Identifier: Apache-2.0
"""Every file of the public collections, sound or nasty, gives text or a reason."""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.registry import unsupported_reason
from findling.services.reading import ReaderPool

if TYPE_CHECKING:
    from pathlib import Path

_HARM = {ReadFailure.CRASHED, ReadFailure.MEMORY, ReadFailure.TOOK_TOO_LONG, ReadFailure.MISSING}
_MAILS = (".eml", ".mbox", ".msg")
_READABLE = frozenset(
    f".{name}"
    for name in (
        *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "epub"),
        *("html", "htm", "md", "rst", "txt", "eml", "mbox", "msg"),
    )
)
_PICTURES_ONLY = 3
"""Sound files of the collection without a word in them: Rich Text with a picture or an object."""


def outcomes(folder: Path) -> Counter[ReadFailure | None]:
    pool = ReaderPool(2, command=[sys.executable, "-m", "findling"])

    def failure_of(path: Path) -> ReadError | None:
        try:
            pool.read(path)
        except ReadError as error:
            return error
        return None

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with ThreadPoolExecutor(2) as threads:
        failures = list(threads.map(failure_of, files))
    pool.close()
    for path, failure in zip(files, failures, strict=True):
        kind = failure.kind if failure else None
        assert (unsupported_reason(path) is not None) == (kind is ReadFailure.UNSUPPORTED), path
        assert failure is None or failure.message.endswith("."), path
    return Counter(failure.kind if failure else None for failure in failures)


def test_every_sound_file_of_our_formats_is_read(shared_data: Path) -> None:
    found = outcomes(shared_data / "docs")
    ours = [p for p in (shared_data / "docs").rglob("*") if p.suffix in _READABLE]
    assert set(found) == {None, ReadFailure.UNSUPPORTED, ReadFailure.NO_TEXT}
    assert found[ReadFailure.NO_TEXT] == _PICTURES_ONLY
    assert found[None] >= len(ours) - _PICTURES_ONLY > 350


@pytest.mark.timeout(300)
def test_no_nasty_file_does_harm(shared_data: Path) -> None:
    found = outcomes(shared_data / "docs_nasty")
    assert not _HARM & set(found)
    assert found[None] > 80


@pytest.mark.parametrize(("collection", "n_mails"), [("docs", 60), ("docs_nasty", 17)])
def test_what_is_inside_of_mails_is_read_or_has_a_reason(
    shared_data: Path, collection: str, n_mails: int
) -> None:
    pool = ReaderPool(1, command=[sys.executable, "-m", "findling"])
    files = [p for p in sorted((shared_data / collection).rglob("*")) if p.suffix in _MAILS]
    ends = [end for path in files for end in _ends_inside(pool, path)]
    pool.close()

    assert len(files) == n_mails
    assert not _HARM & set(ends)
    assert ends.count(None) > 1


def _ends_inside(pool: ReaderPool, path: Path) -> list[ReadFailure | None]:
    """Return what became of each member of a file."""
    try:
        members = pool.read(path).members
    except ReadError:
        return []
    ends: list[ReadFailure | None] = []
    for number, member in enumerate(members):
        is_closed = bool(member.failure)
        ends.append(ReadFailure(member.failure) if is_closed else _end(pool, path, number))
    return ends


def _end(pool: ReaderPool, path: Path, number: int) -> ReadFailure | None:
    try:
        pool.read(path, place=(number,))
    except ReadError as error:
        return error.kind
    return None
