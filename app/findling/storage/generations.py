# SPDX-License-Identifier: Apache-2.0
"""Generations of the index: each a folder that never changes; ``CURRENT`` names the one to open."""

from __future__ import annotations

import json
import logging
import math
import os
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

from findling.storage.atomic import sync_file, sync_folder, write_text
from findling.storage.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

INDEX_FILE = "retriever.fdl"
"""Name of the index inside a generation."""

_MANIFEST = "manifest.json"
_CURRENT = "CURRENT"
_NAME = re.compile(r"gen-(\d{6,12})")
_DRAFT = "draft-"
_FORMAT = 1
_MAX_MANIFEST_BYTES = 1 << 16
_MOST_LOSSES = 1000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds.

    Attributes
    ----------
    passages : int
        Passages in the index.
    max_passage_id : int
        Greatest key among them, 0 without any.
    trained_passages : int
        Passages that the encoder has learned from; 0 when there are words only.
    trained_max_id : int
        Greatest key among those.
    trained_at : float or None
        Seconds since the epoch.
    created : float
        Seconds since the epoch.
    engine : str
        Version of the program that wrote it.
    losses : tuple of float
        Mean loss of each pass of learning, in nats; empty where that was not kept.
    learned_seconds : float
        How long learning took; 0 where that was not kept.
    """

    passages: int
    max_passage_id: int
    trained_passages: int
    trained_max_id: int
    trained_at: float | None
    created: float
    engine: str
    losses: tuple[float, ...] = ()
    learned_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation on disk: its number, its folder and what it holds."""

    number: int
    folder: Path
    manifest: Manifest

    @property
    def index_file(self) -> Path:
        """The file that the engine opens."""
        return self.folder / INDEX_FILE

    @property
    def manifest_file(self) -> Path:
        """The file that says what the index holds."""
        return self.folder / _MANIFEST


class Generations:
    """The generations of one library.

    Parameters
    ----------
    folder : Path
        The library's ``index`` folder.

    Notes
    -----
    Reading needs no lock. Drafts and publishing are for the holder of the library's `WriterLock`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> Generation | None:
        """Return the generation to open: what ``CURRENT`` names, else the newest that is whole.

        Returns
        -------
        Generation or None
            None when there is none yet, or all are damaged; it can be made anew from the library's
            texts.
        """
        try:
            name = (self._folder / _CURRENT).read_text("utf-8")[:64].strip()
        except (OSError, UnicodeDecodeError):
            name = ""
        named = self._load(name)
        return named or next(iter(self.all()), None)

    def all(self) -> list[Generation]:
        """Return all whole generations, newest first.

        An older one answers while the newest is damaged.
        """
        found = [self._load(path.name) for path in self._folders()]
        return sorted((g for g in found if g), key=lambda g: g.number, reverse=True)

    def begin(self) -> Path:
        """Return a new empty folder to save an index into; `publish` it, or leave it to `sweep`."""
        self.sweep()
        draft = self._folder / f"{_DRAFT}{os.getpid()}"
        try:
            draft.mkdir(mode=0o700)
        except OSError as error:
            raise _unwritable(error) from error
        return draft

    def publish(self, draft: Path, manifest: Manifest) -> Generation:
        """Make a draft the current generation and keep the one before it.

        Raises
        ------
        StorageError
            If the disk is full or cannot be written; the old generation stays the current one then.
        """
        number = 1 + max((_number(path.name) for path in self._folders()), default=0)
        folder = self._folder / f"gen-{number:06d}"
        previous = self.current()
        try:
            sync_file(draft / INDEX_FILE)
            write_text(
                draft / _MANIFEST, json.dumps({"format": _FORMAT, **asdict(manifest)}, indent=1)
            )
            draft.rename(folder)
            sync_folder(self._folder)
            write_text(self._folder / _CURRENT, f"{folder.name}\n")
        except OSError as error:
            raise _unwritable(error) from error
        self._remove_below(previous.number if previous else number)
        return Generation(number, folder, manifest)

    def retire(self) -> None:
        """Remove every generation older than the current one.

        Call it once the current one was opened and answered.
        """
        current = self.current()
        if current is not None:
            self._remove_below(current.number)

    def clear(self) -> None:
        """Remove all generations: the library is empty."""
        (self._folder / _CURRENT).unlink(missing_ok=True)
        self._remove_below(sys.maxsize)

    def sweep(self) -> None:
        """Remove drafts that a killed process left."""
        if not self._folder.is_dir():
            return
        for path in list(self._folder.iterdir()):
            if path.name.startswith(_DRAFT):
                _remove(path)

    def _folders(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]

    def _load(self, name: str) -> Generation | None:
        """Return the generation in a folder, None unless it is whole."""
        folder = self._folder / name
        if not _NAME.fullmatch(name) or not (folder / INDEX_FILE).is_file():
            return None
        manifest = read_manifest(folder / _MANIFEST)
        return None if manifest is None else Generation(_number(name), folder, manifest)

    def _remove_below(self, number: int) -> None:
        for path in self._folders():
            if _number(path.name) < number:
                _remove(path)


def _number(name: str) -> int:
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else 0


def _remove(path: Path) -> None:
    try:
        shutil.rmtree(path)
    except (
        OSError
    ) as error:  # Windows keeps files that another process has mapped: the next call gets them
        _log.info("cannot remove %s yet: %r", path.name, error)


def read_manifest(path: Path) -> Manifest | None:
    """Return what a manifest's file says, None when it is missing or damaged."""
    try:
        with path.open("rb") as stream:
            value = json.loads(stream.read(_MAX_MANIFEST_BYTES))
    except (OSError, ValueError) as error:
        _log.warning("unreadable manifest in %s: %r", path.parent.name, error)
        return None
    if not isinstance(value, dict):
        return None
    return _manifest_from(cast("dict[str, object]", value))


def _manifest_from(value: dict[str, object]) -> Manifest | None:
    if value.get("format") != _FORMAT:
        return None
    counts = [
        value.get(key)
        for key in ("passages", "max_passage_id", "trained_passages", "trained_max_id")
    ]
    trained_at, created = value.get("trained_at"), value.get("created")
    if not all(isinstance(count, int) for count in counts) or not isinstance(created, (int, float)):
        return None
    passages, max_id, trained, trained_max = cast("list[int]", counts)
    return Manifest(
        passages,
        max_id,
        trained,
        trained_max,
        float(trained_at) if isinstance(trained_at, (int, float)) else None,
        float(created),
        str(value.get("engine", "")),
        _losses(value.get("losses")),
        _seconds(value.get("learned_seconds")),
    )


def _losses(value: object) -> tuple[float, ...]:
    """Return a curve; an empty one for what older programs and others have written."""
    given = cast("list[object]", value) if isinstance(value, list) else []
    losses = [float(loss) for loss in given if isinstance(loss, (int, float))]
    is_curve = len(losses) == len(given) <= _MOST_LOSSES and all(map(math.isfinite, losses))
    return tuple(losses) if is_curve else ()


def _seconds(value: object) -> float:
    if not isinstance(value, (int, float)):
        return 0.0
    return float(value) if math.isfinite(value) and value >= 0 else 0.0


def _unwritable(error: OSError) -> StorageError:
    return StorageError(
        "The search index cannot be saved.",
        repr(error),
        "Check that the disk is not full and can be written.",
    )
