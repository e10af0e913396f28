# SPDX-License-Identifier: Apache-2.0
"""What the user chose for the window; applied at once and kept. Nothing about documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from findling.services.types import SearchMode
from findling.ui.theme.tokens import ThemeMode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtCore import QSettings

FONT_PERCENTS = (90, 100, 110, 125, 150, 175, 200)
"""Sizes of text that are offered, in percent of the system's own."""

RESULT_COUNTS = (20, 40, 60, 100, 200)
"""Passages an answer may have."""

LANGUAGES = ("", "en", "de")
"""The system's, English, German."""

MOST_LIBRARIES = 20
"""Libraries that were opened and are listed."""

MOST_SEARCHES = 50
"""Searches of late that are kept."""

MOST_TIPS = 20
"""Tips that are kept as told."""

_MAX_QUERY = 500
_THEME = "window/theme"
_FONT = "look/font-percent"
_SEARCHES = "search/lately"
_KEEPS = "search/keeps-lately"
_LIBRARIES = "libraries"
_MOTION = "look/reduced-motion"
_TOOLBAR = "look/toolbar"
_TRAY = "window/tray"
_LANGUAGE = "language"
_MODE = "search/mode"
_COUNT = "search/results"
_GROUPED = "search/grouped"
_KEYS = "shortcuts"
_TIPS = "tips"


class Preferences(QObject):
    """Choices with a place where they are kept; what makes no sense there counts as not chosen.

    Parameters
    ----------
    settings : QSettings
        Where they are kept.

    Signals
    -------
    theme_changed, font_changed, motion_changed, language_changed, search_changed, keys_changed
    toolbar_changed, tray_changed, tips_changed
        Another value was chosen.
    """

    theme_changed = Signal()
    font_changed = Signal()
    motion_changed = Signal()
    toolbar_changed = Signal()
    tray_changed = Signal()
    tips_changed = Signal()
    language_changed = Signal()
    search_changed = Signal()
    keys_changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    # -- look --------------------------------------------------------------------------------------

    @property
    def theme(self) -> ThemeMode:
        """The colours."""
        return ThemeMode(self._one_of(_THEME, [mode.value for mode in ThemeMode], "system"))

    def set_theme(self, mode: ThemeMode) -> None:
        """Choose the colours."""
        if self._put(_THEME, mode.value):
            self.theme_changed.emit()

    @property
    def font_percent(self) -> int:
        """Size of text in percent of the system's own."""
        return int(self._one_of(_FONT, [str(one) for one in FONT_PERCENTS], "100"))

    def set_font_percent(self, percent: int) -> None:
        """Choose the size of text; the nearest that is offered is taken."""
        nearest = min(FONT_PERCENTS, key=lambda one: abs(one - percent))
        if self._put(_FONT, str(nearest)):
            self.font_changed.emit()

    def step_font(self, step: int) -> None:
        """Choose the next size of text, larger (1) or smaller (-1)."""
        at = FONT_PERCENTS.index(self.font_percent) + step
        self.set_font_percent(FONT_PERCENTS[max(0, min(at, len(FONT_PERCENTS) - 1))])

    @property
    def reduced_motion(self) -> bool:
        """Whether things appear and scroll without moving."""
        return self._one_of(_MOTION, ["no", "yes"], "no") == "yes"

    def set_reduced_motion(self, wanted: bool) -> None:
        """Choose whether things move."""
        if self._put(_MOTION, "yes" if wanted else "no"):
            self.motion_changed.emit()

    @property
    def shows_toolbar(self) -> bool:
        """Whether the toolbar is in sight."""
        return self._one_of(_TOOLBAR, ["no", "yes"], "no") == "yes"

    def set_shows_toolbar(self, wanted: bool) -> None:
        """Choose whether the toolbar is in sight."""
        if self._put(_TOOLBAR, "yes" if wanted else "no"):
            self.toolbar_changed.emit()

    @property
    def keeps_tray(self) -> bool:
        """Whether an icon in the tray stays when the window is closed."""
        return self._one_of(_TRAY, ["no", "yes"], "no") == "yes"

    def set_keeps_tray(self, wanted: bool) -> None:
        """Choose whether there is an icon in the tray."""
        if self._put(_TRAY, "yes" if wanted else "no"):
            self.tray_changed.emit()

    # -- libraries ---------------------------------------------------------------------------------

    @property
    def libraries(self) -> list[str]:
        """Folders of libraries that were opened, the last one first."""
        return self._texts(_LIBRARIES)[:MOST_LIBRARIES]

    def keep_library(self, folder: Path, *, is_open: bool = True) -> None:
        """Keep a library as the one that was opened last; else as the last of the list."""
        others = [one for one in self.libraries if one != str(folder)][: MOST_LIBRARIES - 1]
        kept = [str(folder), *others] if is_open else [*others, str(folder)]
        self._settings.setValue(_LIBRARIES, kept)

    def forget_library(self, folder: Path) -> None:
        """List a library no longer; nothing of it is touched."""
        others = [one for one in self.libraries if one != str(folder)]
        self._settings.setValue(_LIBRARIES, others)

    # -- searches of late --------------------------------------------------------------------------

    @property
    def kept_searches(self) -> list[str]:
        """The last queries, latest first."""
        return self._texts(_SEARCHES)[:MOST_SEARCHES]

    @property
    def keeps_searches(self) -> bool:
        """Whether queries are kept at all."""
        return self._one_of(_KEEPS, ["no", "yes"], "yes") == "yes"

    def set_keeps_searches(self, wanted: bool) -> None:
        """Choose whether queries are kept; those that were are forgotten where not."""
        self._put(_KEEPS, "yes" if wanted else "no")
        if not wanted:
            self.forget_searches()

    def keep_search(self, query: str) -> None:
        """Keep a query as the latest, unless none shall be."""
        if not self.keeps_searches:
            return
        others = [one for one in self.kept_searches if one != query]
        self._settings.setValue(_SEARCHES, [query[:_MAX_QUERY], *others][:MOST_SEARCHES])

    def forget_searches(self) -> None:
        """Keep none of them."""
        self._settings.remove(_SEARCHES)
        self._settings.sync()  # on the disk too, at once

    # -- tips --------------------------------------------------------------------------------------

    @property
    def seen_tips(self) -> list[str]:
        """Names of the tips that were told."""
        return self._texts(_TIPS)[:MOST_TIPS]

    def keep_tip(self, name: str) -> None:
        """Keep that a tip was told."""
        others = [one for one in self.seen_tips if one != name]
        self._settings.setValue(_TIPS, [name, *others][:MOST_TIPS])
        self.tips_changed.emit()

    def forget_tips(self) -> None:
        """Have all tips told once more."""
        self._settings.remove(_TIPS)
        self.tips_changed.emit()

    # -- language and search -----------------------------------------------------------------------

    @property
    def language(self) -> str:
        """One of `LANGUAGES`; empty for the system's."""
        return self._one_of(_LANGUAGE, LANGUAGES, "")

    def set_language(self, language: str) -> None:
        """Choose a language."""
        if language in LANGUAGES and self._put(_LANGUAGE, language):
            self.language_changed.emit()

    @property
    def search_mode(self) -> SearchMode:
        """How a query is matched when the window opens."""
        return SearchMode(self._one_of(_MODE, [mode.value for mode in SearchMode], "best"))

    def set_search_mode(self, mode: SearchMode) -> None:
        """Choose how a query is matched when the window opens."""
        if self._put(_MODE, mode.value):
            self.search_changed.emit()

    @property
    def result_count(self) -> int:
        """The most passages of an answer."""
        return int(self._one_of(_COUNT, [str(one) for one in RESULT_COUNTS], "60"))

    def set_result_count(self, count: int) -> None:
        """Choose how many passages an answer may have."""
        if count in RESULT_COUNTS and self._put(_COUNT, str(count)):
            self.search_changed.emit()

    @property
    def groups_results(self) -> bool:
        """Whether passages of one document stand together."""
        return self._one_of(_GROUPED, ["no", "yes"], "yes") == "yes"

    def set_groups_results(self, wanted: bool) -> None:
        """Choose whether passages of one document stand together."""
        self._put(_GROUPED, "yes" if wanted else "no")

    # -- keys --------------------------------------------------------------------------------------

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """Keys that were given to actions, by the action's name; only those that were changed."""
        stored = self._settings.value(_KEYS)
        try:
            loaded = json.loads(stored) if isinstance(stored, str) else {}
        except ValueError:
            return {}
        items = loaded.items() if isinstance(loaded, dict) else ()
        return {str(name): tuple(map(str, keys)) for name, keys in items if isinstance(keys, list)}

    def set_keys(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Keep keys of actions."""
        text = json.dumps({name: list(given) for name, given in sorted(keys.items())})
        if self._put(_KEYS, text):
            self.keys_changed.emit()

    # -- inside ------------------------------------------------------------------------------------

    def _texts(self, key: str) -> list[str]:
        kept = self._settings.value(key, [])
        values = cast("list[object]", kept) if isinstance(kept, list) else [kept]
        return [one for one in values if isinstance(one, str) and one]

    def _one_of(self, key: str, known: Sequence[str], default: str) -> str:
        value = str(self._settings.value(key, default))
        return value if value in known else default

    def _put(self, key: str, value: str) -> bool:
        """Keep a value; True where it is another one."""
        if self._settings.contains(key) and str(self._settings.value(key)) == value:
            return False
        self._settings.setValue(key, value)
        return True
