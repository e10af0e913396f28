# SPDX-License-Identifier: Apache-2.0
"""Names of what can be done, and what each needs before it can be done."""

from __future__ import annotations

from enum import Enum, Flag, auto


class ActionId(str, Enum):
    """Actions; the values are what settings keep."""

    ADD_FILES = "add-files"
    ADD_FOLDER = "add-folder"
    RESCAN = "rescan"
    LIBRARIES = "libraries"
    SETTINGS = "settings"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    FIND = "find"
    CLEAR_SEARCH = "clear-search"
    MODE_BEST = "mode-best"
    MODE_MEANING = "mode-meaning"
    MODE_WORDS = "mode-words"
    SORT_BEST = "sort-best"
    SORT_NEWEST = "sort-newest"
    SORT_OLDEST = "sort-oldest"
    SORT_NAME = "sort-name"
    SORT_FOLDER = "sort-folder"
    SORT_LARGEST = "sort-largest"
    SORT_TYPE = "sort-type"
    GROUP_RESULTS = "group-results"
    FIND_SIMILAR = "find-similar"
    WHY = "why"
    RECENT_SEARCHES = "recent-searches"
    SAVE_SEARCH = "save-search"
    EXPORT_RESULTS = "export-results"
    NEXT_RESULT = "next-result"
    PREVIOUS_RESULT = "previous-result"
    OPEN_DOCUMENT = "open-document"
    REVEAL_DOCUMENT = "reveal-document"
    COPY_PATH = "copy-path"
    COPY_PASSAGE = "copy-passage"
    GROUPS = "groups"
    DETAILS = "details"
    FIND_IN_DOCUMENT = "find-in-document"
    GOOD_MATCH = "good-match"
    NOT_THIS = "not-this"
    ROW_GOOD = "row-good"
    ROW_BAD = "row-bad"
    TEACH_MEANING = "teach-meaning"
    SHOW_TAUGHT = "show-taught"
    LABELS = "labels"
    MAP = "map"
    MODEL = "model"
    PALETTE = "palette"
    SHOW_PLACES = "show-places"
    SHOW_PREVIEW = "show-preview"
    SHOW_TOOLBAR = "show-toolbar"
    THEME_SYSTEM = "theme-system"
    THEME_LIGHT = "theme-light"
    THEME_DARK = "theme-dark"
    THEME_CONTRAST = "theme-contrast"
    LARGER_TEXT = "larger-text"
    SMALLER_TEXT = "smaller-text"
    NORMAL_TEXT = "normal-text"
    NEXT_PANE = "next-pane"
    PREVIOUS_PANE = "previous-pane"
    GUIDE = "guide"
    SHORTCUTS = "shortcuts"
    DIAGNOSTICS = "diagnostics"
    ABOUT = "about"


class Need(Flag):
    """What has to be there; an action is off while something it needs is missing."""

    NOTHING = 0
    DOCUMENTS = auto()
    """Something that can be searched."""
    DOCUMENT = auto()
    """A document that is chosen."""
    HIT = auto()
    """A result that is chosen."""
    QUERY = auto()
    """Something that is asked for."""
    UNDO = auto()
    """Something taught that can be taken back."""
    REDO = auto()
    """Something taken back that can be taught once more."""


class Context(Enum):
    """Where the keys of an action count; within one context no two may be the same."""

    WINDOW = "window"
    RESULTS = "results"
    """Only while the list of results has the focus."""


class Section(Enum):
    """Groups in lists of actions."""

    LIBRARY = "library"
    SEARCH = "search"
    DOCUMENT = "document"
    TEACH = "teach"
    VIEW = "view"
    HELP = "help"
