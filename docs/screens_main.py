# SPDX-License-Identifier: Apache-2.0
"""Pictures of the main window: from the first start to what could not be read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from screens_beside import take_beside

from findling.services.types import SearchMode
from findling.ui.condition_wording import Field, field
from findling.ui.mending import Mending, RepairQuestion
from findling.ui.models.places import PlaceKind
from findling.ui.preview.reading_area import ReadingArea
from findling.ui.sessions.work import Phase
from findling.ui.theme.tokens import ThemeMode
from findling.ui.tips import Tip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget
    from screens_papers import Papers

    from findling.ui.composition import Composition

QUESTION = "when may the tenants leave the flat"
SPREADSHEET = "insurance premium of the kitchen"
SMALL = (1000, 650)


def wait(milliseconds: int) -> None:
    """Let the app work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 400.0) -> None:
    """Let the app work until something holds."""
    for _ in range(int(seconds * 20)):
        if holds():
            return
        wait(50)
    sys.exit(f"waited in vain: {what}")


class Photographer:
    """Saves pictures of a window.

    Parameters
    ----------
    composition : Composition
        Has the window, and the theme that it waits for.
    place : callable
        Returns the file of a picture by its name; None where nobody wants it.
    """

    def __init__(self, composition: Composition, place: Callable[[str], Path | None]) -> None:
        self._composition = composition
        self._place = place

    def take(self, name: str, settle_ms: int = 700) -> None:
        """Save a picture of the main window once it has come to rest."""
        self.take_of(self._composition.window, name, settle_ms)

    def take_of(self, widget: QWidget, name: str, settle_ms: int = 700) -> None:
        """Save a picture of a panel or of the window."""
        path = self._place(name)
        if path is None:
            return
        wait(settle_ms)
        wait_until(lambda: not self._composition.theme.is_changing, "the colours")
        widget.grab().save(str(path))
        print(path, flush=True)

    def take_menu(self, menu: QObject | None, name: str) -> None:
        """Open a menu by itself, save a picture and close it."""
        if not isinstance(menu, QMenu):
            return
        menu.popup(QPoint(0, 0))
        self.take_of(menu, name, 300)
        menu.close()


class Stage(NamedTuple):
    """What pictures are taken of, and with what."""

    composition: Composition
    camera: Photographer
    papers: Papers
    mode: ThemeMode


def take_all(stage: Stage, *, small: bool) -> None:
    """Lead the window through its states and picture them."""
    window = stage.composition.window
    if small:
        window.resize(*SMALL)
    window.show()
    window.activateWindow()
    for part in (_first_start, _reading, _results, _arranged, _filters, _nothing, _tables, _tips):
        part(stage)
    _teaching(stage)
    take_beside(stage.composition, stage.camera.take_of, wait_until)
    for part in (_repairs, _attention, _away):
        part(stage)


def ask(stage: Stage, query: str) -> None:
    """Search for something and wait for what is found."""
    parts = stage.composition.window.parts
    parts.field.setText(query)
    wait_until(lambda: parts.results.has_results, query)
    parts.results.tree.select_first()
    wait(1000)
    settle(stage)


def settle(stage: Stage) -> None:
    """Wait until nothing is read any more and the document in the preview is open."""
    window = stage.composition.window
    work, area = window.sessions.work, window.parts.preview.findChild(ReadingArea)
    wait_until(lambda: not work.status.is_busy, "the end of work")
    work.dismiss()
    wait_until(lambda: area is None or area.is_flow or area.is_pdf, "the preview")
    wait(1500)


def _first_start(stage: Stage) -> None:
    welcome = stage.composition.window.parts.welcome
    wait_until(welcome.isVisible, "the welcome page")
    stage.camera.take("empty", 1500)
    first = next(iter(welcome.offer.ticks.values()))
    first.setChecked(True)
    stage.camera.take("empty-ticked")


def _reading(stage: Stage) -> None:
    """Read the papers, then an archive that lasts long enough for pictures."""
    window, camera = stage.composition.window, stage.camera
    parts, work = window.parts, window.sessions.work
    work.add([stage.papers.papers])
    wait_until(lambda: work.status.phase is Phase.DONE, "the papers")
    parts.results.tree.select_first()
    camera.take("listing", 2000)
    work.add([stage.papers.archive])
    QTest.keyClicks(parts.field, "sourdough")
    wait_until(lambda: (p := work.status.progress) is not None and p.eta_seconds > 0, "reading")
    camera.take("indexing", 300)
    work.pause()
    wait_until(lambda: work.status.phase is Phase.PAUSED, "the pause")
    camera.take("paused")
    work.resume()
    parts.field.clear()
    wait_until(lambda: work.status.phase is Phase.DONE, "the archive")
    camera.take("done")
    _remove(stage, stage.papers.archive.name)
    work.dismiss()


def _remove(stage: Stage, name: str) -> None:
    """Take a folder out of the library again."""
    library = stage.composition.library
    source = next(one for one in library.sources() if one.path.name == name)
    before = library.status().documents
    stage.composition.window.sessions.work.remove(source.id)
    wait_until(lambda: library.status().documents == before - source.documents, "the removal")


def _results(stage: Stage) -> None:
    parts = stage.composition.window.parts
    ask(stage, QUESTION)
    parts.results.tree.open_group(is_open=True)
    stage.camera.take("results", 1500)
    if stage.mode is ThemeMode.LIGHT:
        stage.composition.theme.set_mode(ThemeMode.DARK)
        stage.camera.take("dark", 1500)
        stage.composition.theme.set_mode(stage.mode)


def _arranged(stage: Stage) -> None:
    window, camera = stage.composition.window, stage.camera
    camera.take_menu(window.parts.results.head.order.menu(), "order-menu")
    window.arranging.group(False)
    window.parts.results.tree.select_first()
    camera.take("flat")
    window.arranging.group(True)


def _filters(stage: Stage) -> None:
    """Narrow a search down, and open the menus that do it."""
    top, camera = stage.composition.window.parts.top, stage.camera
    ask(stage, 'notice folder:Papers type:pdf,docx "written notice"')
    camera.take("filters")
    ask(stage, QUESTION)
    top.filters.click()
    wait_until(lambda: top.filters.menu_shown is not None, "the filters")
    menu = top.filters.menu_shown
    if menu is None:
        return
    camera.take_of(menu, "filters-menu")
    facets = {action.text(): action.menu() for action in menu.actions()}
    for name in (Field.SIZE, Field.TYPE):
        facet = facets.get(field(name))
        camera.take_menu(facet, f"filters-{name.value}")
    menu.close()


def _nothing(stage: Stage) -> None:
    parts, camera = stage.composition.window.parts, stage.camera
    parts.field.setText("written notice type:xlsx after:2030")
    camera.take("nothing", 1500)
    parts.mode.choose(SearchMode.WORDS)
    parts.field.setText("landlrod")
    camera.take("nothing-spelling", 1500)
    parts.mode.choose(SearchMode.BEST)


def _tables(stage: Stage) -> None:
    ask(stage, "which plant stands in a dark corner type:csv")
    stage.camera.take("table")
    ask(stage, f"{SPREADSHEET} type:xlsx")
    stage.camera.take("table-sheets")


def _tips(stage: Stage) -> None:
    """Have a tip told, and then no other one."""
    window, choices = stage.composition.window, stage.composition.preferences
    choices.forget_tips()
    ask(stage, QUESTION)
    wait_until(window.parts.tip.isVisible, "a tip")
    stage.camera.take("tip")
    for tip in Tip:
        choices.keep_tip(tip.value)
    window.parts.tip.dismiss()


def _teaching(stage: Stage) -> None:
    """Teach something and picture what is said, and the list of it."""
    window, camera = stage.composition.window, stage.camera
    teaching, parts = window.teaching, window.parts
    teaching.show_taught()
    camera.take_of(teaching.taught, "taught-empty")
    parts.results.tree.select(parts.results.tree.model().index(1, 0))
    teaching.judge(True)
    wait_until(parts.message.isVisible, "the effect of a teaching")
    camera.take("teach", 2000)
    window.sessions.teaching.associate("flat", "apartment")
    wait_until(lambda: len(window.sessions.teaching.rows) == 2, "a meaning")
    window.sessions.teaching.set_enabled(window.sessions.teaching.rows[0], enabled=False)
    teaching.meaning.ask("NDA")
    camera.take_of(teaching.taught, "taught", 2000)
    camera.take_of(teaching.meaning, "meaning")
    teaching.meaning.close()
    teaching.taught.close()
    parts.message.hide()


def _repairs(stage: Stage) -> None:
    """Say that the index is damaged, and what asks before a library is repaired."""
    window = stage.composition.window
    window.sessions.search.problem_found.emit("The checksum of section 3 does not match.")
    stage.camera.take("repair")
    window.parts.message.hide()
    for dialog, name in (
        (RepairQuestion(stage.composition.library.path), "repair-question"),
        (Mending(stage.composition.library.path), "repair-runs"),
    ):
        dialog.show()
        stage.camera.take_of(dialog, name)
        dialog.hide()


def _attention(stage: Stage) -> None:
    parts = stage.composition.window.parts
    parts.field.clear()
    parts.places.choose(PlaceKind.ATTENTION)
    wait(500)
    parts.results.go(1, by_page=False)
    stage.camera.take("attention", 1500)


def _away(stage: Stage) -> None:
    """Take a drive away whose documents are in the library."""
    window, drive = stage.composition.window, stage.papers.drive
    work = window.sessions.work
    work.add([drive])
    wait_until(lambda: work.status.phase is Phase.DONE, "the drive")
    drive.rename(drive.with_name("unplugged"))
    work.rescan()
    wait_until(lambda: any(s.missing for s in stage.composition.library.sources()), "the loss")
    wait(1000)
    work.dismiss()
    places = window.parts.places
    away = next(p for p in places.places() if p.source is not None and p.source.missing)
    places.show_place(away)
    wait(500)
    window.parts.results.tree.select_first()
    stage.camera.take("away", 1500)
