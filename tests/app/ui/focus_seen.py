# SPDX-License-Identifier: Apache-2.0
"""Finds controls that look alike with the keyboard focus and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from tests.app.ui.accessible import name_of, stops
from tests.app.ui.contrast import pixels_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SEEN = 60
"""Pixels that have to be others: a ring or a line, not a blinking cursor."""

AROUND = 3
"""Pixels around a widget that may belong to its ring."""


def faults(window: QWidget) -> list[str]:
    """Return the stops of the Tab key that look alike with the focus and without."""
    top = window.window()
    found: list[str] = []
    for stop in dict.fromkeys(stops(window)):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if not stop.hasFocus():
            continue
        QApplication.processEvents()
        area = _around(stop, top)
        focused = pixels_of(top, area)
        stop.clearFocus()
        QApplication.processEvents()
        changed = (focused != pixels_of(top, area)).any(axis=2)
        if int(np.count_nonzero(changed)) < SEEN:
            found.append(f"{type(stop).__name__} “{name_of(stop)}”: {changed.sum()} pixels")
    return found


def _around(widget: QWidget, top: QWidget) -> QRect:
    corner = widget.mapTo(top, QPoint(0, 0))
    area = QRect(corner, widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return area & top.rect()
