# SPDX-License-Identifier: Apache-2.0
"""The preview from a document's key to ink on the screen, with the real reader's child."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit

from findling.services.outline import OutlineEntry
from findling.services.types import DocumentState, DocumentText
from findling.ui.preview.contents import ContentsView
from findling.ui.preview.find_bar import FindBar
from findling.ui.preview.glyph_button import GlyphButton
from findling.ui.preview.marks import PAPER
from findling.ui.preview.page_field import PageField
from findling.ui.preview.pane import PreviewPane

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

    from findling.services.pages import PageService
    from findling.services.reading import ReaderPool
    from tests.app.ui.preview.conftest import MakePdf, Texts

PAGES = [
    ["A first page about nothing."],
    ["The tenant may end this lease", "with three months of notice.", "Rent is due monthly."],
]
WORDS = "tenant may end this lease\r\nwith three months"


@pytest.fixture
def pane(qtbot: QtBot, page_service: PageService, texts: Texts) -> PreviewPane:
    pane = PreviewPane(page_service, texts)
    qtbot.addWidget(pane)
    pane.resize(640, 700)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


@pytest.fixture
def lease(make_pdf: MakePdf, reader_pool: ReaderPool, texts: Texts) -> int:
    made = make_pdf(PAGES, name="lease.pdf")
    return texts.add(made.path, reader_pool.read(made.path))


def labels(pane: PreviewPane) -> list[str]:
    found = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    return [text for text in found if text]


def pages_shown(pane: PreviewPane) -> str:
    field = pane.findChild(PageField)
    assert isinstance(field, PageField)
    return field.text()


def button(pane: PreviewPane, name: str) -> GlyphButton:
    return next(b for b in pane.findChildren(GlyphButton) if b.accessibleName() == name)


def band_pixels(pane: PreviewPane) -> int:
    image: QImage = pane.grab().toImage()
    band = PAPER.band.rgb()
    return sum(
        image.pixel(x, y) == band
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 2)
    )


def test_without_a_document_there_is_a_hint(pane: PreviewPane) -> None:
    assert labels(pane) == ["Nothing to show yet", "Choose a passage to see it in its document."]


def test_a_passage_of_a_pdf_is_marked_on_its_page(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    pane.show_hits(lease, [texts.hit(lease, WORDS)], 0)
    qtbot.waitUntil(lambda: band_pixels(pane) > 300, timeout=15_000)
    assert {"lease.pdf", "1 of 1"} <= set(labels(pane))
    assert pages_shown(pane) == "2 of 2"


def test_pages_that_come_late_are_shown_all_the_same(
    pane: PreviewPane,
    page_service: PageService,
    texts: Texts,
    lease: int,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    describe = page_service.describe

    def describe_late(*arguments: Any) -> None:  # noqa: ANN401 - whatever it takes
        threading.Timer(0.8, describe, arguments).start()

    monkeypatch.setattr(page_service, "describe", describe_late)
    pane.show_hits(lease, [texts.hit(lease, WORDS)], 0)
    qtbot.waitUntil(lambda: "Opening…" in labels(pane), timeout=5_000)
    qtbot.waitUntil(lambda: band_pixels(pane) > 300, timeout=15_000)


def test_screen_readers_hear_where_and_what_is_marked(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    pane.show_hits(lease, [texts.hit(lease, WORDS)], 0)
    expected = "lease.pdf, page 2. Marked: tenant may end this lease with three months"
    qtbot.waitUntil(
        lambda: pane._area.view.accessibleDescription() == expected,  # pyright: ignore[reportPrivateUsage]
        timeout=15_000,
    )


def test_a_text_is_shown_with_its_passage_marked(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.md", "first line\n" * 300 + "The needle is here.\n")
    pane.show_hits(note, [texts.hit(note, "The needle is here.")], 0)
    qtbot.waitUntil(lambda: band_pixels(pane) > 100)
    assert "note.md" in labels(pane)


def test_stepping_goes_to_the_next_passage_and_tells(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    hits = [texts.hit(lease, "first page", 7), texts.hit(lease, "Rent is due", 8)]
    pane.show_hits(lease, hits, 0)
    qtbot.waitUntil(lambda: "1 of 2" in labels(pane), timeout=15_000)
    with qtbot.waitSignal(pane.hit_changed) as told:
        button(pane, "Next passage").click()
    assert told.args == [8]
    assert "2 of 2" in labels(pane)
    assert not button(pane, "Next passage").isEnabled()
    assert button(pane, "Previous passage").isEnabled()


def test_a_file_that_changed_is_shown_without_marks_and_with_a_banner(
    pane: PreviewPane, texts: Texts, lease: int, make_pdf: MakePdf, qtbot: QtBot
) -> None:
    hit = texts.hit(lease, WORDS)
    make_pdf([["Something else entirely."], ["And more of it."]], name="lease.pdf")
    pane.show_hits(lease, [hit], 0)
    qtbot.waitUntil(lambda: any("has changed" in text for text in labels(pane)), timeout=15_000)
    qtbot.wait(300)
    assert band_pixels(pane) == 0


def test_a_changed_text_is_shown_as_it_was_read(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.txt", "the old words")
    texts.documents[note] = replace(texts.documents[note], changed=True)
    pane.show_hits(note, [texts.hit(note, "old words")], 0)
    qtbot.waitUntil(lambda: any("as it was then" in text for text in labels(pane)))
    assert band_pixels(pane) > 20


def test_a_file_that_could_not_be_read_says_why(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    known = texts.documents[lease]
    row = replace(known.row, state=DocumentState.FAILED, reason="The PDF needs a password.")
    texts.documents[lease] = replace(known, row=row)
    pane.show_document(lease)
    qtbot.waitUntil(lambda: "The PDF needs a password." in labels(pane))
    assert button(pane, "Open in its own program").isEnabled()


def test_a_broken_pdf_says_so(pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot) -> None:
    path = texts.documents[lease].row.path
    path.write_bytes(b"%PDF-1.7 and then nothing")
    pane.show_document(lease)
    qtbot.waitUntil(lambda: "This document cannot be shown" in labels(pane), timeout=15_000)


def test_a_document_that_is_gone_from_the_library_says_so(pane: PreviewPane, qtbot: QtBot) -> None:
    pane.show_document(99)
    sentence = "This document is no longer in the library."
    qtbot.waitUntil(lambda: sentence in labels(pane))


def test_only_the_newest_document_is_shown(
    pane: PreviewPane, texts: Texts, lease: int, tmp_path: Path, qtbot: QtBot
) -> None:
    notes = [texts.add_text(tmp_path / f"n{n}.txt", f"note {n}") for n in range(20)]
    for document_id in (lease, *notes):
        pane.show_document(document_id)
    qtbot.waitUntil(lambda: "n19.txt" in labels(pane))
    qtbot.wait(200)
    assert "n19.txt" in labels(pane)


def test_a_slow_library_never_blocks_the_window(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = texts.add_text(tmp_path / "slow.txt", "finally")
    go_on = threading.Event()

    def slow(document_id: int) -> DocumentText:
        assert go_on.wait(10)
        return texts.documents[document_id]

    monkeypatch.setattr(texts, "document_text", slow)
    start = time.perf_counter()
    pane.show_document(note)
    assert time.perf_counter() - start < 0.05
    qtbot.waitUntil(lambda: "Opening…" in labels(pane))
    go_on.set()
    qtbot.waitUntil(lambda: "slow.txt" in labels(pane))


def test_a_text_of_five_megabytes_never_holds_the_event_loop(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "A line of a long report.\n" * 200_000 + "The needle.\n"
    report = texts.add_text(tmp_path / "report.txt", text)
    beats: list[float] = []
    timer = QTimer(pane)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(1)
    pane.show_hits(report, [texts.hit(report, "The needle.")], 0)
    qtbot.waitUntil(lambda: "report.txt" in labels(pane))
    qtbot.wait(100)
    longest = max(b - a for a, b in pairwise(beats))
    assert longest < 0.25  # 0.03 s on an idle machine; the slack is for busy ones


def test_open_and_reveal_ask_for_the_document(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.txt", "words")
    pane.show_document(note)
    qtbot.waitUntil(lambda: "note.txt" in labels(pane))
    with qtbot.waitSignal(pane.open_requested) as opened:
        button(pane, "Open in its own program").click()
    with qtbot.waitSignal(pane.reveal_requested) as revealed:
        button(pane, "Show in folder").click()
    assert (opened.args, revealed.args) == ([note], [note])


def test_zoom_is_shown_in_percent(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    pane.show_document(lease)
    qtbot.waitUntil(lambda: pages_shown(pane) == "1 of 2", timeout=15_000)
    before = next(text for text in labels(pane) if text.endswith("%"))
    button(pane, "Zoom in").click()
    assert next(text for text in labels(pane) if text.endswith("%")) != before


def test_clear_goes_back_to_the_hint(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.txt", "words")
    pane.show_document(note)
    pane.clear()
    qtbot.wait(300)
    assert "Nothing to show yet" in labels(pane)


def test_a_narrow_pane_keeps_the_name_and_hides_the_zoom(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.txt", "words")
    pane.show_document(note)
    qtbot.waitUntil(lambda: "note.txt" in labels(pane))
    pane.resize(300, 500)
    qtbot.waitUntil(lambda: not button(pane, "Zoom in").isVisible())
    qtbot.waitUntil(lambda: any(text.startswith("note") for text in labels(pane)))


def find_bar(pane: PreviewPane) -> FindBar:
    bar = pane.findChild(FindBar)
    assert isinstance(bar, FindBar)
    return bar


def pixels_like(pane: PreviewPane, color: QColor) -> int:
    """Return how many pixels have a colour as it is seen over white."""
    part = color.alphaF()
    wanted = [255 * (1 - part) + v * part for v in (color.blue(), color.green(), color.red())]
    image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(-1, 4)[:, :3]
    return int((np.abs(pixels - np.array(wanted)) <= 3).all(axis=1).sum())


def test_words_are_found_counted_and_marked_on_pages(
    pane: PreviewPane, lease: int, qtbot: QtBot
) -> None:
    pane.show_document(lease)
    pane.find_in_document()
    qtbot.waitUntil(find_bar(pane).isVisible, timeout=15_000)
    qtbot.keyClicks(find_bar(pane).field, "MONTH")
    qtbot.waitUntil(lambda: "1 of 2" in labels(pane), timeout=15_000)
    qtbot.waitUntil(lambda: pixels_like(pane, PAPER.found_now) > 20, timeout=15_000)
    assert pixels_like(pane, PAPER.found) > 20
    qtbot.keyClick(find_bar(pane).field, Qt.Key.Key_Return)
    assert "2 of 2" in labels(pane)
    qtbot.keyClick(find_bar(pane).field, Qt.Key.Key_Return)
    assert "1 of 2" in labels(pane)
    qtbot.keyClick(find_bar(pane).field, Qt.Key.Key_Escape)
    assert not find_bar(pane).isVisible()
    qtbot.waitUntil(lambda: pixels_like(pane, PAPER.found_now) == 0, timeout=15_000)


def test_marks_of_the_passage_stay_while_words_are_found(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    pane.show_hits(lease, [texts.hit(lease, WORDS)], 0)
    qtbot.waitUntil(lambda: band_pixels(pane) > 300, timeout=15_000)
    pane.find_in_document()
    qtbot.keyClicks(find_bar(pane).field, "Rent")
    qtbot.waitUntil(lambda: pixels_like(pane, PAPER.found_now) > 20, timeout=15_000)
    assert band_pixels(pane) > 300


def test_words_that_are_not_there_are_told(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.txt", "words")
    pane.show_document(note)
    pane.find_in_document()
    qtbot.waitUntil(find_bar(pane).isVisible, timeout=15_000)
    qtbot.keyClicks(find_bar(pane).field, "nothing like it")
    qtbot.waitUntil(lambda: "Not found" in labels(pane), timeout=15_000)


def test_words_are_looked_for_in_the_next_document_too(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    one = texts.add_text(tmp_path / "one.txt", "a word")
    two = texts.add_text(tmp_path / "two.txt", "word, word, word")
    pane.show_document(one)
    pane.find_in_document()
    qtbot.waitUntil(find_bar(pane).isVisible, timeout=15_000)
    qtbot.keyClicks(find_bar(pane).field, "word")
    qtbot.waitUntil(lambda: "1 of 1" in labels(pane), timeout=15_000)
    pane.show_document(two)
    qtbot.waitUntil(lambda: "1 of 3" in labels(pane), timeout=15_000)


def test_ctrl_f_in_the_preview_finds_there_and_not_in_the_library(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    library_search: list[bool] = []
    QShortcut(QKeySequence("Ctrl+F"), pane, lambda: library_search.append(True))
    note = texts.add_text(tmp_path / "note.txt", "words")
    pane.show_document(note)
    qtbot.waitUntil(lambda: "note.txt" in labels(pane), timeout=15_000)
    qtbot.keyClick(pane._flow.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)  # pyright: ignore[reportPrivateUsage]
    qtbot.waitUntil(find_bar(pane).isVisible, timeout=15_000)
    assert library_search == []


def test_the_passage_is_copied_with_its_source(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    pane.show_hits(lease, [texts.hit(lease, WORDS)], 0)
    pane.copy_passage()
    expected = "\u201ctenant may end this lease with three months\u201d\n\u2014 p. 2, lease.pdf"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == expected, timeout=15_000)
    assert "The passage was copied with its source." in labels(pane)


def test_headings_lead_to_their_place(
    pane: PreviewPane, texts: Texts, lease: int, qtbot: QtBot
) -> None:
    known = texts.documents[lease]
    at = known.text.index("Rent is due")
    outline = (OutlineEntry(1, "Lease", 0, 0), OutlineEntry(2, "Rent is due", at, 1))
    texts.documents[lease] = replace(known, outline=outline)
    pane.show_document(lease)
    qtbot.waitUntil(lambda: pages_shown(pane) == "1 of 2", timeout=15_000)
    button(pane, "Contents").click()
    contents = pane.findChild(ContentsView)
    assert isinstance(contents, ContentsView)
    assert contents.isVisible()
    contents.entry_chosen.emit(outline[1])
    qtbot.waitUntil(lambda: pages_shown(pane) == "2 of 2", timeout=15_000)
    assert contents.currentIndex().data() == "Rent is due"


def test_a_document_without_headings_offers_no_contents(
    pane: PreviewPane, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    note = texts.add_text(tmp_path / "note.txt", "words")
    pane.show_document(note)
    qtbot.waitUntil(lambda: "note.txt" in labels(pane), timeout=15_000)
    assert not button(pane, "Contents").isEnabled()


def test_a_page_is_reached_by_its_number(pane: PreviewPane, lease: int, qtbot: QtBot) -> None:
    pane.show_document(lease)
    qtbot.waitUntil(lambda: pages_shown(pane) == "1 of 2", timeout=15_000)
    field = pane.findChild(PageField).findChild(QLineEdit)  # pyright: ignore[reportOptionalMemberAccess]
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pages_shown(pane) == "2 of 2"


def test_a_number_that_is_no_page_is_taken_back(
    pane: PreviewPane, lease: int, qtbot: QtBot
) -> None:
    pane.show_document(lease)
    qtbot.waitUntil(lambda: pages_shown(pane) == "1 of 2", timeout=15_000)
    field = pane.findChild(PageField).findChild(QLineEdit)  # pyright: ignore[reportOptionalMemberAccess]
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert pages_shown(pane) == "1 of 2"
