# SPDX-License-Identifier: Apache-2.0
"""How marks look: band and underline for the passage shown, a thin line for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from findling.ui.theme.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from findling.services.reading import PageMark
    from findling.ui.preview.page_marks import MarkedLines
    from findling.ui.theme.tokens import Colors


_OTHER_ALPHA = 0.55
"""The passages that are not looked at now step back."""

_FOUND_ALPHA, _FOUND_NOW_ALPHA = 0.22, 0.45
"""Words that were looked for: a wash of the accent, so that no passage seems to be meant."""

_SELECTED_ALPHA = 0.38
"""What is selected: black text stays black on it, whatever the theme's colour is."""


@dataclass(frozen=True, slots=True)
class MarkColors:
    """Colours of marks on one kind of ground."""

    band: QColor
    line: QColor
    other: QColor
    found: QColor
    found_now: QColor
    found_line: QColor


def _colors(colors: Colors) -> MarkColors:
    other = QColor(colors.mark_line)
    other.setAlphaF(_OTHER_ALPHA)
    found, found_now, found_line = (QColor(colors.accent) for _ in range(3))
    found.setAlphaF(_FOUND_ALPHA)
    found_now.setAlphaF(_FOUND_NOW_ALPHA)
    return MarkColors(
        QColor(colors.mark), QColor(colors.mark_line), other, found, found_now, found_line
    )


PAPER = _colors(LIGHT)
"""On white paper, whatever the theme: multiplied with the page, black text stays black."""

_DARK = _colors(DARK)


def colors_on(ground: QColor) -> MarkColors:
    """Return the colours for marks on the ground of a text."""
    return PAPER if ground.lightnessF() > 0.5 else _DARK


def paint_marks(
    painter: QPainter,
    lines: MarkedLines,
    to_window: Callable[[PageMark], QRectF],
    colors: MarkColors = PAPER,
) -> None:
    """Paint marks onto a page that is already drawn.

    Parameters
    ----------
    painter : QPainter
        Works in pixels.
    lines : MarkedLines
        What is marked on the page.
    to_window : callable
        From a rectangle of the page to one in pixels.
    colors : MarkColors
        What to paint with.

    Notes
    -----
    A band alone would be colour alone; underline and frame make the mark visible to everyone.
    """
    own = [to_window(mark) for mark in lines.own]
    now = [to_window(mark) for mark in lines.found_now]
    painter.save()
    for mark in lines.others:
        painter.fillRect(_underline(to_window(mark)), colors.other)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillPath(_united(own), colors.band)
    painter.fillPath(_united(to_window(mark) for mark in lines.found), colors.found)
    painter.fillPath(_united(now), colors.found_now)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for line in own:
        painter.fillRect(_underline(line), colors.line)
    painter.setPen(colors.found_line)
    for line in now:
        painter.drawRect(line)
    painter.restore()


def paint_selected(painter: QPainter, lines: Iterable[QRectF], color: QColor) -> None:
    """Paint what is selected onto a page that is already drawn, below its marks."""
    wash = QColor(color)
    wash.setAlphaF(_SELECTED_ALPHA)
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillPath(_united(lines), wash)
    painter.restore()


def _united(lines: Iterable[QRectF]) -> QPainterPath:
    """Return one area for all lines: where two overlap, the band is not to become darker."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for line in lines:
        path.addRect(line)
    return path


def _underline(line: QRectF) -> QRectF:
    if line.height() > 2 * line.width():  # text that runs up or down the page
        return QRectF(round(line.left()) - 1, line.top(), 1.0, line.height())
    return QRectF(line.left(), round(line.bottom()), line.width(), 1.0)


def to_pixels(rect: PageMark, left: float, top: float, scale: float) -> QRectF:
    """Return a rectangle of a page, given in points, in pixels of the window."""
    return QRectF(
        left + rect.x * scale, top + rect.y * scale, rect.width * scale, rect.height * scale
    )
