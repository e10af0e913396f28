# SPDX-License-Identifier: Apache-2.0
"""The window of labels on a real library of letters; commands are carried out at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.labels.commands import LabelCommand, carry_out
from findling.services.labels.desk import LabelDesk
from findling.services.labels.keeper import LabelKeeper
from findling.services.library import Library
from findling.ui.job_bridge import JobBridge
from findling.ui.labels.window import LabelWindow
from findling.ui.sessions.labels import LabelSession
from tests.app.letters import KINDS, add_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from findling.services.labels.types import Card
    from findling.ui.theme.theme import Theme


class WorkerHere:
    """Carries commands out in this process, and says that the library is another."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.session: LabelSession | None = None
        self.refused: list[AppError] = []

    def label(self, command: LabelCommand) -> None:
        try:
            carry_out(self._library, command.to_text())
        except AppError as error:
            self.refused.append(error)
        if self.session is not None:
            self.session.refresh()


@dataclass
class Labels:
    """The window, and what is behind it."""

    window: LabelWindow
    session: LabelSession
    keeper: LabelKeeper
    worker: WorkerHere
    qtbot: QtBot

    @property
    def card(self) -> Card:
        """The card that is asked, as soon as there is one."""
        self.qtbot.waitUntil(lambda: self.session.card is not None, timeout=20_000)
        card = self.session.card
        assert card is not None
        return card

    def kind(self) -> str:
        """Return the right label of the card's letter."""
        return self.card.document.path.stem.split("-")[1]

    def answer(self) -> None:
        """Press the right label, and wait until that is stored."""
        assert self.session.state is not None
        before = self.session.state.row.n_answered
        names = [label.name for label in self.session.state.row.labels]
        self.window.cards.buttons[names.index(self.kind())].click()
        self.wait_for_answers(before + 1)

    def wait_for_answers(self, n: int) -> None:
        def stored() -> bool:
            state = self.session.state
            return state is not None and state.row.n_answered == n

        self.qtbot.waitUntil(stored, timeout=20_000)


@pytest.fixture
def labels(qtbot: QtBot, theme: Theme, tmp_path: Path, parent: QWidget) -> Iterator[Labels]:
    """Yield the window of labels with no set yet."""
    bridge = JobBridge("labels")
    with (
        Library.open(tmp_path / "library", writable=True) as written,
        Library.open(tmp_path / "library") as read,
    ):
        add_letters(written, tmp_path / "letters")
        worker = WorkerHere(written)
        session = LabelSession(worker, LabelDesk(read), bridge)
        worker.session = session
        window = LabelWindow(theme, session, parent)
        session.refresh()
        window.show()
        qtbot.waitExposed(window)
        yield Labels(window, session, LabelKeeper(written), worker, qtbot)
        bridge.close()
        window.close()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    from PySide6.QtWidgets import QWidget

    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def kinds(labels: Labels) -> Labels:
    """Return the window with a set of three labels chosen."""
    row = labels.keeper.create("Kinds")
    for name in KINDS:
        labels.keeper.add_label(row.id, name)
    labels.session.refresh()
    labels.qtbot.waitUntil(lambda: labels.session.card is not None, timeout=20_000)
    return labels
