# SPDX-License-Identifier: Apache-2.0
"""Documents as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from findling.services.types import DocumentState
from findling.ui.models.documents import DocumentModel
from findling.ui.models.roles import Role, RowKind
from tests.app.ui.builders import make_document

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_qt_finds_the_model_sound(qtbot: QtBot) -> None:
    model = DocumentModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    model.show_documents([make_document(n) for n in range(250)])
    model.show_documents([])
    assert tester.model() is model


def test_a_file_that_could_not_be_read_says_why() -> None:
    model = DocumentModel()
    reason = "The file is protected with a password."
    model.show_documents([make_document(1, state=DocumentState.FAILED, reason=reason)])
    row = model.index(0, 0)
    assert row.data(Role.KIND) is RowKind.FAILED
    assert reason in row.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_the_same_rows_again_change_nothing(qtbot: QtBot) -> None:
    model = DocumentModel()
    model.show_documents([make_document(1)])
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_documents([make_document(1)])
    assert model.find(1).row() == 0
