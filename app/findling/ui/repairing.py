# SPDX-License-Identifier: Apache-2.0
"""Tells of an index that cannot be opened, and offers to make it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from findling.ui.sessions.search import SearchSession
    from findling.ui.sessions.work import WorkSession
    from findling.ui.widgets.message_bar import MessageBar


class Repairing(QObject):
    """Connects what the search finds damaged with what makes it whole.

    Parameters
    ----------
    search : SearchSession
        Finds out.
    work : WorkSession
        Learns anew, from texts that are stored: no file is read again.
    message : MessageBar
        Tells of it.
    parent : QObject
    """

    def __init__(
        self, search: SearchSession, work: WorkSession, message: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._message = message
        search.problem_found.connect(self._on_problem_found)

    def _on_problem_found(self, problem: str) -> None:
        sentence = tr(
            "The search index is damaged; your documents and their texts are not. "
            "Exact words can be searched. Repair it to search by meaning again."
        )
        self._message.show_notice(sentence, problem)
        self._message.offer(tr("Repair"), self._repair)

    def _repair(self) -> None:
        self._message.hide()
        self._work.learn()
