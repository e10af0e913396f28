# SPDX-License-Identifier: Apache-2.0
"""The worker's process, spoken to line by line."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from findling.services.events import (
    MAX_LINE,
    Command,
    ErrorEvent,
    Event,
    Verb,
    decode_event,
    encode_command,
)
from findling.services.program import EXIT_FATAL, program

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _talk(library: Path, *lines: bytes) -> tuple[int, list[Event]]:
    done = subprocess.run(
        [*program(), "worker", "--library", str(library)],
        input=b"".join(lines),
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    return done.returncode, [decode_event(line) for line in done.stdout.splitlines()]


def _errors(events: list[Event]) -> list[ErrorEvent]:
    return [event for event in events if isinstance(event, ErrorEvent)]


def test_it_ends_with_its_input_and_leaves_a_library(tmp_path: Path) -> None:
    status, events = _talk(tmp_path / "library")
    assert status == 0
    assert _errors(events) == []
    assert (tmp_path / "library" / "library.db").is_file()


def test_a_bad_line_is_told_and_the_next_one_is_heard(tmp_path: Path) -> None:
    quit_line = encode_command(Command(1, Verb.QUIT))
    status, events = _talk(tmp_path / "library", b"nonsense\n", quit_line, b"more nonsense\n")
    assert status == 0
    assert [error.detail[:8] for error in _errors(events)] == ["not JSON"]


def test_a_line_without_end_ends_it(tmp_path: Path) -> None:
    status, events = _talk(tmp_path / "library", b" " * (MAX_LINE + 10))
    assert status == 0
    assert len(_errors(events)) == 1


def test_a_library_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file, not a folder")
    status, events = _talk(tmp_path / "library")
    assert status == EXIT_FATAL
    (error,) = _errors(events)
    assert error.fatal
    assert "cannot be" in error.message


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program() == [sys.executable, "-m", "findling"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program() == [sys.executable]
