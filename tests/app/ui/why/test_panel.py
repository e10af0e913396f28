# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from findling.ui.why.panel import WhyPanel
from findling.ui.why.share_bar import ShareBar
from tests.app.ui.builders import make_reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> Iterator[WhyPanel]:
    parent = QWidget()
    qtbot.addWidget(parent)
    yield WhyPanel(theme, parent)
    parent.close()


def texts(panel: WhyPanel) -> str:
    body = panel.findChildren(QLabel)
    return "\n".join(label.text() for label in body)


def button(panel: WhyPanel, text: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.text() == text)


def test_reasons_are_told_in_plain_words(panel: WhyPanel) -> None:
    panel.show_reasons(make_reasons("rent notice", 10), "Lease")
    shown = texts(panel)
    assert "“Lease” was found for “rent notice”" in shown
    assert "“rent” is close to “lease”" in shown
    assert "Not in it: deposit" in shown
    assert "You said that this is right for “rent”." in shown


def test_bars_say_their_share_to_those_who_listen(panel: WhyPanel) -> None:
    panel.show_reasons(make_reasons("rent", 10), "Lease")
    names = [bar.accessibleName() for bar in panel.findChildren(ShareBar)]
    assert "Words found: 50 percent" in names
    assert "rent: 75 percent" in names


def test_what_gave_nothing_is_not_shown(panel: WhyPanel) -> None:
    reasons = make_reasons("rent", 10)
    panel.show_reasons(
        replace(reasons, by_neighbours=0.0, by_teaching=0.0, like=(), taught=(), close=()), "Lease"
    )
    shown = texts(panel)
    assert "Passages like it" not in shown
    assert "taught" not in shown
    assert "Close in meaning" not in shown


def test_a_passage_alike_opens_its_document(panel: WhyPanel, qtbot: QtBot) -> None:
    reasons = make_reasons("rent", 10)
    panel.show_reasons(reasons, "Lease")
    with qtbot.waitSignal(panel.document_wanted) as heard:
        button(panel, reasons.like[0].document.title).click()
    assert heard.args == [reasons.like[0].document]


def test_what_was_taught_is_switched_off_or_forgotten(panel: WhyPanel, qtbot: QtBot) -> None:
    reasons = make_reasons("rent", 10)
    panel.show_reasons(reasons, "Lease")
    with qtbot.waitSignal(panel.switch_wanted) as heard:
        button(panel, "Switch off").click()
    assert heard.args == [reasons.taught[0].row, False]
    with qtbot.waitSignal(panel.forget_wanted) as heard:
        button(panel, "Forget").click()
    assert heard.args == [reasons.taught[0].row]


def test_a_sentence_takes_the_place_of_reasons(panel: WhyPanel) -> None:
    panel.show_reasons(make_reasons("rent", 10), "Lease")
    panel.say("This passage is no longer in the library.")
    panel.show_reasons(make_reasons("rent", 10), "Lease")
    panel.say("Gone.")
    assert panel.shown_text() == "Gone."
