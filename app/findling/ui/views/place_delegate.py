# SPDX-License-Identifier: Apache-2.0
"""Draws the rows of the library pane: an icon, a name, a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from findling.ui import wording
from findling.ui.models.places import Place, PlaceKind
from findling.ui.models.roles import AnyIndex, Role
from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import scaled_font
from findling.ui.theme.tokens import Radius, Space, TypeScale
from findling.ui.views.mirroring import mirrored

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from findling.ui.theme.theme import Theme

_ICON = 18
_ROW = 34
_HEADING = 40


class PlaceDelegate(QStyledItemDelegate):
    """Measures and draws places.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    view : QListView
        The view that it draws for.
    """

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._pixmaps: dict[tuple[IconName, str], QPixmap] = {}

    def refresh(self) -> None:
        """Take over new colours."""
        self._pixmaps.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002  Qt's
        """Return the height of a row; a heading has air above it."""
        place: Place = index.data(Role.PLACE)
        text = QFontMetricsF(self._view.font()).height() + 2 * Space.S
        is_heading = place.kind is PlaceKind.HEADING
        return QSize(40, round(max(_HEADING if is_heading else _ROW, text)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row."""
        rect = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        place: Place = index.data(Role.PLACE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place.kind is PlaceKind.HEADING:
            self._paint_heading(painter, rect, place)
        else:
            self._paint_ground(painter, rect, state)
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_place(painter, rect, place, is_chosen=is_chosen)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, place: Place) -> None:
        font = scaled_font(self._view.font(), TypeScale.SMALL, QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colors.muted))
        box = rect.adjusted(Space.L + Space.XS, 0, -Space.M, -Space.XS)
        box = mirrored(box, rect, is_mirrored=self._view.isRightToLeft())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignBottom), place.label)

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        colors = self._theme.colors
        box = rect.adjusted(Space.S, 1, -Space.S, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colors.selection))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colors.accent))
            ring = box.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ring, Radius.CONTROL, Radius.CONTROL)

    def _paint_place(
        self, painter: QPainter, rect: QRectF, place: Place, *, is_chosen: bool
    ) -> None:
        colors = self._theme.colors
        is_missing = bool(place.source and place.source.missing)
        is_notice = place.kind is PlaceKind.ATTENTION
        color = colors.notice if is_notice else colors.accent if is_chosen else colors.muted
        is_mirrored = self._view.isRightToLeft()
        left, middle = rect.left() + Space.L + Space.XS, rect.center().y()
        picture = self._pixmap(_icon_of(place), color)
        spot = QRectF(left, middle - _ICON / 2, _ICON, _ICON)
        spot = mirrored(spot, rect, is_mirrored=is_mirrored)
        painter.drawPixmap(round(spot.left()), round(spot.top()), picture)
        weight = QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal
        font = scaled_font(self._view.font(), weight=weight)
        small = scaled_font(self._view.font(), TypeScale.SMALL)
        number = "" if place.saved else wording.count(place.number)
        width = QFontMetricsF(small).horizontalAdvance(number)
        painter.setFont(small)
        painter.setPen(QColor(colors.notice if is_notice else colors.muted))
        right = rect.right() - Space.L - Space.XS
        box = QRectF(right - width, rect.top(), width, rect.height())
        number_box = mirrored(box, rect, is_mirrored=is_mirrored)
        painter.drawText(number_box, int(Qt.AlignmentFlag.AlignVCenter), number)
        start = left + _ICON + Space.S
        name = QRectF(start, rect.top(), box.left() - Space.S - start, rect.height())
        painter.setFont(font)
        painter.setPen(QColor(colors.muted if is_missing else colors.text))
        elide = Qt.TextElideMode.ElideMiddle
        shown = QFontMetricsF(font).elidedText(place.label, elide, name.width())
        name = mirrored(name, rect, is_mirrored=is_mirrored)
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _pixmap(self, name: IconName, color: str) -> QPixmap:
        key = (name, color)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._theme.pixmap(name, color, _ICON, self._view)
        return self._pixmaps[key]


def _icon_of(place: Place) -> IconName:
    if place.kind is PlaceKind.ATTENTION:
        return IconName.ALERT
    if place.kind is PlaceKind.SEARCH:
        return IconName.SEARCH
    if place.group is not None:
        return IconName.TAG if place.kind is PlaceKind.TAG else IconName.COLLECTION
    if place.source is None:
        return IconName.LIBRARY
    if place.source.missing:
        return IconName.DISK_OFF
    return IconName.FOLDER if place.source.is_folder else IconName.DOCUMENT
