# SPDX-License-Identifier: Apache-2.0
"""The order of rows, and whether passages stand together: chosen above the rows or by actions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.services.arranging import Arrangement, Order
from findling.ui.actions.ids import ActionId

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from findling.ui.actions.registry import Actions
    from findling.ui.preferences import Preferences
    from findling.ui.sessions.library import LibrarySession
    from findling.ui.sessions.search import SearchSession
    from findling.ui.views.result_pane import ResultPane

ORDERS = {
    ActionId.SORT_BEST: Order.BEST,
    ActionId.SORT_NEWEST: Order.NEWEST,
    ActionId.SORT_OLDEST: Order.OLDEST,
    ActionId.SORT_NAME: Order.NAME,
    ActionId.SORT_FOLDER: Order.FOLDER,
    ActionId.SORT_LARGEST: Order.LARGEST,
    ActionId.SORT_TYPE: Order.TYPE,
}


class Arranging(QObject):
    """Remembers an order for answers and one for the documents of a place.

    Parameters
    ----------
    search : SearchSession
        Tells whether something is asked.
    library : LibrarySession
        Lists documents in an order.
    results : ResultPane
        Lays out answers.
    preferences : Preferences
        Keeps whether passages stand together; an order is for as long as the window is open.
    list_again : callable
        Lists the place in sight anew.
    """

    def __init__(
        self,
        search: SearchSession,
        library: LibrarySession,
        results: ResultPane,
        preferences: Preferences,
        list_again: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._library = library
        self._results = results
        self._preferences = preferences
        self._list_again = list_again
        self._actions: Actions | None = None
        self.how = Arrangement(is_grouped=preferences.groups_results)
        self._button = results.head.order
        self._button.order_chosen.connect(self.choose)
        self._button.grouping_chosen.connect(self.group)
        results.target_changed.connect(self._show)
        search.cleared.connect(self._show)
        results.arrange(self.how)
        self._show()

    def commands(self, actions: Actions) -> dict[ActionId, Callable[[], object]]:
        """Return what the actions of this do; from now on they show what is chosen."""
        self._actions = actions
        grouping = actions[ActionId.GROUP_RESULTS]
        self._show()
        return {
            **{name: partial(self.choose, order) for name, order in ORDERS.items()},
            ActionId.GROUP_RESULTS: lambda: self.group(grouping.isChecked()),
        }

    def choose(self, order: Order) -> None:
        """Put what is in sight into an order, and what comes after it."""
        if self._search.query:
            self.use(replace(self.how, order=order))
        else:
            self._library.set_order(order)
            self._list_again()
            self._show()

    def group(self, is_grouped: bool) -> None:
        """Have the passages of a document stand together, or each by itself."""
        self._preferences.set_groups_results(is_grouped)
        self.use(replace(self.how, is_grouped=is_grouped))

    def use(self, how: Arrangement) -> None:
        """Lay answers out in a way."""
        self.how = how
        self._results.arrange(how)
        self._show()

    def _show(self) -> None:
        """Have the button and the actions say how the rows in sight are laid out."""
        is_answer = bool(self._search.query)
        how = self.how if is_answer else replace(self.how, order=self._library.order)
        self._button.show_choice(how, is_answer=is_answer)
        if self._actions is not None:
            for name, order in ORDERS.items():
                self._actions[name].setChecked(order is how.order)
            self._actions[ActionId.GROUP_RESULTS].setChecked(how.is_grouped)
