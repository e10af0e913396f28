# SPDX-License-Identifier: Apache-2.0
"""Takes files and folders out of the library, says so, and offers the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.i18n.texts import tr
from findling.ui.models.places import PlaceKind

if TYPE_CHECKING:
    from findling.services.types import SourceRow
    from findling.ui.sessions.work import WorkSession
    from findling.ui.window_parts import WindowParts


class Removing(QObject):
    """Removes without asking: nothing on disk changes, and adding again brings it back.

    Parameters
    ----------
    work : WorkSession
        Removes, and adds again.
    parts : WindowParts
        Their list of places wishes it, their message tells it.
    """

    def __init__(self, work: WorkSession, parts: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._parts = parts
        parts.places.remove_wanted.connect(self.remove)

    def remove(self, source: SourceRow) -> None:
        """Take a source out of the library."""
        self._parts.places.choose(PlaceKind.ALL)
        self._work.remove(source.id)
        text = tr("“%1” is no longer in the library. Its files stay where they are.")
        self._parts.message.show_done(
            text.replace("%1", source.path.name or str(source.path)),
            can_undo=True,
            undo=lambda: self._work.add([source.path]),
        )
