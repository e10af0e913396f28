# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io

import pytest

from findling.cli import terminal
from findling.cli.terminal import ProgressLine, counted, duration, file_size, marked, progress_text
from findling.services.types import MarkRange, Progress, Stage


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def progress(done: int, *, total: int = 10, item: str = "a.pdf") -> Progress:
    return Progress(Stage.READING, done, total, item, rate=2.0, eta_seconds=4.0)


def test_marks_stand_in_brackets_without_style_and_in_bold_with_it() -> None:
    marks = (MarkRange(0, 3), MarkRange(8, 11))
    assert marked("one two 333", marks, styled=False) == "[one] two [333]"
    assert marked("one two 333", marks, styled=True) == "\x1b[1mone\x1b[0m two \x1b[1m333\x1b[0m"


def test_a_document_cannot_steer_the_terminal() -> None:
    evil = "\x1b]0;owned\x07 a\nb \x9b2J"
    shown = marked(evil, (MarkRange(0, 5),), styled=False)
    assert shown.isprintable()
    assert "\x1b" not in progress_text(progress(1, item=evil))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (42.4, "42 s"),
        (185, "3 min 05 s"),
        (3599.9, "1 h 00 min"),
        (7800, "2 h 10 min"),
    ],
)
def test_durations_read_like_speech(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (3_400_000, "3.4 MB"),
        (10**13, "10000.0 GB"),
    ],
)
def test_sizes_use_powers_of_a_thousand(n_bytes: int, words: str) -> None:
    assert file_size(n_bytes) == words


def test_one_is_singular() -> None:
    assert [counted(n, "file") for n in (0, 1, 1000)] == ["0 files", "1 file", "1,000 files"]
    assert counted(2, "library", "libraries") == "2 libraries"


def test_progress_tells_stage_count_rate_time_left_and_item() -> None:
    assert progress_text(progress(3)) == "Reading 3 of 10 (2.0/s, 4.0 s left) a.pdf"


def test_progress_without_facts_is_only_the_stage() -> None:
    assert progress_text(Progress(Stage.SCANNING, 0, 0, "", 0.0, -1.0)) == "Looking for files"


def test_a_terminal_line_is_painted_over_and_wiped() -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line.show(progress(3))
    line.clear()
    painted, wiped = stream.getvalue().split("\r")[1:3]
    assert painted == progress_text(progress(3))
    assert wiped == " " * len(painted)
    assert "\n" not in stream.getvalue()


def test_a_file_gets_whole_lines_and_few_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 1.0, 6.0])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(now))
    stream = io.StringIO()
    line = ProgressLine(stream)
    for done in (1, 2, 3):
        line.show(progress(done))
    line.clear()
    assert stream.getvalue().splitlines() == [
        progress_text(progress(1)),
        progress_text(progress(3)),
    ]
