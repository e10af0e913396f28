# SPDX-License-Identifier: Apache-2.0
"""What stands at the foot of the window, and where its buttons lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.ui.sessions.all import Sessions
    from findling.ui.sessions.library import Overview
    from findling.ui.views.footer import Footer


class Footing(QObject):
    """Keeps the footer up with the library.

    Parameters
    ----------
    footer : Footer
    sessions : Sessions
        Tell how much there is.
    show_attention, show_taught : callable
        Show the files that could not be read, and what was taught.
    """

    def __init__(
        self,
        footer: Footer,
        sessions: Sessions,
        show_attention: Callable[[], object],
        show_taught: Callable[[], object],
    ) -> None:
        super().__init__(footer)
        self._footer = footer
        self._teaching = sessions.teaching
        sessions.library.overview_ready.connect(self._on_overview_ready)
        sessions.teaching.changed.connect(self._on_taught)
        footer.attention_wanted.connect(show_attention)
        footer.taught_wanted.connect(show_taught)
        self._on_taught()

    def _on_overview_ready(self, overview: Overview) -> None:
        self._footer.show_status(overview.status)

    def _on_taught(self) -> None:
        self._footer.show_taught(len(self._teaching.rows))
