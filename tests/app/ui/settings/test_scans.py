# SPDX-License-Identifier: Apache-2.0
"""Whether scans are read is chosen in the settings, in a language that can be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from findling.services.ocr_settings import OcrSettings
from findling.services.scan_reader import ScanStatus
from findling.ui.settings.scans import ScansPage
from tests.app.ui.builders import make_scan_facts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


@pytest.fixture
def page(bench: Bench, qtbot: QtBot) -> ScansPage:
    window = bench.window.shell.open_settings()
    number, found = next((n, p) for n, p in enumerate(window.pages) if isinstance(p, ScansPage))
    window.open_at(number)
    qtbot.waitUntil(found.language.isEnabled)
    return found


def choices(page: ScansPage) -> list[str]:
    return [page.language.itemText(at) for at in range(page.language.count())]


def test_it_tells_what_there_is_to_read(page: ScansPage) -> None:
    assert page.said.text() == (
        "12 pages in 3 documents are pictures, or empty. 4 of them were looked at."
    )
    assert page.language.currentText() == "Do not read them"
    assert choices(page)[1:] == [
        "Read them in German (deu)",
        "Read them in English (eng)",
        "Read them in German (deu), English (eng)",
    ]


def test_a_choice_goes_to_the_worker(page: ScansPage, bench: Bench) -> None:
    page.language.activated.emit(3)
    assert bench.worker.commands[-1] == ("ocr", OcrSettings(True, ("deu", "eng")))
    page.language.activated.emit(0)
    assert bench.worker.commands[-1] == ("ocr", OcrSettings())


def test_what_was_set_elsewhere_is_shown(page: ScansPage) -> None:
    facts = replace(make_scan_facts(), settings=OcrSettings(True, ("frk",)))
    page.show_facts(facts)
    assert page.language.currentText() == "Read them in frk"


def test_without_tesseract_it_says_what_to_do(page: ScansPage) -> None:
    page.show_facts(replace(make_scan_facts(), languages=(), status=ScanStatus(0, 0, 0, 0)))
    assert not page.language.isEnabled()
    assert page.said.text() == (
        "Every page has text. Tesseract is not installed on this computer. Install it, and come "
        "back here."
    )
