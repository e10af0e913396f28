# SPDX-License-Identifier: Apache-2.0
"""The table of what the actions of a window's panes do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from findling.services.types import SearchMode
from findling.ui.actions.ids import ActionId

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.ui.main_window import MainWindow

    Commands = dict[ActionId, Callable[[], object]]


def commands_of(window: MainWindow) -> Commands:
    """Return what each action does; those of `Shell` are not among them."""
    return {
        **_library(window),
        **_search(window),
        **_document(window),
        **_learning(window),
        **_view(window),
    }


def _library(window: MainWindow) -> Commands:
    return {
        ActionId.ADD_FILES: window.adding.ask_for_files,
        ActionId.ADD_FOLDER: window.adding.ask_for_folder,
        ActionId.RESCAN: window.sessions.work.rescan,
        ActionId.LIBRARIES: window.housing.open,
        ActionId.GROUPS: window.grouping.open,
        ActionId.MAP: window.mapping.open,
        ActionId.DIAGNOSTICS: window.reporting.open,
        ActionId.QUIT: window.quit,
    }


def _search(window: MainWindow) -> Commands:
    results, mode = window.parts.results, window.parts.mode
    return {
        ActionId.FIND: window.go_to_field,
        ActionId.CLEAR_SEARCH: window.parts.field.clear,
        ActionId.MODE_BEST: partial(mode.choose, SearchMode.BEST),
        ActionId.MODE_MEANING: partial(mode.choose, SearchMode.MEANING),
        ActionId.MODE_WORDS: partial(mode.choose, SearchMode.WORDS),
        **window.arranging.commands(window.shell.actions),
        ActionId.FIND_SIMILAR: window.likening.ask,
        ActionId.RECENT_SEARCHES: window.recalling.open,
        ActionId.SAVE_SEARCH: window.saving.ask_to_save,
        ActionId.EXPORT_RESULTS: window.exporting.ask,
        ActionId.WHY: window.why.ask,
        ActionId.NEXT_RESULT: partial(results.go, 1, by_page=False),
        ActionId.PREVIOUS_RESULT: partial(results.go, -1, by_page=False),
    }


def _document(window: MainWindow) -> Commands:
    return {
        ActionId.OPEN_DOCUMENT: window.handing.open_current,
        ActionId.REVEAL_DOCUMENT: window.handing.reveal_current,
        ActionId.COPY_PATH: window.handing.copy_path,
        ActionId.COPY_PASSAGE: window.driver.copy_passage,
        ActionId.DETAILS: window.detailing.open,
        ActionId.FIND_IN_DOCUMENT: window.find_in_document,
    }


def _learning(window: MainWindow) -> Commands:
    judged = window.parts.results.result_tree.judged
    return {
        ActionId.GOOD_MATCH: partial(window.teaching.judge, True),
        ActionId.NOT_THIS: partial(window.teaching.judge, False),
        ActionId.ROW_GOOD: lambda: judged.emit(True),
        ActionId.ROW_BAD: lambda: judged.emit(False),
        ActionId.TEACH_MEANING: window.teaching.ask_for_meaning,
        ActionId.SHOW_TAUGHT: window.teaching.show_taught,
        ActionId.UNDO: window.teaching.undo,
        ActionId.REDO: window.teaching.redo,
        ActionId.LABELS: window.labelling.open,
        ActionId.MODEL: window.knowing.open,
    }


def _view(window: MainWindow) -> Commands:
    actions, folding = window.shell.actions, window.folding
    places, preview = actions[ActionId.SHOW_PLACES], actions[ActionId.SHOW_PREVIEW]
    return {
        ActionId.SHOW_PLACES: lambda: folding.want_places(places.isChecked()),
        ActionId.SHOW_PREVIEW: lambda: folding.want_preview(preview.isChecked()),
        ActionId.PALETTE: window.commands.open,
        ActionId.NEXT_PANE: window.focus_ring.next,
        ActionId.PREVIOUS_PANE: window.focus_ring.previous,
    }
