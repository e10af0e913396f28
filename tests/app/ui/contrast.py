# SPDX-License-Identifier: Apache-2.0
"""Measures on a picture of a window whether its text stands out from what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from tests.app.ui.accessible import shows_icon_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

TEXT = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""

LARGE = 3.0
"""The least contrast of large text and of icons (1.4.3 and 1.4.11)."""

LARGE_POINTS = 18.0

_SOFTENED = 0.93
"""What the softened edges of thin letters leave of a colour's contrast, at worst."""

_INK = 1.25
"""Less contrast than this is a wash, or the edge of one."""

_GAP = 6
"""Pixels without ink between two words."""

_LEAST_WIDTH, _LEAST_HEIGHT = 12, 6
"""Pixels of a word; less is a speck, or a hairline."""


def faults(window: QWidget) -> list[str]:
    """Return which texts of a window are too faint, a sentence each."""
    pixels = pixels_of(window)
    found: list[str] = []
    for widget, area, what in _texts(window):
        part = pixels[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
        limit = _limit(widget)
        worst = min(words_of(part), default=limit)
        if worst < limit * _SOFTENED:
            found.append(f"{type(widget).__name__} “{what[:50]}”: {worst:.2f} of {limit}")
    return found


def pixels_of(window: QWidget, area: QRect | None = None) -> NDArray[np.uint8]:
    """Return a picture of a window, or a part of it: rows, columns, then red, green and blue."""
    image = (
        window.grab(area or QRect(QPoint(0, 0), QSize(-1, -1)))
        .toImage()
        .convertToFormat(QImage.Format.Format_RGB888)
    )
    rows = np.array(image.constBits(), np.uint8).reshape(image.height(), -1)  # outlives the image
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)


def has_color(window: QWidget, area: QRect, color: str) -> bool:
    """Return whether a part of a window has a colour in it."""
    part = pixels_of(window)[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
    wanted = QColor(color)
    return bool((part == (wanted.red(), wanted.green(), wanted.blue())).all(axis=2).any())


def luminances(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return how bright pixels are, as WCAG counts."""
    share = pixels.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ratios(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the contrast of every pixel with the colour that there is most of."""
    packed = pixels.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    colors, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    parts = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1).astype(np.uint8)
    bright = luminances(parts)
    ground = bright[counts.argmax()]
    contrast = (np.maximum(bright, ground) + 0.05) / (np.minimum(bright, ground) + 0.05)
    return contrast[places].reshape(packed.shape)


def words_of(pixels: NDArray[np.uint8]) -> Iterator[float]:
    """Yield how much each word, or other drawing, stands out; lines are gone through one by one."""
    contrast = ratios(pixels)
    has_ink = contrast > _INK
    for top, bottom in _runs(np.asarray(has_ink.any(axis=1)), 1):
        line = np.asarray(has_ink[top:bottom].any(axis=0))
        for left, right in _runs(line, _GAP):
            word = contrast[top:bottom, left:right]
            if bottom - top >= _LEAST_HEIGHT and right - left >= _LEAST_WIDTH:
                yield float(word.max())


def _runs(has_ink: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Return where stretches of ink begin and end; smaller gaps are part of one."""
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(has_ink).tolist():
        if runs and at - runs[-1][1] < gap:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


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
    room = _seen(view.viewport(), window)
    corner = view.viewport().mapTo(window, QPoint(0, 0))
    for row in range(min(model.rowCount(view.rootIndex()), 12)):
        for column in range(_columns(view)):
            index = model.index(row, column, view.rootIndex())
            rect = view.visualRect(index).translated(corner)
            if room.contains(rect) and str(index.data() or ""):
                yield view, rect.adjusted(3, 3, -3, -3), str(index.data())


def _columns(view: QAbstractItemView) -> int:
    return view.horizontalHeader().count() if isinstance(view, QTableView) else 1


def _text(widget: QWidget) -> str:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        is_placeholder = isinstance(widget, QLineEdit) and not widget.text()
        return widget.placeholderText() if is_placeholder else widget.text()  # pyright: ignore
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.tabText(widget.currentIndex()) if isinstance(widget, QTabBar) else ""


def _inside(widget: QWidget, seen: QRect) -> QRect:
    """Return the part that words stand in: borders, boxes and icons stand out by themselves."""
    edge = 0 if isinstance(widget, QLabel) else 4
    start = end = edge
    if isinstance(widget, QCheckBox):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        start = widget.style().subElementRect(part, option, widget).right() + edge
    if isinstance(widget, QLineEdit):
        for button in widget.findChildren(QToolButton):
            if button.isVisible() and button.x() < widget.width() / 2:
                start = max(start, button.geometry().right() + edge)
            elif button.isVisible():
                end = max(end, widget.width() - button.x() + edge)
    return seen.adjusted(start, edge, -end, -edge)


def _seen(widget: QWidget, window: QWidget) -> QRect:
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        area &= QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
        parent = parent.parentWidget()
    return area & window.rect()


def _limit(widget: QWidget) -> float:
    is_icon = isinstance(widget, QToolButton) and shows_icon_alone(widget)
    is_large = widget.font().pointSizeF() >= LARGE_POINTS
    return LARGE if is_large or is_icon else TEXT
