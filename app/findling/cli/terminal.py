# SPDX-License-Identifier: Apache-2.0
"""How things look in a terminal: marks, sizes, times and one line of progress."""

from __future__ import annotations

import shutil
import textwrap
import time
from typing import TYPE_CHECKING, TextIO

from findling.services.types import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.services.types import MarkRange, Progress

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"

STAGE_WORDS = {
    Stage.SCANNING: "Looking for files",
    Stage.READING: "Reading",
    Stage.LEARNING: "Learning",
    Stage.SAVING: "Saving",
}

_SECONDS_BETWEEN_LINES = 5.0
_SECONDS_BETWEEN_REPAINTS = 0.1


def printable(text: str) -> str:
    """Return text without control characters, so that no document can steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def marked(text: str, marks: Iterable[MarkRange], *, styled: bool) -> str:
    """Return text with its marks in bold, or in brackets where there is no style.

    Parameters
    ----------
    text : str
        What to show.
    marks : iterable of MarkRange
        Ranges of code points in ``text``, in order and not overlapping.
    styled : bool
        True for a terminal that knows ANSI styles.
    """
    before, after = (BOLD, PLAIN) if styled else ("[", "]")
    parts: list[str] = []
    position = 0
    for mark in marks:
        inside = printable(text[mark.start : mark.end])
        parts += [printable(text[position : mark.start]), before, inside, after]
        position = mark.end
    return "".join(parts) + printable(text[position:])


def wrapped(text: str, indent: str) -> str:
    """Return text folded to the width of the terminal, at most 100 columns, each line indented."""
    width = max(40, min(100, shutil.get_terminal_size().columns))
    return textwrap.fill(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


def duration(seconds: float) -> str:
    """Return seconds as people say them: ``0.4 s``, ``12 s``, ``3 min 05 s``, ``2 h 10 min``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def file_size(n_bytes: int) -> str:
    """Return bytes as ``812 bytes``, ``3.4 MB`` and so on, in powers of 1,000."""
    size = float(n_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 file``, ``2 files``, ``1,000 files``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def progress_text(progress: Progress) -> str:
    """Return one line about a running job: stage, count, rate, time left, item."""
    words = [STAGE_WORDS[progress.stage]]
    words.append(f"{progress.done:,} of {progress.total:,}" if progress.total else "")
    facts: list[str] = []
    if progress.rate > 0:
        facts.append(f"{progress.rate:,.0f}/s" if progress.rate >= 10 else f"{progress.rate:.1f}/s")
    if progress.eta_seconds >= 0 and progress.total:
        facts.append(f"{duration(progress.eta_seconds)} left")
    words.append(f"({', '.join(facts)})" if facts else "")
    words.append(printable(progress.item))
    return " ".join(word for word in words if word)


class ProgressLine:
    """Shows progress on a stream: one line painted over on a terminal, else a line now and then.

    Parameters
    ----------
    stream : TextIO
        Usually ``sys.stderr``, so that the result on ``sys.stdout`` can be piped.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._stage: Stage | None = None
        self._shown_at = 0.0
        self._width = 0

    def show(self, progress: Progress) -> None:
        """Show progress, unless something was shown a moment ago."""
        pause = _SECONDS_BETWEEN_REPAINTS if self._live else _SECONDS_BETWEEN_LINES
        now = time.monotonic()
        if progress.stage is self._stage and now - self._shown_at < pause:
            return
        self._stage, self._shown_at = progress.stage, now
        text = progress_text(progress)
        if not self._live:
            print(text, file=self._stream, flush=True)
            return
        text = text[: max(20, shutil.get_terminal_size().columns - 1)]
        print("\r" + text.ljust(self._width), end="", file=self._stream, flush=True)
        self._width = len(text)

    def clear(self) -> None:
        """Wipe the line, so that what follows starts on a clean one."""
        if self._live and self._width:
            print("\r" + " " * self._width + "\r", end="", file=self._stream, flush=True)
        self._width = 0
