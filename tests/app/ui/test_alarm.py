# SPDX-License-Identifier: Apache-2.0
"""Errors that nobody caught are kept and told, from any thread, and still go where they went."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

from findling.services.troubles import Troubles
from findling.ui import alarm as module
from findling.ui.alarm import Alarm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from findling.services.troubles import Trouble


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what those hear who heard of errors before."""
    heard: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: heard.append(kind.__name__))
    monkeypatch.setattr(
        threading, "excepthook", lambda args: heard.append(f"thread {args.exc_type.__name__}")
    )
    return heard


@pytest.fixture
def alarm(before: list[str], qtbot: QtBot) -> Iterator[Alarm]:
    one = Alarm(Troubles())
    one.turn_on()
    yield one
    one.turn_off()


@pytest.fixture
def told(alarm: Alarm) -> list[Trouble]:
    heard: list[Trouble] = []
    alarm.raised.connect(heard.append)
    return heard


def fail() -> None:
    raise ValueError("secret")


def test_an_error_in_a_slot_is_told(
    alarm: Alarm, told: list[Trouble], before: list[str], qtbot: QtBot
) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(told))
    assert before == ["ValueError"]
    assert told[0].kind == "ValueError"
    assert alarm.troubles.kept == (told[0],)


def test_an_error_in_a_thread_is_told(
    alarm: Alarm, told: list[Trouble], before: list[str], qtbot: QtBot
) -> None:
    thread = threading.Thread(target=fail, name="lane")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert before == ["thread ValueError"]
    assert told[0].where == "lane"


def test_the_same_again_and_again_is_told_once(
    alarm: Alarm, told: list[Trouble], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(100):
        QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: alarm.troubles.counts == {"ValueError": 100})
    qtbot.wait(20)
    assert len(told) == 1
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(told) == 2)


def test_an_interrupt_is_no_error(alarm: Alarm, before: list[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert before == ["KeyboardInterrupt"]
    assert alarm.troubles.kept == ()


def test_the_log_is_kept_while_it_is_on(alarm: Alarm) -> None:
    logging.getLogger("findling.somewhere").warning("odd: %s", "secret")
    assert alarm.troubles.lines[0].endswith("WARNING findling.somewhere: odd: %s")
    alarm.turn_off()
    logging.getLogger("findling.somewhere").warning("later")
    assert len(alarm.troubles.lines) == 1


def test_turned_off_all_is_as_before(before: list[str], qtbot: QtBot) -> None:
    hooks = sys.excepthook, threading.excepthook
    alarm = Alarm(Troubles())
    alarm.turn_on()
    alarm.turn_on()
    assert sys.excepthook is not hooks[0]
    alarm.turn_off()
    alarm.turn_off()
    assert (sys.excepthook, threading.excepthook) == hooks
