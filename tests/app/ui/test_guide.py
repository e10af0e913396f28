# SPDX-License-Identifier: Apache-2.0
"""The guide is opened from the menu, offline, with its chapters and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument

from findling.ui.actions.ids import ActionId
from findling.ui.guide import guide_folder

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.guide import GuideWindow
    from tests.app.ui.conftest import Bench

_IMAGE = int(QTextDocument.ResourceType.ImageResource.value)


@pytest.fixture
def guide(bench: Bench) -> GuideWindow:
    bench.window.shell.actions[ActionId.GUIDE].trigger()
    window = bench.window.shell.guide
    assert window is not None
    return window


def test_its_chapters_lead_to_their_places(guide: GuideWindow, qtbot: QtBot) -> None:
    names = [guide.chapters.item(row).text() for row in range(guide.chapters.count())]
    assert names[:3] == ["Start", "Add documents", "Search"]
    bar = guide.page.verticalScrollBar()
    guide.chapters.setCurrentRow(2)
    qtbot.waitUntil(lambda: bar.value() > 100)
    assert guide.page.textCursor().block().text() == "Search"
    guide.chapters.setCurrentRow(0)
    assert bar.value() < 100


def test_its_pictures_are_there_and_nothing_else_is_read(guide: GuideWindow) -> None:
    folder = guide_folder()
    assert folder is not None
    text = (folder / "index.md").read_text(encoding="utf-8")
    names = [part.partition(")")[0] for part in text.split("](images/")[1:]]
    assert names
    for name in names:
        picture = guide.page.loadResource(_IMAGE, QUrl(f"images/{name}"))
        assert isinstance(picture, QImage)
        assert not picture.isNull()
    for name in ("../index.md", "https://example.org/a.png", str(Path(__file__))):
        assert guide.page.loadResource(_IMAGE, QUrl(name)) is None


def test_links_into_the_web_go_to_the_browser(
    guide: GuideWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    guide.page.anchorClicked.emit(QUrl("https://example.org"))
    guide.page.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert opened == [QUrl("https://example.org")]


def test_pictures_become_as_wide_as_there_is_room(guide: GuideWindow, qtbot: QtBot) -> None:
    page = guide.page
    for width in (700, 560, 1000):
        guide.resize(width, 600)
        qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)
        document = page.document()
        room = page.viewport().width()
        picture = page.loadResource(_IMAGE, QUrl("images/attention.png"))
        assert isinstance(picture, QImage)
        assert room * 0.75 <= picture.width() < room
        assert document.idealWidth() <= room
