# SPDX-License-Identifier: Apache-2.0
"""OLE files through olefile: streams by name, below any storage; damaged ones give `ReadError`."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any, cast

import olefile

from findling.extract.errors import damaged

_BROKEN = (
    *(OSError, ValueError, TypeError, IndexError, KeyError, AttributeError),
    *(OverflowError, struct.error),
)
"""What olefile raises for files that are cut short or altered; its own error is an `OSError`."""

_MAX_ENTRIES = 100_000


class OleStorage:
    """The streams and storages below one storage of an OLE file, by their names in upper case.

    Parameters
    ----------
    data : bytes
        The whole file.
    prefix : str
        The storage, parts joined by ``/``; empty for the root.
    what : str
        What the file is in words, for errors.

    Raises
    ------
    ReadError
        If the file is damaged.
    """

    def __init__(self, data: bytes, prefix: str, what: str) -> None:
        self._what = what
        self._ole = _opened(data, what)
        above = [part.upper() for part in prefix.split("/") if part]
        depth = len(above)
        self._paths: dict[str, list[str]] = {}
        for path in _listed(self._ole, what)[:_MAX_ENTRIES]:
            upper = [part.upper() for part in path]
            if upper[:depth] == above and len(upper) > depth:
                self._paths["/".join(upper[depth:])] = path

    def __contains__(self, name: str) -> bool:
        """Say whether there is a stream or a storage of this name."""
        return name.upper() in self._paths

    def read(self, name: str) -> bytes | None:
        """Return a stream whole; None when there is none, or it is damaged."""
        path = self._paths.get(name.upper())
        if path is None:
            return None
        try:
            return cast("bytes", self._ole.openstream(path).read())
        except _BROKEN:
            return None  # one broken stream: the others may be sound

    def storages(self, start: str) -> list[str]:
        """Return the names directly below that begin like this, in order."""
        start = start.upper()
        return sorted(name for name in self._paths if name.startswith(start) and "/" not in name)


def _opened(data: bytes, what: str) -> Any:  # noqa: ANN401  olefile has no types
    try:
        return cast("Any", olefile).OleFileIO(BytesIO(data))
    except _BROKEN as error:
        raise damaged(what, repr(error)) from error


def _listed(ole: Any, what: str) -> list[list[str]]:  # noqa: ANN401
    try:
        return cast("list[list[str]]", ole.listdir(streams=True, storages=True))
    except _BROKEN as error:
        raise damaged(what, repr(error)) from error
