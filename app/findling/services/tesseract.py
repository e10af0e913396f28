# SPDX-License-Identifier: Apache-2.0
"""Text on pictures of pages through Tesseract, when the user has installed it.

Nothing of it comes with this program: it is looked for on the PATH, its own list says which
languages there are, and pictures go to it through a pipe.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.jobs.child_errors import ChildError
from findling.jobs.limits import ChildLimits
from findling.jobs.tool import run_tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from findling.services.reading import PagePicture

PAGE_LIMITS = ChildLimits(
    wall_seconds=120.0, cpu_seconds=120.0, memory_bytes=2 << 30, reply_bytes=2_000_000
)
"""For one page, an A4 sheet at 300 dpi and its neural network included."""

_ASK_LIMITS = ChildLimits(wall_seconds=20.0, cpu_seconds=20.0, reply_bytes=100_000)

_NO_LANGUAGES = frozenset({"osd", "equ"})
"""In Tesseract's list, but not languages: the direction of writing, and formulas."""

_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_/-]{0,60}")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract.

    Attributes
    ----------
    program : Path
    version : str
        As it says itself, such as ``5.3.0``.
    languages : tuple of str
        Its own names of the languages installed with it, such as ``eng`` and ``deu``.
    """

    program: Path
    version: str
    languages: tuple[str, ...]

    @staticmethod
    def find() -> Tesseract | None:
        """Return the one on the PATH, or where its Windows installer puts it; None without one."""
        found = shutil.which("tesseract") or _usual_place()
        if found is None:
            return None
        program = Path(found)
        try:
            version = _ask(program, "--version")
            listed = _ask(program, "--list-langs")
        except ChildError:
            return None
        words = version.split()
        return Tesseract(program, words[1] if len(words) > 1 else "", _languages(listed))

    def choose(self, wanted: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the languages to recognise: those wanted, or else English and what comes first.

        Raises
        ------
        AppError
            If one is not installed, or none is.
        """
        asked = tuple(dict.fromkeys(wanted))
        missing = [name for name in asked if name not in self.languages]
        if missing or not self.languages:
            raise AppError(
                f"Tesseract has no data for {', '.join(missing) or 'any language'}.",
                hint=f"Installed: {', '.join(self.languages) or 'none'}.",
            )
        return asked or (("eng",) if "eng" in self.languages else self.languages[:1])

    def recognise(
        self,
        picture: PagePicture,
        languages: Iterable[str],
        is_cancelled: Callable[[], bool] = lambda: False,
        limits: ChildLimits = PAGE_LIMITS,
    ) -> str:
        """Return the text on a picture of a page; empty where there is none.

        Parameters
        ----------
        picture : PagePicture
            Shades of grey.
        languages : iterable of str
            From `languages`.
        is_cancelled : callable, optional
            True kills the program.
        limits : ChildLimits, optional
            For this page.

        Raises
        ------
        ChildError
            If it failed or took too much.
        CancelledError
            If ``is_cancelled`` said so.
        """
        command = [
            *(str(self.program), "stdin", "stdout"),
            *("--dpi", str(picture.dpi), "-l", "+".join(languages)),
        ]
        header = f"P5\n{picture.width} {picture.height}\n255\n".encode()
        printed = run_tool(
            command,
            header + picture.gray,
            limits,
            environment=_environment(),
            is_cancelled=is_cancelled,
        )
        return _tidy(printed.decode("utf-8", "replace"))


def _ask(program: Path, question: str) -> str:
    printed = run_tool([str(program), question], b"", _ASK_LIMITS, environment=_environment())
    return printed.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """Return what Tesseract needs: where its data is, and one thread, since pages run in parallel.

    (https://tesseract-ocr.github.io/tessdoc/FAQ.html: OMP_THREAD_LIMIT=1 is faster for many pages.)
    """
    data = os.environ.get("TESSDATA_PREFIX")
    return {"OMP_THREAD_LIMIT": "1"} | ({"TESSDATA_PREFIX": data} if data else {})


def _languages(listed: str) -> tuple[str, ...]:
    """Return the languages of ``tesseract --list-langs``, whose first line is a heading."""
    names = (line.strip() for line in listed.splitlines()[1:])
    return tuple(n for n in names if _LANGUAGE.fullmatch(n) and n not in _NO_LANGUAGES)


def _tidy(text: str) -> str:
    """Drop the form feed at the end of each page and blank lines in a row."""
    lines = (line.rstrip() for line in text.replace("\f", "").splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _usual_place() -> str | None:
    if sys.platform != "win32":
        return None
    place = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files"), "Tesseract-OCR")
    return shutil.which("tesseract", path=str(place))
