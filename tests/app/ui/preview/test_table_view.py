# SPDX-License-Identifier: Apache-2.0
"""Tables in the preview: the cells that were found are marked, gone to, copied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu

from findling.extract.csvrows import read_csv
from findling.extract.sheet_text import SheetText
from findling.services.outline import OutlineEntry
from findling.ui.preview.find_bar import FindBar
from findling.ui.preview.flow_view import FlowView
from findling.ui.preview.marks import PAPER
from findling.ui.preview.pane import PreviewPane
from findling.ui.preview.table_grid import MAX_COPIED_ROWS, TableGrid
from findling.ui.preview.table_view import TableView
from findling.ui.preview.text_view import TextView
from findling.ui.wording import count
from tests.app.ui.stand_ins import FakePages

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

    from tests.app.ui.preview.conftest import Texts

SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


@pytest.fixture
def pane(qtbot: QtBot, texts: Texts) -> PreviewPane:
    pane = PreviewPane(FakePages(), texts)  # pyright: ignore[reportArgumentType]
    qtbot.addWidget(pane)
    pane.resize(640, 500)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


@pytest.fixture
def tenants(texts: Texts, tmp_path: Path) -> int:
    """A table of 400 rows; number 7 and 300 live elsewhere."""
    path = tmp_path / "tenants.csv"
    towns = {7: "Ulm", 300: "Ulm"}
    rows = "".join(f"Tenant {n},{towns.get(n, 'Bonn')},{500 + n}\n" for n in range(400))
    path.write_text(f"Name,Town,Rent\n{rows}", "utf-8")
    return texts.add(path, read_csv(path))


@pytest.fixture
def houses(texts: Texts, tmp_path: Path) -> int:
    """A workbook of two sheets."""
    book = SheetText()
    for name, first in (("Rents", "North"), ("Old & new", "South")):
        book.begin(name)
        for number in range(50):
            row = ["Flat", "Rent", "Due"] if not number else [f"{first} {number}", "500", "May 1"]
            book.add_row(number, dict(enumerate(row)))
        book.end([f"All sums of {first} without heating"])
    key = texts.add_text(tmp_path / "houses.xlsx", book.text(), "xlsx")
    outline = tuple(OutlineEntry(1, head.title, head.offset, -1) for head in book.headings)
    texts.documents[key] = replace(texts.documents[key], outline=outline)
    return key


def grid_of(pane: PreviewPane) -> TableGrid:
    grid = pane.findChild(TableGrid)
    assert isinstance(grid, TableGrid)
    return grid


def table_of(pane: PreviewPane) -> TableView:
    table = pane.findChild(TableView)
    assert isinstance(table, TableView)
    return table


def current(pane: PreviewPane) -> str:
    return grid_of(pane).currentIndex().data()


def pixel(pane: PreviewPane, row: int, column: int) -> QColor:
    """Return the colour of the ground of a cell, beside its text."""
    grid = grid_of(pane)
    rect = grid.visualRect(grid.model().index(row, column))
    image = grid.viewport().grab().toImage()
    return image.pixelColor(rect.right() - 4, rect.center().y() - 6)


def test_the_row_that_was_found_is_banded_and_gone_to(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    hit = texts.hit(tenants, "Name: Tenant 300; Town: Ulm; Rent: 800")
    pane.show_hits(tenants, [hit], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "Tenant 300")
    assert grid_of(pane).shows(300)
    assert [pixel(pane, 300, column) for column in range(3)] == [PAPER.band] * 3
    assert pixel(pane, 299, 0) != PAPER.band
    assert pixel(pane, 301, 0) != PAPER.band


def test_an_outline_goes_round_the_passage(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    text = texts.documents[tenants].text
    hit = replace(texts.hit(tenants, "Name: Tenant 5;"), end=text.index("Name: Tenant 7;"))
    pane.show_hits(tenants, [hit], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "Tenant 5")
    grid = grid_of(pane)
    image = grid.viewport().grab().toImage()
    upper, lower = (grid.visualRect(grid.model().index(row, 1)) for row in (5, 6))
    x = upper.center().x()
    edges = [upper.top(), lower.bottom()]
    assert [image.pixelColor(x, y) for y in edges] == [PAPER.line] * 2
    assert image.pixelColor(x, upper.bottom()) != PAPER.line
    left = grid.visualRect(grid.model().index(6, 0))
    assert image.pixelColor(left.left(), left.center().y()) == PAPER.line


def test_only_the_cells_of_a_passage_are_marked(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    pane.show_hits(tenants, [texts.hit(tenants, "Town: Ulm")], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "Ulm")
    assert pixel(pane, 7, 1) == PAPER.band
    assert pixel(pane, 7, 2) != PAPER.band


def test_a_passage_that_cannot_be_placed_marks_nothing(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    end = len(texts.documents[tenants].text)
    hit = replace(texts.hit(tenants, "Town: Ulm"), start=end + 5, end=end + 50)
    pane.show_hits(tenants, [hit], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible())
    assert all(pixel(pane, row, 0) != PAPER.band for row in range(10))


def test_passages_are_stepped_through_from_sheet_to_sheet(
    pane: PreviewPane, texts: Texts, houses: int, qtbot: QtBot
) -> None:
    hits = [texts.hit(houses, "Flat: North 3;"), texts.hit(houses, "Flat: South 40;", 2)]
    pane.show_hits(houses, hits, 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "North 3")
    tabs = table_of(pane).tabs
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["Rents", "Old && new"]
    pane.next_hit()
    assert tabs.currentIndex() == 1
    assert current(pane) == "South 40"
    assert grid_of(pane).shows(39)
    tabs.setCurrentIndex(0)
    assert grid_of(pane).model().index(0, 0).data() == "North 1"


def test_a_line_that_is_no_row_goes_over_all_columns(
    pane: PreviewPane, texts: Texts, houses: int, qtbot: QtBot
) -> None:
    pane.show_hits(houses, [texts.hit(houses, "All sums of North")], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane).startswith("All sums"))
    assert grid_of(pane).columnSpan(49, 0) == 3
    assert grid_of(pane).columnSpan(48, 0) == 1
    assert pixel(pane, 49, 0) == PAPER.band


def test_words_are_found_cell_by_cell(pane: PreviewPane, tenants: int, qtbot: QtBot) -> None:
    pane.show_document(tenants)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible())
    qtbot.keyClick(grid_of(pane), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = pane.findChild(FindBar)
    assert isinstance(bar, FindBar)
    bar.field.setText("ulm")
    counts = bar.findChildren(QLabel)
    qtbot.waitUntil(lambda: any(label.text() == "1 of 2" for label in counts))
    assert grid_of(pane).currentIndex().row() == 7
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert (grid_of(pane).currentIndex().row(), current(pane)) == (300, "Ulm")
    assert pixel(pane, 300, 1) != pixel(pane, 299, 1)


def test_cells_are_copied_and_without_a_selection_the_passage(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    pane.show_hits(tenants, [texts.hit(tenants, "Town: Ulm")], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "Ulm")
    grid = grid_of(pane)
    control = Qt.KeyboardModifier.ControlModifier
    assert pane.selected_text() == ""
    qtbot.keyClick(grid, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "“Town: Ulm”\n— tenants.csv"
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "Ulm\t507\nBonn\t508"
    assert pane.selected_text() == "Ulm\t507\nBonn\t508"


def test_what_is_copied_is_bounded_and_says_so(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "".join(f"Name: {n}; Rent: {n}\n" for n in range(2 * MAX_COPIED_ROWS))
    pane.show_document(texts.add_text(tmp_path / "long.csv", text, "csv"))
    qtbot.waitUntil(lambda: grid_of(pane).isVisible())
    grid = grid_of(pane)
    model = grid.model()
    everything = QItemSelection(model.index(0, 0), model.index(model.rowCount() - 1, 1))
    grid.selectionModel().select(everything, SELECT)
    assert grid.copy()
    assert QGuiApplication.clipboard().text().count("\n") == MAX_COPIED_ROWS - 1
    said = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert f"Only the first {count(MAX_COPIED_ROWS)} rows were copied." in said


def test_a_hundred_thousand_rows_are_parsed_as_they_come_into_sight(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "".join(f"Name: Tenant {n}; Rent: {n}\n" for n in range(100_000))
    key = texts.add_text(tmp_path / "long.csv", text, "csv")
    pane.show_hits(key, [texts.hit(key, "Tenant 77777")], 0)
    qtbot.waitUntil(
        lambda: grid_of(pane).isVisible() and current(pane) == "Tenant 77777", timeout=20_000
    )
    model = table_of(pane)._model  # pyright: ignore[reportPrivateUsage]
    assert model.sheet is not None
    assert model.rowCount() == 100_000
    assert model.sheet.row.cache_info().misses < 500
    qtbot.keyClick(grid_of(pane), Qt.Key.Key_9)  # no search through all rows as one types
    assert model.sheet.row.cache_info().misses < 500


def test_the_cell_that_is_gone_to_is_written_out(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    pane.show_hits(tenants, [texts.hit(tenants, "Town: Ulm")], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "Ulm")
    written = [label.text() for label in table_of(pane).findChildren(QLabel)]
    assert written == ["Town: Ulm"]
    assert grid_of(pane).accessibleDescription() == "tenants.csv. Marked: Town: Ulm"
    index = grid_of(pane).currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Town: Ulm"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "In the passage that was found"


def test_a_table_can_be_read_as_text_and_back(
    pane: PreviewPane, texts: Texts, tenants: int, qtbot: QtBot
) -> None:
    pane.show_hits(tenants, [texts.hit(tenants, "Town: Ulm")], 0)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible() and current(pane) == "Ulm")
    flow = pane.findChild(FlowView)
    assert isinstance(flow, FlowView)
    flow.table.grid.customContextMenuRequested.emit(flow.table.grid.rect().center())
    menu = next(menu for menu in flow.table.findChildren(QMenu) if menu.actions())
    next(action for action in menu.actions() if action.text() == "&Show as text").trigger()
    menu.close()
    assert isinstance(flow.view, TextView)
    assert flow.text.marked_text() == "Town: Ulm"
    flow.want_text(False)
    assert current(pane) == "Ulm"


def test_what_is_no_table_is_shown_as_text(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    key = texts.add_text(tmp_path / "words.csv", "only\nsome\nwords\n", "csv")
    pane.show_hits(key, [texts.hit(key, "some")], 0)
    text = pane.findChild(TextView)
    assert isinstance(text, TextView)
    qtbot.waitUntil(text.isVisible)
    assert text.marked_text() == "some"


def test_zoom_makes_rows_higher(pane: PreviewPane, tenants: int, qtbot: QtBot) -> None:
    pane.show_document(tenants)
    qtbot.waitUntil(lambda: grid_of(pane).isVisible())
    before = grid_of(pane).rowHeight(0)
    pane.zoom_in()
    pane.zoom_in()
    assert grid_of(pane).rowHeight(0) > before
    assert "100 %" not in [label.text() for label in pane.findChildren(QLabel)]
    pane.zoom_to_fit()
    assert grid_of(pane).rowHeight(0) == before
