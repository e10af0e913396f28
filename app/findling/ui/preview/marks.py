# SPDX-License-Identifier: Apache-2.0
"""How marks look: band and underline for the passage shown, a thin line for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from findling.ui.theme.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.services.reading import PageMark
    from findling.ui.theme.tokens import Colors


_OTHER_ALPHA = 0.55
"""The passages that are not looked at now step back."""


@dataclass(frozen=True, slots=True)
class MarkColors:
    """Colours of marks on one kind of ground."""

    band: QColor
    line: QColor
    other: QColor


def _colors(colors: Colors) -> MarkColors:
    other = QColor(colors.mark_line)
    other.setAlphaF(_OTHER_ALPHA)
    return MarkColors(QColor(colors.mark), QColor(colors.mark_line), other)


PAPER = _colors(LIGHT)
"""On white paper, whatever the theme: multiplied with the page, black text stays black."""

_DARK = _colors(DARK)


def colors_on(ground: QColor) -> MarkColors:
    """Return the colours for marks on the ground of a text."""
    return PAPER if ground.lightnessF() > 0.5 else _DARK


def paint_marks(
    painter: QPainter,
    current: Iterable[QRectF],
    others: Iterable[QRectF],
    colors: MarkColors = PAPER,
) -> None:
    """Paint marks onto a page that is already drawn.

    Parameters
    ----------
    painter : QPainter
        Works in pixels.
    current : iterable of QRectF
        Lines of the passage that is shown.
    others : iterable of QRectF
        Lines of the other passages that were found.
    colors : MarkColors
        What to paint with.

    Notes
    -----
    The band alone would be colour alone; the underline makes the mark visible to everyone.
    """
    own = list(current)
    painter.save()
    for line in others:
        painter.fillRect(_underline(line), colors.other)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillPath(_united(own), colors.band)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for line in own:
        painter.fillRect(_underline(line), colors.line)
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
