# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox

from tests.app.ui.geometry import faults

if TYPE_CHECKING:
    import pytest

    from findling.ui.labels.label_list import LabelList
    from tests.app.ui.labels.conftest import Labels


def count_guessed(labels: Labels) -> int:
    return sum(label.n_guessed for label in labels.keeper.find(labels.session.set_id).labels)


def names(lists: LabelList) -> list[str]:
    cells = (lists.view.item(row, 0) for row in range(lists.view.rowCount()))
    return [cell.text() for cell in cells if cell is not None]


def choose(lists: LabelList, text: str) -> None:
    """Choose something from the menu of the selected label."""
    label = lists.current
    assert label is not None
    next(action for action in lists.menu(label).actions() if action.text() == text).trigger()


def test_the_first_set_is_made_from_a_form(labels: Labels) -> None:
    window, qtbot = labels.window, labels.qtbot
    qtbot.waitUntil(window.form.isVisible)
    qtbot.keyClicks(window.form.name, "Kinds")
    window.form.passages.click()
    window.form.several.click()
    qtbot.keyClick(window.form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.chooser.currentText() == "Kinds", timeout=20_000)
    assert not window.form.isVisible()
    qtbot.waitUntil(window.labels.field.isEnabled, timeout=20_000)
    assert window.focusWidget() is window.labels.field
    assert window.cards.page.isVisible()

    qtbot.keyClicks(window.labels.field, "bill: invoice payment")
    qtbot.keyClick(window.labels.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.labels.view.rowCount() == 1, timeout=20_000)
    row = labels.keeper.find("Kinds")
    assert (row.of_passages, row.is_multi) == (True, True)
    (label,) = row.labels
    assert (label.name, label.description) == ("bill", "invoice payment")
    assert window.labels.field.text() == ""


def test_thirty_answers_make_a_model_that_labels_the_rest_and_takes_it_back(kinds: Labels) -> None:
    window, qtbot = kinds.window, kinds.qtbot
    first = kinds.card
    assert first.guess is None
    assert not window.learn.isEnabled()
    for _ in range(30):
        kinds.answer()
    assert kinds.session.state is not None
    assert kinds.session.state.n_examples >= 25
    assert "30 of 60 answered" in window._facts.text()  # pyright: ignore[reportPrivateUsage]
    window.learn.click()
    qtbot.waitUntil(lambda: not window.learn.isEnabled(), timeout=20_000)
    card = kinds.card
    assert card.guess is not None
    assert "% sure" in window.cards.guess.text()

    many = window.many
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(many.model, mode, many.model)
    window.tabs.setCurrentWidget(many)
    many.slider.setValue(50)
    qtbot.waitUntil(many.apply.isEnabled, timeout=20_000)
    n = many.model.rowCount()
    assert n > 20
    many.apply.click()
    qtbot.waitUntil(many.undo.isEnabled, timeout=20_000)
    assert count_guessed(kinds) == n
    many.undo.click()
    qtbot.waitUntil(lambda: not many.undo.isEnabled(), timeout=20_000)
    assert count_guessed(kinds) == 0


def test_quality_names_a_slip_and_leads_to_it(kinds: Labels) -> None:
    window, qtbot, session = kinds.window, kinds.qtbot, kinds.session
    assert not window.quality.measure.isEnabled()
    for _ in range(24):
        kinds.answer()
    assert session.state is not None
    known = [label.name for label in session.state.row.labels]
    slip = kinds.card.item
    wrong = next(name for name in known if name != kinds.kind())
    session.answer(session.state.row.labels[known.index(wrong)].id)
    kinds.wait_for_answers(25)

    window.tabs.setCurrentWidget(window.quality)
    window.quality.measure.click()
    qtbot.waitUntil(lambda: window.quality.table.rowCount() == 3, timeout=30_000)
    slips = window.quality.mistakes.item(0)
    assert slips.text() == "1 answers may be slips"
    window.quality.mistakes.itemActivated.emit(slips)
    assert window.tabs.currentWidget() is window.cards
    qtbot.waitUntil(lambda: session.card is not None and session.card.item == slip)
    assert window.cards.guess.text() == f"You said: {wrong}. Answer again, or skip."
    kinds.window.cards.buttons[known.index(kinds.kind())].click()
    qtbot.waitUntil(lambda: session.card is not None and session.card.item != slip, timeout=20_000)
    assert session.card is not None
    assert not session.card.said


def test_keys_answer_skip_and_take_back(kinds: Labels) -> None:
    qtbot, cards, session = kinds.qtbot, kinds.window.cards, kinds.session
    first = kinds.card
    kinds.window.activateWindow()
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Space)
    second = kinds.card
    assert second.item != first.item
    qtbot.keyClick(cards, Qt.Key.Key_2)
    kinds.wait_for_answers(1)
    known = kinds.keeper.known(session.set_id)
    assert session.state is not None
    assert known[second.item].yes == {session.state.row.labels[1].id}
    qtbot.keyClick(cards, Qt.Key.Key_U)
    kinds.wait_for_answers(0)
    third = kinds.card
    qtbot.keyClick(cards, Qt.Key.Key_0)
    kinds.wait_for_answers(1)
    denied = kinds.keeper.known(session.set_id)[third.item]
    assert (len(denied.yes), len(denied.no)) == (0, 3)
    qtbot.keyClick(cards, Qt.Key.Key_U)
    kinds.wait_for_answers(0)


def test_an_item_may_have_several_labels(labels: Labels) -> None:
    row = labels.keeper.create("Topics", is_multi=True)
    for name in ("money", "home", "people"):
        labels.keeper.add_label(row.id, name)
    labels.session.refresh()
    item = labels.card.item
    cards = labels.window.cards
    assert cards.done.isVisible()
    for button in cards.buttons[:2]:
        button.click()
    assert cards.buttons[0].text() == "✓ money  (1)"
    cards.done.click()
    labels.wait_for_answers(1)
    truth = labels.keeper.known(row.id)[item]
    assert (len(truth.yes), len(truth.no)) == (2, 1)


def test_labels_are_renamed_and_deleted_after_a_question(
    kinds: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists, qtbot = kinds.window.labels, kinds.qtbot
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("invoice", True))
    lists.view.setCurrentCell(0, 0)
    choose(lists, "&Rename…")
    qtbot.waitUntil(lambda: names(lists)[0] == "invoice", timeout=20_000)

    asked: list[str] = []

    def say_yes(box: QMessageBox) -> int:
        asked.append(box.text())
        yes = next(button for button in box.buttons() if button.text() in ("Delete", "Merge"))
        monkeypatch.setattr(box, "clickedButton", lambda: yes)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", say_yes)
    choose(lists, "&Delete…")
    qtbot.waitUntil(lambda: lists.view.rowCount() == 2, timeout=20_000)
    assert asked == ["“invoice” and 0 answers about it are deleted for good."]

    first = lists.current
    assert first is not None
    menu = lists.menu(first)
    (merge,) = menu.findChildren(QMenu)
    (into,) = merge.actions()
    assert [into.text()] == [name for name in names(lists) if name != first.name]
    into.trigger()
    qtbot.waitUntil(lambda: names(lists) == [into.text()], timeout=20_000)


def answer_until_there_is_a_model(labels: Labels) -> None:
    for _ in range(30):
        labels.answer()
        if labels.session.state and labels.session.state.n_examples:
            return
    raise AssertionError("thirty answers made no model")


def test_who_else_fits(kinds: Labels) -> None:
    answer_until_there_is_a_model(kinds)
    lists, window = kinds.window.labels, kinds.window
    window.tabs.setCurrentWidget(window.many)
    lists.view.setCurrentCell(1, 0)
    choose(lists, "&Who else fits?")
    assert window.tabs.currentWidget() is window.cards
    kinds.qtbot.waitUntil(
        lambda: window.cards.caption.text() == "Look at this again", timeout=20_000
    )
    assert kinds.kind() == "lease"
    kinds.session.skip()
    assert kinds.kind() == "lease"


def test_a_label_is_split_by_going_through_its_answers(
    kinds: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_until_there_is_a_model(kinds)
    lists, window, session = kinds.window.labels, kinds.window, kinds.session
    lists.view.setCurrentCell(1, 0)
    old = lists.current
    assert old is not None
    window.tabs.setCurrentWidget(window.many)
    choose(lists, "&Look through yours")
    assert window.tabs.currentWidget() is window.cards
    kinds.qtbot.waitUntil(lambda: kinds.card.said == (old.id,), timeout=20_000)

    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("sublet", True))
    choose(lists, "&Split…")
    kinds.qtbot.waitUntil(lambda: "sublet" in names(lists), timeout=20_000)
    kinds.qtbot.waitUntil(lambda: kinds.card.said == (old.id,), timeout=20_000)
    item = kinds.card.item
    new = next(label.id for label in kinds.keeper.find(session.set_id).labels if label.n_yes == 0)
    session.answer(new)
    kinds.qtbot.waitUntil(
        lambda: kinds.keeper.known(session.set_id)[item].yes == {new}, timeout=20_000
    )
    row = kinds.keeper.find(session.set_id)
    counts = {label.name: label.n_yes for label in row.labels}
    assert (counts[old.name], counts["sublet"]) == (old.n_yes - 1, 1)


def test_names_and_headings_can_be_read(way: None, kinds: Labels) -> None:
    del way
    kinds.qtbot.wait(50)
    assert faults(kinds.window) == []
