# SPDX-License-Identifier: Apache-2.0
"""Icons: our own line drawings, in the colour that a theme gives them."""

from __future__ import annotations

from enum import Enum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

_INK = "currentColor"
_SCALES = (1, 2, 3)
_AIR = 4
"""Pixels before and behind a drawing that words follow: Qt itself leaves four."""


class IconName(str, Enum):
    """The drawings; each is a file of this name."""

    ALERT = "alert"
    BACK = "back"
    CHECK = "check"
    CLOSE = "close"
    COLLECTION = "collection"
    COMMAND = "command"
    DISK_OFF = "disk-off"
    DOCUMENT = "document"
    DROP = "drop"
    FILE_PLUS = "file-plus"
    FOLDER = "folder"
    FOLDER_PLUS = "folder-plus"
    LIBRARY = "library"
    LOCK = "lock"
    MARK = "mark"
    PAUSE = "pause"
    PLAY = "play"
    REFRESH = "refresh"
    SEARCH = "search"
    SETTINGS = "settings"
    STONE = "stone"
    TAG = "tag"
    TIP = "tip"


def pixmap(name: IconName, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return a drawing.

    Parameters
    ----------
    name : IconName
        Which one.
    color : str
        Colour of its lines, ``#rrggbb``.
    size : int
        Side in logical pixels.
    ratio : float
        Device pixels a logical pixel.
    """
    key = f"findling/{name.value}/{color}/{size}/{ratio}"
    if QPixmapCache.find(key, picture := QPixmap()):
        return picture
    side = round(size * ratio)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(_drawing(name, color)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: IconName, color: str, size: int = 16, disabled: str = "") -> QIcon:
    """Return an icon that is sharp on every usual screen.

    Parameters
    ----------
    name : IconName
        Which one.
    color : str
        Colour of its lines, ``#rrggbb``.
    size : int
        Side in logical pixels.
    disabled : str, optional
        Colour while the control is disabled.
    """
    result = QIcon()
    for ratio in _SCALES:
        result.addPixmap(pixmap(name, color, size, ratio))
        if disabled:
            result.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return result


def put_beside(button: QAbstractButton, drawing: QIcon, size: int = 16) -> None:
    """Give a button a drawing before its words, with air between them in either direction.

    Parameters
    ----------
    button : QAbstractButton
    drawing : QIcon
        As from `icon`.
    size : int
        Side in logical pixels.
    """
    roomy = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        for ratio in _SCALES:
            roomy.addPixmap(_with_air(drawing.pixmap(QSize(size, size), ratio, mode), ratio), mode)
    button.setIconSize(QSize(size + 2 * _AIR, size))
    button.setIcon(roomy)


def _with_air(drawing: QPixmap, ratio: float) -> QPixmap:
    air = round(_AIR * ratio)
    result = QPixmap(drawing.width() + 2 * air, drawing.height())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    drawing.setDevicePixelRatio(1)
    painter.drawPixmap(air, 0, drawing)
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def _drawing(name: IconName, color: str) -> QByteArray:
    return QByteArray(_lines(name).replace(_INK, color).encode())


@cache
def _lines(name: IconName) -> str:
    file = resources.files("findling.ui.theme") / "icons" / f"{name.value}.svg"
    return file.read_text(encoding="utf-8")
