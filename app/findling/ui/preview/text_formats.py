# SPDX-License-Identifier: Apache-2.0
"""Lays looks over the lines of a text widget, without touching the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPalette,
    QTextCharFormat,
    QTextLayout,
)

from findling.ui.preview.text_look import Style
from findling.ui.theme.tokens import TypeScale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QTextDocument

    from findling.ui.preview.text_look import Span, TextLook
    from findling.ui.preview.text_window import TextWindow

_FORMATTED = QTextLayout.FormatRange
_TITLE_SCALE = 1.35
_HEADING_SCALE = TypeScale.SECTION


def lay_look(
    document: QTextDocument, window: TextWindow, look: TextLook, font: QFont, palette: QPalette
) -> None:
    """Give every line of a document the look that it has by what it is.

    Parameters
    ----------
    document : QTextDocument
        Shows ``window``, a block for each line.
    window : TextWindow
        The stretch of the text that is shown.
    look : TextLook
    font : QFont
        Of plain text; the others follow its size.
    palette : QPalette
        Gives the colour of what steps back.
    """
    if look.is_plain:
        return
    formats = _formats(font, palette.color(QPalette.ColorRole.PlaceholderText))
    block = document.firstBlock()
    for line, spans in _lines(window, look):
        if spans:
            block.layout().setFormats([_range(window, line, span, formats) for span in spans])
        block = block.next()
    document.markContentsDirty(0, document.characterCount())


def mark_format(band: QColor | None = None, line: QColor | None = None) -> QTextCharFormat:
    """Return how a mark looks: a band, a line below, or both."""
    look = QTextCharFormat()
    if band is not None:
        look.setBackground(band)
    if line is not None:
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(line)
    return look


def _lines(window: TextWindow, look: TextLook) -> Iterable[tuple[str, tuple[Span, ...]]]:
    lines = window.shown.split("\n")
    return zip(lines, look.spans(lines, window.start), strict=True)


def _range(
    window: TextWindow, line: str, span: Span, formats: dict[Style, QTextCharFormat]
) -> QTextLayout.FormatRange:
    start, end = span.start, span.end
    if not window.is_flat:
        start, end = _units(line[:start]), _units(line[:end])
    found = _FORMATTED()
    found.start, found.length = start, end - start  # pyright: ignore[reportAttributeAccessIssue]
    found.format = formats[span.style]  # pyright: ignore[reportAttributeAccessIssue]
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _formats(font: QFont, quiet: QColor) -> dict[Style, QTextCharFormat]:
    formats = {style: QTextCharFormat() for style in Style}
    for style, scale in ((Style.TITLE, _TITLE_SCALE), (Style.HEADING, _HEADING_SCALE)):
        formats[style].setFontPointSize(font.pointSizeF() * scale)
        formats[style].setFontWeight(QFont.Weight.DemiBold)
    formats[Style.LABEL].setForeground(quiet)
    formats[Style.BOLD].setFontWeight(QFont.Weight.Bold)
    formats[Style.ITALIC].setFontItalic(True)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    formats[Style.CODE].setFontFamilies([fixed.family()])
    return formats
