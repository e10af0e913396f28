# SPDX-License-Identifier: Apache-2.0
"""The model of what was taught holds to Qt's rules while its rows change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.ui.models.taught import TaughtModel
from tests.app.ui.builders import FakeLessons

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    lessons, model = FakeLessons(), TaughtModel()
    qtmodeltester.check(model)
    for number in range(3):
        lessons.put("good", f"question {number}", 10 * number)
        model.show_rows(lessons.all())
    lessons.set_enabled(1, enabled=False)
    model.show_rows(lessons.all())
    assert model.index(0, 0).data() == "For “question 2”: paper-2.txt is right"
    model.show_rows([])
    assert model.rowCount() == 0
