# SPDX-License-Identifier: Apache-2.0
"""Copies of what only the user could tell again; the rest can be read anew from the files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from findling.storage.atomic import write_text
from findling.storage.codec import teaching_from_plain, teaching_to_plain
from findling.storage.errors import StorageError
from findling.storage.records import SourceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from findling.storage.records import StoredTeaching

KEPT = 5
"""Backups that differ, before the oldest goes."""

_NAME = re.compile(r"backup-\d{8}T\d{6}-\d{6}\.json")
_FORMAT = 1
_MAX_BYTES = 64 << 20


class Precious(NamedTuple):
    """What a backup holds.

    Attributes
    ----------
    sources : tuple of (Path, SourceKind)
        Files and folders that were added.
    settings : dict
        By name.
    teachings : tuple of StoredTeaching
    label_sets : tuple of dict
        As `findling.storage.labels.portable` has them.
    searches : tuple of (str, str, str)
        Name, query and mode of what was saved.
    source_ids : tuple of int
        The key that each source had: rules of label sets go by it.
    groups : tuple of dict
        As `findling.storage.groups` has them.
    """

    sources: tuple[tuple[Path, SourceKind], ...] = ()
    settings: Mapping[str, str] = {}
    teachings: tuple[StoredTeaching, ...] = ()
    label_sets: tuple[dict[str, Any], ...] = ()
    searches: tuple[tuple[str, str, str], ...] = ()
    source_ids: tuple[int, ...] = ()
    groups: tuple[dict[str, Any], ...] = ()


class Backups:
    """The backups of one library.

    Parameters
    ----------
    folder : Path
        The library's ``backups`` folder; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Path]:
        """Return the backups, newest first."""
        if not self._folder.is_dir():
            return []
        found = [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]
        return sorted(found, key=lambda path: path.name, reverse=True)

    def save(self, precious: Precious) -> bool:
        """Keep a copy, unless it would be the same as the newest; return whether one was made.

        Raises
        ------
        StorageError
            If it cannot be written.
        """
        content = _to_text(precious)
        known = self.all()
        if known and _read(known[0]) == content:
            return False
        number = int(known[0].stem[-6:]) + 1 if known else 1
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_text(self._folder / f"backup-{stamp}-{number % 1_000_000:06d}.json", content)
            for path in self.all()[KEPT:]:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                "The list of your folders cannot be backed up.",
                repr(error),
                "Check that the disk is not full and can be written.",
            ) from error
        return True

    def newest(self) -> Precious:
        """Return the newest backup that is whole; an empty one without any."""
        for path in self.all():
            found = _from_text(_read(path))
            if found is not None:
                return found
        return Precious()


def _to_text(precious: Precious) -> str:
    rows = [[os.fsdecode(path), kind.value] for path, kind in precious.sources]
    value = {
        "format": _FORMAT,
        "sources": rows,
        "settings": dict(sorted(precious.settings.items())),
        "teachings": [teaching_to_plain(teaching) for teaching in precious.teachings],
        "label_sets": precious.label_sets,
        "searches": precious.searches,
        "source_ids": precious.source_ids,
        "groups": precious.groups,
    }
    body = json.dumps(value, separators=(",", ":"))
    return f"{body}\n{hashlib.sha256(body.encode()).hexdigest()}\n"


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(_MAX_BYTES).decode("ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _from_text(text: str) -> Precious | None:
    body, _, digest = text.partition("\n")
    if hashlib.sha256(body.encode()).hexdigest() != digest.strip():
        return None
    value = cast("dict[str, object]", json.loads(body))  # the checksum vouches for its form
    if value["format"] != _FORMAT:
        return None
    rows = cast("list[tuple[str, str]]", value["sources"])
    sources = tuple((Path(path), SourceKind(kind)) for path, kind in rows)
    taught = cast("list[dict[str, Any]]", value["teachings"])
    return Precious(
        sources,
        cast("dict[str, str]", value["settings"]),
        tuple(teaching_from_plain(row) for row in taught),
        # Backups of earlier versions have none of these.
        tuple(cast("list[dict[str, Any]]", value.get("label_sets", []))),
        tuple((n, q, m) for n, q, m in cast("list[list[str]]", value.get("searches", []))),
        tuple(cast("list[int]", value.get("source_ids", []))),
        tuple(cast("list[dict[str, Any]]", value.get("groups", []))),
    )
