# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QProgressBar, QPushButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.why.window import WhyWindow
    from tests.app.ui.conftest import Bench

# Qt's platform without a screen says so of every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise\\(\\)")


@pytest.fixture
def why(bench: Bench, qtbot: QtBot) -> WhyWindow:
    """Ask why the first result was found."""
    bench.parts.field.setText("flat")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.parts.results.tree.select_first()
    bench.menu_action("Wh&y this?").trigger()
    qtbot.waitUntil(lambda: bench.window.explaining.window is not None)
    window = bench.window.explaining.window
    assert window is not None
    return window


def test_it_says_what_found_a_passage(why: WhyWindow) -> None:
    assert why.isVisible()
    texts = why.texts()
    assert "“flat”, 2 times" in texts
    assert "“flat” is close to “lease”, “landlord”" in texts
    assert not any("odd" in text for text in texts)  # it did no good
    assert "What you taught" not in texts
    bars = why.findChildren(QProgressBar)
    assert [bar.value() for bar in bars] == [53, 35, 12]
    assert all(bar.accessibleName() for bar in bars)


def test_a_passage_like_it_is_opened(why: WhyWindow, bench: Bench, qtbot: QtBot) -> None:
    (button,) = [b for b in why.findChildren(QPushButton) if b.text() == "paper-2.txt"]
    with qtbot.waitSignal(bench.window.explaining.document_wanted) as told:
        button.click()
    assert told.args is not None
    assert told.args[0].id == 2


def test_it_stays_and_shows_the_next(why: WhyWindow, bench: Bench, qtbot: QtBot) -> None:
    bench.window.explaining.ask()
    qtbot.waitUntil(lambda: len([a for a in bench.searcher.asked if a[0] == "flat"]) >= 3)
    assert bench.window.explaining.window is why
