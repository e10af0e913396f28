# SPDX-License-Identifier: Apache-2.0
"""The map of a real library, in its window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from findling.jobs.context import JobContext
from findling.services.learning import Learner
from findling.services.library import Library
from findling.services.library_map.maker import MapMaker
from findling.ui.job_bridge import JobBridge
from findling.ui.map.colouring import ColorBy, colour
from findling.ui.map.window import MapWindow
from findling.ui.models.roles import Role
from findling.ui.sessions.map import MapSession
from findling.ui.theme.tokens import ThemeMode
from tests.app.letters import add_letters
from tests.app.ui import accessible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

NOTHING_HELD = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", writable=True) as opened:
        add_letters(opened, tmp_path / "letters")
        yield opened


@pytest.fixture
def session(library: Library) -> Iterator[MapSession]:
    bridge = JobBridge("map")
    yield MapSession(MapMaker(library), bridge)
    bridge.close()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, session: MapSession, parent: QWidget) -> MapWindow:
    made = MapWindow(theme, session, parent)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def shown(library: Library, window: MapWindow, qtbot: QtBot) -> MapWindow:
    """The window with a map in it."""
    Learner(library, JobContext()).run()
    window.show()
    qtbot.waitUntil(lambda: window.regions.count() > 0, timeout=20_000)
    return window


def click(window: MapWindow, qtbot: QtBot, point: int) -> None:
    pixels = window.view._pixels()[point]  # pyright: ignore[reportPrivateUsage]
    at = QPoint(round(float(pixels[0])), round(float(pixels[1])))
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=at)


def test_before_anything_was_learned_it_says_so(window: MapWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window._session.ready):  # pyright: ignore[reportPrivateUsage]
        window.show()
    assert window._nothing.isVisible()  # pyright: ignore[reportPrivateUsage]
    assert not window.again.isEnabled()


def test_a_map_appears_and_a_click_lists_the_document(shown: MapWindow, qtbot: QtBot) -> None:
    assert "60 documents" in shown.facts.text()
    assert shown.legend.count() == 1
    click(shown, qtbot, 7)
    model = shown.documents.model()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode, model)
    qtbot.waitUntil(lambda: model.rowCount() == 1, timeout=20_000)
    assert "1 chosen" in shown.facts.text()
    with qtbot.waitSignal(shown.document_wanted) as wanted:
        shown.documents.activated.emit(model.index(0, 0))
    assert wanted.args == [model.index(0, 0).data(Role.DOCUMENT)]


def test_a_region_is_listed_and_gone_to_by_the_keyboard(shown: MapWindow, qtbot: QtBot) -> None:
    shown.regions.setFocus()
    qtbot.keyClick(shown.regions, Qt.Key.Key_Down)
    model = shown.documents.model()
    qtbot.waitUntil(lambda: model.rowCount() > 1, timeout=20_000)
    item = shown.regions.currentItem()
    assert item is not None
    assert item.text().endswith(f"({model.rowCount()})")
    assert shown.view.camera.scale == 1.0
    shown.regions.itemActivated.emit(item)
    assert shown.view.camera.scale > 1.0
    shown.whole.click()
    assert shown.view.camera.scale == 1.0


def test_a_rectangle_chooses_what_is_in_it(shown: MapWindow, qtbot: QtBot) -> None:
    view = shown.view
    shown.select.click()
    view.setFocus()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseMove(view, QPoint(view.width() - 2, view.height() - 2))
    with qtbot.waitSignal(view.points_chosen) as chosen:
        qtbot.mouseRelease(
            view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 2, view.height() - 2)
        )
    assert chosen.args is not None
    assert len(chosen.args[0]) == 60
    qtbot.waitUntil(lambda: shown.documents.model().rowCount() == 60, timeout=20_000)


def drag(
    window: MapWindow, qtbot: QtBot, ways: list[QPoint], held: Qt.KeyboardModifier = NOTHING_HELD
) -> list[int]:
    """Draw with the button held down; return what is chosen then."""
    view = window.view
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, held, ways[0])
    for at in ways[1:]:
        qtbot.mouseMove(view, at)
    with qtbot.waitSignal(view.points_chosen) as chosen:
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, held, ways[-1])
    assert chosen.args is not None
    return cast("list[int]", chosen.args[0].tolist())


def around(window: MapWindow, point: int) -> list[QPoint]:
    """Return corners of a bent shape around one point."""
    x, y = window.view._pixels()[point].tolist()  # pyright: ignore[reportPrivateUsage]
    ways = ((-9, -9), (9, -9), (9, 9), (0, 4), (-9, 9))
    return [QPoint(round(x) + dx, round(y) + dy) for dx, dy in ways]


def test_a_shape_chooses_more_with_ctrl_and_less_with_alt(shown: MapWindow, qtbot: QtBot) -> None:
    size = shown.view.size()
    all_around = [QPoint(1, 1), QPoint(size.width() - 1, size.height() - 1)]
    shift, ctrl, alt = (
        getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Shift", "Control", "Alt")
    )
    first = drag(shown, qtbot, around(shown, 3), shift)
    assert 3 in first
    assert len(first) < 60
    more = drag(shown, qtbot, around(shown, 40), ctrl)
    assert set(first) | {40} <= set(more)
    less = drag(shown, qtbot, around(shown, 3), alt)
    assert less == sorted(set(more) - set(first))
    assert len(drag(shown, qtbot, all_around, ctrl)) == 60


def test_escape_ends_drawing_then_chooses_nothing_then_closes(
    shown: MapWindow, qtbot: QtBot
) -> None:
    view = shown.view
    shown.show_points(np.array([1, 2], np.int64))
    qtbot.mousePress(
        view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(2, 2)
    )
    qtbot.mouseMove(view, QPoint(60, 80))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 80))
    assert "2 chosen" in shown.facts.text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert "chosen" not in shown.facts.text()
    assert not shown.group.isEnabled()
    assert shown.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_what_was_chosen_can_be_put_into_a_collection(shown: MapWindow, qtbot: QtBot) -> None:
    assert not shown.group.isEnabled()
    shown.show_points(np.array([0, 2], np.int64))
    assert shown.group.isEnabled()
    with qtbot.waitSignal(shown.groups_wanted) as wanted:
        qtbot.mouseClick(shown.group, Qt.MouseButton.LeftButton)
    known = shown._shown.known if shown._shown else None  # pyright: ignore[reportPrivateUsage]
    assert known is not None
    assert wanted.args == [[int(known.documents[0]), int(known.documents[2])]]
    shown.show_points(np.zeros(0, np.int64))
    assert not shown.group.isEnabled()


def test_keys_zoom_pan_and_fit(shown: MapWindow, qtbot: QtBot) -> None:
    view = shown.view
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Up):
        before = view.camera
        qtbot.keyClick(view, key)
        assert view.camera != before
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.camera.scale == 1.0
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera.scale < 1.0
    assert view.point_at(QPointF(-500, -500)) == -1


def test_a_changed_library_gets_a_new_map(
    library: Library, shown: MapWindow, qtbot: QtBot, session: MapSession
) -> None:
    (source,) = library.sources()
    library.remove_source(source.id)
    session.open()
    qtbot.waitUntil(lambda: shown.regions.count() == 0, timeout=20_000)


def test_it_is_drawn_in_every_theme(shown: MapWindow, theme: Theme) -> None:
    pictures: set[bytes] = set()
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST):
        theme.set_mode(mode)
        pictures.add(bytes(shown.view.grab().toImage().constBits()))
    assert len(pictures) == 3


def test_closing_while_it_is_made_stops_the_work(
    library: Library, session: MapSession, window: MapWindow, qtbot: QtBot
) -> None:
    Learner(library, JobContext()).run()
    with qtbot.waitSignal(session.progressed, timeout=20_000):
        window.show()
    window.close()
    session._bridge.close()  # pyright: ignore[reportPrivateUsage]


def test_the_most_frequent_values_have_colours_and_the_rest_share_one(
    library: Library, theme: Theme
) -> None:
    Learner(library, JobContext()).run()
    maker = MapMaker(library)
    known = maker.describe(maker.make())
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        theme.set_mode(mode)
        found = colour(known, ColorBy.FORMAT, theme.colors)
        assert (found.names, found.counts) == (("TXT",), (60,))
        found = colour(known, ColorBy.LABEL, theme.colors)
        assert (found.names, found.counts) == (("",), (60,))
        assert set(found.numbers.tolist()) == {0}
        assert len(found.palette) == 1
    assert bool(np.all(found.numbers == 0))


def test_it_can_be_heard_and_worked_with_keys(shown: MapWindow, qtbot: QtBot) -> None:
    shown.regions.setCurrentRow(0)
    qtbot.waitUntil(lambda: shown.documents.model().rowCount() > 1, timeout=20_000)
    assert accessible.faults(shown) == []
    assert all(shown.legend.item(row).text() for row in range(shown.legend.count()))


def test_a_colour_is_ringed_by_keys_and_not_by_coming_to_it(shown: MapWindow, qtbot: QtBot) -> None:
    shown.legend.setFocus(Qt.FocusReason.TabFocusReason)
    assert "chosen" not in shown.facts.text()
    qtbot.keyClick(shown.legend, Qt.Key.Key_Space)
    assert "60 chosen" in shown.facts.text()
