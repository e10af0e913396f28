# SPDX-License-Identifier: Apache-2.0
"""Read files and draw their pages in child processes: joins readers and the pool of children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.wire import document_from_wire, error_from_wire
from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.children import ChildPool
from findling.jobs.context import CancelledError
from findling.services.program import program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.extract.types import ExtractedDocument
    from findling.frames import Body, Frame
    from findling.jobs.limits import ChildLimits

__all__ = [
    "CancelledError",
    "ChildError",
    "PageMark",
    "PagePicture",
    "ReaderPool",
    "RenderedPage",
    "SelectedText",
]

RENDER_SECONDS = 20.0
"""Time to draw one page: nobody waits longer, and the window shows why there is no picture."""

_FAILURES = {
    ChildFailure.TOOK_TOO_LONG: ReadFailure.TOOK_TOO_LONG,
    ChildFailure.MEMORY: ReadFailure.MEMORY,
    ChildFailure.BAD_REPLY: ReadFailure.CRASHED,
    ChildFailure.CRASHED: ReadFailure.CRASHED,
}


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageMark:
    """A rectangle on a page in points, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as a picture.

    Attributes
    ----------
    width, height : int
        Size of the picture in pixels.
    rgba : bytes
        ``height * width * 4`` bytes, no padding between rows, opaque.
    width_pt, height_pt : float
        Size of the page in points, rotation applied.
    marks : tuple of tuple of PageMark
        For each place that was asked for, one rectangle a line.
    """

    width: int
    height: int
    rgba: bytes
    width_pt: float
    height_pt: float
    marks: tuple[tuple[PageMark, ...], ...]


@dataclass(frozen=True, slots=True)
class SelectedText:
    """A part of a page's text, as QtPdf gives it, and its rectangles, one a line."""

    text: str
    marks: tuple[PageMark, ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as text recognition wants it.

    Attributes
    ----------
    width, height : int
        Size in pixels.
    gray : bytes
        ``height * width`` bytes, 0 for black, no padding between rows.
    dpi : int
        Pixels an inch.
    """

    width: int
    height: int
    gray: bytes
    dpi: int


class ReaderPool:
    """Reads files in up to ``size`` child processes.

    Parameters
    ----------
    size : int
        Most children at a time.
    limits : ChildLimits, optional
        What one file may cost.
    command : sequence of str, optional
        How to start this program, where not as usual; ``reader`` is added to it.

    Notes
    -----
    May be used from any number of threads; each call blocks its thread only, and never for ever.
    """

    def __init__(
        self,
        size: int = 1,
        limits: ChildLimits | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        self._pool = ChildPool(size, [*(command or program()), "reader"], limits)

    def read(
        self,
        path: Path,
        *,
        place: Sequence[int] = (),
        password: str = "",
        timeout: float | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> ExtractedDocument:
        """Read a file, or one member of it.

        Parameters
        ----------
        path : Path
            The file.
        place : sequence of int, optional
            Number of the member in the file, number in that member and so on.
        password : str, optional
            For a PDF that asks for one. It goes through the pipe to the child and is not kept.
        timeout : float, optional
            Seconds instead of the usual limit.
        is_cancelled : callable, optional
            Asked about 20 times a second.

        Raises
        ------
        ReadError
            With the reason, whatever in the file stood in the way.
        ChildError
            If the reader program itself cannot be started: nothing to do with this file.
        CancelledError
            If the call was cancelled or the pool is closed.
        """
        request = _request("read", path, place, password)
        reply = self._ask(request, timeout, is_cancelled)
        return _parsed(lambda: document_from_wire(reply.body["document"], reply.payload))

    def pdf_info(
        self, path: Path, *, place: Sequence[int] = (), password: str = ""
    ) -> tuple[tuple[float, float], ...]:
        """Return the width and height of each page of a PDF in points.

        ``place`` and ``password`` are as in `read`.

        Raises
        ------
        ReadError
            If the file is no PDF or cannot be opened, also for want of a password.
        CancelledError
            If the pool is closed.
        """
        request = _request("pdf_info", path, place, password)
        reply = self._ask(request, RENDER_SECONDS)
        return _parsed(lambda: tuple((float(w), float(h)) for w, h in reply.body["sizes"]))

    def render_page(
        self,
        path: Path,
        page: int,
        width_px: int,
        places: Sequence[tuple[int, int]] = (),
        *,
        place: Sequence[int] = (),
    ) -> RenderedPage:
        """Draw a page of a PDF.

        Parameters
        ----------
        path : Path
            The file.
        page : int
            Page, counted from 0.
        width_px : int
            Width of the picture; very tall pages get a smaller one.
        places : sequence of (start, end)
            Code-point ranges within the page's text, to get the rectangles of.
        place : sequence of int, optional
            Which member of the file, as in `read`.

        Raises
        ------
        ReadError
            If the page cannot be drawn.
        CancelledError
            If the pool is closed.
        """
        request = _page_request("render", path, place, page, places) | {"width": width_px}
        reply = self._ask(request, RENDER_SECONDS)
        return _parsed(lambda: _rendered(reply))

    def locate_places(
        self,
        path: Path,
        page: int,
        places: Sequence[tuple[int, int]],
        *,
        place: Sequence[int] = (),
    ) -> tuple[tuple[PageMark, ...], ...]:
        """Return the rectangles of places on a page, without drawing it.

        Parameters, order and errors are those of `render_page`.
        """
        reply = self._ask(_page_request("locate", path, place, page, places), RENDER_SECONDS)
        return _parsed(lambda: _marks(reply.body))

    def select_text(
        self,
        path: Path,
        page: int,
        start: tuple[float, float] | None,
        end: tuple[float, float] | None,
        grain: str,
        *,
        place: Sequence[int] = (),
    ) -> SelectedText:
        """Return what stands between two points of a page, whichever comes first in reading.

        Parameters
        ----------
        path : Path
            The file.
        page : int
            Page, counted from 0.
        start, end : (float, float) or None
            In points from the page's upper left corner; None for where its text begins or ends.
        grain : str
            "char", "word" or "line": only whole ones are selected.
        place : sequence of int, optional
            Which member of the file, as in `read`.

        Raises
        ------
        ReadError
            If the page cannot be opened.
        CancelledError
            If the pool is closed.
        """
        ends = {"from": start and list(start), "to": end and list(end)}
        request = _request("select", path, place, "") | ends | {"page": page, "grain": grain}
        reply = self._ask(request, RENDER_SECONDS)
        return _parsed(lambda: SelectedText(reply.payload.decode(), _marks(reply.body)[0]))

    def page_picture(
        self,
        path: Path,
        page: int,
        *,
        place: Sequence[int] = (),
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> PagePicture:
        """Draw a page of a PDF for text recognition, at 300 dots an inch where that has room.

        Parameters are as in `render_page` and `read`.

        Raises
        ------
        ReadError
            If the page cannot be drawn.
        CancelledError
            If the call was cancelled or the pool is closed.
        """
        request = _request("picture", path, place, "") | {"page": page}
        reply = self._ask(request, RENDER_SECONDS, is_cancelled)
        return _parsed(lambda: _picture(reply))

    def close(self) -> None:
        """Kill the children and end all calls."""
        self._pool.close()

    def _ask(
        self,
        request: Body,
        timeout: float | None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Frame:
        try:
            reply = self._pool.call(request, timeout=timeout, is_cancelled=is_cancelled)
        except ChildError as error:
            if error.kind is ChildFailure.NOT_STARTED:
                raise  # not this file's fault, and no other file would fare better
            raise ReadError(_FAILURES[error.kind], error.message, error.detail) from error
        if reply.body.get("ok") is not True:
            raise _parsed(lambda: error_from_wire(reply.body["error"]))
        return reply


def _request(op: str, path: Path, place: Sequence[int], password: str) -> Body:
    body: Body = {"op": op, "path": str(path.absolute()), "place": list(place)}
    return body | {"password": password} if password else body


def _page_request(
    op: str, path: Path, place: Sequence[int], page: int, places: Sequence[tuple[int, int]]
) -> Body:
    wanted = [[start, end] for start, end in places]
    return _request(op, path, place, "") | {"page": page, "places": wanted}


def _marks(body: Body) -> tuple[tuple[PageMark, ...], ...]:
    return tuple(
        tuple(PageMark(*(float(value) for value in rect)) for rect in rects)
        for rects in body["rects"]
    )


def _rendered(reply: Frame) -> RenderedPage:
    body: dict[str, Any] = reply.body
    width, height = int(body["width"]), int(body["height"])
    if len(reply.payload) != width * height * 4:
        msg = f"{len(reply.payload)} bytes for {width} x {height} pixels"
        raise ValueError(msg)
    width_pt, height_pt = (float(value) for value in body["size"])
    return RenderedPage(width, height, reply.payload, width_pt, height_pt, _marks(body))


def _picture(reply: Frame) -> PagePicture:
    body: dict[str, Any] = reply.body
    width, height, dpi = (int(body[name]) for name in ("width", "height", "dpi"))
    if len(reply.payload) != width * height or dpi < 1:
        msg = f"{len(reply.payload)} bytes for {width} x {height} pixels at {dpi} dpi"
        raise ValueError(msg)
    return PagePicture(width, height, reply.payload, dpi)


def _parsed(parse: Callable[[], T]) -> T:
    """Return what a reply holds; a child that a hostile file took over may have sent anything."""
    try:
        return parse()
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise ReadError(
            ReadFailure.CRASHED, "The reader gave an answer that makes no sense.", repr(error)
        ) from error
