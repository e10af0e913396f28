# SPDX-License-Identifier: Apache-2.0
"""A locked document is unlocked where it is listed, and its password stays nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from findling.services.types import DocumentState
from findling.ui.models.places import PlaceKind
from tests.app.ui.builders import make_document

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.unlocking import Unlocking
    from tests.app.ui.conftest import Bench

LOCKED = "The PDF needs a password. Unlock it with its password, or add a copy that needs none."


@pytest.fixture
def listed(bench: Bench, qtbot: QtBot) -> Bench:
    """A window that lists two files which could not be read; the second one is locked."""
    failed = DocumentState.FAILED
    bench.shelf.rows = [
        make_document(1, name="torn.pdf", state=failed, reason="The PDF is damaged."),
        make_document(2, name="payslip.pdf", state=failed, reason=LOCKED),
        make_document(3),
    ]
    bench.refresh()
    qtbot.waitUntil(lambda: bench.parts.places.has(PlaceKind.ATTENTION))
    bench.parts.places.choose(PlaceKind.ATTENTION)
    tree = bench.parts.results.tree
    qtbot.waitUntil(lambda: tree.model().rowCount() == 2)
    return bench


@pytest.fixture
def unlocking(listed: Bench) -> Unlocking:
    return listed.window.working.unlocking


def choose(bench: Bench, name: str) -> None:
    tree = bench.parts.results.tree
    rows = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    for index in rows:
        tree.select(index)
        target = bench.parts.results.target
        if target is not None and target.document.name == name:
            return


def test_only_a_locked_document_can_be_unlocked(listed: Bench, unlocking: Unlocking) -> None:
    choose(listed, "torn.pdf")
    assert not unlocking.button.isVisible()
    choose(listed, "payslip.pdf")
    assert unlocking.button.isVisible()


def test_the_password_is_given_on_and_forgotten(
    listed: Bench, unlocking: Unlocking, qtbot: QtBot
) -> None:
    choose(listed, "payslip.pdf")
    listed.parts.message.show_notice("The password does not open this document.")
    unlocking.button.click()
    panel = unlocking.panel
    qtbot.waitUntil(panel.isVisible)
    assert not panel.unlock.isEnabled()
    qtbot.keyClicks(panel.field, "se cret")
    assert panel.field.displayText() != "se cret"
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert ("unlock", (2, "se cret")) in listed.worker.commands
    assert not panel.isVisible()
    assert not listed.parts.message.isVisible()
    assert panel.field.text() == ""


def test_who_cancels_unlocks_nothing(listed: Bench, unlocking: Unlocking, qtbot: QtBot) -> None:
    choose(listed, "payslip.pdf")
    unlocking.button.click()
    qtbot.keyClicks(unlocking.panel.field, "secret")
    qtbot.keyClick(unlocking.panel.field, Qt.Key.Key_Escape)
    assert unlocking.panel.field.text() == ""
    assert "unlock" not in [name for name, _ in listed.worker.commands]
