# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from findling.services.types import Progress, Stage
from findling.ui.actions.ids import ActionId
from findling.ui.sessions.work import Phase, WorkStatus
from findling.ui.theme.tokens import ThemeMode
from tests.app.ui.builders import make_facts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.model_page.window import ModelWindow
    from tests.app.ui.conftest import Bench


@pytest.fixture
def page(bench: Bench, qtbot: QtBot) -> ModelWindow:
    """The page, opened from the menu, with its facts."""
    bench.window.shell.actions[ActionId.MODEL].trigger()
    window = bench.window.knowing.window
    assert window is not None
    qtbot.waitUntil(lambda: window.summary.text() != "", timeout=20_000)
    return window


def test_it_tells_what_was_learned(page: ModelWindow) -> None:
    assert page.summary.text().startswith("Findling has learned from 380 passages")
    assert page.freshness.text().startswith("5 % of the passages came or went")
    texts = {key: label.text() for key, label in page.facts.items()}
    assert (texts["documents"], texts["passages"], texts["newer"]) == ("40", "400", "20")
    assert texts["took"] == "2.50 seconds, 152 passages a second"
    assert texts["teachings"] == "3"
    assert page.curve.isVisible()
    assert page.curve.accessibleDescription() == "3.50, 2.25, 1.50, 1.25"


def test_learning_anew_is_asked_of_the_worker(page: ModelWindow, bench: Bench) -> None:
    page.refresh.click()
    assert ("learn", None) in bench.worker.commands
    page.show_facts(replace(make_facts(), is_wished=True))
    assert not page.refresh.isEnabled()
    assert page.freshness.text() == "It is learned anew as soon as there is time."


def test_before_learning_it_says_what_is_missing(page: ModelWindow) -> None:
    page.show_facts(replace(make_facts(), passages=12, learned_from=0, losses=(), seconds=0.0))
    assert "38 are missing" in page.summary.text()
    assert not page.refresh.isEnabled()
    assert not page.curve.isVisible()
    assert page.facts["took"].text() == "nothing yet"
    page.show_facts(replace(make_facts(), learned_from=0))
    assert page.summary.text().startswith("Nothing was learned yet")


def test_nothing_new_is_up_to_date(page: ModelWindow) -> None:
    page.show_facts(replace(make_facts(), newer=0))
    assert page.freshness.text() == "It is up to date."


def test_it_shows_how_far_learning_is(page: ModelWindow) -> None:
    progress = Progress(Stage.LEARNING, 30, 100, "", 0.0, -1.0)
    page.show_work(WorkStatus(Phase.WORKING, progress))
    assert page.progress.isVisible()
    assert (page.progress.value(), page.progress.maximum()) == (30, 100)
    page.show_work(WorkStatus(Phase.WORKING, replace(progress, stage=Stage.READING)))
    assert not page.progress.isVisible()


def test_the_curve_is_drawn_in_every_theme(page: ModelWindow, bench: Bench) -> None:
    pictures: set[bytes] = set()
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST):
        bench.theme.set_mode(mode)
        pictures.add(bytes(page.curve.grab().toImage().constBits()))
    page.curve.show_losses((2.0, 1.0))
    pictures.add(bytes(page.curve.grab().toImage().constBits()))
    assert len(pictures) == 4
