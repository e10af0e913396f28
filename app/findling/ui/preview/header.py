# SPDX-License-Identifier: Apache-2.0
"""The two lines above a preview: which document and what to do with it; where in it, how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from findling.ui.i18n.texts import tr
from findling.ui.preview.glyph_button import Glyph, GlyphButton
from findling.ui.preview.page_field import PageField
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

_NARROW = 440
"""Below this width the zoom makes room for the rest; its keys go on working."""


class PreviewHeader(QWidget):
    """Names the document and steps through it.

    Signals
    -------
    previous_wanted, next_wanted
        The hit before or after the one shown.
    zoom_in_wanted, zoom_out_wanted, fit_wanted, fit_page_wanted
        Another size of the page or the text.
    open_wanted, reveal_wanted
        The document in its own program, or its place in the file manager.
    find_wanted
        A line to type words in that are to be found.
    copy_wanted
        The passage on the clipboard, with its source.
    contents_toggled : bool
        Whether the headings of the document are to be shown.
    page_wanted : int
        A page, counted from 0.
    """

    previous_wanted = Signal()
    next_wanted = Signal()
    zoom_in_wanted = Signal()
    zoom_out_wanted = Signal()
    fit_wanted = Signal()
    fit_page_wanted = Signal()
    open_wanted = Signal()
    reveal_wanted = Signal()
    find_wanted = Signal()
    copy_wanted = Signal()
    contents_toggled = Signal(bool)
    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_look(self, "head")
        self._name = ElidedLabel(self)
        self._name.setFont(scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        self._page = PageField(self)
        self._page.page_wanted.connect(self.page_wanted)
        self._hit = _quiet_label(self)
        self._percent = _quiet_label(self)
        self._make_buttons()
        self._can_zoom = self._has_pages = False
        self._arrange()
        self.clear()

    def clear(self) -> None:
        """Name no document."""
        self._name.set_full_text("")
        for label in (self._hit, self._percent):
            label.clear()
        for button in self._buttons():
            button.setEnabled(False)
        self._page.show_page(-1, 0)
        for widget in (self._previous, self._hit, self._next):
            widget.hide()
        self._steps.hide()

    def show_file(self, path: Path, name: str = "", *, is_shown: bool = True) -> None:
        """Name a document, by its file's name if by no other; page, hit and zoom follow.

        ``is_shown`` is False for one that cannot be shown.
        """
        self.clear()
        self._can_zoom = is_shown
        self._steps.setVisible(is_shown)
        self._show_groups()
        self._name.set_full_text(name or path.name)
        self._name.setToolTip(str(path))
        for button in (self._reveal, self._open):
            button.setEnabled(True)
        for button in (self._out, self._in, self._fit, self._fit_page, self._find):
            button.setEnabled(is_shown)

    def show_page(self, page: int, n_pages: int) -> None:
        """Say which page is looked at, counted from 0; says nothing without pages."""
        self._page.show_page(page, n_pages)
        self._has_pages = n_pages > 0
        self._show_groups()

    def show_hit(self, current: int, n_hits: int) -> None:
        """Say which passage is marked, counted from 0, and let step to its neighbours."""
        text = tr("%1 of %2").replace("%1", str(current + 1)).replace("%2", str(n_hits))
        self._hit.setText(text if n_hits > 0 else "")
        self._hit.setToolTip(tr("Passages found in this document") if n_hits > 0 else "")
        self._previous.setEnabled(current > 0)
        self._next.setEnabled(current + 1 < n_hits)
        self._copy.setEnabled(0 <= current < n_hits)
        for widget in (self._previous, self._hit, self._next):
            widget.setVisible(n_hits > 0)

    def show_contents(self, has_contents: bool, are_shown: bool) -> None:
        """Say whether there are headings to be shown, and whether they are."""
        self._contents.setEnabled(has_contents)
        self._contents.setChecked(are_shown)

    def show_zoom(self, percent: int) -> None:
        """Say how large the page or the text is."""
        self._percent.setText(tr("%1 %").replace("%1", str(percent)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the zoom make room where there is little."""
        super().resizeEvent(event)
        self._show_groups()

    def _show_groups(self) -> None:
        has_room = self._can_zoom and self.width() >= _NARROW
        for widget in (self._out, self._percent, self._in, self._fit):
            widget.setVisible(has_room)
        self._fit_page.setVisible(has_room and self._has_pages)

    def _make_buttons(self) -> None:
        button = self._button
        self._previous = button(Glyph.PREVIOUS, tr("Previous passage"), self.previous_wanted)
        self._next = button(Glyph.NEXT, tr("Next passage"), self.next_wanted)
        self._out = button(Glyph.MINUS, tr("Zoom out"), self.zoom_out_wanted)
        self._in = button(Glyph.PLUS, tr("Zoom in"), self.zoom_in_wanted)
        self._fit = button(Glyph.FIT, tr("Fit the width"), self.fit_wanted)
        self._fit_page = button(Glyph.PAGE, tr("Fit the page"), self.fit_page_wanted)
        self._find = button(Glyph.SEARCH, tr("Find in this document"), self.find_wanted)
        self._copy = button(Glyph.QUOTE, tr("Copy the passage with its source"), self.copy_wanted)
        self._reveal = button(Glyph.FOLDER, tr("Show in folder"), self.reveal_wanted)
        self._open = button(Glyph.OPEN, tr("Open in its own program"), self.open_wanted)
        self._contents = GlyphButton(Glyph.CONTENTS, tr("Contents"), self)
        self._contents.setCheckable(True)
        self._contents.clicked.connect(self.contents_toggled)

    def _button(self, glyph: Glyph, name: str, signal: SignalInstance) -> GlyphButton:
        button = GlyphButton(glyph, name, self)
        button.clicked.connect(signal)
        return button

    def _buttons(self) -> tuple[GlyphButton, ...]:
        steps = (self._contents, self._previous, self._next)
        sizes = (self._out, self._in, self._fit, self._fit_page)
        return (*steps, *sizes, self._find, self._copy, self._reveal, self._open)

    def _arrange(self) -> None:
        self._steps = QWidget(self)
        steps = _row(self._steps)
        steps.addWidget(self._contents)
        steps.addWidget(self._page)
        steps.addStretch(1)
        for group in (
            (self._previous, self._hit, self._next),
            (self._out, self._percent, self._in, self._fit, self._fit_page),
        ):
            steps.addSpacing(Space.S)
            for widget in group:
                steps.addWidget(widget)
        first = QWidget(self)
        names = _row(first)
        names.addWidget(self._name, 1)
        for button in (self._find, self._copy, self._reveal, self._open):
            names.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        column.setSpacing(0)
        column.addWidget(first)
        column.addWidget(self._steps)
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("888 %"))


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    return row


def _quiet_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    set_look(label, "muted")
    return label
