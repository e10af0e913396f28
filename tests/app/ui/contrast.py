# SPDX-License-Identifier: Apache-2.0
"""Measures on a picture of a window whether its text stands out from what it stands on."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

TEXT = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""

LARGE = 3.0
LARGE_POINTS = 18.0

_SOFTENED = 0.93
"""What the softened edges of thin letters leave of a colour's contrast, at worst."""

_GAP = 2
_LEAST_INK = 6
"""Pixels in a line of text; less is a hairline or a speck."""


def faults(window: QWidget) -> list[str]:
    """Return which texts of a window are too faint, a sentence each."""
    pixels = pixels_of(window)
    found: list[str] = []
    for widget, area, what in _texts(window):
        part = pixels[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
        limit = _limit(widget)
        ratio = _ratio_of(part)
        if 1.02 < ratio < limit * _SOFTENED:
            found.append(f"{type(widget).__name__} “{what[:50]}”: {ratio:.2f} of {limit}")
    return found


def pixels_of(window: QWidget) -> NDArray[np.uint8]:
    """Return a picture of a window: rows, columns, then red, green and blue."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)


def luminances(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return how bright pixels are, as WCAG counts."""
    share = pixels.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ratios(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the contrast of every pixel with the colour that there is most of."""
    flat = pixels.reshape(-1, 3)
    colors, counts = np.unique(flat, axis=0, return_counts=True)
    ground = luminances(colors[counts.argmax()])
    bright = luminances(pixels)
    return (np.maximum(bright, ground) + 0.05) / (np.minimum(bright, ground) + 0.05)


def _ratio_of(pixels: NDArray[np.uint8]) -> float:
    return float(ratios(pixels).max()) if pixels.size else 1.0


def lines_of(pixels: NDArray[np.uint8]) -> Iterator[tuple[int, float]]:
    """Yield the lines of text in a row of a list: where, and how much each stands out."""
    contrast = ratios(pixels)
    has_ink = (contrast > 1.5).sum(axis=1) >= _LEAST_INK
    for is_line, rows in groupby(range(len(has_ink)), key=lambda row: bool(has_ink[row])):
        found = list(rows)
        if is_line and len(found) > 2 * _GAP:
            yield found[0], float(contrast[found[0] : found[-1] + 1].max())


def _texts(window: QWidget) -> Iterator[tuple[QWidget, QRect, str]]:
    """Yield every text in sight with the part of the window that it stands in."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window.window():
            continue
        if not widget.isEnabled() or isinstance(widget.parentWidget(), QComboBox):
            continue
        seen = _seen(widget, window)
        if seen.width() < 4 or seen.height() < 4:
            continue
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            yield from _rows(widget, window)
        elif text := _text(widget):
            yield widget, _inside(widget, seen), text


def _rows(view: QAbstractItemView, window: QWidget) -> Iterator[tuple[QWidget, QRect, str]]:
    model = view.model()
    if model is None:
        return
    room = _seen(view.viewport(), window)
    corner = view.viewport().mapTo(window, QPoint(0, 0))
    for row in range(min(model.rowCount(view.rootIndex()), 12)):
        for column in range(model.columnCount(view.rootIndex())):
            index = model.index(row, column, view.rootIndex())
            rect = view.visualRect(index).translated(corner)
            if room.contains(rect) and str(index.data() or ""):
                yield view, rect.adjusted(3, 3, -3, -3), str(index.data())


def _text(widget: QWidget) -> str:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        is_placeholder = isinstance(widget, QLineEdit) and not widget.text()
        return widget.placeholderText() if is_placeholder else widget.text()  # pyright: ignore
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.tabText(widget.currentIndex()) if isinstance(widget, QTabBar) else ""


def _inside(widget: QWidget, seen: QRect) -> QRect:
    """Return a part without the border, which stands out by itself."""
    edge = 0 if isinstance(widget, QLabel) else 4
    return seen.adjusted(edge, edge, -edge, -edge)


def _seen(widget: QWidget, window: QWidget) -> QRect:
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        area &= QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
        parent = parent.parentWidget()
    return area & window.rect()


def _limit(widget: QWidget) -> float:
    return LARGE if widget.font().pointSizeF() >= LARGE_POINTS else TEXT
