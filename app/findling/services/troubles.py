# SPDX-License-Identifier: Apache-2.0
"""What went wrong in this run: kept in memory, a few of them, told without what is private."""

from __future__ import annotations

import logging
import os
import re
import sysconfig
import threading
import time
import traceback
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import findling
from findling.services.events import ErrorEvent
from findling.services.redaction import Redactor

if TYPE_CHECKING:
    from types import TracebackType

MOST_TROUBLES = 30
MOST_LINES = 200
_MOST_FRAMES = 40
_MOST_CAUSES = 5
_MOST_CHARS = 300

_OF_PROGRAM = (
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ZeroDivisionError,
)
"""Errors whose words are about the program; those of others may be a user's own."""

_OF_QT = re.compile(r"Internal C\+\+ object \([\w.]+\) already deleted\.|.*\bSignal source\b.*")
_KIND = re.compile(r"exit status -?\d+$|[A-Z]\w*(?:Error|Exception|Warning|Exit)\b")
"""What of an event's details says nothing of files."""

_PACKAGE = Path(findling.__file__).parent
_ROOTS = (_PACKAGE.parent, *(Path(sysconfig.get_path(one)) for one in ("purelib", "stdlib")))
"""Folders whose files are the program's, a library's or Python's."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error that nobody had foreseen.

    Attributes
    ----------
    when : float
        Seconds since the epoch.
    where : str
        What the program was at: a thread, or a part of the program.
    kind : str
        Name of the error's class.
    trace : str
        Lines of the program and the kind of error, without anything of the user's.
    """

    when: float
    where: str
    kind: str
    trace: str


class Troubles:
    """Keeps the last errors and lines of the log; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[Trouble] = deque(maxlen=MOST_TROUBLES)
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._counts: Counter[str] = Counter()
        self.began = time.time()

    def add(self, error: BaseException, where: str) -> Trouble:
        """Keep an error, and return how it is told."""
        trouble = Trouble(time.time(), where, type(error).__name__, told_to_others(error))
        with self._lock:
            self._kept.append(trouble)
            self._counts[trouble.kind] += 1
        return trouble

    def add_line(self, line: str) -> None:
        """Keep a line of the log."""
        with self._lock:
            self._lines.append(line[:_MOST_CHARS])

    def add_event(self, event: object) -> None:
        """Keep that the worker told of an error, by its kind; its words may name files."""
        if isinstance(event, ErrorEvent):
            kind = _KIND.match(event.detail)
            what = kind[0] if kind else "no details"
            self.add_line(f"{_now()} ERROR worker: {what}{', it ended' if event.fatal else ''}")

    @property
    def kept(self) -> tuple[Trouble, ...]:
        """The last errors, oldest first."""
        with self._lock:
            return tuple(self._kept)

    @property
    def lines(self) -> tuple[str, ...]:
        """The last lines of the log, oldest first."""
        with self._lock:
            return tuple(self._lines)

    @property
    def counts(self) -> dict[str, int]:
        """How many errors of each kind there were in all."""
        with self._lock:
            return dict(self._counts)


class TroubleHandler(logging.Handler):
    """Keeps warnings and errors of the program's log.

    Parameters
    ----------
    troubles : Troubles
        Where they are kept.

    Notes
    -----
    A line is kept as it stands in the program, without the values that it was filled with: those
    may be names of files.
    """

    def __init__(self, troubles: Troubles) -> None:
        super().__init__(logging.WARNING)
        self._troubles = troubles

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, and the error that it tells of."""
        self._troubles.add_line(f"{_now()} {record.levelname} {record.name}: {_template(record)}")
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._troubles.add(error, record.name)


def _now() -> str:
    return time.strftime("%H:%M:%S")


def _template(record: logging.LogRecord) -> str:
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def told_to_others(error: BaseException) -> str:
    """Return an error with its causes as lines of the program, without anything of the user's.

    Names of files within the program stay, other paths go; of an error's own words only those stay
    that speak of the program.
    """
    parts: list[str] = []
    one: BaseException | None = error
    while one is not None and len(parts) < _MOST_CAUSES:
        parts.append("\n".join([*_frames(one.__traceback__), _words(one)]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n\nwhich came from\n\n".join(parts)


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    left_out = len(frames) - _MOST_FRAMES
    lines = [f"  {_place(f.filename)}:{f.lineno} in {f.name}" for f in frames[-_MOST_FRAMES:]]
    return [f"  ({left_out} more)", *lines] if left_out > 0 else lines


def _place(file: str) -> str:
    """Return a file of the program, of a library or of Python, by its name there."""
    path = Path(file)
    for root in _ROOTS:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    is_frozen = file.startswith("<frozen ") or path.parts[:1] == (_PACKAGE.name,)
    return path.as_posix() if is_frozen else "<another file>"


def _words(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, OSError) and error.errno is not None:
        return f"{kind}: {os.strerror(error.errno)}"
    said = str(error)
    if said and (isinstance(error, _OF_PROGRAM) or _OF_QT.fullmatch(said)):
        return f"{kind}: {Redactor().text(said)[:_MOST_CHARS]}"
    return f"{kind}: (words left out: they may be yours)" if said else kind
