# SPDX-License-Identifier: Apache-2.0
"""The button that counts what was found by folder, type and so on, and filters by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QStyleOptionToolButton, QToolButton, QWidget

from findling.ui import condition_wording, wording
from findling.ui.widgets.menu_side import MenuSide

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from findling.services.catalogue import Facet

_MOST_VALUES = 12


class FilterButton(QToolButton):
    """Opens a menu of conditions with how many documents meet each.

    Signals
    -------
    counts_wanted
        The menu is to open: give the counts to `show_menu`.
    condition_toggled : str
        A condition as it is typed, to be added to the query or taken out of it.
    """

    counts_wanted = Signal()
    condition_toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        MenuSide(self, "menu")
        self.setText(self.tr("Filters"))
        self.setToolTip(
            self.tr(
                "Narrow down by folder, type, size, date, language, author, "
                "label, tag or collection"
            )
        )
        self.setAccessibleDescription(self.toolTip())
        self.menu_shown: QMenu | None = None
        self.clicked.connect(lambda _checked=False: self.counts_wanted.emit())

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """Draw the arrow of a menu, though it is made only when it opens."""
        super().initStyleOption(option)
        option.features |= QStyleOptionToolButton.ToolButtonFeature.HasMenu

    def show_menu(self, facets: Sequence[Facet], typed: Collection[str]) -> None:
        """Open the menu.

        Parameters
        ----------
        facets : sequence of Facet
            What there is to choose from.
        typed : collection of str
            Conditions in force, as they stand in the query.
        """
        menu = QMenu(self)
        for facet in facets:
            if facet.counts:
                self._fill(menu.addMenu(condition_wording.field(facet.field)), facet, typed)
        self.menu_shown = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _fill(self, menu: QMenu, facet: Facet, typed: Collection[str]) -> None:
        for value, n in facet.counts[:_MOST_VALUES]:
            name = condition_wording.facet_value(facet.field, value)
            self._add(menu, name, n, condition_wording.condition(facet.field, value), typed)

    def _add(self, menu: QMenu, name: str, n: int, condition: str, typed: Collection[str]) -> None:
        action = menu.addAction(f"{name}\t{wording.count(n)}")
        action.setCheckable(True)
        action.setChecked(condition in typed)
        action.setEnabled(n > 0 or condition in typed)  # what is in force can be taken out
        action.triggered.connect(lambda _checked=False: self.condition_toggled.emit(condition))
