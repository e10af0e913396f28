# SPDX-License-Identifier: Apache-2.0
"""How a text gets into the user's language: the English text is the key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, n: int = -1) -> str:
    """Return a text in the user's language; ``n`` takes the place of ``%Ln``.

    Parameters
    ----------
    text : str
        The English text; a literal, so that tests find it.
    n : int
        A number that the text depends on, where there is one.
    """
    return QCoreApplication.translate("findling", text, None, n)


def mark(text: str) -> str:
    """Return the text unchanged: it stands in a table and is translated where it is shown."""
    return text
