# SPDX-License-Identifier: Apache-2.0
"""The commands of the window, as its menus and buttons name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.ui.theme.tokens import ThemeMode


@dataclass(frozen=True, slots=True)
class Commands:
    """What can be done; each returns at once.

    Attributes
    ----------
    add_files, add_folder : callable
        Ask for paths and add them.
    rescan : callable
        Look at the disk again.
    quit, find, open_document, reveal_document, next_pane, previous_pane, about : callable
        What their names say.
    good_match, not_this, teach_meaning, show_taught, undo, redo : callable
        Teach about the current row, or about words; list it; take it back, or not.
    use_theme : callable
        Takes the colours to use.
    theme_mode : ThemeMode
        The colours in use when the menus are made.
    """

    add_files: Callable[[], object]
    add_folder: Callable[[], object]
    rescan: Callable[[], object]
    quit: Callable[[], object]
    find: Callable[[], object]
    open_document: Callable[[], object]
    reveal_document: Callable[[], object]
    next_pane: Callable[[], object]
    previous_pane: Callable[[], object]
    about: Callable[[], object]
    good_match: Callable[[], object]
    not_this: Callable[[], object]
    teach_meaning: Callable[[], object]
    show_taught: Callable[[], object]
    undo: Callable[[], object]
    redo: Callable[[], object]
    use_theme: Callable[[ThemeMode], object]
    theme_mode: ThemeMode
