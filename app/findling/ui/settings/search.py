# SPDX-License-Identifier: Apache-2.0
"""How a search begins, and how much it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.types import SearchMode
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.preferences import RESULT_COUNTS
from findling.ui.settings.page import SettingsPage
from findling.ui.widgets.controls import Choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.preferences import Preferences


class SearchPage(SettingsPage):
    """Default mode and number of results.

    Parameters
    ----------
    preferences : Preferences
        Keeps the choices.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(tr("Search"), parent)
        modes = (
            (SearchMode.BEST, tr("Best match")),
            (SearchMode.MEANING, tr("Meaning")),
            (SearchMode.WORDS, tr("Exact words")),
        )
        self.mode = Choice(modes, preferences.search_mode, preferences.set_search_mode, self)
        counts = [(one, wording.passages(one)) for one in RESULT_COUNTS]
        self.count = Choice(counts, preferences.result_count, preferences.set_result_count, self)
        self.add_row(
            tr("&Match"),
            self.mode,
            tr("How a search is matched at first. The best match joins words and meaning."),
        )
        self.add_row(
            tr("Sh&ow at most"), self.count, tr("Fewer passages are found a little faster.")
        )
