# SPDX-License-Identifier: Apache-2.0
"""What stands at the foot of the window, and where its buttons lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from findling.services.types import DocumentState
from tests.app.ui.builders import make_document

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def test_without_trouble_and_teachings_there_are_no_buttons(bench: Bench) -> None:
    footer = bench.parts.footer
    assert footer.attention.isHidden()
    assert footer.taught.isHidden()


def test_what_needs_attention_is_counted_and_a_key_lists_it(bench: Bench, qtbot: QtBot) -> None:
    footer = bench.parts.footer
    bench.shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason="No."))
    bench.refresh()
    qtbot.waitUntil(footer.attention.isVisible)
    assert footer.attention.text() == footer.attention.accessibleName() == "1 needs attention"
    assert not footer.attention.icon().isNull()
    footer.attention.setFocus()
    qtbot.keyClick(footer.attention, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bench.parts.results.head.title == "Needs attention")
    bench.shelf.rows[-1] = make_document(9)
    bench.refresh()
    qtbot.waitUntil(footer.attention.isHidden)


def test_what_was_taught_is_counted_and_a_click_lists_it(bench: Bench, qtbot: QtBot) -> None:
    footer = bench.parts.footer
    bench.worker.judge("who pays", 10, good=True)
    qtbot.waitUntil(footer.taught.isVisible)
    assert footer.taught.text() == "taught once"
    bench.worker.associate("car", "vehicle")
    qtbot.waitUntil(lambda: footer.taught.text() == "taught 2 times")
    footer.taught.click()
    assert bench.teaching.taught.isVisible()


def test_a_narrow_window_keeps_the_buttons_and_lets_words_go(bench: Bench, qtbot: QtBot) -> None:
    footer, promise = bench.parts.footer, bench.parts.footer._promise  # pyright: ignore[reportPrivateUsage]
    bench.worker.judge("who pays", 10, good=True)
    bench.shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason="No."))
    bench.refresh()
    qtbot.waitUntil(lambda: footer.taught.isVisible() and footer.attention.isVisible())
    assert promise.isVisible()
    bench.window.setMinimumSize(200, 200)
    footer.resize(260, footer.height())
    assert promise.isHidden()
    assert footer.taught.isVisible()
    assert footer.attention.isVisible()
