# SPDX-License-Identifier: Apache-2.0
"""Notes that a window is open on a library: who finds the note of a dead one knows it crashed."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any, cast

import psutil

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "window.json"
"""Name of the note in the library's folder."""

_MOST_BYTES = 4096
_CLOCK_SECONDS = 2.0
"""A process is another one when it began at another time: numbers come again."""

_log = logging.getLogger(__name__)


class Presence:
    """The note of one window.

    Parameters
    ----------
    library : Path
        Folder of the library.
    """

    def __init__(self, library: Path) -> None:
        self._note = library / NOTE
        self._is_ours = False

    def begin(self) -> bool:
        """Leave a note; say whether the last window left one and is gone without taking it along.

        A window that is still open keeps its note. A library on a disk that cannot be written gets
        none.
        """
        last = self._read()
        if last is not None and _is_running(last):
            return False
        own = psutil.Process()
        try:
            self._note.write_text(
                json.dumps({"process": own.pid, "began": own.create_time()}), encoding="utf-8"
            )
            self._is_ours = True
        except OSError as error:
            _log.info("no note of the window: %r", error)
        return last is not None

    def end(self) -> None:
        """Take the note along; safe to call twice."""
        if self._is_ours:
            self._is_ours = False
            try:
                self._note.unlink(missing_ok=True)
            except OSError as error:
                _log.info("the note of the window stays: %r", error)

    def _read(self) -> dict[str, Any] | None:
        """Return the note; an empty one where it makes no sense, None where there is none."""
        try:
            with self._note.open("rb") as stream:
                value = json.loads(stream.read(_MOST_BYTES))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return {}
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _is_running(note: dict[str, Any]) -> bool:
    number, began = note.get("process"), note.get("began")
    if not isinstance(number, int) or not isinstance(began, (int, float)) or number <= 0:
        return False
    if number == os.getpid():
        return False  # ours alone, so what is left of it is of an earlier process with its number
    try:
        return abs(psutil.Process(number).create_time() - began) < _CLOCK_SECONDS
    except (psutil.Error, OverflowError):
        return False
