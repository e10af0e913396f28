# SPDX-License-Identifier: Apache-2.0
"""Every action can be found: in a menu by its letter, in the palette by its name; and it acts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from findling.ui.actions.ids import ActionId, Context, Need
from findling.ui.actions.table import TABLE
from findling.ui.i18n.languages import Languages
from tests.app.ui.screens import menus, results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    languages = Languages(qapp)
    languages.use(request.param)
    yield request.param
    languages.use("en")


def letter(action: QAction) -> str:
    """Return the letter that chooses an entry; empty for none."""
    text = action.text().replace("&&", "")
    at = text.find("&")
    return text[at + 1].lower() if 0 <= at < len(text) - 1 else ""


def entries(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def holds(actions: list[QAction], where: str) -> None:
    """Say which entries have no letter, or one that another has."""
    letters = {action.text(): letter(action) for action in actions}
    assert [text for text, one in letters.items() if not one] == [], where
    shared = [one for one, n in Counter(letters.values()).items() if n > 1]
    assert {text: one for text, one in letters.items() if one in shared} == {}, where


def test_every_entry_has_a_letter_of_its_own(language: str, bench: Bench) -> None:
    holds(bench.window.menuBar().actions(), "menu bar")
    for menu in menus(bench):
        holds(entries(menu), menu.title())


def test_so_has_the_menu_of_a_row(language: str, bench: Bench, qtbot: QtBot) -> None:
    results(bench, qtbot)
    tree = bench.parts.results.tree
    middle = tree.visualRect(tree.model().index(0, 0)).center()
    tree.customContextMenuRequested.emit(middle)
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu)]
    (menu,) = [one for one in shown if one.isVisible()]
    holds(entries(menu), "row")
    menu.close()


def test_letters_of_the_menu_bar_hide_no_keys(bench: Bench) -> None:
    letters = {f"Alt+{letter(action).upper()}" for action in bench.window.menuBar().actions()}
    keys = {QKeySequence(key).toString() for spec in TABLE for key in spec.keys}
    assert letters & keys == set()


def test_the_palette_offers_every_action(bench: Bench, qtbot: QtBot) -> None:
    """Also those that cannot be done now are there as soon as they can."""
    results(bench, qtbot)
    bench.window.shell.actions.show_have(~Need.NOTHING)
    offered = set[str]()
    for spec in TABLE:
        name = bench.window.shell.actions.name_of(spec.id)
        bench.window.commands.open()
        bench.window.commands.field.setText(name)
        model = bench.window.commands.model
        if name in (model.index(row, 0).data() for row in range(model.rowCount())):
            offered.add(spec.id)
        bench.window.commands.leave()
    missing = {spec.id for spec in TABLE if spec.context is Context.WINDOW} - offered
    assert missing == {ActionId.PALETTE}, "the palette does not offer itself"
