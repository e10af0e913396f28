# SPDX-License-Identifier: Apache-2.0
"""Where points of the map are on the screen, and pictures of a hundred thousand of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LEAST_SCALE, _MOST_SCALE = 0.5, 400.0
_MARGIN = 0.92
_SMALL, _LARGE = 1, 3  # pixels around the middle one
_ROUND = 0.7
_MANY = 4000


@dataclass(frozen=True, slots=True)
class Camera:
    """What part of the map is seen.

    Attributes
    ----------
    x, y : float
        Place in the middle of the view; the map goes from -1 to 1.
    scale : float
        1 where the whole map is seen; twice that is twice as near.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def to_screen(
        self, places: NDArray[np.float32], width: float, height: float
    ) -> NDArray[np.float32]:
        """Return places [n, 2] in pixels; the second axis of the map grows upwards."""
        unit = self._unit(width, height)
        moved = (places - np.array([self.x, self.y], np.float32)) * np.float32(unit)
        moved[:, 1] *= -1
        return np.asarray(moved + np.array([width / 2, height / 2], np.float32), np.float32)

    def to_map(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        """Return the place under a pixel."""
        unit = self._unit(width, height)
        return self.x + (x - width / 2) / unit, self.y - (y - height / 2) / unit

    def zoomed(self, factor: float, x: float, y: float, width: float, height: float) -> Camera:
        """Return a camera nearer by a factor, with the place under a pixel where it was."""
        before = self.to_map(x, y, width, height)
        scale = min(max(self.scale * factor, _LEAST_SCALE), _MOST_SCALE)
        nearer = replace(self, scale=scale)
        after = nearer.to_map(x, y, width, height)
        return replace(
            nearer, x=_kept(self.x + before[0] - after[0]), y=_kept(self.y + before[1] - after[1])
        )

    def moved(self, dx: float, dy: float, width: float, height: float) -> Camera:
        """Return a camera whose picture is so many pixels farther right and down."""
        unit = self._unit(width, height)
        return replace(self, x=_kept(self.x - dx / unit), y=_kept(self.y + dy / unit))

    def on(self, places: NDArray[np.float32]) -> Camera:
        """Return a camera that sees all of some places."""
        low, high = places.min(axis=0), places.max(axis=0)
        size = max(float(np.max(high - low)) / 2, 0.02)
        middle = (low + high) / 2
        return Camera(float(middle[0]), float(middle[1]), min(0.8 / size, _MOST_SCALE))

    def _unit(self, width: float, height: float) -> float:
        return max(min(width, height), 1.0) / 2 * _MARGIN * self.scale


def _kept(value: float) -> float:
    return min(max(value, -1.2), 1.2)


def draw_points(
    size: tuple[int, int],
    ground: str,
    pixels: NDArray[np.float32],
    colors: NDArray[np.int64],
    palette: Sequence[str],
    ratio: float = 1.0,
) -> QImage:
    """Return a picture of points.

    Parameters
    ----------
    size : (int, int)
        Width and height in device pixels.
    ground : str
        Colour behind them.
    pixels : ndarray of float32
        [n, 2], in device pixels.
    colors : ndarray of int64
        [n], numbers in ``palette``; what has a higher number lies above.
    palette : sequence of str
        Colours.
    ratio : float
        Device pixels a logical one: points are as many times larger.
    """
    width, height = size
    picture = np.full((height, width), QColor(ground).rgb(), np.uint32)
    reach = max(1, round((_SMALL if len(pixels) > _MANY else _LARGE) * ratio))
    x, y = (np.round(pixels[:, i]).astype(np.int64) for i in (0, 1))
    is_seen = (x >= reach) & (x < width - reach) & (y >= reach) & (y < height - reach)
    order = np.flatnonzero(is_seen)
    order = order[np.argsort(colors[order], kind="stable")]
    ink = np.array([QColor(color).rgb() for color in palette], np.uint32)[colors[order]]
    x, y = x[order], y[order]
    flat = picture.reshape(-1)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dx * dx + dy * dy <= reach * (reach + _ROUND):
                flat[(y + dy) * width + x + dx] = ink
    data = picture.tobytes()
    image = QImage(data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image
