# SPDX-License-Identifier: Apache-2.0
"""A monkey at the real window with real documents: nothing it does crashes or makes Qt warn.

``FINDLING_MONKEY=10000`` has it do more than the usual, ``FINDLING_MONKEY_SEED`` other things.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from findling.ui.actions.ids import ActionId
from findling.ui.composition import Composition, sample_folder
from findling.ui.desktop import Desktop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

STEPS = int(os.environ.get("FINDLING_MONKEY", "600"))
SEED = int(os.environ.get("FINDLING_MONKEY_SEED", "1"))
_WAIT_MS = 60_000

_KEYS = (
    *(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Space),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_F6, Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_1, Qt.Key.Key_2),
)
_WORDS = ("notice ", "bread", "rent type:pdf", '"written notice"', "-tax", "zzz", "label:", "ä ß")


@pytest.fixture
def composition(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Composition]:
    """The app on the sample library; nothing is handed to other programs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("open", "reveal"):
        monkeypatch.setattr(Desktop, name, lambda *_: True)
    sample = sample_folder()
    assert sample is not None
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    with Composition(qapp, tmp_path / "library", settings) as made:
        made.window.show()
        made.window.sessions.work.add([sample])
        qtbot.waitUntil(lambda: made.library.status().read > 20, timeout=_WAIT_MS)
        qtbot.waitUntil(made.window.parts.field.isEnabled, timeout=_WAIT_MS)
        yield made


class Monkey:
    """Does one thing after the other, and gets out of what it opened."""

    def __init__(self, composition: Composition, seed: int) -> None:
        self._composition = composition
        self._chance = random.Random(seed)
        self._done: list[str] = []
        self._watch()

    @property
    def done(self) -> str:
        """What it did last."""
        return "\n".join(self._done[-15:])

    def step(self) -> None:
        """Do something."""
        if QApplication.activeModalWidget() is not None:  # as for people, all else has to wait
            QTest.qWait(70)
            return
        self._composition.window.shell.actions[ActionId.QUIT].setEnabled(False)
        ways = (self._act, self._press, self._press, self._click, self._click, self._type)
        self._chance.choice(ways)()
        if self._chance.random() < 0.02:
            width, height = self._chance.randint(400, 1500), self._chance.randint(300, 900)
            self._note(f"resize {width} {height}")
            self._composition.window.resize(width, height)
        QApplication.processEvents()

    def _act(self) -> None:
        actions = self._composition.window.shell.actions
        able = [name for name in ActionId if actions[name].isEnabled()]
        name = self._chance.choice(able)
        self._note(f"action {name.value}")
        actions[name].trigger()

    def _press(self) -> None:
        widget = QApplication.focusWidget() or self._composition.window
        key = self._chance.choice(_KEYS)
        self._note(f"key {key.name} in {type(widget).__name__}")
        QTest.keyClick(widget, key)

    def _click(self) -> None:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        if not shown:
            return
        window = self._chance.choice(shown)
        at = QPoint(
            self._chance.randrange(max(1, window.width())),
            self._chance.randrange(max(1, window.height())),
        )
        target = window.childAt(at) or window
        if not target.isEnabled():
            return
        right = self._chance.random() < 0.1
        button = Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton
        self._note(f"click {type(target).__name__} in {type(window).__name__}")
        QTest.mouseClick(target, button, pos=target.mapFrom(window, at))

    def _type(self) -> None:
        widget = QApplication.focusWidget()
        field = widget if isinstance(widget, QLineEdit) else self._composition.window.parts.field
        if field.isEnabled():
            words = self._chance.choice(_WORDS)
            self._note(f"type {words!r}")
            field.insert(words)

    def _leave(self) -> None:
        """Close a menu or a dialog that keeps all else from being used."""
        self._watch()  # what follows may open another
        popup: QWidget | None = QApplication.activePopupWidget()
        modal: QWidget | None = QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(modal, QDialog) and self._chance.random() < 0.3:
            modal.accept()
        elif modal is not None:
            modal.close()

    def _watch(self) -> None:
        QTimer.singleShot(60, self._leave)

    def _note(self, what: str) -> None:
        self._done.append(what)


def test_nothing_that_is_done_breaks_it(composition: Composition, qtbot: QtBot) -> None:
    monkey = Monkey(composition, SEED)
    for number in range(STEPS):
        monkey.step()
        if number % 50 == 0:
            qtbot.wait(20)
            assert composition.window.isVisible(), monkey.done
    qtbot.wait(500)
    window = composition.window
    for other in QApplication.topLevelWidgets():
        if other is not window:
            other.close()
    window.parts.mode.mode_chosen.emit(window.parts.mode.mode)
    window.sessions.search.set_query("")
    window.parts.field.setText("written notice")
    qtbot.waitUntil(lambda: window.parts.results.has_results, timeout=_WAIT_MS)
