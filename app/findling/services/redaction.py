# SPDX-License-Identifier: Apache-2.0
"""Takes out of words for others what is nobody's business: paths, names, quotations."""

from __future__ import annotations

import getpass
import platform
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from findling.extract.registry import supported_extensions

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_CHARS = 2
"""A name of one letter would take that letter's word out of every sentence."""

_PATH = re.compile(
    r"""(?<![\w.<…/\\])            # not within a word such as and/or, nor within a place taken out
    (?:file:|~?/(?=\S)|~?\\\\?(?=\w)|[A-Za-z]:[\\/])
    (?:[^\n"'“”„«»<>|]|'(?=\w))*    # names have blanks in them: to the end of the quotation or line
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|„[^“\n]*“|«[^»\n]*»|(?<!\w)'[^'\n]*'(?!\w)|`[^`\n]*`")
_ENDING = re.compile(r"\.(\w{1,8})\b")
_KNOWN = frozenset(ending.casefold() for ending in supported_extensions())
_FILE_NAME = re.compile(
    r"[^\s\"'<>/…]+(" + "|".join(re.escape(one) for one in sorted(_KNOWN)) + r")\b", re.IGNORECASE
)

HIDDEN = "<hidden>"
"""Stands for a quotation or a name that was taken out."""


class Redactor:
    """Replaces what is private; one path is the same place throughout.

    Parameters
    ----------
    names : iterable of str
        Words that may not appear beside those that name this user and this computer.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._places: dict[str, int] = {}
        own = ((str(Path.home()), "<home>"), *((one, "<user>") for one in _users()))
        hosts = {platform.node(), platform.node().partition(".")[0]}
        words = dict([*own, *((one, "<computer>") for one in hosts)])
        words |= {name: HIDDEN for name in names if name}
        self._words = [
            (re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), stand_in)
            for word, stand_in in sorted(words.items(), key=lambda pair: -len(pair[0]))
            if len(word) >= _LEAST_CHARS
        ]

    def path(self, path: PurePath | str) -> str:
        """Return what stands for a path: a number, and its ending where many files have that."""
        whole = str(path)
        number = self._places.setdefault(whole, len(self._places) + 1)
        ending = _ENDING.search(PurePath(whole).name)
        known = f"….{ending[1]}" if ending and f".{ending[1]}".casefold() in _KNOWN else ""
        return f"<path {number}>" + (f"/{known}" if known else "")

    def text(self, text: str) -> str:
        """Return a text without paths, names of files, quotations and names."""
        text = _QUOTED.sub(HIDDEN, text)
        text = _PATH.sub(lambda found: self.path(found[0].rstrip()), text)
        return self.words(_FILE_NAME.sub(r"…\1", text))

    def words(self, text: str) -> str:
        """Return a text without the names of this user and this computer, and those given."""
        for pattern, stand_in in self._words:
            text = pattern.sub(stand_in, text)
        return text


def known_ending(name: str) -> str:
    """Return the ending of a file's name where many files have it; else nothing."""
    ending = PurePath(name).suffix.casefold()
    return ending if ending in _KNOWN else ""


def _users() -> set[str]:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a process without a user's name, as in some containers
        user = ""
    return {user, Path.home().name} - {""}
