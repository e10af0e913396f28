# SPDX-License-Identifier: Apache-2.0
"""Pictures of PDF pages for the preview: drawn in a child process, newest wish first.

The window never draws a PDF itself. It hands `PageService` the pages that it wants to show now; the
service answers from its cache or asks a reader's child, one page after the other on its own thread,
and forgets every wish that a newer call no longer contains.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from findling.errors import AppError
from findling.extract.errors import ReadError, ReadFailure
from findling.jobs.context import CancelledError
from findling.services.marks import tidy_marks
from findling.services.page_types import (
    MAX_SELECTED_PAGES,
    MAX_WIDTH_PX,
    PageExcerpt,
    PagePicture,
    PageProblem,
    PageWish,
    PdfFile,
    PdfShape,
    SelectWish,
)
from findling.services.picture_cache import PictureCache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.services.page_types import Point
    from findling.services.reading import PageMark, RenderedPage, SelectedText

CACHE_BYTES = 96 << 20
"""About 25 pages at the width of a usual preview."""

MAX_WISHES = 64
"""More pages than any screen shows; what is over is dropped."""

_MAX_BROKEN = 256
_UNREAD = "This file could not be read, so its pages are not shown."
_CLOSED = "The preview was closed before the page was drawn."
_CLOCK_SLACK = 1e-3
_FATAL = (ReadFailure.CRASHED, ReadFailure.MEMORY, ReadFailure.TOOK_TOO_LONG)

_log = logging.getLogger(__name__)

Answer = PagePicture | PageProblem


class PageReader(Protocol):
    """What draws pages where it can do no harm; `ReaderPool` does."""

    def pdf_info(self, path: Path, *, place: Sequence[int] = ()) -> tuple[tuple[float, float], ...]:
        """Return the width and height of each page in points."""
        ...

    def render_page(
        self,
        path: Path,
        page: int,
        width_px: int,
        places: Sequence[tuple[int, int]] = (),
        *,
        place: Sequence[int] = (),
    ) -> RenderedPage:
        """Draw one page and find places on it."""
        ...

    def locate_places(
        self,
        path: Path,
        page: int,
        places: Sequence[tuple[int, int]],
        *,
        place: Sequence[int] = (),
    ) -> tuple[tuple[PageMark, ...], ...]:
        """Find places on a page without drawing it."""
        ...

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
        """Return what stands between two points of a page."""
        ...


class PageService:
    """Answers wishes for pages of PDF files, from a thread of its own.

    Parameters
    ----------
    reader : PageReader
        Draws pages in a child process.
    cache_bytes : int
        Most bytes of pictures kept.

    Notes
    -----
    `describe`, `show`, `select` and `close` return at once and may be called from any thread.
    Callbacks come from the service's thread; they must not raise and must not call `close`.
    """

    def __init__(self, reader: PageReader, cache_bytes: int = CACHE_BYTES) -> None:
        self._reader = reader
        self._cache = PictureCache(cache_bytes)
        self._broken: OrderedDict[PdfFile, str] = OrderedDict()
        self._turn = threading.Condition()
        self._asked: tuple[PdfFile, Callable[[PdfShape | PageProblem], None]] | None = None
        self._wishes: list[PageWish] = []
        self._excerpts: list[SelectWish] = []
        self._selecting: SelectWish | None = None
        self._hand_over: Callable[[PageExcerpt], None] | None = None
        self._deliver: Callable[[Answer], None] | None = None
        self._running: PageWish | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="findling-pages", daemon=True)
        self._thread.start()

    def describe(self, file: PdfFile, deliver: Callable[[PdfShape | PageProblem], None]) -> None:
        """Ask for the sizes of all pages of a file; a question not yet begun is replaced."""
        with self._turn:
            self._asked = (file, deliver)
            self._turn.notify()

    def show(self, wishes: Sequence[PageWish], deliver: Callable[[Answer], None]) -> None:
        """Say which pages are wanted now, most urgent first; all earlier wishes are forgotten."""
        with self._turn:
            is_same = deliver == self._deliver
            news = (wish for wish in wishes if not (is_same and wish == self._running))
            self._wishes = list(islice(news, MAX_WISHES))
            self._deliver = deliver
            self._turn.notify()

    def select(self, wishes: Sequence[SelectWish], deliver: Callable[[PageExcerpt], None]) -> None:
        """Say what is selected now; comes before pictures, as somebody moves the mouse.

        Earlier wishes that are not begun are forgotten. What cannot be had is not answered: the
        page says already why it cannot be drawn.
        """
        with self._turn:
            news = (wish for wish in wishes if wish != self._selecting)
            self._excerpts = list(islice(news, MAX_SELECTED_PAGES + 1))
            self._hand_over = deliver
            self._turn.notify()

    def close(self, timeout: float = 5.0) -> None:
        """Forget all wishes and end the thread; waits for the page that is being drawn."""
        with self._turn:
            self._closed = True
            self._asked, self._wishes, self._excerpts = None, [], []
            self._turn.notify()
        self._thread.join(timeout)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Callable[[], None] | None:
        """Wait for the most urgent thing to do; None at the end."""
        with self._turn:
            self._turn.wait_for(
                lambda: self._closed or self._asked or self._excerpts or self._wishes
            )
            self._running = self._selecting = None
            if self._closed:
                return None
            if self._asked:
                (file, tell), self._asked = self._asked, None
                return lambda: tell(self._shape_of(file))
            if self._excerpts and self._hand_over:
                self._selecting = self._excerpts.pop(0)
                return partial(self._select, self._selecting, self._hand_over)
            wish = self._running = self._wishes.pop(0)
            deliver = self._deliver
            return partial(self._answer, wish, deliver) if deliver else lambda: None

    def _select(self, wish: SelectWish, deliver: Callable[[PageExcerpt], None]) -> None:
        file = wish.file
        try:
            self._refuse_unfit(file)
            found = self._reader.select_text(
                file.path, wish.page, wish.start, wish.end, wish.grain.value, place=file.place
            )
        except (AppError, CancelledError) as error:
            self._problem(file, wish.page, error)
            return
        deliver(PageExcerpt(wish, found.text, tidy_marks(found.marks)))

    def _answer(self, wish: PageWish, deliver: Callable[[Answer], None]) -> None:
        answer = self._picture_of(wish)
        with self._turn:
            self._running = None
            is_wanted = not self._closed and deliver == self._deliver
        if is_wanted:
            deliver(answer)

    def _shape_of(self, file: PdfFile) -> PdfShape | PageProblem:
        try:
            self._refuse_unfit(file)
            sizes = self._reader.pdf_info(file.path, place=file.place)
        except (AppError, CancelledError) as error:
            return self._problem(file, -1, error)
        return PdfShape(file, sizes, has_changed(file))

    def _picture_of(self, wish: PageWish) -> Answer:
        changed = has_changed(wish.file)
        known = self._cache.get(wish)
        if known is not None and known.wish == wish and not changed:
            return known
        try:
            self._refuse_unfit(wish.file)
            if known is None or changed:
                picture = self._draw(wish, changed=changed)
            else:
                picture = self._mark_anew(known, wish)
        except (AppError, CancelledError) as error:
            return self._problem(wish.file, wish.page, error)
        if not picture.changed:
            self._cache.put(picture)
        return picture

    def _draw(self, wish: PageWish, *, changed: bool) -> PagePicture:
        """Draw a page. Looks at the file once more afterwards, as it may change at any time."""
        ranges = [] if changed else _ranges(wish)
        width = max(1, min(wish.width_px, MAX_WIDTH_PX))
        drawn = self._reader.render_page(
            wish.file.path, wish.page, width, ranges, place=wish.file.place
        )
        changed = changed or has_changed(wish.file)
        marks = () if changed else tuple(tidy_marks(found) for found in drawn.marks)
        return PagePicture(
            wish,
            drawn.width,
            drawn.height,
            drawn.rgba,
            (drawn.width_pt, drawn.height_pt),
            marks,
            changed,
        )

    def _mark_anew(self, known: PagePicture, wish: PageWish) -> PagePicture:
        """Find other places on a page that is drawn already, as while a reader types words."""
        file = wish.file
        found = self._reader.locate_places(file.path, wish.page, _ranges(wish), place=file.place)
        changed = has_changed(file)
        marks = () if changed else tuple(tidy_marks(rects) for rects in found)
        return replace(known, wish=wish, marks=marks, changed=changed)

    def _refuse_unfit(self, file: PdfFile) -> None:
        """Keep files from being drawn that have already hurt a child."""
        if not file.is_readable:
            raise AppError(_UNREAD)
        if file in self._broken:
            raise AppError(self._broken[file])

    def _problem(self, file: PdfFile, page: int, error: Exception) -> PageProblem:
        """Turn an error into an answer; a file that cost a child its life is not tried again."""
        if isinstance(error, ReadError) and error.kind in _FATAL:
            self._broken[file] = error.message
            while len(self._broken) > _MAX_BROKEN:
                self._broken.popitem(last=False)
        message = error.message if isinstance(error, AppError) else _CLOSED
        _log.info("page %s cannot be shown: %s", page, error)
        return PageProblem(file, page, message)


def _ranges(wish: PageWish) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in wish.places]


def has_changed(file: PdfFile) -> bool:
    """Say whether a file is no longer the one that was read, going by its size and time.

    A file that was only touched counts as changed until the next scan has compared its content:
    no mark is better than a wrong one. So does a file that is gone.
    """
    try:
        facts = file.path.stat()
    except OSError:
        return True
    return facts.st_size != file.size or abs(facts.st_mtime - file.mtime) > _CLOCK_SLACK
