# SPDX-License-Identifier: Apache-2.0
"""Where the pages of a document stand in one column; knows nothing of widgets.

Units: ``pt`` are points of the page, ``px`` are the window's device-independent pixels.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MARGIN = 16
"""Pixels around the column and between two pages."""

MIN_SCALE, MAX_SCALE = 0.25, 8.0
"""Pixels a point, enough to see a whole poster and to read a footnote."""


@dataclass(frozen=True, slots=True)
class PxRect:
    """A rectangle in pixels of the column."""

    x: int
    y: int
    width: int
    height: int


class PageLayout:
    """A column of pages.

    Parameters
    ----------
    sizes : sequence of (float, float)
        Width and height of each page in points.
    scale : float
        Pixels a point, kept between `MIN_SCALE` and `MAX_SCALE`.

    Notes
    -----
    Making one costs a pass over the pages; every look-up afterwards is a binary search.
    """

    def __init__(self, sizes: Sequence[tuple[float, float]], scale: float) -> None:
        self.scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        self._widths = [max(1, round(width * self.scale)) for width, _ in sizes]
        self._heights = [max(1, round(height * self.scale)) for _, height in sizes]
        steps = (height + MARGIN for height in self._heights)
        self._tops = list(accumulate(steps, initial=MARGIN))

    @staticmethod
    def fitting_scale(sizes: Sequence[tuple[float, float]], width_px: int) -> float:
        """Return the scale at which the widest page fills a window of this width."""
        widest = max((width for width, _ in sizes), default=0.0)
        if widest <= 0:
            return 1.0
        return min(max((width_px - 2 * MARGIN) / widest, MIN_SCALE), MAX_SCALE)

    @staticmethod
    def whole_page_scale(
        sizes: Sequence[tuple[float, float]], width_px: int, height_px: int
    ) -> float:
        """Return the scale at which every page of a document is seen as a whole."""
        tallest = max((height for _, height in sizes), default=0.0)
        if tallest <= 0:
            return 1.0
        by_height = max((height_px - 2 * MARGIN) / tallest, MIN_SCALE)
        return min(by_height, PageLayout.fitting_scale(sizes, width_px))

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._widths)

    @property
    def width(self) -> int:
        """Width of the column with its margins."""
        return max(self._widths, default=0) + 2 * MARGIN

    @property
    def height(self) -> int:
        """Height of the column with its margins."""
        return self._tops[-1]

    def page_rect(self, page: int, view_width: int = 0) -> PxRect:
        """Return where a page stands, centred in the column or in a wider window."""
        width = self._widths[page]
        x = (max(self.width, view_width) - width) // 2
        return PxRect(x, self._tops[page], width, self._heights[page])

    def page_at(self, y: int) -> int:
        """Return the page at a height; the gap below a page belongs to it."""
        return min(max(bisect_right(self._tops, y) - 1, 0), max(len(self) - 1, 0))

    def pages_between(self, top: int, bottom: int) -> range:
        """Return the pages of which a part stands in a stretch of the column."""
        if not self._widths or bottom < self._tops[0] or top >= self._tops[-1]:
            return range(0)
        return range(self.page_at(top), self.page_at(bottom) + 1)

    def main_page(self, top: int, bottom: int) -> int:
        """Return the page that a reader of this stretch looks at: the one at a third of it."""
        return self.page_at(top + (bottom - top) // 3)
