# SPDX-License-Identifier: Apache-2.0
"""From a point of a page to a place in its text, for people who select with the mouse.

QtPdf finds the character near a point, and looks no further than a few points for it. Here the
point is first brought to the nearest line, as a mouse is moved beside lines more than on them; then
it is looked on which side of the character it is.
"""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from typing import TYPE_CHECKING

from findling.extract.geometry import Rect, clip, line_rects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.extract.pdf_qt import PdfFile

Point = tuple[float, float]

_LEADING = 0.3
"""White over and under a line that still belongs to it, in parts of its thickness."""

_BASELINE = 0.7
"""Height in a line at which all letters have ink, full stops too."""

_NEAR = 1.5
"""Points by which a character's box may miss a point that is on it: edges are rounded."""

_MAX_KEPT = 64
"""Points whose places are known: one end of what is selected stays while the other moves."""


class PageHits:
    """Finds places in the text of one page.

    Parameters
    ----------
    pdf : PdfFile
        The file, which stays open.
    page : int
        Page, counted from 0.

    Attributes
    ----------
    text : str
        The page's text; places are code-point offsets in it.
    """

    def __init__(self, pdf: PdfFile, page: int) -> None:
        self._pdf, self._page = pdf, page
        self.text = pdf.text(page)
        self._runs = clip(pdf.all_rectangles(page), *pdf.page_size(page))
        self._lines = line_rects(self._runs, self.text)
        self._known: OrderedDict[Point, int] = OrderedDict()

    def place_at(self, point: Point) -> int:
        """Return the place between two characters that is nearest to a point.

        Parameters
        ----------
        point : (float, float)
            In points from the page's upper left corner.
        """
        if not self._runs:
            return 0
        if point not in self._known:
            self._known[point] = self._find(point)
            if len(self._known) > _MAX_KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(point)
        return self._known[point]

    def _find(self, point: Point) -> int:
        line = nearest_line(self._lines, point)
        is_upright = _is_upright(line)
        spot = _snapped(self._run_in(line, point), point, is_upright=is_upright)
        index = self._char_at(spot)
        if index is None:
            return 0
        if self._is_behind(index, point, is_upright=is_upright):
            index += 1
        return self._offset(index)

    def _run_in(self, line: Rect, point: Point) -> Rect:
        """Return the piece of a line that is nearest to a point."""
        parts = [run for run in self._runs if _holds(line, _middle(run))]
        along, across = (_over, _beside) if _is_upright(line) else (_beside, _over)
        return min(parts or [line], key=lambda run: (along(run, point), across(run, point)))

    def _char_at(self, spot: Point) -> int | None:
        """Return the index in PDFium's list of the character at a spot that is on one.

        QtPdf tells a range between two points only. The other one is on the last character: then
        the range begins with the one that is looked for.
        """
        last = self._runs[-1]
        end = (last.x + last.width - min(1.0, last.width / 2), last.y + last.height * _BASELINE)
        between = self._pdf.listed_between(self._page, spot, end)
        if between is None:
            return self._last_char()
        for index in (between[0], between[1], between[1] - 1):
            _, box = self._pdf.listed_char(self._page, index)
            if box is not None and max(_beside(box, spot), _over(box, spot)) <= _NEAR:
                return index
        return between[0]

    def _last_char(self) -> int | None:
        """Return the last character that is drawn: what comes behind it is white space."""
        n_listed = self._pdf.n_listed(self._page)
        for index in range(n_listed - 1, max(n_listed - 9, -1), -1):
            if self._pdf.listed_char(self._page, index)[1] is not None:
                return index
        return None

    def _is_behind(self, index: int, point: Point, *, is_upright: bool) -> bool:
        """Say whether a point is on the side of a character on which reading goes on."""
        char, box = self._pdf.listed_char(self._page, index)
        if box is None:
            return False
        if is_upright:
            return (point[1] > box.y + box.height / 2) is self._goes_down(index, box)
        is_right = point[0] > box.x + box.width / 2
        runs_left = unicodedata.bidirectional(char[:1] or " ") in ("R", "AL")
        return is_right is not runs_left

    def _goes_down(self, index: int, box: Rect) -> bool:
        """Say whether a line that stands upright is read downwards."""
        for other, sign in ((index + 1, 1), (index - 1, -1)):
            beside = self._pdf.listed_char(self._page, other)[1] if other >= 0 else None
            if beside is not None and abs(beside.x - box.x) <= max(beside.width, box.width):
                return sign * (beside.y - box.y) > 0
        return True

    def _offset(self, index: int) -> int:
        """Return the code-point offset in the text at an index of PDFium's list."""
        units = self._pdf.n_units(self._page, index) if index else 0
        return len(self.text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def nearest_line(lines: Sequence[Rect], point: Point) -> Rect:
    """Return the line that who points there means.

    Beside a line it is that one, however short it is: a reader drags down the margin. But between
    two paragraphs it is one of them, and not a line of the next column that runs at that height.

    Parameters
    ----------
    lines : sequence of Rect
        At least one.
    point : (float, float)
        In the units of the lines.
    """
    plumb = [line for line in lines if _beside(line, point) == 0]
    over = min(plumb, key=lambda line: _over(line, point), default=None)
    level = [
        line
        for line in lines
        if _over(line, point) <= _LEADING * line.height and (not over or _share_column(line, over))
    ]
    beside = min(level, key=lambda line: (_beside(line, point), _over(line, point)), default=None)
    return beside or over or min(lines, key=lambda line: (_over(line, point), _beside(line, point)))


def _share_column(a: Rect, b: Rect) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width


def _is_upright(line: Rect) -> bool:
    return line.height > 24 and line.height > 2 * line.width


def _holds(rect: Rect, point: Point) -> bool:
    is_beside = rect.x <= point[0] <= rect.x + rect.width
    return is_beside and rect.y <= point[1] <= rect.y + rect.height


def _middle(rect: Rect) -> Point:
    return rect.x + rect.width / 2, rect.y + rect.height / 2


def _outside(start: float, length: float, at: float) -> float:
    return max(start - at, at - start - length, 0.0)


def _beside(rect: Rect, point: Point) -> float:
    return _outside(rect.x, rect.width, point[0])


def _over(rect: Rect, point: Point) -> float:
    return _outside(rect.y, rect.height, point[1])


def _snapped(run: Rect, point: Point, *, is_upright: bool) -> Point:
    """Return a point on the letters of a run, beside the given one."""
    if is_upright:
        inset = min(0.5, run.height / 4)
        y = min(max(point[1], run.y + inset), run.y + run.height - inset)
        return run.x + run.width / 2, y
    inset = min(0.5, run.width / 4)
    x = min(max(point[0], run.x + inset), run.x + run.width - inset)
    return x, run.y + run.height * _BASELINE
