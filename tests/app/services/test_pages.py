# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import queue
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.services.marks import tidy_marks
from findling.services.page_types import (
    MAX_WIDTH_PX,
    Grain,
    PageExcerpt,
    PagePicture,
    PageProblem,
    PageWish,
    PdfFile,
    SelectWish,
)
from findling.services.pages import PageService, has_changed
from findling.services.picture_cache import PictureCache
from findling.services.reading import PageMark, RenderedPage, SelectedText
from findling.services.types import DocumentRow, DocumentState, PagePlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from findling.services.page_types import Point

PLACE = PagePlace(0, 3, 9)
WAIT = 10.0


class Reader:
    """Draws nothing, notes what it was asked for, and can be held up."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
        self.located: list[tuple[int, tuple[tuple[int, int], ...]]] = []
        self.members: list[tuple[int, ...]] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.error: ReadError | None = None

    def pdf_info(self, path: Path, *, place: Sequence[int] = ()) -> tuple[tuple[float, float], ...]:
        self.members.append(tuple(place))
        if self.error:
            raise self.error
        return ((100.0, 200.0), (200.0, 100.0))

    def render_page(
        self,
        path: Path,
        page: int,
        width_px: int,
        places: Sequence[tuple[int, int]] = (),
        *,
        place: Sequence[int] = (),
    ) -> RenderedPage:
        self.members.append(tuple(place))
        self.asked.append((page, width_px, tuple(places)))
        assert self.goes_on.wait(WAIT)
        if self.error:
            raise self.error
        marks = tuple((PageMark(1, 2, 3, 4),) for _ in places)
        return RenderedPage(width_px, 2, bytes(width_px * 8), 100.0, 200.0, marks)

    def locate_places(
        self,
        path: Path,
        page: int,
        places: Sequence[tuple[int, int]],
        *,
        place: Sequence[int] = (),
    ) -> tuple[tuple[PageMark, ...], ...]:
        self.located.append((page, tuple(places)))
        if self.error:
            raise self.error
        return tuple((PageMark(5, 6, 7, 8),) for _ in places)

    def select_text(
        self,
        path: Path,
        page: int,
        start: Point | None,
        end: Point | None,
        grain: str,
        *,
        place: Sequence[int] = (),
    ) -> SelectedText:
        assert self.goes_on.wait(WAIT)
        if self.error:
            raise self.error
        return SelectedText(f"{page} {start} {end} {grain}", (PageMark(5, 6, 7, 8),))


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def service(reader: Reader) -> Iterator[PageService]:
    service = PageService(reader, cache_bytes=1000)
    yield service
    reader.goes_on.set()
    service.close()


@pytest.fixture
def pdf(tmp_path: Path) -> PdfFile:
    path = tmp_path / "lease.pdf"
    path.write_bytes(b"as it was read")
    facts = path.stat()
    return PdfFile(path, facts.st_size, facts.st_mtime)


Answers = queue.Queue[PagePicture | PageProblem]


def test_pages_of_a_pdf_inside_of_a_file_are_asked_for_by_its_place(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    inside = replace(pdf, place=(2, 0))
    answers: Answers = queue.Queue()
    service.show([PageWish(inside, 0, 10)], answers.put)
    picture = answers.get(timeout=WAIT)

    assert isinstance(picture, PagePicture)
    assert picture.wish.file == inside != pdf
    assert reader.members == [(2, 0)]


def test_a_wish_is_answered_with_picture_and_marks(service: PageService, pdf: PdfFile) -> None:
    answers: Answers = queue.Queue()
    wish = PageWish(pdf, 0, 20, (PLACE,))
    service.show([wish], answers.put)
    answer = answers.get(timeout=WAIT)
    assert isinstance(answer, PagePicture)
    assert answer.wish == wish
    assert answer.marks == (tidy_marks([PageMark(1, 2, 3, 4)]),)
    assert not answer.changed


def test_a_picture_is_drawn_once(service: PageService, reader: Reader, pdf: PdfFile) -> None:
    answers: Answers = queue.Queue()
    for _ in range(2):
        service.show([PageWish(pdf, 0, 20)], answers.put)
        answers.get(timeout=WAIT)
    assert len(reader.asked) == 1


def test_a_newer_call_forgets_what_is_not_wanted_any_more(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    reader.goes_on.clear()
    service.show([PageWish(pdf, page, 20) for page in range(30)], answers.put)
    while not reader.asked:
        pass
    service.show([PageWish(pdf, 40, 20), PageWish(pdf, 41, 20)], answers.put)
    reader.goes_on.set()
    pages = [answers.get(timeout=WAIT).wish.page for _ in range(3)]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    assert pages == [0, 40, 41]
    assert [page for page, _, _ in reader.asked] == [0, 40, 41]


def test_what_is_being_drawn_is_not_drawn_again(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    reader.goes_on.clear()
    wishes = [PageWish(pdf, 0, 20), PageWish(pdf, 1, 20)]
    service.show(wishes, answers.put)
    while not reader.asked:
        pass
    service.show(wishes, answers.put)
    reader.goes_on.set()
    for _ in wishes:
        answers.get(timeout=WAIT)
    assert answers.empty()


def test_show_never_waits(service: PageService, reader: Reader, pdf: PdfFile) -> None:
    reader.goes_on.clear()
    for page in range(500):
        service.show([PageWish(pdf, page, 20)], lambda _: None)
    assert len(reader.asked) <= 1


def test_a_changed_file_is_shown_without_marks(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    pdf.path.write_bytes(b"something else now")
    answers: Answers = queue.Queue()
    service.show([PageWish(pdf, 0, 20, (PLACE,))], answers.put)
    answer = answers.get(timeout=WAIT)
    assert isinstance(answer, PagePicture)
    assert answer.changed
    assert answer.marks == ()
    assert reader.asked == [(0, 20, ())]


def test_a_file_that_changes_while_it_is_drawn_is_not_marked(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    reader.goes_on.clear()
    service.show([PageWish(pdf, 0, 20, (PLACE,))], answers.put)
    while not reader.asked:
        pass
    pdf.path.write_bytes(b"written over just now")
    reader.goes_on.set()
    answer = answers.get(timeout=WAIT)
    assert isinstance(answer, PagePicture)
    assert (answer.changed, answer.marks) == (True, ())


def test_a_file_that_its_reader_failed_at_is_never_drawn(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    service.show([PageWish(replace(pdf, is_readable=False), 0, 20)], answers.put)
    assert isinstance(answers.get(timeout=WAIT), PageProblem)
    assert reader.asked == []


def test_a_file_that_cost_a_child_its_life_is_not_tried_again(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    reader.error = ReadError(ReadFailure.CRASHED, "The reader crashed on this file.")
    for page in (0, 1):
        service.show([PageWish(pdf, page, 20)], answers.put)
        problem = answers.get(timeout=WAIT)
        assert isinstance(problem, PageProblem)
        assert problem.message == "The reader crashed on this file."
    assert len(reader.asked) == 1


def test_one_damaged_page_leaves_the_others(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    reader.error = ReadError(ReadFailure.DAMAGED, "The page is damaged.")
    service.show([PageWish(pdf, 0, 20)], answers.put)
    assert isinstance(answers.get(timeout=WAIT), PageProblem)
    reader.error = None
    service.show([PageWish(pdf, 1, 20)], answers.put)
    assert isinstance(answers.get(timeout=WAIT), PagePicture)


def test_sizes_of_all_pages_are_told(service: PageService, pdf: PdfFile) -> None:
    shapes: queue.Queue[object] = queue.Queue()
    service.describe(pdf, shapes.put)
    shape = shapes.get(timeout=WAIT)
    assert getattr(shape, "sizes", None) == ((100.0, 200.0), (200.0, 100.0))


def test_a_file_that_is_gone_is_told(service: PageService, reader: Reader, pdf: PdfFile) -> None:
    reader.error = ReadError(ReadFailure.MISSING, "The file is no longer there.")
    shapes: queue.Queue[object] = queue.Queue()
    service.describe(pdf, shapes.put)
    assert shapes.get(timeout=WAIT) == PageProblem(pdf, -1, "The file is no longer there.")


def test_no_picture_is_wider_than_the_limit(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    service.show([PageWish(pdf, 0, 10**6)], answers.put)
    answers.get(timeout=WAIT)
    assert reader.asked[0][1] == MAX_WIDTH_PX


def test_nothing_is_answered_after_close(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    reader.goes_on.clear()
    service.show([PageWish(pdf, 0, 20)], answers.put)
    threading.Timer(0.05, reader.goes_on.set).start()
    service.close()
    assert answers.empty()


def picture(pdf: PdfFile, page: int, n_bytes: int) -> PagePicture:
    return PagePicture(PageWish(pdf, page, 1), 1, 1, bytes(n_bytes), (1.0, 1.0), (), changed=False)


def test_the_cache_stays_within_its_bytes_and_keeps_what_was_used_last(pdf: PdfFile) -> None:
    cache = PictureCache(1000)
    for page in range(3):
        cache.put(picture(pdf, page, 400))
        cache.get(PageWish(pdf, 0, 1))
    assert cache.n_bytes == 800
    assert [cache.get(PageWish(pdf, page, 1)) is not None for page in range(3)] == [
        True,
        False,
        True,
    ]


def test_a_picture_larger_than_the_cache_is_not_kept(pdf: PdfFile) -> None:
    cache = PictureCache(1000)
    cache.put(picture(pdf, 0, 400))
    cache.put(picture(pdf, 1, 1001))
    assert (len(cache), cache.n_bytes) == (1, 400)


def test_a_file_counts_as_changed_by_size_or_by_time_or_when_it_is_gone(pdf: PdfFile) -> None:
    assert not has_changed(pdf)
    assert has_changed(replace(pdf, size=pdf.size + 1))
    os.utime(pdf.path, (pdf.mtime, pdf.mtime + 5))
    assert has_changed(pdf)
    pdf.path.unlink()
    assert has_changed(pdf)


@pytest.mark.parametrize(
    ("state", "n_passages", "readable"),
    [
        (DocumentState.READ, 3, True),
        (DocumentState.PENDING, 3, True),
        (DocumentState.PENDING, 0, False),
        (DocumentState.FAILED, 0, False),
        (DocumentState.UNSUPPORTED, 0, False),
    ],
)
def test_only_what_was_read_is_readable(
    pdf: PdfFile, state: DocumentState, n_passages: int, readable: bool
) -> None:
    row = DocumentRow(1, pdf.path, "Lease", "pdf", state, "", 1, 1.0, 2, n_passages)
    assert PdfFile.of(row).is_readable is readable


def test_other_places_on_a_page_are_found_without_drawing_it_again(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    service.show([PageWish(pdf, 0, 20, (PLACE,))], answers.put)
    first = answers.get(timeout=WAIT)
    other = PageWish(pdf, 0, 20, (PLACE, PagePlace(0, 20, 24)))
    service.show([other], answers.put)
    second = answers.get(timeout=WAIT)
    assert isinstance(first, PagePicture)
    assert isinstance(second, PagePicture)
    assert second.wish == other
    assert second.marks == (tidy_marks([PageMark(5, 6, 7, 8)]),) * 2
    assert second.rgba is first.rgba
    assert len(reader.asked) == 1
    assert reader.located == [(0, ((3, 9), (20, 24)))]


def test_a_file_that_changed_is_drawn_anew_and_nothing_is_marked_on_it(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: Answers = queue.Queue()
    service.show([PageWish(pdf, 0, 20)], answers.put)
    answers.get(timeout=WAIT)
    pdf.path.write_bytes(b"something else by now")
    service.show([PageWish(pdf, 0, 20, (PLACE,))], answers.put)
    answer = answers.get(timeout=WAIT)
    assert isinstance(answer, PagePicture)
    assert answer.changed
    assert answer.marks == ()
    assert reader.located == []


def test_what_is_selected_comes_before_pictures_and_only_the_newest(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    reader.goes_on.clear()
    answers: queue.Queue[PagePicture | PageProblem | PageExcerpt] = queue.Queue()
    service.show([PageWish(pdf, 0, 10), PageWish(pdf, 1, 10)], answers.put)
    wishes = [SelectWish(pdf, 0, (1.0, 2.0), (float(at), 2.0), Grain.WORD) for at in range(9)]
    while not reader.asked:
        time.sleep(0.001)
    for wish in wishes:
        service.select([wish], answers.put)
    reader.goes_on.set()
    first, second, third = (answers.get(timeout=WAIT) for _ in range(3))
    assert isinstance(first, PagePicture)
    assert isinstance(second, PageExcerpt)
    assert second.wish == wishes[-1]
    assert second.text == "0 (1.0, 2.0) (8.0, 2.0) word"
    assert second.marks == tidy_marks([PageMark(5, 6, 7, 8)])
    assert isinstance(third, PagePicture)


def test_what_cannot_be_selected_is_not_answered(
    service: PageService, reader: Reader, pdf: PdfFile
) -> None:
    answers: queue.Queue[PagePicture | PageProblem | PageExcerpt] = queue.Queue()
    reader.error = ReadError(ReadFailure.DAMAGED, "The page is damaged.")
    service.select([SelectWish(pdf, 0)], answers.put)
    service.select([SelectWish(replace(pdf, is_readable=False), 0)], answers.put)
    service.show([PageWish(pdf, 0, 10)], answers.put)
    assert isinstance(answers.get(timeout=WAIT), PageProblem)
    assert answers.empty()


def test_copied_text_has_the_lines_of_the_page_and_whole_words(pdf: PdfFile) -> None:
    text = "the ten\ufffe\r\nant pays\r\nin ad\u00advance"
    assert PageExcerpt(SelectWish(pdf, 0), text, ()).words == "the tenant pays\nin advance"
