# SPDX-License-Identifier: Apache-2.0
"""A member of a file, held in memory, with those methods of a `Path` that readers use.

So every reader reads members too, and nothing of them is ever written to a disk: what is inside of
a mail stays there, and a name that looks like a path leads nowhere.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Literal

MAX_NAME = 200
"""Longest name of a member that is shown, in code points."""


class MemberFile(BytesIO):
    """The bytes of a member; a file opened for reading that knows its name.

    Parameters
    ----------
    data : bytes
        All of it.
    name : str
        Decides, as that of a file, how it is read where the bytes do not.
    format : str, optional
        Its format, where what it is in says so.
    inner : str, optional
        For a part of an OLE file: ``data`` is that file, and this the storage in it.
    """

    def __init__(self, data: bytes, name: str, format: str = "", inner: str = "") -> None:
        super().__init__(data)
        self._data = data
        self.name = name
        self.format = format
        self.inner = inner

    @property
    def suffix(self) -> str:
        """The ending of its name, with the dot."""
        base = self.name.replace("\\", "/").rpartition("/")[2]
        stem, dot, ending = base.rpartition(".")
        return f".{ending}" if dot and stem and ending.strip() else ""

    def stat(self) -> os.stat_result:
        """Return what a `Path` would, with the size and the kind "regular file" only."""
        return os.stat_result((stat.S_IFREG | 0o400, 0, 0, 1, 0, 0, len(self._data), 0, 0, 0))

    def open(self, mode: Literal["rb"] = "rb") -> BytesIO:  # noqa: ARG002  as that of a Path
        """Return another stream of the same bytes, without copying them."""
        return BytesIO(self._data)

    def read_bytes(self) -> bytes:
        """Return all bytes."""
        return self._data


ReadableFile = Path | MemberFile
"""What readers read: a file on disk or a member of one."""


def shown_name(name: str, otherwise: str = "") -> str:
    r"""Return a name as it may be shown: one line, and nothing that changes how it reads.

    Control characters and marks for the direction of writing are dropped: with them, ``gpj.exe``
    can be made to look like ``exe.jpg``.

    Parameters
    ----------
    name : str
        As it stands in the file.
    otherwise : str
        What is shown instead of an empty one.

    Examples
    --------
    >>> shown_name("offer\u202efdp.exe\n")
    'offerfdp.exe'
    """
    plain = "".join(
        " " if char.isspace() else char
        for char in name[: 4 * MAX_NAME]
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    tidy = " ".join(plain.split())
    if len(tidy) > MAX_NAME:
        ending = tidy[-_KEPT_END:]
        tidy = f"{tidy[: MAX_NAME - _KEPT_END - 1]}\u2026{ending}"
    return tidy or otherwise


_KEPT_END = 20
