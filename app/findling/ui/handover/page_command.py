# SPDX-License-Identifier: Apache-2.0
"""How programs are told at which page to open a PDF: command lines, nothing is started here.

Only programs of which it is known for sure are listed; with any other a file opens as it always
does. Pages count from 1 in all of them.
"""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Arguments = tuple[str, ...]


class Viewer(NamedTuple):
    """A kind of program, and what may start it, the likeliest first."""

    kind: str
    executables: tuple[str, ...]


_VIEWERS = (
    Viewer("evince", ("evince",)),
    Viewer("atril", ("atril",)),
    Viewer("xreader", ("xreader",)),
    Viewer("okular", ("okular",)),
    Viewer("zathura", ("zathura",)),
    Viewer("qpdfview", ("qpdfview",)),
    Viewer("mupdf", ("mupdf", "mupdf-gl", "mupdf-x11")),
    Viewer("firefox", ("firefox", "firefox-esr")),
    Viewer("chromium", ("chromium", "chromium-browser")),
    Viewer("chrome", ("google-chrome", "google-chrome-stable", "chrome")),
    Viewer("brave", ("brave-browser", "brave")),
    Viewer("edge", ("microsoft-edge", "microsoft-edge-stable", "msedge")),
    Viewer("acrobat", ("acrobat", "acrord32")),
    Viewer("sumatra", ("sumatrapdf",)),
)

_BROWSERS = frozenset({"firefox", "chromium", "chrome", "brave", "edge"})
_GNOME = frozenset({"evince", "atril", "xreader"})

_ENTRIES = (
    (re.compile(r"(?:^|\.)(evince|atril|xreader|qpdfview|mupdf)$"), ""),
    (re.compile(r"(?:^|\.)okular(?:application_pdf)?$"), "okular"),
    (re.compile(r"(?:^|\.)zathura(?:-pdf-(?:mupdf|poppler))?$"), "zathura"),
    (re.compile(r"^(?:firefox|firefox-esr|firefox_firefox|org\.mozilla\.firefox)$"), "firefox"),
    (re.compile(r"^chromium(?:-browser|_chromium)?$"), "chromium"),
    (re.compile(r"^google-chrome(?:-stable)?$"), "chrome"),
    (re.compile(r"^brave(?:-browser|_brave)?$"), "brave"),
    (re.compile(r"^microsoft-edge(?:-stable)?$"), "edge"),
)
"""Names of desktop entries, without their end and in small letters; an empty kind is the name."""

_EXECUTABLE = re.compile(r'^\s*(?:"([^"]+)"|(\S.*?\.exe)(?=\s|$))', re.IGNORECASE)


def viewer_of_entry(entry: str) -> Viewer | None:
    """Return what a desktop entry starts; None for what is not known.

    Examples
    --------
    >>> viewer_of_entry("org.gnome.Evince.desktop").kind
    'evince'
    >>> viewer_of_entry("gimp.desktop") is None
    True
    """
    name = entry.strip().lower().removesuffix(".desktop")
    for pattern, kind in _ENTRIES:
        if match := pattern.search(name):
            return _viewer(kind or match[1])
    return None


def viewer_of_executable(path: str) -> Viewer | None:
    """Return which viewer an executable is, by its name; None for what is not known."""
    name = PureWindowsPath(path).name.lower().removesuffix(".exe")
    return next((viewer for viewer in _VIEWERS if name in viewer.executables), None)


def executable_in(command: str) -> str:
    r"""Return the program in a command of the Windows registry; empty when there is none.

    Examples
    --------
    >>> executable_in('"C:\\Program Files\\SumatraPDF\\SumatraPDF.exe" "%1"')
    'C:\\Program Files\\SumatraPDF\\SumatraPDF.exe'
    """
    match = _EXECUTABLE.match(command)
    return (match[1] or match[2]) if match else ""


def found_executable(viewer: Viewer, which: Callable[[str], str | None]) -> str:
    """Return where a viewer is; empty when it is not in the search path, as with sandboxed ones."""
    return next((path for name in viewer.executables if (path := which(name))), "")


def page_command(viewer: Viewer, executable: str, path: Path, page: int) -> list[str]:
    """Return the command that opens a PDF at a page.

    Parameters
    ----------
    viewer : Viewer
        How it wants to be told.
    executable : str
        Where it is.
    path : Path
        The file; absolute, so that it is never taken for an option.
    page : int
        Counted from 0.
    """
    return [executable, *_arguments(viewer.kind, path, str(page + 1))]


def _arguments(kind: str, path: Path, number: str) -> _Arguments:
    file = str(path)
    if kind in _BROWSERS:
        return (f"{path.as_uri()}#page={number}",)
    if kind in _GNOME:
        return f"--page-index={number}", file
    return {
        "okular": ("-p", number, file),
        "zathura": ("-P", number, file),
        "qpdfview": (f"{file}#{number}",),
        "mupdf": (file, number),
        "acrobat": ("/A", f"page={number}", file),
        "sumatra": ("-page", number, file),
    }[kind]


def _viewer(kind: str) -> Viewer:
    return next(viewer for viewer in _VIEWERS if viewer.kind == kind)
