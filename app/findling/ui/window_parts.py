# SPDX-License-Identifier: Apache-2.0
"""What the window is made of, and where each part lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import with_text
from findling.ui.views.footer import Footer
from findling.ui.views.library_pane import LibraryPane
from findling.ui.views.preview_page import PreviewPage
from findling.ui.views.progress_strip import ProgressStrip
from findling.ui.views.result_pane import ResultPane
from findling.ui.views.tip_line import TipLine
from findling.ui.views.top_bar import TopBar
from findling.ui.views.welcome_page import WelcomePage
from findling.ui.widgets.drop_overlay import DropOverlay
from findling.ui.widgets.message_bar import MessageBar
from findling.ui.widgets.pane_splitter import PaneSplitter

if TYPE_CHECKING:
    from findling.ui.preview.pane import PreviewPane
    from findling.ui.theme.theme import Theme
    from findling.ui.widgets.indicator import Indicator
    from findling.ui.widgets.mode_button import ModeButton
    from findling.ui.widgets.search_field import SearchField

SIZE = (1280, 800)
MIN_SIZE = (720, 480)
_WIDTHS = (232, 430, 618)
_MIN_WIDTHS = (160, 280, 240)


class WindowParts(NamedTuple):
    """Parts of the window, from top to bottom.

    Attributes
    ----------
    top : TopBar
    message : MessageBar
    body : QStackedWidget
        Nothing yet, the welcome page, or the panes.
    welcome : WelcomePage
    panes : PaneSplitter
        ``places``, ``results`` and ``preview``.
    tip : TipLine
        Something that can be done; below the panes, so that no row moves.
    strip : ProgressStrip
    footer : Footer
    overlay : DropOverlay
        Lies over all others while files are dragged.
    """

    top: TopBar
    message: MessageBar
    body: QStackedWidget
    welcome: WelcomePage
    panes: PaneSplitter
    places: LibraryPane
    results: ResultPane
    preview: PreviewPage
    tip: TipLine
    strip: ProgressStrip
    footer: Footer
    overlay: DropOverlay

    @property
    def field(self) -> SearchField:
        """Where queries are typed."""
        return self.top.field

    @property
    def mode(self) -> ModeButton:
        """How they are matched."""
        return self.top.mode

    @property
    def indicator(self) -> Indicator:
        """Whether work goes on."""
        return self.top.indicator


def make_parts(
    window: QMainWindow, theme: Theme, preview: PreviewPane, *, has_sample: bool
) -> WindowParts:
    """Make all parts and lay them out in a window.

    Parameters
    ----------
    window : QMainWindow
        Empty.
    theme : Theme
        Gives colours and icons.
    preview : PreviewPane
        The preview itself.
    has_sample : bool
        Whether there is a sample library to offer.
    """
    parts = WindowParts(
        top=TopBar(theme, window),
        message=MessageBar(theme, window),
        body=QStackedWidget(window),
        welcome=WelcomePage(theme, has_sample=has_sample, parent=window),
        panes=PaneSplitter(theme, window),
        places=LibraryPane(theme, window),
        results=ResultPane(theme, window),
        preview=PreviewPage(theme, preview, window),
        tip=TipLine(theme, window),
        strip=ProgressStrip(theme, window),
        footer=Footer(theme, window),
        overlay=DropOverlay(theme, window),
    )
    _arrange_panes(parts)
    _arrange_window(window, parts)
    inside = (parts.body, parts.panes)  # they hold the others
    theme.dress(*(part for part in parts if part not in inside))
    return parts


def _arrange_panes(parts: WindowParts) -> None:
    for stretch, pane in enumerate((parts.places, parts.results, parts.preview)):
        needed = pane.minimumSizeHint().width() if pane is parts.places else 0
        pane.setMinimumWidth(max(_MIN_WIDTHS[stretch], needed))
        parts.panes.addWidget(pane)
        parts.panes.setStretchFactor(stretch, stretch)
    parts.panes.setSizes([with_text(parts.places, _WIDTHS[0]), *_WIDTHS[1:]])


def _arrange_window(window: QMainWindow, parts: WindowParts) -> None:
    window.setWindowTitle("Findling")
    window.setMinimumSize(*MIN_SIZE)
    resize_on_screen(window, *SIZE)
    blank = QWidget(window)
    blank.setBackgroundRole(QPalette.ColorRole.Base)
    blank.setAutoFillBackground(True)
    for page in (blank, parts.welcome, parts.panes):
        parts.body.addWidget(page)
    center = QWidget(window)
    column = QVBoxLayout(center)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in (parts.top, parts.message, parts.body, parts.tip, parts.strip):
        column.addWidget(widget, 1 if widget is parts.body else 0)
    window.setCentralWidget(center)
    window.setStatusBar(parts.footer)
