# SPDX-License-Identifier: Apache-2.0
"""Errors of a run are kept and told by where they arose, without anything of the user's."""

from __future__ import annotations

import errno
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.events import ChangedEvent, ErrorEvent
from findling.services.redaction import Redactor
from findling.services.troubles import (
    MOST_LINES,
    MOST_TROUBLES,
    TroubleHandler,
    Troubles,
    told_to_others,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "quincejelly"


def caught(act: Callable[[], object]) -> BaseException:
    try:
        act()
    except BaseException as error:  # noqa: BLE001  whatever a test raises
        return error
    raise AssertionError("nothing was raised")


def raising(error: BaseException) -> Callable[[], object]:
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        RuntimeError(SECRET),
        AppError(f"{SECRET}.pdf cannot be written.", SECRET, SECRET),
        OSError(errno.ENOENT, SECRET, f"/home/{SECRET}"),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
        AttributeError(f"no '{SECRET}' in /x/{SECRET}.txt"),
    ],
)
def test_words_of_an_error_that_may_be_the_users_stay_here(error: Exception) -> None:
    told = told_to_others(caught(raising(error)))
    assert SECRET not in told
    assert type(error).__name__ in told.splitlines()[-1]


def test_lines_of_the_program_are_told() -> None:
    told = told_to_others(caught(lambda: Redactor().path((3).missing)))  # type: ignore[attr-defined]  # pyright: ignore
    assert told.splitlines()[-1] == "AttributeError: <hidden> object has no attribute <hidden>"
    inside = told_to_others(caught(lambda: Redactor([3])))  # pyright: ignore
    assert "findling/services/redaction.py:" in inside
    assert "in __init__" in inside
    assert str(Path.home()) not in inside
    assert "<another file>" in inside  # this test is no part of the program


def test_causes_are_told_too() -> None:
    def act() -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise AppError(SECRET) from error

    told = told_to_others(caught(act))
    assert "AppError" in told
    assert "KeyError" in told.partition("which came from")[2]


def test_no_more_than_a_few_are_kept_and_all_are_counted() -> None:
    troubles = Troubles()
    for _ in range(MOST_TROUBLES + 5):
        troubles.add(ValueError(), "window")
    for number in range(MOST_LINES + 5):
        troubles.add_line(f"{number} " + "x" * 1000)
    assert len(troubles.kept) == MOST_TROUBLES
    assert troubles.counts == {"ValueError": MOST_TROUBLES + 5}
    assert len(troubles.lines) == MOST_LINES
    assert max(map(len, troubles.lines)) <= 300


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, Troubles]]:
    troubles = Troubles()
    handler = TroubleHandler(troubles)
    logger = logging.getLogger("findling.test_troubles")
    logger.addHandler(handler)
    yield logger, troubles
    logger.removeHandler(handler)


def test_a_line_of_the_log_is_kept_without_its_values(
    log: tuple[logging.Logger, Troubles],
) -> None:
    logger, troubles = log
    logger.info("not kept")
    logger.warning("cannot remove %s yet: %r", SECRET, caught(raising(ValueError(SECRET))))
    logger.error("a job failed", exc_info=caught(raising(ValueError(SECRET))))
    assert [line.split(" ", 1)[1] for line in troubles.lines] == [
        "WARNING findling.test_troubles: cannot remove %s yet: %r",
        "ERROR findling.test_troubles: a job failed",
    ]
    assert [one.kind for one in troubles.kept] == ["ValueError"]
    assert SECRET not in troubles.kept[0].trace


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("exit status -9", "exit status -9"),
        (f"ValueError('{SECRET}')", "ValueError"),
        (SECRET, "no details"),
        (f"exit status 3 {SECRET}", "no details"),
    ],
)
def test_of_the_workers_errors_the_kind_is_kept(detail: str, told: str) -> None:
    troubles = Troubles()
    troubles.add_event(ErrorEvent(f"{SECRET} went wrong.", detail, fatal=True))
    troubles.add_event(ChangedEvent(0, 0, 0, 0, 0))
    (line,) = troubles.lines
    assert line.partition(" ")[2] == f"ERROR worker: {told}, it ended"
