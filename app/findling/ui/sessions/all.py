# SPDX-License-Identifier: Apache-2.0
"""All that goes on behind one window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from findling.ui.sessions.library import LibrarySession
    from findling.ui.sessions.search import SearchSession
    from findling.ui.sessions.teaching import TeachingSession
    from findling.ui.sessions.work import WorkSession


class Sessions(NamedTuple):
    """What goes on in one window."""

    search: SearchSession
    library: LibrarySession
    work: WorkSession
    teaching: TeachingSession
