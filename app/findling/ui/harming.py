# SPDX-License-Identifier: Apache-2.0
"""Tells when something that was just taught makes worse what was taught before, with a way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.sessions.teaching import slot_of

if TYPE_CHECKING:
    from findling.services.teaching_effects import Harm
    from findling.ui.sessions.search import SearchSession
    from findling.ui.sessions.teaching import Step, TeachingSession
    from findling.ui.widgets.message_bar import MessageBar

_QUERY_CHARS = 48


class Guard(QObject):
    """Looks after passages that were taught to be right.

    Parameters
    ----------
    session : TeachingSession
        Knows what was taught.
    search : SearchSession
        Asks the old questions again, with and without what is new.
    message : MessageBar
        Tells; its "Undo" takes the last teaching back.
    """

    def __init__(
        self,
        session: TeachingSession,
        search: SearchSession,
        message: MessageBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._search = search
        self._message = message
        self._watched: Step | None = None
        session.changed.connect(self._forget)

    def watch(self, step: Step, said: str) -> None:
        """Look what a teaching did to others.

        Parameters
        ----------
        step : Step
            Has been stored, and searches heed it.
        said : str
            What is told of it already.
        """
        self._watched = None
        if step.after is None or not step.after.enabled:
            return
        row = next((one for one in self._session.rows if slot_of(one) == step.slot), None)
        if row is not None:
            self._watched = step
            self._search.ask_harms(row.id, partial(self._on_harms, step, said))

    def _forget(self) -> None:
        """Tell nothing more of a teaching when there is another change: "Undo" would mean that."""
        self._watched = None

    def _on_harms(self, step: Step, said: str, harms: tuple[Harm, ...]) -> None:
        if step is not self._watched or not harms:
            return
        self._watched = None
        self._message.show_done(f"{said} {worse(harms)}".strip(), can_undo=self._session.can_undo)


def worse(harms: tuple[Harm, ...]) -> str:
    """Return what became worse, in a sentence or two."""
    first, n_more = harms[0], len(harms) - 1
    short = first.query[: _QUERY_CHARS - 1] + "…"
    query = first.query if len(first.query) <= _QUERY_CHARS else short
    text = tr("But for “%1” the passage that you taught falls from %2 to %3.")
    parts = text.split("%1")
    places = parts[1].replace("%2", wording.place(first.before))
    sentence = parts[0] + query + places.replace("%3", wording.place(first.after))
    if not n_more:
        return sentence
    more = tr("One more search is worse too.") if n_more == 1 else ""
    return f"{sentence} {more or tr('%Ln more searches are worse too.', n_more)}"
