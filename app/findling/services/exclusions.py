# SPDX-License-Identifier: Apache-2.0
"""Which files of the added folders a library leaves out."""

from __future__ import annotations

import fnmatch
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from findling.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SETTING = "exclusions"
MAX_PATTERNS = 1000
_MAX_LENGTH = 500
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What is left out, beside hidden files and the folders of programs.

    Attributes
    ----------
    patterns : tuple of str
        As in a shell, in any case: one without a slash fits the name of a file or folder anywhere
        (``*.log``, ``archive``), one with a slash a path from the added folder (``drafts/2019``).
    max_bytes : int
        Larger files are left out; 0 for no limit.
    """

    patterns: tuple[str, ...] = ()
    max_bytes: int = 0

    def __post_init__(self) -> None:
        """Check the values.

        Raises
        ------
        AppError
            If there are too many patterns, one is empty or far too long, or the limit is negative.
        """
        if len(self.patterns) > MAX_PATTERNS or self.max_bytes < 0:
            raise AppError(
                f"At most {MAX_PATTERNS} patterns can be excluded, and no negative size."
            )
        for pattern in self.patterns:
            if not pattern.strip("/ ") or len(pattern) > _MAX_LENGTH:
                raise AppError(f"{pattern[:80]!r} is no pattern for names of files.")

    def to_text(self) -> str:
        """Return them as a setting."""
        return json.dumps({"patterns": self.patterns, "max_bytes": self.max_bytes})

    @staticmethod
    def from_text(text: str) -> Exclusions:
        """Return what `to_text` wrote; none for an empty text."""
        value = cast("dict[str, Any]", json.loads(text)) if text else {}
        return Exclusions(tuple(value.get("patterns", ())), int(value.get("max_bytes", 0)))


class Matcher:
    """Says what is left out below one folder.

    Parameters
    ----------
    exclusions : Exclusions
    root : Path
        The added folder.
    """

    def __init__(self, exclusions: Exclusions, root: Path) -> None:
        self._max_bytes = exclusions.max_bytes
        self._names = _compiled(p for p in exclusions.patterns if "/" not in p.strip("/"))
        self._paths = _compiled(p for p in exclusions.patterns if "/" in p.strip("/"))
        self._root_length = len(str(root)) + 1

    def leaves_out(self, path: str) -> bool:
        """Say whether a file or folder is left out, and with a folder all that is in it.

        Parameters
        ----------
        path : str
            An absolute path below the folder; the folders around it were asked about before.
        """
        inside = path[self._root_length :].replace("\\", "/").lower()
        name = inside.rpartition("/")[2]
        return self._names.fullmatch(name) is not None or self._paths.fullmatch(inside) is not None

    def is_too_large(self, n_bytes: int) -> bool:
        """Say whether a file of this size is left out."""
        return 0 < self._max_bytes < n_bytes


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    texts = [fnmatch.translate(pattern.strip("/").lower()) for pattern in patterns]
    return re.compile("|".join(texts)) if texts else _NEVER
