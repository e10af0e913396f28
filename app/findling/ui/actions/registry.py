# SPDX-License-Identifier: Apache-2.0
"""The actions of one window: what they are called, which keys they have, whether they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from findling.errors import AppError
from findling.ui.actions.ids import ActionId, Context, Need
from findling.ui.actions.table import TABLE, ActionSpec
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from findling.ui.preferences import Preferences
    from findling.ui.theme.theme import Theme

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText


class Actions(QObject):
    """All actions of a window, made from the table.

    Parameters
    ----------
    theme : Theme
        Colours their icons.
    preferences : Preferences
        Keeps the keys that the user gave them.
    places : mapping of Context to QWidget
        Where the keys of each context count.

    Signals
    -------
    keys_given
        Actions have other keys now.
    """

    keys_given = Signal()

    def __init__(
        self, theme: Theme, preferences: Preferences, places: Mapping[Context, QWidget]
    ) -> None:
        super().__init__(places[Context.WINDOW])
        self._theme = theme
        self._preferences = preferences
        self._specs = {spec.id: spec for spec in TABLE}
        self._actions = {spec.id: self._make(spec, places[spec.context]) for spec in TABLE}
        theme.changed.connect(self._draw)
        preferences.keys_changed.connect(self._use_keys)
        self._draw()
        self._use_keys()

    def __getitem__(self, name: ActionId) -> QAction:
        """Return an action, for menus and toolbars."""
        return self._actions[name]

    def connect_all(self, commands: Mapping[ActionId, Callable[[], object]]) -> None:
        """Say what actions do.

        Parameters
        ----------
        commands : mapping of ActionId to callable
            For those that are switched, it may ask the action whether it is on.
        """
        for name, act in commands.items():
            self._actions[name].triggered.connect(lambda _checked=False, run=act: run())

    def show_have(self, have: Need) -> None:
        """Turn on the actions whose needs are met, and no others."""
        for name, action in self._actions.items():
            action.setEnabled(self._specs[name].need in have)

    def specs(self) -> Iterable[ActionSpec]:
        """Return the table."""
        return self._specs.values()

    def name_of(self, name: ActionId) -> str:
        """Return what an action is called where no menu is around it."""
        return plain_name(tr(self._specs[name].text))

    # -- keys --------------------------------------------------------------------------------------

    def keys_of(self, name: ActionId) -> tuple[str, ...]:
        """Return the keys of an action, as settings keep them."""
        return self._preferences.keys.get(name.value, self._specs[name].keys)

    def shown_keys(self, name: ActionId) -> str:
        """Return the first keys of an action as the system writes them; empty for none."""
        keys = self._actions[name].shortcuts()
        return keys[0].toString(_NATIVE) if keys else ""

    def is_changed(self, name: ActionId) -> bool:
        """Return whether the user gave it other keys."""
        return self.keys_of(name) != self._specs[name].keys

    def give_keys(self, name: ActionId, keys: Sequence[str]) -> None:
        """Give an action other keys; none when empty.

        Raises
        ------
        AppError
            If keys belong to another action already, or are none.
        """
        wanted = tuple(QKeySequence(key).toString(_PORTABLE) for key in keys)
        for key in wanted:
            self._refuse(name, key)
        changed = {**self._preferences.keys, name.value: wanted}
        if wanted == self._specs[name].keys:
            del changed[name.value]
        self._preferences.set_keys(changed)

    def reset_keys(self, name: ActionId) -> None:
        """Give an action its first keys again.

        Raises
        ------
        AppError
            If another action has one of them now.
        """
        self.give_keys(name, self._specs[name].keys)

    def reset_all_keys(self) -> None:
        """Give every action its first keys again."""
        self._preferences.set_keys({})

    def holder_of(self, key: str, context: Context) -> ActionId | None:
        """Return whose keys these are in a context."""
        wanted = QKeySequence(key)
        for name, spec in self._specs.items():
            taken = (QKeySequence(one) for one in self.keys_of(name))
            if spec.context is context and any(one == wanted for one in taken):
                return name
        return None

    # -- inside ------------------------------------------------------------------------------------

    def _refuse(self, name: ActionId, key: str) -> None:
        if not key or "Unknown" in key:
            raise AppError(tr("These keys cannot be used."))
        holder = self.holder_of(key, self._specs[name].context)
        if holder is not None and holder is not name:
            shown = QKeySequence(key).toString(_NATIVE)
            text = tr("%1 already belongs to “%2”.").replace("%1", shown)
            raise AppError(text.replace("%2", self.name_of(holder)))

    def _make(self, spec: ActionSpec, place: QWidget) -> QAction:
        action = QAction(tr(spec.text), place)
        action.setObjectName(spec.id.value)
        action.setCheckable(spec.is_checkable)
        action.setMenuRole(spec.role)
        action.setIconVisibleInMenu(False)
        if spec.context is not Context.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        place.addAction(action)
        return action

    def _use_keys(self) -> None:
        for name, action in self._actions.items():
            action.setShortcuts([QKeySequence(key) for key in self.keys_of(name)])
            shown = self.shown_keys(name)
            tip = self.name_of(name)
            action.setToolTip(f"{tip} ({shown})" if shown else tip)
        self.keys_given.emit()

    def _draw(self) -> None:
        for name, action in self._actions.items():
            icon = self._specs[name].icon
            if icon is not None:
                action.setIcon(self._theme.icon(icon, 18))


def plain_name(text: str) -> str:
    """Return the text of a menu without what only menus need.

    Examples
    --------
    >>> plain_name("Add f&older…")
    'Add folder'
    """
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")
