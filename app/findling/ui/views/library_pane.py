# SPDX-License-Identifier: Apache-2.0
"""The pane on the left: what is in the library, and the buttons that add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QListView, QMenu, QPushButton, QVBoxLayout, QWidget

from findling.ui.models.places import Place, PlaceKind, PlaceModel
from findling.ui.theme.icons import IconName, put_beside
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space
from findling.ui.views.place_delegate import PlaceDelegate

if TYPE_CHECKING:
    from findling.services.groups import GroupRow
    from findling.services.saved_searches import SavedSearchRow
    from findling.services.types import SourceRow
    from findling.ui.sessions.library import Overview
    from findling.ui.theme.theme import Theme

_ICON = 18


class LibraryPane(QWidget):
    """Lists places and offers to add more.

    Parameters
    ----------
    theme : Theme
        Gives colours and icons.

    Signals
    -------
    place_chosen : Place
    add_files_wanted, add_folder_wanted
    taught_wanted
        The list of what was taught.
    rescan_wanted
    remove_wanted, reveal_wanted : SourceRow
    rename_wanted, delete_wanted : SavedSearchRow
    group_rename_wanted, group_delete_wanted : GroupRow
    """

    place_chosen = Signal(object)
    add_files_wanted = Signal()
    add_folder_wanted = Signal()
    taught_wanted = Signal()
    rescan_wanted = Signal()
    remove_wanted = Signal(object)
    reveal_wanted = Signal(object)
    rename_wanted = Signal(object)
    delete_wanted = Signal(object)
    group_rename_wanted = Signal(object)
    group_delete_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, "side")
        self._model = PlaceModel(self)
        self._view = QListView(self)
        self._delegate = PlaceDelegate(theme, self._view)
        self._set_up_view()
        self._taught = self._button(self.tr("What I taught…"), self.taught_wanted.emit)
        self._files = self._button(self.tr("Add files…"), self.add_files_wanted.emit)
        self._folder = self._button(self.tr("Add folder…"), self.add_folder_wanted.emit)
        self._arrange()
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def view(self) -> QListView:
        """The list itself."""
        return self._view

    def show_overview(self, overview: Overview) -> None:
        """Show what is in the library now."""
        before = self.place
        status = overview.status
        self._model.show_library(
            overview.sources,
            status.read,
            overview.n_attention,
            overview.searches,
            overview.groups,
        )
        if self.place is None:
            self.choose(PlaceKind.ALL, quietly=before is None)

    @property
    def place(self) -> Place | None:
        """The place that is chosen."""
        return self._model.place(self._view.currentIndex())

    def has(self, kind: PlaceKind) -> bool:
        """Return whether there is a place of a kind."""
        return self._model.find(kind).isValid()

    def choose(self, kind: PlaceKind, *, quietly: bool = False) -> None:
        """Choose the first place of a kind.

        Parameters
        ----------
        kind : PlaceKind
            ALL or ATTENTION.
        quietly : bool
            Whether to do it without telling.
        """
        blocked = self.blockSignals(quietly or self.signalsBlocked())
        self._view.setCurrentIndex(self._model.find(kind))
        self.blockSignals(blocked)

    def places(self) -> list[Place]:
        """Return what can be chosen."""
        return self._model.places()

    def show_place(self, place: Place) -> None:
        """Choose a place, as a click on it does."""
        index = self._model.index_of(place)
        is_same = index == self._view.currentIndex()
        self._view.setCurrentIndex(index)
        if is_same:
            self._on_clicked(index)

    def _set_up_view(self) -> None:
        view = self._view
        set_look(view, "side")
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(self.tr("Library"))
        view.setAccessibleDescription(self.tr("What has been added, and what needs attention"))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_wanted)
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        view.clicked.connect(self._on_clicked)

    def _button(self, label: str, act: object) -> QPushButton:
        button = QPushButton(label, self)
        set_look(button, "side")
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.S)
        column.setSpacing(0)
        column.addWidget(self._view, 1)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(Space.M, Space.S, Space.M, 0)
        buttons.setSpacing(Space.XS)
        buttons.addWidget(self._taught)
        buttons.addWidget(self._folder)
        buttons.addWidget(self._files)
        column.addLayout(buttons)

    def _draw(self) -> None:
        self._delegate.refresh()
        for button, name in (
            (self._taught, IconName.CHECK),
            (self._files, IconName.FILE_PLUS),
            (self._folder, IconName.FOLDER_PLUS),
        ):
            put_beside(button, self._theme.icon(name, _ICON), _ICON)
        self._view.viewport().update()

    def _on_current_changed(self, index: QModelIndex) -> None:
        place = self._model.place(index)
        if place is not None:
            self.place_chosen.emit(place)

    def _on_clicked(self, index: QModelIndex) -> None:
        """Go back to a place that was chosen before: a search may have covered it."""
        place = self._model.place(index)
        if place is not None and place.kind is not PlaceKind.HEADING:
            self.place_chosen.emit(place)

    def _on_menu_wanted(self, at: QPoint) -> None:
        place = self._model.place(self._view.indexAt(at))
        menu = None if place is None else self.menu_of(place)
        if menu is not None:
            menu.popup(self._view.viewport().mapToGlobal(at))

    def menu_of(self, place: Place) -> QMenu | None:
        """Return what can be done with a place; None for nothing."""
        if place.saved is not None:
            return self._menu_of_named(place.saved, self.rename_wanted, self.delete_wanted)
        if place.group is not None:
            wanted = (self.group_rename_wanted, self.group_delete_wanted)
            return self._menu_of_named(place.group, *wanted)
        return None if place.source is None else self.menu_for(place.source)

    def _menu_of_named(
        self, row: SavedSearchRow | GroupRow, rename: SignalInstance, delete: SignalInstance
    ) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename…"), lambda: rename.emit(row))
        menu.addAction(self.tr("Delete"), lambda: delete.emit(row))
        return menu

    def menu_for(self, source: SourceRow) -> QMenu:
        """Return what can be done with a source."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Look for changes"), self.rescan_wanted.emit)
        menu.addAction(self.tr("Show in folder"), lambda: self.reveal_wanted.emit(source))
        menu.addSeparator()
        name = self.tr("Remove from library (files stay where they are)")
        menu.addAction(name, lambda: self.remove_wanted.emit(source))
        return menu
