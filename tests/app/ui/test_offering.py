# SPDX-License-Identifier: Apache-2.0
"""The first screen offers the user's own folders, unticked, and counts while it is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from findling.errors import AppError
from findling.services.types import SourceRow
from findling.ui import offering
from findling.ui.offering import Offering, own_folders
from tests.app.ui.builders import make_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from findling.services.folder_estimate import FolderEstimate
    from findling.ui.views.folder_offer import FolderOffer
    from tests.app.ui.conftest import Bench


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / name for name in ("Documents", "Desktop", "Downloads")]
    for number, folder in enumerate(made):
        folder.mkdir()
        for one in range(number):
            (folder / f"{one}.txt").write_text("x" * 1000)
    return made


@pytest.fixture
def bench(made: Bench, folders: list[Path], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Bench:
    """A window on an empty library, whose user has three folders."""
    monkeypatch.setattr(offering, "own_folders", lambda: folders)
    made.window.show()
    qtbot.waitExposed(made.window)
    qtbot.waitUntil(made.parts.welcome.isVisible)
    return made


def amounts(offer: FolderOffer) -> list[str]:
    return [label.text() for label in offer.amounts.values()]


def test_folders_are_counted_and_none_is_ticked(bench: Bench, qtbot: QtBot) -> None:
    offer = bench.parts.welcome.offer
    qtbot.waitUntil(lambda: not any("counting" in text for text in amounts(offer)))
    assert amounts(offer) == ["nothing to read found", "1 file, 1000 bytes", "2 files, 2 kB"]
    assert offer.chosen == []
    assert not offer.add.isEnabled()
    assert "only names and sizes" in offer.meaning.text()
    tick = list(offer.ticks.values())[2]
    assert tick.accessibleDescription() == "2 files, 2 kB"


def test_ticking_says_what_will_happen_and_the_button_does_it(
    bench: Bench, folders: list[Path], qtbot: QtBot
) -> None:
    offer = bench.parts.welcome.offer
    qtbot.waitUntil(lambda: amounts(offer)[2].startswith("2 files"))
    for folder in folders[1:]:
        offer.ticks[folder].setFocus()
        qtbot.keyClick(offer.ticks[folder], Qt.Key.Key_Space)
    assert offer.meaning.text() == (
        "3 files in all, read in the background. Files stay where they are."
    )
    before = [name for name, _ in bench.worker.commands]
    assert "add" not in before
    offer.add.click()
    assert bench.worker.commands[-1] == ("add", folders[1:])


def test_enter_on_a_ticked_folder_adds_it(bench: Bench, folders: list[Path], qtbot: QtBot) -> None:
    offer = bench.parts.welcome.offer
    tick = offer.ticks[folders[0]]
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Return)
    assert not bench.worker.commands
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    qtbot.keyClick(tick, Qt.Key.Key_Return)
    assert bench.worker.commands == [("add", [folders[0]])]


def test_counting_ends_when_the_page_goes(
    bench: Bench, folders: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = bench.window.findChild(Offering)
    assert service is not None
    stopped: list[bool] = []

    def endless(
        _folder: Path, _library: Path, check: Callable[[], None], report: object
    ) -> FolderEstimate:
        try:
            while True:
                check()
        except BaseException:
            stopped.append(True)
            raise

    qtbot.waitUntil(lambda: not any("counting" in text for text in amounts(service._offer)))  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(offering, "estimate_folder", endless)
    service._counted.clear()  # pyright: ignore[reportPrivateUsage]
    service._count(folders)  # pyright: ignore[reportPrivateUsage]
    bench.shelf.rows = [make_document(1)]
    bench.shelf.added = [SourceRow(1, folders[0], is_folder=True, missing=False, documents=1)]
    bench.refresh()
    qtbot.waitUntil(bench.parts.panes.isVisible)
    qtbot.waitUntil(lambda: bool(stopped))
    qtbot.waitUntil(lambda: service._bridge is None)  # pyright: ignore[reportPrivateUsage]


def test_a_folder_that_cannot_be_counted_can_be_added_all_the_same(
    made: Bench, folders: list[Path], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(*_args: object) -> FolderEstimate:
        raise AppError("No.")

    monkeypatch.setattr(offering, "estimate_folder", broken)
    monkeypatch.setattr(offering, "own_folders", lambda: folders)
    made.window.show()
    offer = made.parts.welcome.offer
    qtbot.waitUntil(lambda: amounts(offer) == ["could not be counted"] * 3)
    offer.ticks[folders[0]].setChecked(True)
    assert offer.meaning.text() == "They are read in the background. Files stay where they are."
    assert offer.add.isEnabled()


def test_where_the_system_asks_first_only_ticked_folders_are_looked_at(
    made: Bench, folders: list[Path], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(offering, "ASKS_BEFORE_LOOKING", True)
    monkeypatch.setattr(offering, "own_folders", lambda: folders)
    made.window.show()
    offer = made.parts.welcome.offer
    qtbot.waitUntil(lambda: len(offer.ticks) == 3)
    qtbot.wait(50)
    assert amounts(offer) == ["", "", ""]
    offer.ticks[folders[1]].setChecked(True)
    qtbot.waitUntil(lambda: amounts(offer) == ["", "1 file, 1000 bytes", ""])


@pytest.mark.parametrize("size", [(720, 480), (1280, 800)])
def test_everything_can_be_reached_in_a_small_window(
    bench: Bench, size: tuple[int, int], qtbot: QtBot
) -> None:
    bench.window.resize(*size)
    page, offer = bench.parts.welcome, bench.parts.welcome.offer
    qtbot.waitUntil(lambda: page.width() == size[0])
    bar = page._area.horizontalScrollBar()  # pyright: ignore[reportPrivateUsage]
    assert bar.maximum() == 0
    line = offer.fontMetrics().height()
    for tick in offer.ticks.values():
        assert tick.height() >= line
    bench.window.activateWindow()
    page.setFocus()
    assert bench.window.focusWidget() is next(iter(offer.ticks.values()))


def test_the_home_folder_is_not_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Documents").mkdir()
    places = iter([str(tmp_path / "Documents"), str(tmp_path), str(tmp_path / "gone")])
    monkeypatch.setattr(offering.Path, "home", lambda: tmp_path)
    monkeypatch.setattr(
        offering.QStandardPaths, "writableLocation", staticmethod(lambda _place: next(places))
    )
    assert own_folders() == [tmp_path / "Documents"]
