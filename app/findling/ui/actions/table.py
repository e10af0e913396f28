# SPDX-License-Identifier: Apache-2.0
"""The one table of what can be done in the window.

A new action is an `ActionId`, a row here, a place in `actions.menus`, and a function that the
window gives to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction

from findling.ui.actions.ids import ActionId, Context, Need, Section
from findling.ui.i18n.texts import mark
from findling.ui.theme.icons import IconName


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    id : ActionId
    text : str
        English, with an ``&`` before the letter that chooses it in a menu.
    section : Section
        Where lists put it.
    keys : tuple of str
        Its keys where the user gave no others, as `QKeySequence` reads them.
    icon : IconName, optional
    need : Need
        What has to be there for it.
    is_checkable : bool
        Whether it is on or off.
    context : Context
        Where its keys count.
    role : QAction.MenuRole
        Where macOS puts it.
    """

    id: ActionId
    text: str
    section: Section
    keys: tuple[str, ...] = ()
    icon: IconName | None = None
    need: Need = Need.NOTHING
    is_checkable: bool = False
    context: Context = Context.WINDOW
    role: QAction.MenuRole = QAction.MenuRole.NoRole


_LIBRARY = (
    ActionSpec(
        ActionId.ADD_FILES, mark("Add &files…"), Section.LIBRARY, ("Ctrl+O",), IconName.FILE_PLUS
    ),
    ActionSpec(
        ActionId.ADD_FOLDER,
        mark("Add f&older…"),
        Section.LIBRARY,
        ("Ctrl+Shift+O",),
        IconName.FOLDER_PLUS,
    ),
    ActionSpec(
        ActionId.RESCAN, mark("Look for &changes"), Section.LIBRARY, ("F5",), IconName.REFRESH
    ),
    ActionSpec(
        ActionId.LIBRARIES,
        mark("&Libraries…"),
        Section.LIBRARY,
        ("Ctrl+Shift+B",),
        IconName.LIBRARY,
    ),
    ActionSpec(
        ActionId.SETTINGS,
        mark("&Settings…"),
        Section.LIBRARY,
        ("Ctrl+,",),
        IconName.SETTINGS,
        role=QAction.MenuRole.PreferencesRole,
    ),
    ActionSpec(
        ActionId.QUIT,
        mark("&Quit"),
        Section.LIBRARY,
        ("Ctrl+Q",),
        role=QAction.MenuRole.QuitRole,
    ),
)

_SEARCH = (
    ActionSpec(
        ActionId.FIND,
        mark("&Find"),
        Section.SEARCH,
        ("Ctrl+K", "Ctrl+F", "Ctrl+L", "/"),
        IconName.SEARCH,
        Need.DOCUMENTS,
    ),
    ActionSpec(ActionId.CLEAR_SEARCH, mark("&Clear the search"), Section.SEARCH, need=Need.QUERY),
    ActionSpec(ActionId.MODE_BEST, mark("Find the &best match"), Section.SEARCH, ("Alt+1",)),
    ActionSpec(ActionId.MODE_MEANING, mark("Find by &meaning"), Section.SEARCH, ("Alt+2",)),
    ActionSpec(ActionId.MODE_WORDS, mark("Find exact &words"), Section.SEARCH, ("Alt+3",)),
    ActionSpec(
        ActionId.SORT_BEST,
        mark("Sort &best first"),
        Section.SEARCH,
        need=Need.QUERY,
        is_checkable=True,
    ),
    ActionSpec(ActionId.SORT_NEWEST, mark("Sort &newest first"), Section.SEARCH, is_checkable=True),
    ActionSpec(ActionId.SORT_OLDEST, mark("Sort &oldest first"), Section.SEARCH, is_checkable=True),
    ActionSpec(ActionId.SORT_NAME, mark("Sort by n&ame"), Section.SEARCH, is_checkable=True),
    ActionSpec(ActionId.SORT_FOLDER, mark("Sort by &folder"), Section.SEARCH, is_checkable=True),
    ActionSpec(
        ActionId.SORT_LARGEST, mark("Sort &largest first"), Section.SEARCH, is_checkable=True
    ),
    ActionSpec(ActionId.SORT_TYPE, mark("Sort by &type"), Section.SEARCH, is_checkable=True),
    ActionSpec(
        ActionId.GROUP_RESULTS, mark("&Group by document"), Section.SEARCH, is_checkable=True
    ),
    ActionSpec(
        ActionId.FIND_SIMILAR,
        mark("Find s&imilar passages"),
        Section.SEARCH,
        ("Ctrl+D",),
        need=Need.DOCUMENT,
    ),
    ActionSpec(
        ActionId.RECENT_SEARCHES,
        mark("Rece&nt searches…"),
        Section.SEARCH,
        ("Ctrl+H",),
        need=Need.DOCUMENTS,
    ),
    ActionSpec(
        ActionId.SAVE_SEARCH,
        mark("&Save this search…"),
        Section.SEARCH,
        ("Ctrl+S",),
        need=Need.QUERY,
    ),
    ActionSpec(
        ActionId.EXPORT_RESULTS,
        mark("&Export results…"),
        Section.SEARCH,
        ("Ctrl+E",),
        need=Need.QUERY,
    ),
    ActionSpec(ActionId.WHY, mark("Wh&y this?"), Section.SEARCH, ("Ctrl+I",), need=Need.HIT),
    ActionSpec(
        ActionId.NEXT_RESULT,
        mark("Ne&xt result"),
        Section.SEARCH,
        ("Alt+Down",),
        need=Need.DOCUMENTS,
    ),
    ActionSpec(
        ActionId.PREVIOUS_RESULT,
        mark("P&revious result"),
        Section.SEARCH,
        ("Alt+Up",),
        need=Need.DOCUMENTS,
    ),
)

_DOCUMENT = (
    ActionSpec(
        ActionId.OPEN_DOCUMENT,
        mark("Open in its own &program"),
        Section.DOCUMENT,
        ("Ctrl+Return", "Ctrl+Enter"),
        IconName.DOCUMENT,
        Need.DOCUMENT,
    ),
    ActionSpec(
        ActionId.REVEAL_DOCUMENT,
        mark("&Show in folder"),
        Section.DOCUMENT,
        ("Ctrl+Shift+Return",),
        IconName.FOLDER,
        Need.DOCUMENT,
    ),
    ActionSpec(
        ActionId.COPY_PATH,
        mark("&Copy its path"),
        Section.DOCUMENT,
        ("Ctrl+Shift+C",),
        need=Need.DOCUMENT,
    ),
    ActionSpec(
        ActionId.COPY_PASSAGE,
        mark("Copy the pass&age with its source"),
        Section.DOCUMENT,
        ("Ctrl+Alt+C",),
        need=Need.HIT,
    ),
    ActionSpec(
        ActionId.GROUPS,
        mark("Tags and co&llections…"),
        Section.DOCUMENT,
        ("Ctrl+T",),
        IconName.TAG,
        Need.DOCUMENT,
    ),
    ActionSpec(
        ActionId.DETAILS,
        mark("D&etails of this document…"),
        Section.DOCUMENT,
        ("Alt+Return", "Alt+Enter"),
        need=Need.DOCUMENT,
    ),
    ActionSpec(
        ActionId.FIND_IN_DOCUMENT,
        mark("Find in this &document"),
        Section.DOCUMENT,
        ("Ctrl+Shift+F",),
        need=Need.DOCUMENT,
    ),
)

_TEACH = (
    ActionSpec(
        ActionId.GOOD_MATCH,
        mark("&Good match"),
        Section.TEACH,
        ("Ctrl+Shift+Y",),
        IconName.CHECK,
        Need.HIT,
    ),
    ActionSpec(
        ActionId.NOT_THIS,
        mark("&Not this"),
        Section.TEACH,
        ("Ctrl+Shift+N",),
        IconName.CLOSE,
        Need.HIT,
    ),
    ActionSpec(
        ActionId.ROW_GOOD,
        mark("Good match, in the list"),
        Section.TEACH,
        ("Y",),
        need=Need.HIT,
        context=Context.RESULTS,
    ),
    ActionSpec(
        ActionId.ROW_BAD,
        mark("Not this, in the list"),
        Section.TEACH,
        ("N",),
        need=Need.HIT,
        context=Context.RESULTS,
    ),
    ActionSpec(ActionId.TEACH_MEANING, mark("Teach what words &mean…"), Section.TEACH, ("Ctrl+M",)),
    ActionSpec(ActionId.SHOW_TAUGHT, mark("&What I taught…"), Section.TEACH, ("Ctrl+Shift+T",)),
    ActionSpec(ActionId.LABELS, mark("&Labels…"), Section.TEACH, ("Ctrl+Shift+L",)),
    ActionSpec(ActionId.UNDO, mark("&Undo teaching"), Section.TEACH, ("Ctrl+Z",), need=Need.UNDO),
    ActionSpec(
        ActionId.REDO,
        mark("&Redo teaching"),
        Section.TEACH,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        need=Need.REDO,
    ),
)

_VIEW = (
    ActionSpec(
        ActionId.PALETTE, mark("&All commands…"), Section.VIEW, ("Ctrl+P",), IconName.COMMAND
    ),
    ActionSpec(
        ActionId.MAP,
        mark("&Map of the library…"),
        Section.VIEW,
        ("Ctrl+Shift+M",),
        need=Need.DOCUMENTS,
    ),
    ActionSpec(ActionId.MODEL, mark("What &Findling has learned…"), Section.VIEW),
    ActionSpec(ActionId.SHOW_PLACES, mark("&Library"), Section.VIEW, ("F9",), is_checkable=True),
    ActionSpec(
        ActionId.SHOW_PREVIEW, mark("Pre&view"), Section.VIEW, ("Shift+F9",), is_checkable=True
    ),
    ActionSpec(ActionId.SHOW_TOOLBAR, mark("&Toolbar"), Section.VIEW, is_checkable=True),
    ActionSpec(
        ActionId.THEME_SYSTEM, mark("Colours as the &system"), Section.VIEW, is_checkable=True
    ),
    ActionSpec(ActionId.THEME_LIGHT, mark("&Light colours"), Section.VIEW, is_checkable=True),
    ActionSpec(ActionId.THEME_DARK, mark("&Dark colours"), Section.VIEW, is_checkable=True),
    ActionSpec(ActionId.THEME_CONTRAST, mark("High &contrast"), Section.VIEW, is_checkable=True),
    ActionSpec(ActionId.LARGER_TEXT, mark("La&rger text"), Section.VIEW),
    ActionSpec(ActionId.SMALLER_TEXT, mark("S&maller text"), Section.VIEW),
    ActionSpec(ActionId.NORMAL_TEXT, mark("Text of &normal size"), Section.VIEW),
    ActionSpec(ActionId.NEXT_PANE, mark("&Next pane"), Section.VIEW, ("F6",)),
    ActionSpec(ActionId.PREVIOUS_PANE, mark("&Previous pane"), Section.VIEW, ("Shift+F6",)),
)

_HELP = (
    ActionSpec(ActionId.GUIDE, mark("&User guide"), Section.HELP, ("F1",)),
    ActionSpec(ActionId.SHORTCUTS, mark("&Keyboard shortcuts"), Section.HELP, ("Ctrl+?",)),
    ActionSpec(ActionId.DIAGNOSTICS, mark("Save a &report for help…"), Section.HELP),
    ActionSpec(
        ActionId.ABOUT,
        mark("&About Findling"),
        Section.HELP,
        icon=IconName.STONE,
        role=QAction.MenuRole.AboutRole,
    ),
)

TABLE = (*_LIBRARY, *_SEARCH, *_DOCUMENT, *_TEACH, *_VIEW, *_HELP)
"""All actions, in the order in which lists show them."""

SECTIONS = {
    Section.LIBRARY: mark("Library"),
    Section.SEARCH: mark("Search"),
    Section.DOCUMENT: mark("Document"),
    Section.TEACH: mark("Teach"),
    Section.VIEW: mark("View"),
    Section.HELP: mark("Help"),
}
