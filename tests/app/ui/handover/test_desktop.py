# SPDX-License-Identifier: Apache-2.0
"""Files go to the programs that stand for the user's own here: little scripts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QDesktopServices

from findling.ui import desktop as desktop_module
from findling.ui.desktop import Desktop
from findling.ui.handover import default_program, file_manager
from findling.ui.handover.default_program import PdfProgram, windows_viewer
from findling.ui.handover.file_manager import FileManager, has_session_bus, reveal_command
from findling.ui.handover.starting import others_environment

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

posix = pytest.mark.skipif(sys.platform == "win32", reason="scripts of a shell")


class Opened:
    """Notes what the desktop was asked to open."""

    def __init__(self) -> None:
        self.paths: list[Path] = []

    def open(self, url: QUrl) -> bool:
        self.paths.append(Path(url.toLocalFile()))
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    opened = Opened()
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.open)
    return opened


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "a paper.pdf"
    path.write_bytes(b"%PDF-")
    return path


def script(path: Path, line: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o700)
    return path


@posix
def test_a_pdf_opens_at_its_page_in_the_default_program(
    tmp_path: Path,
    paper: Path,
    opened: Opened,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = tmp_path / "said"
    script(tmp_path / "bin" / "okular", f'echo "$@" > "{said}.part" && mv "{said}.part" "{said}"')
    script(tmp_path / "bin" / "ask", "echo org.kde.okular.desktop")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    program = PdfProgram(query=("ask",), platform="linux")
    assert program.command(paper, 4) == []  # not known yet: it opens as it always does
    qtbot.waitUntil(lambda: program.command(paper, 4) != [])
    handed = Desktop()
    handed._pdf = program  # pyright: ignore[reportPrivateUsage]
    assert handed.open(paper, 4)
    qtbot.waitUntil(said.exists)
    assert said.read_text("utf-8") == f"-p 5 {paper}\n"
    assert opened.paths == []
    assert handed.open(paper)
    assert opened.paths == [paper]
    qtbot.waitUntil(lambda: program._process is None)  # pyright: ignore[reportPrivateUsage]


@posix
@pytest.mark.parametrize("line", ["echo unheard-of.desktop", "exit 3", "head -c 99999 /dev/zero"])
def test_odd_answers_leave_plain_opening(
    line: str, tmp_path: Path, paper: Path, opened: Opened, qtbot: QtBot
) -> None:
    ask = script(tmp_path / "bin" / "ask", line)
    program = PdfProgram(query=(str(ask),), platform="linux")
    program.ask()
    qtbot.waitUntil(lambda: program._process is None)  # pyright: ignore[reportPrivateUsage]
    handed = Desktop()
    handed._pdf = program  # pyright: ignore[reportPrivateUsage]
    assert handed.open(paper, 4)
    assert opened.paths == [paper]
    qtbot.waitUntil(lambda: program._process is None)  # pyright: ignore[reportPrivateUsage]


@posix
def test_a_desktop_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, paper: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(default_program, "_PATIENCE_MS", 50)
    ask = script(tmp_path / "bin" / "ask", "exec sleep 60")
    program = PdfProgram(query=(str(ask),), platform="linux")
    program.ask()
    assert program.command(paper, 1) == []
    qtbot.waitUntil(lambda: program._process is None)  # pyright: ignore[reportPrivateUsage]


def test_without_a_way_to_ask_nothing_is_known(paper: Path) -> None:
    assert PdfProgram(query=("no-such-program",), platform="linux").command(paper, 1) == []
    assert PdfProgram(platform="darwin").command(paper, 1) == []


def test_windows_tells_its_program_by_the_users_choice() -> None:
    registry = {
        "ProgId": "AcroExch.Document.DC",
        ".": r'"C:\Acrobat\Acrobat.exe" "%1"',
    }
    asked: list[str] = []

    def read(key: str, name: str) -> str:
        asked.append(key)
        return registry[name]

    found = windows_viewer(read)
    assert found is not None
    assert (found[0].kind, found[1]) == ("acrobat", r"C:\Acrobat\Acrobat.exe")
    assert asked[1] == r"HKEY_CLASSES_ROOT\AcroExch.Document.DC\shell\open\command"
    assert windows_viewer(lambda _key, _name: "") is None


def test_what_would_run_is_not_opened(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_module, "start", lambda _command: pytest.fail("it was started"))
    path = tmp_path / "run.sh"
    path.write_text("echo no", "utf-8")
    assert not Desktop().open(path)
    assert not Desktop().open(path, 0)
    assert opened.paths == []


def test_files_are_revealed_by_what_each_system_has() -> None:
    path = Path("/papers/a, b.pdf")
    windows = reveal_command(path, "win32")
    assert windows is not None
    assert windows == (("explorer.exe",), f'/select,"{path}"')
    mac = reveal_command(path, "darwin")
    assert mac is not None
    assert mac.command == ("/usr/bin/open", "-R", str(path))
    assert reveal_command(path, "linux") is None


def test_without_a_bus_the_folder_is_shown(
    paper: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(file_manager.sys, "platform", "linux")
    assert not has_session_bus()
    assert FileManager().reveal(paper)
    assert opened.paths == [paper.parent]


def test_a_bus_that_is_gone_leaves_the_folder(
    tmp_path: Path, paper: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    monkeypatch.setattr(file_manager.sys, "platform", "linux")
    assert FileManager().reveal(paper)
    assert opened.paths == [paper.parent]


def test_other_programs_do_not_get_the_libraries_of_a_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/findling/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    monkeypatch.setenv("DYLD_LIBRARY_PATH", "/findling/_internal")
    environment = others_environment(is_frozen=True)
    assert environment.value("LD_LIBRARY_PATH") == "/opt/lib"
    assert not environment.contains("DYLD_LIBRARY_PATH")
    unfrozen = others_environment(is_frozen=False)
    assert unfrozen.value("LD_LIBRARY_PATH") == "/findling/_internal"
