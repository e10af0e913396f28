# SPDX-License-Identifier: Apache-2.0
"""One window a library: who comes second hands its files over to the first, and ends.

The two talk through a local socket that only the same user can open. One message goes each way:
a length of four bytes, then JSON; and a word that it was taken.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDir, QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from findling.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_MESSAGE = 1 << 18
"""Bytes; thousands of paths fit in."""
MAX_PATHS = 2000
MAX_GUESTS = 8
"""Connections at a time; more are turned away."""

CONNECT_MS = 500
ANSWER_MS = 3000
IDLE_MS = 5000
"""Who connects and says nothing for so long is turned away."""

_HEAD = struct.Struct(">I")
_TAKEN = b"taken"


def socket_name(library: Path | None) -> str:
    """Return the name of the socket of a library's window; each user has others."""
    where = str(library.resolve()) if library is not None else ""
    key = f"{getpass.getuser()}\n{where}"
    return f"findling-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def packed(paths: Sequence[Path], *, quick: bool = False) -> bytes:
    """Return paths, or a wish for the small search, as a message.

    Raises
    ------
    AppError
        If there are too many, or they are too long together.
    """
    value = {"paths": [str(path.absolute()) for path in paths], "quick": quick}
    body = json.dumps(value).encode()
    if len(paths) > MAX_PATHS or len(body) > MAX_MESSAGE:
        raise AppError(
            f"{len(paths)} files are too many to open at once.", hint="Add their folder instead."
        )
    return _HEAD.pack(len(body)) + body


def unpacked(body: bytes) -> tuple[list[Path], bool]:
    """Return the paths of a message, and whether it wishes for the small search.

    Raises
    ------
    ValueError
        If it is none.
    """
    value: Any = json.loads(body.decode("utf-8"))
    paths = value.get("paths") if isinstance(value, dict) else None
    if not isinstance(paths, list) or len(paths) > MAX_PATHS:
        raise ValueError("a message has a list of paths")
    found = [Path(path) for path in paths if isinstance(path, str) and "\0" not in path]
    if len(found) != len(paths) or not all(path.is_absolute() for path in found):
        raise ValueError("paths are absolute")
    return found, value.get("quick") is True


def hand_over(name: str, message: bytes) -> bool:
    """Send a message to the window that listens; return whether there is one that took it.

    Parameters
    ----------
    name : str
        From `socket_name`.
    message : bytes
        From `packed`.
    """
    socket = QLocalSocket()
    socket.connectToServer(name)
    is_taken = socket.waitForConnected(CONNECT_MS)
    if is_taken:
        socket.write(message)
        answer = b""
        while answer != _TAKEN and socket.waitForReadyRead(ANSWER_MS):
            answer += bytes(socket.readAll().data())
        is_taken = answer == _TAKEN
    socket.abort()
    socket.deleteLater()
    return is_taken


class FirstWindow(QObject):
    """Finds out whether there is a window already; if not, listens for those who come later.

    Parameters
    ----------
    name : str
        From `socket_name`.

    Signals
    -------
    called : list of Path
        Somebody came second, with these files; an empty list is a wish to see the window.
    quick_called
        Somebody wants the small search.
    """

    called = Signal(list)
    quick_called = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(MAX_GUESTS)
        self._server.newConnection.connect(self._on_connected)
        self._guests: set[_Guest] = set()

    def claim(self, paths: Sequence[Path], *, quick: bool = False) -> bool:
        """Be the first window, or hand paths over to the one there is.

        Parameters
        ----------
        paths : sequence of Path
            Files that the user wants to open.
        quick : bool
            Whether the small search is wanted instead of the window.

        Returns
        -------
        bool
            True where this is the first; False where another one took the paths.

        Raises
        ------
        AppError
            If the paths are too many.

        Notes
        -----
        A socket that nobody answers is one of a window that crashed, and is taken away. A lock
        keeps two that start at once from doing so to each other. Where no socket can be made at
        all the window opens nevertheless: two are better than none.
        """
        message = packed(paths, quick=quick)
        lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        lock.setStaleLockTime(10_000)
        lock.tryLock(ANSWER_MS)
        try:
            if hand_over(self._name, message):
                return False
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
            return True
        finally:
            lock.unlock()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._guests) >= MAX_GUESTS:
                socket.abort()
                socket.deleteLater()
                continue
            guest = _Guest(socket, self)
            guest.said.connect(self.called)
            guest.asked_quick.connect(self.quick_called)
            guest.gone.connect(lambda guest=guest: self._guests.discard(guest))
            self._guests.add(guest)


class _Guest(QObject):
    """One connection: takes a message that is not too long, answers, and goes."""

    said = Signal(list)
    asked_quick = Signal()
    gone = Signal()

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._bytes = b""
        self._is_gone = False
        socket.setReadBufferSize(MAX_MESSAGE + _HEAD.size)
        socket.readyRead.connect(self._on_ready_read)
        socket.disconnected.connect(self._leave)
        QTimer.singleShot(IDLE_MS, self, self._leave)
        self._on_ready_read()

    def _on_ready_read(self) -> None:
        if self._is_gone:
            return
        self._bytes += bytes(self._socket.readAll().data())
        if len(self._bytes) < _HEAD.size:
            return
        (length,) = _HEAD.unpack_from(self._bytes)
        if length > MAX_MESSAGE or len(self._bytes) > _HEAD.size + length:
            self._leave()
        elif len(self._bytes) == _HEAD.size + length:
            self._take(self._bytes[_HEAD.size :])

    def _take(self, body: bytes) -> None:
        try:
            paths, is_quick = unpacked(body)
        except ValueError:  # UnicodeDecodeError and JSONDecodeError are such
            self._leave()
            return
        self._socket.write(_TAKEN)
        self._socket.flush()
        self._socket.disconnectFromServer()
        if is_quick:
            self.asked_quick.emit()
        else:
            self.said.emit(paths)

    def _leave(self) -> None:
        if self._is_gone:
            return
        self._is_gone = True
        self._socket.abort()
        self._socket.deleteLater()
        self.gone.emit()
        self.deleteLater()
