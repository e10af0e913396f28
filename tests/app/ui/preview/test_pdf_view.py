# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from findling.services.page_types import MAX_WIDTH_PX, PageProblem, PageWish, PdfFile
from findling.services.reading import PageMark
from findling.services.types import PagePlace, PassageHit
from findling.ui.preview.marks import PAPER
from findling.ui.preview.page_bridge import ShownPage
from findling.ui.preview.pdf_view import PdfView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FILE = PdfFile(Path("lease.pdf"), 10, 1.0)
SIZES = [(600.0, 800.0)] * 40
MARK = PageMark(100, 400, 300, 12)


class Desk:
    """A view and a stand-in for the service: keeps what is wanted and draws white pages."""

    def __init__(self, view: PdfView) -> None:
        self.view = view
        self.wanted: tuple[PageWish, ...] = ()
        view.pages_wanted.connect(self._on_wanted)

    def _on_wanted(self, wishes: tuple[PageWish, ...]) -> None:
        self.wanted = wishes

    def draw(self, mark: PageMark = MARK) -> None:
        """Answer all wishes; every place stands at the same mark."""
        for wish in self.wanted:
            image = QImage(wish.width_px, wish.width_px * 4 // 3, QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.white)
            self.view.take_picture(
                ShownPage(wish, image, tuple((mark,) for _ in wish.places), changed=False)
            )


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(500, 600)
    with qtbot.waitExposed(view):
        view.show()
    desk = Desk(view)
    view.show_file(FILE, SIZES)
    return desk


def hit(page: int, start: int = 3) -> PassageHit:
    place = PagePlace(page, start, start + 9)
    return PassageHit(page, 1, 0, 9, page, (place,), "", "", (), 1, 5, 1, 1, 0, "")


def test_pages_are_laid_out_before_any_picture_comes(desk: Desk) -> None:
    assert desk.view.n_pages == 40
    assert desk.view.verticalScrollBar().maximum() > 20_000


def test_a_file_laid_out_before_the_view_has_its_size_is_shown_from_its_top(qtbot: QtBot) -> None:
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(100, 30)
    view.show_file(FILE, SIZES)
    view.resize(700, 900)
    with qtbot.waitExposed(view):
        view.show()
    assert view.verticalScrollBar().value() == 0
    assert view.page == 0


def test_what_is_looked_at_stays_in_a_window_of_another_size(desk: Desk) -> None:
    view = desk.view
    view.go_to_page(20)
    for size in ((500, 200), (900, 700), (500, 600)):
        view.resize(*size)
        assert view.page == 20


def test_only_pages_near_the_window_are_wanted(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(desk.wanted))
    assert [wish.page for wish in desk.wanted] == [0, 1]
    desk.view.verticalScrollBar().setValue(10_000)
    qtbot.waitUntil(lambda: desk.wanted[0].page > 5)
    assert len(desk.wanted) <= 4


def test_the_page_of_the_hit_is_wanted_first(desk: Desk) -> None:
    desk.view.show_hits([hit(20)], 0)
    assert desk.wanted[0].page == 20
    assert desk.wanted[0].places == (PagePlace(20, 3, 12),)


def test_the_mark_stands_at_a_third_of_the_height(desk: Desk) -> None:
    desk.view.show_hits([hit(20)], 0)
    desk.draw()
    view = desk.view
    sheet = view._sheet(20)  # pyright: ignore[reportPrivateUsage]
    y = sheet.y() + MARK.y * sheet.height() / 800 - view.verticalScrollBar().value()
    assert y == pytest.approx(view.viewport().height() / 3, abs=2)


def test_the_mark_is_painted_as_band_and_line(desk: Desk) -> None:
    desk.view.show_hits([hit(20)], 0)
    desk.draw()
    image = desk.view.viewport().grab().toImage()
    colors = {image.pixelColor(250, y).name() for y in range(image.height())}
    assert PAPER.band.name() in colors
    assert PAPER.line.name() in colors


def test_a_reader_who_scrolls_is_not_pulled_back_by_a_late_picture(desk: Desk) -> None:
    desk.view.show_hits([hit(20)], 0)
    bar = desk.view.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
    there = bar.value()
    desk.draw()
    assert bar.value() == there


def test_a_picture_of_another_search_lends_no_marks(desk: Desk) -> None:
    desk.view.show_hits([hit(20)], 0)
    desk.draw()
    desk.view.show_hits([hit(20, start=50)], 0)
    image = desk.view.viewport().grab().toImage()
    assert all(image.pixelColor(250, y) != QColor(PAPER.band) for y in range(image.height()))
    assert desk.wanted[0].places == (PagePlace(20, 50, 59),)


def test_pictures_far_from_the_window_are_let_go(desk: Desk, qtbot: QtBot) -> None:
    for page in range(0, 40, 4):
        desk.view.show_hits([hit(page)], 0)
        desk.draw()
    assert len(desk.view._pictures) <= 8  # pyright: ignore[reportPrivateUsage]


def test_where_no_place_is_found_that_is_told(desk: Desk, qtbot: QtBot) -> None:
    desk.view.show_hits([hit(20)], 0)
    with qtbot.waitSignal(desk.view.mark_placed) as told:
        for wish in desk.wanted:
            image = QImage(4, 4, QImage.Format.Format_RGB32)
            desk.view.take_picture(ShownPage(wish, image, ((),), changed=False))
    assert told.args == [False]


def test_zoom_keeps_what_is_looked_at_and_asks_for_sharper_pictures(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.view.show_hits([hit(20)], 0)
    desk.draw()
    before = desk.view.page
    for _ in range(4):
        desk.view.zoom_in()
    assert desk.view.page == before
    qtbot.waitUntil(lambda: bool(desk.wanted) and desk.wanted[0].width_px > 900)


def test_no_picture_is_wanted_wider_than_the_limit(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(30):
        desk.view.zoom_in()
    qtbot.waitUntil(lambda: bool(desk.wanted) and desk.wanted[0].width_px == MAX_WIDTH_PX)


def test_ctrl_and_wheel_zoom_and_fit_goes_back(desk: Desk) -> None:
    view, before = desk.view, desk.view.percent
    wheel = QWheelEvent(
        QPointF(200, 200),
        QPointF(200, 200),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.percent > before
    view.zoom_to_fit()
    assert view.percent == before


def test_fitted_pages_follow_the_width_of_the_window(desk: Desk) -> None:
    before = desk.view.percent
    desk.view.resize(900, 600)
    assert desk.view.percent > before
    assert desk.view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("key", "page"), [(Qt.Key.Key_End, 39), (Qt.Key.Key_Home, 0)], ids=["end", "home"]
)
def test_keys_go_to_the_ends(desk: Desk, qtbot: QtBot, key: Qt.Key, page: int) -> None:
    desk.view.verticalScrollBar().setValue(9000)
    qtbot.keyClick(desk.view, key)
    assert desk.view.page == page


def test_space_turns_the_page_and_shift_space_turns_back(desk: Desk, qtbot: QtBot) -> None:
    bar = desk.view.verticalScrollBar()
    qtbot.keyClick(desk.view, Qt.Key.Key_Space)
    assert bar.value() > 500
    qtbot.keyClick(desk.view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0


def test_a_page_that_cannot_be_drawn_says_so_and_is_not_asked_for_again(
    desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(desk.wanted))
    blank = desk.view.viewport().grab().toImage()
    desk.view.take_problem(PageProblem(FILE, 0, "The page is damaged."))
    assert desk.view.viewport().grab().toImage() != blank
    desk.view.show_hits([hit(0)], 0)
    assert 0 not in [wish.page for wish in desk.wanted]


def test_a_picture_of_another_file_is_let_go(desk: Desk) -> None:
    other = PdfFile(Path("other.pdf"), 10, 1.0)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    desk.view.take_picture(ShownPage(PageWish(other, 0, 4), image, (), changed=False))
    assert not desk.view._pictures  # pyright: ignore[reportPrivateUsage]


def test_clear_wants_nothing(desk: Desk) -> None:
    desk.view.show_hits([hit(20)], 0)
    desk.view.clear()
    assert desk.wanted == ()
    assert desk.view.page == -1


def test_a_whole_page_fits_and_stays_fitted(desk: Desk, qtbot: QtBot) -> None:
    desk.view.go_to_page(7)
    desk.view.zoom_to_page()
    assert desk.view.page == 7
    fitted = desk.view.percent
    desk.view.resize(500, 300)
    assert desk.view.percent < fitted
    qtbot.keyClick(desk.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.percent > fitted
    qtbot.keyClick(desk.view, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.percent < fitted


def test_a_page_that_is_not_there_is_not_gone_to(desk: Desk) -> None:
    desk.view.go_to_page(3)
    desk.view.go_to_page(99)
    assert desk.view.page == 3
