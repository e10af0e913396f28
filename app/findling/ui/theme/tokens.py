# SPDX-License-Identifier: Apache-2.0
"""Every colour and every measure of the window, in one place and with a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Space:
    """Distances in pixels; all are multiples of four."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Radius:
    """Corners in pixels."""

    SMALL = 4
    CONTROL = 8
    PANEL = 12


class TypeScale:
    """Sizes of text as factors of the system's own, so that its setting is respected."""

    SMALL = 0.9
    BODY = 1.0
    SECTION = 1.1
    TITLE = 1.5
    DISPLAY = 1.9


class ThemeMode(str, Enum):
    """Which colours the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    """As much contrast as a screen can show, whatever the system says."""


@dataclass(frozen=True, slots=True)
class Colors:
    """Colours of one theme, as ``#rrggbb``.

    Attributes
    ----------
    chrome, side, surface, raised : str
        Grounds: around everything, the library pane, lists and pages, fields and menus.
    line, line_strong : str
        Hairlines between panes; borders of controls, which must stand out 3:1.
    text, muted, faint : str
        Text; less important text (4.5:1 on every ground); what is disabled.
    accent, on_accent, accent_soft, accent_hover : str
        The one colour that says "here" or "go on", text on it, a wash of it, and it when pointed
        at.
    selection, hover : str
        Rows chosen and pointed at; they carry ``text`` and ``muted``.
    mark, mark_line : str
        Ground and underline of words that were found.
    notice, notice_soft, danger, danger_soft, good : str
        Text and wash of warnings, text and wash of errors, text of success.
    """

    is_dark: bool
    chrome: str
    side: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_hover: str
    selection: str
    hover: str
    mark: str
    mark_line: str
    notice: str
    notice_soft: str
    danger: str
    danger_soft: str
    good: str


LIGHT = Colors(
    is_dark=False,
    chrome="#f4f5f4",
    side="#f4f5f4",
    surface="#ffffff",
    raised="#ffffff",
    line="#e1e4e2",
    line_strong="#868e89",
    text="#1c2321",
    muted="#59625e",
    faint="#98a09c",
    accent="#17695a",
    on_accent="#ffffff",
    accent_soft="#e2f0ec",
    accent_hover="#11564a",
    selection="#e3f0ec",
    hover="#f3f6f5",
    mark="#ffeb8c",
    mark_line="#9c5400",
    notice="#7a4b00",
    notice_soft="#fdf3dc",
    danger="#a62b21",
    danger_soft="#fbe9e7",
    good="#17695a",
)

DARK = Colors(
    is_dark=True,
    chrome="#1a1d1c",
    side="#1a1d1c",
    surface="#212524",
    raised="#2a2f2d",
    line="#333937",
    line_strong="#75807b",
    text="#e7ebe9",
    muted="#a6b0ac",
    faint="#6d7773",
    accent="#69c9b2",
    on_accent="#06251e",
    accent_soft="#203c36",
    accent_hover="#86d8c4",
    selection="#26443d",
    hover="#292e2c",
    mark="#5c4814",
    mark_line="#ffc454",
    notice="#f0c36a",
    notice_soft="#3a3018",
    danger="#f2a097",
    danger_soft="#432522",
    good="#69c9b2",
)


CONTRAST = Colors(
    is_dark=True,
    chrome="#000000",
    side="#000000",
    surface="#000000",
    raised="#000000",
    line="#9a9a9a",
    line_strong="#ffffff",
    text="#ffffff",
    muted="#e6e6e6",
    faint="#a8a8a8",
    accent="#ffe14d",
    on_accent="#000000",
    accent_soft="#2b2600",
    accent_hover="#fff0a0",
    selection="#00316b",
    hover="#262626",
    mark="#5a3d00",
    mark_line="#ffe14d",
    notice="#ffd27a",
    notice_soft="#1f1600",
    danger="#ffb3ab",
    danger_soft="#2a0500",
    good="#7dffcb",
)


def colors_for(mode: ThemeMode, *, is_system_dark: bool) -> Colors:
    """Return the colours that the user wants.

    Parameters
    ----------
    mode : ThemeMode
    is_system_dark : bool
        What the system says; it counts for ``SYSTEM`` alone.
    """
    if mode is ThemeMode.SYSTEM:
        return DARK if is_system_dark else LIGHT
    return {ThemeMode.LIGHT: LIGHT, ThemeMode.DARK: DARK, ThemeMode.CONTRAST: CONTRAST}[mode]
