# SPDX-License-Identifier: Apache-2.0
"""Where a part of a row is drawn when text is read from the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF


def mirrored(part: QRectF, row: QRectF, *, is_mirrored: bool) -> QRectF:
    """Return the place of a part that was laid out from left to right.

    Parameters
    ----------
    part : QRectF
        Where it lies when text is read from the left.
    row : QRectF
        What it is a part of.
    is_mirrored : bool
        Whether text is read from the right.

    Examples
    --------
    >>> mirrored(QRectF(0, 0, 10, 5), QRectF(0, 0, 100, 5), is_mirrored=True).left()
    90.0
    """
    if not is_mirrored:
        return part
    return QRectF(row.left() + row.right() - part.right(), part.top(), part.width(), part.height())
