# SPDX-License-Identifier: Apache-2.0
"""What a reader has selected on the pages of a PDF.

Where letters stand is known to the reader's child alone. So the selection is kept as the two points
between which it lies; the child is asked for the words and lines between them, and what it said
last stays in sight until it has answered.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from findling.services.page_types import MAX_SELECTED_PAGES, Grain, SelectWish

if TYPE_CHECKING:
    from findling.services.page_types import PageExcerpt, PageMark, PdfFile, Point

_MAX_LOOKS = 8
"""Pages of which all lines are known, to show a text cursor over them."""

_NEAR_PT = 2.0
"""So near to a line the mouse is on it."""

Spot = tuple[int, "Point"]
"""A page, counted from 0, and a point on it."""


class PageSelection(QObject):
    """Remembers between which points text is selected, and what it is.

    Signals
    -------
    wanted : tuple of SelectWish
        What to ask the reader's child for now; replaces what was wanted before.
    changed
        Something else is to be painted.
    lines_known
        It has become known where the lines of a page are.
    """

    wanted = Signal(object)
    changed = Signal()
    lines_known = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file: PdfFile | None = None
        self._anchor: Spot | None = None
        self._grain = Grain.CHAR
        self._hovered = -1
        self._wishes: dict[int, SelectWish] = {}
        self._known: dict[int, PageExcerpt] = {}
        self._looks: OrderedDict[int, PageExcerpt] = OrderedDict()
        self._asked: tuple[SelectWish, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return not self._wishes

    @property
    def text(self) -> str:
        """The words that are selected, as far as they are known; lines are apart by newlines."""
        parts = (self._known[page].words for page in sorted(self._known))
        return "\n".join(part.strip("\n") for part in parts if part.strip())

    def begin(self, file: PdfFile | None) -> None:
        """Go on with another file, or with none."""
        self._file, self._anchor, self._hovered = file, None, -1
        self._looks.clear()
        self._want({})

    def start(self, spot: Spot, grain: Grain) -> None:
        """Select from a spot on: nothing yet, or the word or line there."""
        self._anchor, self._grain = spot, grain
        self._want({})
        if grain is not Grain.CHAR:
            self.reach(spot)

    def reach(self, spot: Spot) -> None:
        """Select as far as a spot."""
        if self._anchor is None or self._file is None:
            return
        low = self._anchor[0] - MAX_SELECTED_PAGES + 1
        high = self._anchor[0] + MAX_SELECTED_PAGES - 1
        page = min(max(spot[0], low), high)
        self._want(_between(self._file, self._anchor, (page, spot[1]), self._grain))

    def select_page(self, page: int) -> None:
        """Select all text of a page."""
        if self._file is not None and page >= 0:
            self._anchor = None
            self._want({page: SelectWish(self._file, page)})

    def clear(self) -> None:
        """Select nothing."""
        self._anchor = None
        self._want({})

    def hover(self, page: int) -> None:
        """Get to know where the lines of a page are: the mouse is over it."""
        if page != self._hovered:
            self._hovered = page
            self._ask()

    def is_text(self, spot: Spot) -> bool:
        """Say whether a spot is on a line, as far as its page's lines are known."""
        look = self._looks.get(spot[0])
        return look is not None and any(_is_on(mark, spot[1]) for mark in look.marks)

    def lines_on(self, page: int) -> tuple[PageMark, ...]:
        """Return what is selected on a page, one rectangle or more a line."""
        return self._known[page].marks if page in self._known else ()

    def take(self, excerpt: PageExcerpt) -> None:
        """Take an answer; one that is not wanted any more is let go."""
        wish = excerpt.wish
        if wish.file != self._file:
            return
        if wish == SelectWish(wish.file, wish.page):
            self._keep_look(excerpt)
        wanted = self._wishes.get(wish.page)
        if wanted is not None and _is_on_the_way(wish, wanted):
            self._known[wish.page] = excerpt
            self.changed.emit()

    def _keep_look(self, excerpt: PageExcerpt) -> None:
        self._looks[excerpt.wish.page] = excerpt
        self._looks.move_to_end(excerpt.wish.page)
        while len(self._looks) > _MAX_LOOKS:
            self._looks.popitem(last=False)
        self.lines_known.emit()

    def _want(self, wishes: dict[int, SelectWish]) -> None:
        """Select something else; of what is known, keep what shows the way to it."""
        self._wishes = wishes
        known = {page: self._best(page, wish) for page, wish in wishes.items()}
        self._known = {page: excerpt for page, excerpt in known.items() if excerpt is not None}
        self.changed.emit()
        self._ask()

    def _best(self, page: int, wish: SelectWish) -> PageExcerpt | None:
        """Return what is known already of a wish."""
        look, known = self._looks.get(page), self._known.get(page)
        if look is not None and look.wish == wish:
            return look
        return known if known is not None and _is_on_the_way(known.wish, wish) else None

    def _ask(self) -> None:
        """Ask for what is not known yet, unless it has just been asked for."""
        wishes = [wish for page, wish in self._wishes.items() if not self._knows(page, wish)]
        if self._file is not None and self._hovered >= 0 and self._hovered not in self._looks:
            wishes.append(SelectWish(self._file, self._hovered))
        if tuple(wishes) != self._asked:
            self._asked = tuple(wishes)
            self.wanted.emit(self._asked)

    def _knows(self, page: int, wish: SelectWish) -> bool:
        return page in self._known and self._known[page].wish == wish


def _between(file: PdfFile, anchor: Spot, spot: Spot, grain: Grain) -> dict[int, SelectWish]:
    """Return what is selected between two spots, page by page."""
    (first, start), (last, end) = sorted((anchor, spot), key=lambda one: one[0])
    if first == last:
        is_empty = grain is Grain.CHAR and start == end
        return {} if is_empty else {first: SelectWish(file, first, start, end, grain)}
    middle = {page: SelectWish(file, page) for page in range(first + 1, last)}
    ends = {
        first: SelectWish(file, first, start, None, grain),
        last: SelectWish(file, last, None, end, grain),
    }
    return ends | middle


def _is_on_the_way(wish: SelectWish, wanted: SelectWish) -> bool:
    """Say whether an answer shows what is wanted, or what was a moment ago.

    A drag has one end that stays. What stands between it and where the mouse just was is better
    than nothing.
    """
    if wish == wanted:
        return True
    is_whole = wish.start is None and wish.end is None
    shares_end = wish.start == wanted.start or wish.end == wanted.end
    return not is_whole and wish.grain is wanted.grain and shares_end


def _is_on(mark: PageMark, point: Point) -> bool:
    is_beside = mark.x - _NEAR_PT <= point[0] <= mark.x + mark.width + _NEAR_PT
    return is_beside and mark.y - _NEAR_PT <= point[1] <= mark.y + mark.height + _NEAR_PT
