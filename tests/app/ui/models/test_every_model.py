# SPDX-License-Identifier: Apache-2.0
"""Every item model of the window keeps Qt's contract while it is filled, changed and emptied."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

import findling.ui
from findling.services.groups import GroupKind, GroupRow
from findling.services.saved_searches import SavedSearchRow
from findling.services.table_text import table_of
from findling.services.types import SearchMode, SourceRow, TeachingRow
from findling.ui.actions.ids import ActionId, Context
from findling.ui.actions.registry import Actions
from findling.ui.groups.model import GroupModel
from findling.ui.labels.guess_model import GuessModel
from findling.ui.models.documents import DocumentModel
from findling.ui.models.places import PlaceModel
from findling.ui.models.results import ResultModel
from findling.ui.models.shortcuts import ShortcutFilter, ShortcutModel
from findling.ui.models.taught import TaughtModel
from findling.ui.palette.items import PaletteItem, PaletteModel
from findling.ui.preferences import Preferences
from findling.ui.preview.table_model import TableModel
from findling.ui.theme.icons import IconName
from tests.app.ui.builders import make_document, make_group, make_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

COVERED = {
    DocumentModel,
    GroupModel,
    GuessModel,
    PaletteModel,
    PlaceModel,
    ResultModel,
    ShortcutFilter,
    ShortcutModel,
    TableModel,
    TaughtModel,
}
_ROWS = 3


def _documents(model: DocumentModel) -> None:
    model.show_documents([make_document(n) for n in range(_ROWS)])
    model.show_documents([])


def _places(model: PlaceModel) -> None:
    sources = [SourceRow(n, Path(f"/s{n}"), True, n == 1, 4) for n in range(_ROWS)]
    searches = [SavedSearchRow(1, "Rent", "rent", SearchMode.BEST)]
    model.show_library(sources, 12, 1, searches, _groups(_ROWS))
    model.show_library(sources[1:], 8, 0)
    model.show_library([], 0, 0)


def _results(model: ResultModel) -> None:
    found = [make_group(n, n) for n in range(1, 5)]
    model.show_results(make_results(found, n_weak=2))
    model.toggle_weak()
    model.toggle_weak()
    model.clear()


def _groups(n: int) -> list[GroupRow]:
    return [GroupRow(k, GroupKind.TAG, f"tag {k}", frozenset({k})) for k in range(n)]


def _group_model(model: GroupModel) -> None:
    model.show_documents([1, 2])
    model.show_groups(_groups(_ROWS))
    model.wish(GroupKind.TAG, "new", is_in=True)
    model.narrow("tag 1")
    model.narrow("")
    model.show_groups([])


def _palette(model: PaletteModel) -> None:
    model.show_items([PaletteItem(f"n{k}", list, icon=IconName.SEARCH) for k in range(_ROWS)])
    model.show_items([])


def _taught(model: TaughtModel) -> None:
    rows = [
        TeachingRow(k, "good", f"q{k}", "", "a", "b", False, True, 0.0, k) for k in range(_ROWS)
    ]
    model.show_rows(rows)
    model.show_rows(rows[1:])
    model.show_rows([])


def _guesses(model: GuessModel) -> None:
    model.show_rows(tuple((make_document(k), "Letter", 0.5) for k in range(_ROWS)))  # pyright: ignore[reportArgumentType]  a row's parts
    model.show_rows(())


def _cells(model: TableModel) -> None:
    table = table_of("Name: Ann; Flat: North 3\nName: Ben; Flat: South 4", "csv")
    assert table is not None
    model.show_sheet(table.sheets[0])
    assert model.rowCount() > 1
    model.show_names_of(1)
    model.show_sheet(None)


def watch(model: QAbstractItemModel) -> None:
    """Have Qt look at every change of a model; what is wrong is a warning, which fails a test."""
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)


@pytest.mark.parametrize(
    ("kind", "live"),
    [
        (DocumentModel, _documents),
        (PlaceModel, _places),
        (ResultModel, _results),
        (PaletteModel, _palette),
        (TaughtModel, _taught),
        (GuessModel, _guesses),
        (TableModel, _cells),
    ],
)
def test_models_of_rows(
    qtbot: QtBot, kind: type[QAbstractItemModel], live: Callable[[QAbstractItemModel], None]
) -> None:
    model = kind()
    watch(model)
    live(model)
    model.deleteLater()


def test_the_model_of_groups(qtbot: QtBot, theme: Theme) -> None:
    model = GroupModel(theme)
    watch(model)
    _group_model(model)
    model.deleteLater()


def test_models_of_shortcuts(qtbot: QtBot, theme: Theme, settings: QSettings) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    actions = Actions(theme, Preferences(settings), dict.fromkeys(Context, parent))
    model = ShortcutModel(actions, parent)
    narrowed = ShortcutFilter(model, parent)
    watch(model)
    watch(narrowed)
    narrowed.set_words("result")
    actions.give_keys(ActionId.RESCAN, ["Ctrl+R"])
    narrowed.set_words("")
    assert narrowed.rowCount() == model.rowCount()


def test_no_model_is_left_out() -> None:
    for module in pkgutil.walk_packages(findling.ui.__path__, "findling.ui."):
        importlib.import_module(module.name)
    assert set(_kinds(QAbstractItemModel)) == COVERED


def _kinds(base: type) -> list[type]:
    found: list[type] = []
    for one in base.__subclasses__():
        found += [one] if one.__module__.startswith("findling.") else []
        found += _kinds(one)
    return found
