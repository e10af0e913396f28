# SPDX-License-Identifier: Apache-2.0
"""Where actions lie: in the menu bar, and in the toolbar for those who want one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QToolBar

from findling.ui.actions.ids import ActionId
from findling.ui.i18n.texts import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

    from findling.ui.actions.registry import Actions

A = ActionId

_RULE = None
"""Stands for a line between entries."""

MODES = (A.MODE_BEST, A.MODE_MEANING, A.MODE_WORDS)
SORTS = (
    A.SORT_BEST,
    A.SORT_NEWEST,
    A.SORT_OLDEST,
    A.SORT_NAME,
    A.SORT_FOLDER,
    A.SORT_LARGEST,
    A.SORT_TYPE,
)
THEMES = (A.THEME_SYSTEM, A.THEME_LIGHT, A.THEME_DARK, A.THEME_CONTRAST)
TEXT_SIZES = (A.LARGER_TEXT, A.SMALLER_TEXT, A.NORMAL_TEXT)

Entry = ActionId | tuple[str, tuple[ActionId, ...]] | None
"""An action, a menu inside the menu, or a line."""

MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        mark("&File"),
        (A.ADD_FILES, A.ADD_FOLDER, A.RESCAN, _RULE, A.LIBRARIES, A.SETTINGS, _RULE, A.QUIT),
    ),
    (
        mark("&Edit"),
        (
            A.UNDO,
            A.REDO,
            _RULE,
            A.GROUPS,
            A.DETAILS,
            _RULE,
            A.COPY_PASSAGE,
            A.COPY_PATH,
            A.OPEN_DOCUMENT,
            A.REVEAL_DOCUMENT,
        ),
    ),
    (
        mark("&Search"),
        (
            A.FIND,
            A.CLEAR_SEARCH,
            A.RECENT_SEARCHES,
            A.SAVE_SEARCH,
            A.EXPORT_RESULTS,
            A.FIND_IN_DOCUMENT,
            _RULE,
            *MODES,
            _RULE,
            (mark("S&ort by"), SORTS),
            A.GROUP_RESULTS,
            _RULE,
            A.FIND_SIMILAR,
            A.WHY,
            A.NEXT_RESULT,
            A.PREVIOUS_RESULT,
        ),
    ),
    (mark("&Teach"), (A.GOOD_MATCH, A.NOT_THIS, A.TEACH_MEANING, _RULE, A.SHOW_TAUGHT, A.LABELS)),
    (
        mark("&View"),
        (
            A.PALETTE,
            A.MAP,
            A.MODEL,
            _RULE,
            A.SHOW_PLACES,
            A.SHOW_PREVIEW,
            A.SHOW_TOOLBAR,
            _RULE,
            (mark("&Colours"), THEMES),
            (mark("Te&xt size"), TEXT_SIZES),
            _RULE,
            A.NEXT_PANE,
            A.PREVIOUS_PANE,
        ),
    ),
    (mark("&Help"), (A.GUIDE, A.SHORTCUTS, A.DIAGNOSTICS, _RULE, A.ABOUT)),
)

TOOLS: tuple[ActionId | None, ...] = (
    A.ADD_FOLDER,
    A.ADD_FILES,
    A.RESCAN,
    _RULE,
    A.OPEN_DOCUMENT,
    A.REVEAL_DOCUMENT,
    _RULE,
    A.GOOD_MATCH,
    A.NOT_THIS,
    _RULE,
    A.PALETTE,
    A.SETTINGS,
)

_ICON = 18


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Put all menus into an empty menu bar."""
    for title, entries in MENUS:
        _fill(bar.addMenu(tr(title)), entries, actions)
    for names in (SORTS, THEMES):
        group = QActionGroup(bar)
        for name in names:
            group.addAction(actions[name])


def make_toolbar(actions: Actions, parent: QWidget) -> QToolBar:
    """Return the toolbar; it can be reached by Tab, and its place is fixed."""
    bar = QToolBar(tr("Toolbar"), parent)
    bar.setObjectName("toolbar")
    bar.setAccessibleName(tr("Toolbar"))
    bar.setMovable(False)
    bar.setIconSize(QSize(_ICON, _ICON))
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for name in TOOLS:
        if name is None:
            bar.addSeparator()
            continue
        bar.addAction(actions[name])
        button = bar.widgetForAction(actions[name])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(actions.name_of(name))
    return bar


def _fill(menu: QMenu, entries: Sequence[Entry], actions: Actions) -> None:
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, ActionId):
            menu.addAction(actions[entry])
        else:
            title, inside = entry
            _fill(menu.addMenu(tr(title)), inside, actions)
