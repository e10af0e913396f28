# SPDX-License-Identifier: Apache-2.0
"""A shape that is drawn around points, and which points lie in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CORNERS = 256
"""More corners than this no hand means; every other one is left out then."""

_STEP = 3.0
_STRAIGHT = 6.0
_TINY = 4.0


class Lasso:
    """Follows the pointer; all in pixels.

    Parameters
    ----------
    start : QPointF
        Where the button went down.

    Notes
    -----
    A straight drag is no shape: it stands for the rectangle between its ends.
    """

    def __init__(self, start: QPointF) -> None:
        self._path = [start]
        self._end = start
        self._step = _STEP

    def add(self, at: QPointF) -> None:
        """Go on to a point; corners nearer than a step are left out."""
        self._end = at
        if _distance(self._path[-1], at) < self._step:
            return
        self._path.append(at)
        if len(self._path) >= MOST_CORNERS:
            self._path = self._path[::2]
            self._step *= 2

    @property
    def is_tiny(self) -> bool:
        """Whether this was a click with an unsteady hand."""
        box = self.polygon().boundingRect()
        return max(box.width(), box.height()) <= _TINY

    @property
    def is_rectangle(self) -> bool:
        """Whether the way was straight from end to end."""
        start, end = self._path[0], self._end
        length = _distance(start, end)
        if length <= _TINY:
            return len(self._path) == 1
        dx, dy = (end.x() - start.x()) / length, (end.y() - start.y()) / length
        aside = (abs((p.x() - start.x()) * dy - (p.y() - start.y()) * dx) for p in self._path)
        along = ((p.x() - start.x()) * dx + (p.y() - start.y()) * dy for p in self._path)
        is_between = all(-_STRAIGHT <= way <= length + _STRAIGHT for way in along)
        return max(aside) <= _STRAIGHT and is_between

    def polygon(self) -> QPolygonF:
        """Return the shape; it is closed from its end to its start."""
        start, end = self._path[0], self._end
        if self.is_rectangle:
            across = [QPointF(end.x(), start.y()), end, QPointF(start.x(), end.y())]
            return QPolygonF([start, *across])
        return QPolygonF([*self._path, end])

    def inside(self, pixels: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the numbers of the points that lie in the shape."""
        corners = [(corner.x(), corner.y()) for corner in self.polygon().toList()]
        return points_inside(np.array(corners, np.float32), pixels)


def points_inside(corners: NDArray[np.float32], points: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return which points lie in a closed shape, by the even-odd rule.

    Parameters
    ----------
    corners : ndarray of float32, shape (m, 2)
    points : ndarray of float32, shape (n, 2)

    Returns
    -------
    ndarray of int64
        Numbers of points, ascending.

    Notes
    -----
    The points in the bounding box are sorted by their height once; each side of the shape then
    meets one stretch of them. A ring around all of 100,000 points takes about 15 ms.
    """
    low, high = corners.min(axis=0), corners.max(axis=0)
    in_box = np.flatnonzero(np.all((points >= low) & (points <= high), axis=1))
    order = in_box[np.argsort(points[in_box, 1])]
    x, y = points[order, 0], points[order, 1]
    is_in = np.zeros(len(order), np.bool_)
    begins, ends = corners, np.roll(corners, -1, axis=0)
    firsts = np.searchsorted(y, np.minimum(begins[:, 1], ends[:, 1]))
    lasts = np.searchsorted(y, np.maximum(begins[:, 1], ends[:, 1]))
    for side in np.flatnonzero(lasts > firsts).tolist():
        stretch = slice(firsts[side], lasts[side])
        (x0, y0), (x1, y1) = begins[side], ends[side]
        is_in[stretch] ^= x[stretch] < (y[stretch] - y0) * ((x1 - x0) / (y1 - y0)) + x0
    return np.sort(order[is_in]).astype(np.int64)


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
