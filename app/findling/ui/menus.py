# SPDX-License-Identifier: Apache-2.0
"""The menu bar: every command of the window, with its shortcut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from findling.ui.theme.tokens import ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QMenu, QMenuBar

    from findling.ui.commands import Commands


def fill_menu_bar(
    bar: QMenuBar, commands: Commands, panes: Mapping[str, Callable[[bool], object]]
) -> None:
    """Put all menus into a menu bar.

    Parameters
    ----------
    bar : QMenuBar
        Empty.
    commands : Commands
        What the entries do.
    panes : mapping of str to callable
        Shows or hides a pane, by the name that the menu gives it.
    """
    _fill_file(bar.addMenu(_tr("&File")), commands)
    _fill_edit(bar.addMenu(_tr("&Edit")), commands)
    _fill_view(bar.addMenu(_tr("&View")), commands, panes)
    _fill_teach(bar.addMenu(_tr("&Teach")), commands)
    _fill_help(bar.addMenu(_tr("&Help")), commands)


def _fill_file(menu: QMenu, commands: Commands) -> None:
    _add(menu, _tr("Add &files…"), commands.add_files, ["Ctrl+O"])
    _add(menu, _tr("Add f&older…"), commands.add_folder, ["Ctrl+Shift+O"])
    _add(menu, _tr("Look for &changes"), commands.rescan, ["F5"])
    menu.addSeparator()
    quitting = _add(menu, _tr("&Quit"), commands.quit, ["Ctrl+Q"])
    quitting.setMenuRole(QAction.MenuRole.QuitRole)


def _fill_edit(menu: QMenu, commands: Commands) -> None:
    _add(menu, _tr("&Undo teaching"), commands.undo, ["Ctrl+Z"])
    _add(menu, _tr("&Redo teaching"), commands.redo, ["Ctrl+Shift+Z"])
    menu.addSeparator()
    _add(menu, _tr("&Find"), commands.find, ["Ctrl+K", "Ctrl+F", "Ctrl+L", "/"])
    _add(
        menu, _tr("Open in its own &program"), commands.open_document, ["Ctrl+Return", "Ctrl+Enter"]
    )
    _add(menu, _tr("&Show in folder"), commands.reveal_document, ["Ctrl+Shift+Return"])


def _fill_teach(menu: QMenu, commands: Commands) -> None:
    _add(menu, _tr("&Good match"), commands.good_match, ["Ctrl+Shift+Y"])
    _add(menu, _tr("&Not this"), commands.not_this, ["Ctrl+Shift+N"])
    _add(menu, _tr("Teach what words &mean…"), commands.teach_meaning, ["Ctrl+M"])
    menu.addSeparator()
    _add(menu, _tr("&What I taught…"), commands.show_taught, ["Ctrl+Shift+T"])


def _fill_view(
    menu: QMenu, commands: Commands, panes: Mapping[str, Callable[[bool], object]]
) -> None:
    for name, show in panes.items():
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(True)
        action.toggled.connect(show)
    menu.addSeparator()
    _fill_themes(menu.addMenu(_tr("&Theme")), commands)
    menu.addSeparator()
    _add(menu, _tr("&Next pane"), commands.next_pane, ["F6"])
    _add(menu, _tr("&Previous pane"), commands.previous_pane, ["Shift+F6"])


def _fill_themes(menu: QMenu, commands: Commands) -> None:
    names = (
        (ThemeMode.SYSTEM, _tr("As the &system")),
        (ThemeMode.LIGHT, _tr("&Light")),
        (ThemeMode.DARK, _tr("&Dark")),
    )
    group = QActionGroup(menu)
    for mode, name in names:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(mode is commands.theme_mode)
        action.triggered.connect(lambda _checked=False, chosen=mode: commands.use_theme(chosen))
        group.addAction(action)


def _fill_help(menu: QMenu, commands: Commands) -> None:
    about = _add(menu, _tr("&About Findling"), commands.about, [])
    about.setMenuRole(QAction.MenuRole.AboutRole)


def _add(menu: QMenu, name: str, act: Callable[[], object], keys: Iterable[str]) -> QAction:
    action = menu.addAction(name)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.triggered.connect(lambda _checked=False: act())
    return action


def _tr(text: str) -> str:
    return QCoreApplication.translate("menus", text)
