# SPDX-License-Identifier: Apache-2.0
"""The line above a preview: which file, which page, which hit, how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from findling.ui.preview.glyph_button import Glyph, GlyphButton
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

_NARROW = 440
"""Below this width the zoom makes room for the file's name; its keys go on working."""


class PreviewHeader(QWidget):
    """Names the document and steps through it.

    Signals
    -------
    previous_wanted, next_wanted
        The hit before or after the one shown.
    zoom_in_wanted, zoom_out_wanted, fit_wanted
        Another size of the page or the text.
    open_wanted, reveal_wanted
        The document in its own program, or its place in the file manager.
    """

    previous_wanted = Signal()
    next_wanted = Signal()
    zoom_in_wanted = Signal()
    zoom_out_wanted = Signal()
    fit_wanted = Signal()
    open_wanted = Signal()
    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_look(self, "head")
        self._name = ElidedLabel(self)
        self._name.setFont(scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        self._page = _quiet_label(self)
        self._hit = _quiet_label(self)
        self._percent = _quiet_label(self)
        self._previous = self._button(
            Glyph.PREVIOUS, self.tr("Previous passage"), self.previous_wanted
        )
        self._next = self._button(Glyph.NEXT, self.tr("Next passage"), self.next_wanted)
        self._out = self._button(Glyph.MINUS, self.tr("Zoom out"), self.zoom_out_wanted)
        self._in = self._button(Glyph.PLUS, self.tr("Zoom in"), self.zoom_in_wanted)
        self._fit = self._button(Glyph.FIT, self.tr("Usual size"), self.fit_wanted)
        self._reveal = self._button(Glyph.FOLDER, self.tr("Show in folder"), self.reveal_wanted)
        self._open = self._button(Glyph.OPEN, self.tr("Open in its own program"), self.open_wanted)
        self._can_zoom = True
        self._arrange()
        self.clear()

    def clear(self) -> None:
        """Name no document."""
        self._name.set_full_text("")
        for label in (self._page, self._hit, self._percent):
            label.clear()
        for button in self._buttons():
            button.setEnabled(False)
        for widget in (self._previous, self._hit, self._next):
            widget.hide()

    def show_file(self, path: Path, name: str = "", *, can_zoom: bool = True) -> None:
        """Name a document, by its file's name if by no other; page, hit and zoom follow."""
        self.clear()
        self._can_zoom = can_zoom
        self._show_groups()
        self._name.set_full_text(name or path.name)
        self._name.setToolTip(str(path))
        for button in (self._reveal, self._open):
            button.setEnabled(True)
        for button in (self._out, self._in, self._fit):
            button.setEnabled(can_zoom)

    def show_page(self, page: int, n_pages: int) -> None:
        """Say which page is looked at, counted from 0; says nothing without pages."""
        text = self.tr("p. %1 of %2").replace("%1", str(page + 1)).replace("%2", str(n_pages))
        self._page.setText(text if page >= 0 and n_pages > 0 else "")

    def show_hit(self, current: int, n_hits: int) -> None:
        """Say which passage is marked, counted from 0, and let step to its neighbours."""
        text = self.tr("%1 of %2").replace("%1", str(current + 1)).replace("%2", str(n_hits))
        self._hit.setText(text if n_hits > 0 else "")
        self._hit.setToolTip(self.tr("Passages found in this document") if n_hits > 0 else "")
        self._previous.setEnabled(current > 0)
        self._next.setEnabled(current + 1 < n_hits)
        for widget in (self._previous, self._hit, self._next):
            widget.setVisible(n_hits > 0)

    def show_zoom(self, percent: int) -> None:
        """Say how large the page or the text is."""
        self._percent.setText(self.tr("%1 %").replace("%1", str(percent)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the zoom make room for the name where there is little."""
        super().resizeEvent(event)
        self._show_groups()

    def _show_groups(self) -> None:
        for widget in (self._out, self._percent, self._in, self._fit):
            widget.setVisible(self._can_zoom and self.width() >= _NARROW)

    def _button(self, glyph: Glyph, name: str, signal: SignalInstance) -> GlyphButton:
        button = GlyphButton(glyph, name, self)
        button.clicked.connect(signal)
        return button

    def _buttons(self) -> tuple[GlyphButton, ...]:
        return (
            self._previous,
            self._next,
            self._out,
            self._in,
            self._fit,
            self._reveal,
            self._open,
        )

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        row.setSpacing(2)
        row.addWidget(self._name, 1)
        groups = (
            (self._page,),
            (self._previous, self._hit, self._next),
            (self._out, self._percent, self._in, self._fit),
            (self._reveal, self._open),
        )
        for group in groups:
            row.addSpacing(Space.S)
            for widget in group:
                row.addWidget(widget)
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("888 %"))


def _quiet_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    set_look(label, "muted")
    return label
