# SPDX-License-Identifier: Apache-2.0
"""Find a member of a file, or of a member of it, by its place."""

from __future__ import annotations

from collections import OrderedDict
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.limits import MAX_DEPTH
from findling.extract.registry import files_as_reasons
from findling.extract.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.extract.memberfile import MemberFile, ReadableFile

_CONTAINERS: dict[str, tuple[str, str]] = {
    "eml": ("findling.extract.eml", "Mail"),
    "mbox": ("findling.extract.mbox", "Mailbox"),
    "msg": ("findling.extract.msg", "OutlookMessage"),
    "zip": ("findling.extract.ziparchive", "Archive"),
}
"""Module and class by format, imported on first use as readers are."""

_MAX_OPEN = 6
"""A file on each level, and some room to turn back."""

_Key = tuple[str, int, int, tuple[int, ...]]


class Container(Protocol):
    """A file that has members."""

    def member(self, index: int) -> MemberFile:
        """Return a member; an `IndexError` when there is none of this number."""
        ...


class OpenContainers:
    """Keeps the containers used last, since their members are asked for one after the other."""

    def __init__(self) -> None:
        self._open: OrderedDict[_Key, Container] = OrderedDict()

    def find(self, path: Path, place: Sequence[int]) -> ReadableFile:
        """Return a file on disk, or a member of it in memory.

        Parameters
        ----------
        path : Path
            The file.
        place : sequence of int
            Number of the member in it, number in that member and so on; empty for the file.

        Raises
        ------
        ReadError
            If there is no such member, or the file or a member on the way cannot be opened.
        """
        if len(place) > MAX_DEPTH:
            raise ReadError(ReadFailure.UNSUPPORTED, "It is nested too deeply to be read.")
        file: ReadableFile = path
        with files_as_reasons():
            for depth in range(len(place)):
                state = path.stat()
                key = (str(path), state.st_mtime_ns, state.st_size, tuple(place[:depth]))
                file = self._member(key, file, place[depth])
        return file

    def _member(self, key: _Key, file: ReadableFile, index: int) -> MemberFile:
        if key not in self._open:
            self._open[key] = _opened(file)
            if len(self._open) > _MAX_OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(key)
        if index < 0:
            raise _gone(str(index))
        try:
            return self._open[key].member(index)
        except IndexError as error:
            raise _gone(str(index)) from error


def _opened(file: ReadableFile) -> Container:
    form = sniff(file).format
    if form not in _CONTAINERS:
        raise _gone(form)
    module, name = _CONTAINERS[form]
    make = cast("Callable[[ReadableFile], Container]", getattr(import_module(module), name))
    return make(file)


def _gone(detail: str) -> ReadError:
    return ReadError(ReadFailure.MISSING, "This part is no longer in the file.", detail)
