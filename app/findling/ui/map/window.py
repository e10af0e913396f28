# SPDX-License-Identifier: Apache-2.0
"""The window of the map: points on one side, regions and documents on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.map.colouring import ColorBy, Colouring, colour
from findling.ui.map.view import MapView
from findling.ui.models.documents import DocumentModel
from findling.ui.models.roles import Role
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import Choice
from findling.ui.widgets.message_bar import MessageBar
from findling.ui.widgets.pane_splitter import SideBySide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QShowEvent

    from findling.services.types import DocumentRow
    from findling.ui.sessions.map import MapSession, ShownMap
    from findling.ui.theme.theme import Theme

_SIZE = (1040, 700)
_WIDTHS = (760, 280)
_SWATCH = 12
_MOST_LISTED = 500
_MAP, _NOTHING = 0, 1


class MapWindow(QDialog):
    """Shows the map; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : MapSession
        Gives maps.

    Signals
    -------
    document_wanted : DocumentRow
        To be shown in the preview.
    groups_wanted : list of int
        Documents whose tags and collections are to be changed.
    """

    document_wanted = Signal(object)
    groups_wanted = Signal(object)

    def __init__(self, theme: Theme, session: MapSession, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Map"))
        self.setModal(False)
        resize_on_screen(self, *_SIZE)
        self._theme = theme
        self._session = session
        self._shown: ShownMap | None = None
        self.view = MapView(theme, self)
        self.by = Choice(
            (
                (ColorBy.FOLDER, tr("Folder")),
                (ColorBy.FORMAT, tr("Type")),
                (ColorBy.LABEL, tr("Label")),
            ),
            ColorBy.FOLDER,
            self.colour_by,
            self,
        )
        self.by.setAccessibleName(tr("Colours show"))
        self._by = ColorBy.FOLDER
        self.select = QPushButton(tr("&Select"), self)
        self.select.setCheckable(True)
        self.select.setToolTip(
            tr(
                "Draw around documents; also with Shift held down. "
                "Ctrl adds to what is chosen, Alt takes away, Esc chooses nothing."
            )
        )
        self.whole = QPushButton(tr("&Whole map"), self)
        self.again = QPushButton(tr("&Make anew"), self)
        self.group = QPushButton(tr("&Tags and collections…"), self)
        self.group.setAutoDefault(False)
        self.group.setEnabled(False)
        self._chosen: list[int] = []
        self._colouring: Colouring | None = None
        self.message = MessageBar(theme, self)
        self.facts = QLabel(self)
        set_look(self.facts, "muted")
        self.legend = QListWidget(self)
        self.regions = QListWidget(self)
        self.documents = QListView(self)
        self._model = DocumentModel(self)
        self._nothing = QLabel(
            tr("There is no map yet. It appears when Findling has learned from your documents."),
            self,
        )
        self._pages = QStackedWidget(self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        label = QLabel(tr("Colours show"), self)
        label.setBuddy(self.by)
        top.addWidget(label)
        top.addWidget(self.by)
        top.addStretch(1)
        for button in (self.select, self.whole, self.again):
            button.setAutoDefault(False)
            top.addWidget(button)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(Space.M, 0, 0, 0)
        column.setSpacing(Space.S)
        for text, view, stretch in (
            (tr("Colours"), self.legend, 2),
            (tr("Regions"), self.regions, 3),
            (tr("Documents"), self.documents, 4),
        ):
            heading = QLabel(text, side)
            set_look(heading, "muted")
            view.setAccessibleName(text)
            set_look(view, "rows")
            column.addWidget(heading)
            column.addWidget(view, stretch)
        column.addWidget(self.group)
        self.legend.setIconSize(QSize(_SWATCH, _SWATCH))
        self.documents.setModel(self._model)
        self.documents.setUniformItemSizes(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._nothing)
        panes = SideBySide(self)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self._pages)
        panes.addWidget(side)
        panes.setSizes(list(_WIDTHS))
        panes.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        whole.addLayout(top)
        whole.addWidget(self.message)
        whole.addWidget(panes, 1)
        whole.addWidget(self.facts)

    def _connect(self) -> None:
        session = self._session
        self.select.toggled.connect(self._on_select_toggled)
        self.whole.clicked.connect(self.view.fit)
        self.again.clicked.connect(session.make)
        self.view.point_chosen.connect(self._on_point_chosen)
        self.view.points_chosen.connect(self.show_points)
        self.legend.itemSelectionChanged.connect(self._on_colour_chosen)
        self.regions.itemActivated.connect(self._on_region_activated)
        self.regions.currentRowChanged.connect(self._on_region_changed)
        self.documents.activated.connect(
            lambda index: self.document_wanted.emit(index.data(Role.DOCUMENT))
        )
        self.group.clicked.connect(lambda: self.groups_wanted.emit(self._chosen))
        session.ready.connect(self.show_map)
        session.progressed.connect(self._on_progressed)
        session.found.connect(self._on_found)
        session.failed.connect(self.message.show_error)
        self._theme.changed.connect(self._show_colours)

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether the map is still that of the library."""
        super().showEvent(event)
        self.view.setFocus()
        self._session.open()

    # -- what is shown ---------------------------------------------------------------------------

    def show_map(self, shown: ShownMap) -> None:
        """Show a map."""
        self._shown = shown
        self._choose(())
        has_map = shown.made is not None and shown.known is not None
        is_empty = not has_map and not self._session.is_making and shown.is_fresh
        self._pages.setCurrentIndex(_NOTHING if is_empty else _MAP)
        for button in (self.select, self.whole, self.again):
            button.setEnabled(has_map)
        self.regions.clear()
        if shown.made is not None:
            sizes = np.bincount(shown.made.regions, minlength=len(shown.made.names))
            for region in np.argsort(-sizes, kind="stable").tolist():
                name = shown.made.names[region] or tr("without a name")
                item = QListWidgetItem(f"{name}  ({wording.count(int(sizes[region]))})")
                item.setData(Qt.ItemDataRole.UserRole, region)
                self.regions.addItem(item)
        self._show_colours()
        self._show_facts()

    def colour_by(self, by: ColorBy) -> None:
        """Have colours show something else."""
        self._by = by
        self._show_colours()

    def show_points(self, points: NDArray[np.int64]) -> None:
        """List some documents and put rings around them."""
        known = None if self._shown is None else self._shown.known
        if known is None:
            return
        self.view.choose(points)
        self._choose([int(known.documents[i]) for i in points.tolist()])
        self._session.ask_documents(self._chosen[:_MOST_LISTED])
        self._show_facts(len(points))

    def _choose(self, documents: Sequence[int]) -> None:
        self._chosen = list(documents)
        if not documents and self.group.hasFocus():
            self.view.setFocus()  # Qt would go on to the regions, and choose the first
        self.group.setEnabled(bool(documents))

    def _show_colours(self) -> None:
        shown = self._shown
        self.legend.clear()
        if shown is None or shown.made is None or shown.known is None:
            self.view.show_map(None, (), None)
            return
        self._colouring = colouring = colour(shown.known, self._by, self._theme.colors)
        others = {
            ColorBy.FOLDER: tr("other folders"),
            ColorBy.FORMAT: tr("other types"),
            ColorBy.LABEL: tr("no label, or others"),
        }[self._by]
        for name, count, color in zip(
            colouring.names, colouring.counts, colouring.palette, strict=True
        ):
            text = f"{name or others}  ({wording.count(count)})"
            self.legend.addItem(QListWidgetItem(_swatch(color), text))
        self.view.show_map(shown.made, shown.known.titles, colouring)

    def _show_facts(self, n_chosen: int = 0) -> None:
        made = None if self._shown is None else self._shown.made
        if made is None:
            self.facts.setText("")
            return
        parts = [wording.documents(len(made.contents))]
        if n_chosen:
            parts.append(tr("%1 chosen").replace("%1", wording.count(n_chosen)))
        if self._shown is not None and not self._shown.is_fresh:
            parts.append(tr("made before the library changed"))
        parts.append(tr("documents about the same things lie together"))
        self.facts.setText(" · ".join(parts))

    # -- the user --------------------------------------------------------------------------------

    def _on_select_toggled(self, is_on: bool) -> None:
        self.view.is_selecting = is_on
        shape = Qt.CursorShape.CrossCursor if is_on else Qt.CursorShape.ArrowCursor
        self.view.setCursor(shape)

    def _on_point_chosen(self, point: int) -> None:
        self.show_points(np.array([point], np.int64))

    def _on_region_changed(self, row: int) -> None:
        if row >= 0:
            self.show_points(self._points_of(row))

    def _on_colour_chosen(self) -> None:
        """Put rings around what has a colour: nobody has to tell colours apart."""
        rows = [index.row() for index in self.legend.selectedIndexes()]
        if rows and self._colouring is not None:
            self.show_points(np.flatnonzero(self._colouring.numbers == rows[0]).astype(np.int64))

    def _on_region_activated(self, item: QListWidgetItem) -> None:
        self.view.show_points(self._points_of(self.regions.row(item)))

    def _points_of(self, row: int) -> NDArray[np.int64]:
        made = None if self._shown is None else self._shown.made
        item = self.regions.item(row)
        if made is None or item is None:
            return np.zeros(0, np.int64)
        region = int(item.data(Qt.ItemDataRole.UserRole))
        return np.flatnonzero(made.regions == region).astype(np.int64)

    def _on_progressed(self, share: float) -> None:
        self._pages.setCurrentIndex(_MAP)
        text = tr("Drawing the map: %1 %").replace("%1", str(round(100 * share)))
        self.facts.setText(text)

    def _on_found(self, rows: Sequence[DocumentRow]) -> None:
        self._model.show_documents(rows)


def _swatch(color: str) -> QIcon:
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(QColor(color))
    return QIcon(pixmap)
