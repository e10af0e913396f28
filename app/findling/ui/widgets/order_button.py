# SPDX-License-Identifier: Apache-2.0
"""The quiet menu above the rows: what comes first, and whether passages stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from findling.services.arranging import Order
from findling.ui.widgets.menu_side import MenuSide

if TYPE_CHECKING:
    from findling.services.arranging import Arrangement


class OrderButton(QToolButton):
    """Says the order of the rows and lets choose another.

    Signals
    -------
    order_chosen : Order
    grouping_chosen : bool
        Whether the passages of a document shall stand together.
    """

    order_chosen = Signal(object)
    grouping_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        MenuSide(self, "quiet-menu")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self._orders = {order: self._add(order, name) for order, name in self._names()}
        self._group.triggered.connect(lambda action: self.order_chosen.emit(Order(action.data())))
        self._line = self._menu.addSeparator()
        self._grouping = self._menu.addAction(self.tr("Group by document"))
        self._grouping.setCheckable(True)
        self._grouping.triggered.connect(self.grouping_chosen)
        self.setMenu(self._menu)

    def show_choice(self, how: Arrangement, *, is_answer: bool) -> None:
        """Show how rows are laid out.

        Parameters
        ----------
        how : Arrangement
        is_answer : bool
            Whether they are an answer; the documents of a folder have no best match, and nothing to
            be grouped.
        """
        chosen = self._orders[how.order]
        chosen.setChecked(True)
        self._orders[Order.BEST].setVisible(is_answer)
        for action in (self._line, self._grouping):
            action.setVisible(is_answer)
        self._grouping.setChecked(how.is_grouped)
        self.setText(chosen.text())
        name = self.tr("Order: %1").replace("%1", chosen.text())
        self.setAccessibleName(name)
        tip = self.tr("Order and grouping of the results") if is_answer else self.tr("Order")
        self.setToolTip(tip)

    def _add(self, order: Order, name: str) -> QAction:
        action = self._menu.addAction(name)
        action.setCheckable(True)
        action.setData(order)
        self._group.addAction(action)
        return action

    def _names(self) -> tuple[tuple[Order, str], ...]:
        return (
            (Order.BEST, self.tr("Best first")),
            (Order.NEWEST, self.tr("Newest first")),
            (Order.OLDEST, self.tr("Oldest first")),
            (Order.NAME, self.tr("By name")),
            (Order.FOLDER, self.tr("By folder")),
            (Order.LARGEST, self.tr("Largest first")),
            (Order.TYPE, self.tr("By type")),
        )
