# SPDX-License-Identifier: Apache-2.0
"""All that goes on behind one window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMetaMethod, SignalInstance

if TYPE_CHECKING:
    from findling.ui.sessions.care import CareSession
    from findling.ui.sessions.exchange import ExchangeSession
    from findling.ui.sessions.labels import LabelSession
    from findling.ui.sessions.library import LibrarySession
    from findling.ui.sessions.map import MapSession
    from findling.ui.sessions.model import ModelSession
    from findling.ui.sessions.search import SearchSession
    from findling.ui.sessions.teaching import TeachingSession
    from findling.ui.sessions.work import WorkSession


class Sessions(NamedTuple):
    """What goes on in one window."""

    search: SearchSession
    library: LibrarySession
    work: WorkSession
    teaching: TeachingSession
    labels: LabelSession
    map: MapSession
    model: ModelSession
    exchange: ExchangeSession
    care: CareSession


def silence(sessions: Sessions) -> None:
    """Take away everybody who listens to sessions: their window goes, and another one comes."""
    for session in sessions:
        meta = session.metaObject()
        methods = (meta.method(n) for n in range(meta.methodOffset(), meta.methodCount()))
        for method in methods:
            is_heard = method.methodType() is QMetaMethod.MethodType.Signal
            if is_heard and session.isSignalConnected(method):
                signal: SignalInstance = getattr(session, bytes(method.name().data()).decode())
                signal.disconnect()
