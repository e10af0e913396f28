# SPDX-License-Identifier: Apache-2.0
"""Who comes second hands its files over; what is no message does no harm."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from findling.errors import AppError
from findling.ui import single_instance
from findling.ui.single_instance import FirstWindow, packed, socket_name, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from findling.ui.single_instance import FirstWindow
app = QCoreApplication([])
sys.exit(7 if FirstWindow(sys.argv[1]).claim([Path(one) for one in sys.argv[2:]]) else 0)
"""


@pytest.fixture
def name() -> str:
    return f"findling-test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def first(name: str, qtbot: QtBot) -> Iterator[FirstWindow]:
    one = FirstWindow(name)
    assert one.claim([])
    yield one
    one.close()


def send(qtbot: QtBot, name: str, data: bytes) -> bytes:
    """Send bytes and return what is answered until the connection is cut."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    assert socket.waitForConnected(1000)
    socket.write(data)
    socket.flush()
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == gone)
    return bytes(socket.readAll().data())


def test_the_second_hands_its_files_over_and_ends(
    first: FirstWindow, name: str, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "ä b.pdf"
    with qtbot.waitSignal(first.called, timeout=20_000) as called:
        second = subprocess.Popen([sys.executable, "-c", SECOND, name, str(file)])
    assert called.args == [[file]]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0


def test_a_socket_that_a_crash_left_behind_is_taken_over(name: str, qtbot: QtBot) -> None:
    stale = QLocalServer()
    assert stale.listen(name)
    left = Path(stale.fullServerName())
    stale.close()
    left.touch()  # a file that nobody listens at
    one = FirstWindow(name)
    assert one.claim([])
    assert send(qtbot, name, packed([])) == b"taken"
    one.close()


@pytest.mark.parametrize(
    "data",
    [
        struct.pack(">I", 1 << 30) + b"x",
        struct.pack(">I", 3) + b"xyz",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 2) + b"{}more",
        struct.pack(">I", 17) + b'{"paths": ["a/b"]'[:17],
        struct.pack(">I", 4) + b"\xff\xfe\xfd\xfc",
    ],
)
def test_what_is_no_message_is_turned_away(
    first: FirstWindow, name: str, qtbot: QtBot, data: bytes
) -> None:
    with qtbot.assertNotEmitted(first.called):
        assert send(qtbot, name, data) == b""
    assert send(qtbot, name, packed([])) == b"taken"


def test_who_says_nothing_is_turned_away(
    name: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "IDLE_MS", 50)
    one = FirstWindow(name)
    assert one.claim([])
    assert send(qtbot, name, b"\0") == b""
    one.close()


def test_too_many_files_are_told_in_a_sentence() -> None:
    with pytest.raises(AppError, match="too many to open at once"):
        packed([Path(f"/{n}") for n in range(3000)])


@pytest.mark.parametrize("paths", [["a/b"], [7], "no list", ["/a\0b"]])
def test_only_absolute_paths_are_taken(paths: object) -> None:
    with pytest.raises(ValueError, match="path"):
        unpacked(json.dumps({"paths": paths}).encode())


def test_each_library_has_a_window_of_its_own(tmp_path: Path) -> None:
    names = {socket_name(None), socket_name(tmp_path / "a"), socket_name(tmp_path / "b")}
    assert len(names) == 3
    assert socket_name(tmp_path / "a") == socket_name(tmp_path / "b" / ".." / "a")


def test_the_small_search_is_asked_of_the_first(
    name: str, first: FirstWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(first.quick_called), qtbot.assertNotEmitted(first.called):
        assert send(qtbot, name, packed([], quick=True)) == b"taken"
