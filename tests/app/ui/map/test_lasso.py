# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPolygonF

from findling.ui.map.lasso import MOST_CORNERS, Lasso, points_inside


def drawn(*ways: tuple[float, float]) -> Lasso:
    lasso = Lasso(QPointF(*ways[0]))
    for at in ways[1:]:
        lasso.add(QPointF(*at))
    return lasso


def cloud(n: int, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).random((n, 2)) * 400).astype(np.float32)


def ring(n: int, radius: float = 150.0) -> list[tuple[float, float]]:
    turns = np.linspace(0, 2 * np.pi, n, endpoint=False)
    return [(200 + radius * float(np.cos(t)), 200 + radius * float(np.sin(t))) for t in turns]


@pytest.mark.parametrize(
    "corners",
    [
        [(50, 50), (350, 80), (300, 320), (180, 120), (60, 330)],
        [(50, 50), (350, 350), (350, 50), (50, 350)],  # crosses itself: a bow
        ring(60),
        [(200, 10), (260, 390), (20, 140), (380, 140), (140, 390)],  # a star has a hole
    ],
)
def test_points_inside_are_those_that_qt_finds(corners: list[tuple[float, float]]) -> None:
    points = cloud(1500)
    polygon = QPolygonF([QPointF(*corner) for corner in corners])
    rule = Qt.FillRule.OddEvenFill
    wanted = [
        i for i, at in enumerate(points.tolist()) if polygon.containsPoint(QPointF(*at), rule)
    ]
    assert points_inside(np.array(corners, np.float32), points).tolist() == wanted


def test_points_on_one_line_and_none_at_all() -> None:
    corners = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], np.float32)
    level = np.array([(5, 5), (7, 5), (20, 5)], np.float32)
    assert points_inside(corners, level).tolist() == [0, 1]
    assert points_inside(corners, np.zeros((0, 2), np.float32)).tolist() == []
    assert points_inside(np.array([(3, 3)], np.float32), level).tolist() == []


def test_a_straight_drag_is_a_rectangle_and_a_click_is_tiny() -> None:
    drag = drawn((10, 10), (60, 42), (110, 70), (210, 130))
    assert drag.is_rectangle
    box = drag.polygon().boundingRect()
    assert (box.left(), box.top(), box.right(), box.bottom()) == (10, 10, 210, 130)
    assert drawn((10, 10), (12, 11)).is_tiny
    assert not drag.is_tiny


def test_a_bent_or_closed_way_is_a_shape() -> None:
    assert not drawn((10, 10), (100, 10), (100, 100)).is_rectangle
    assert not drawn((10, 10), (100, 10), (100, 100), (12, 11)).is_rectangle
    there_and_back = drawn((10, 10), (200, 10), (100, 12))
    assert not there_and_back.is_rectangle


def test_a_long_way_keeps_few_corners_and_its_end() -> None:
    lasso = drawn(*ring(5000))
    polygon = lasso.polygon()
    assert polygon.size() <= MOST_CORNERS + 1
    found = lasso.inside(cloud(2000))
    points = cloud(2000)
    exact = np.flatnonzero(np.hypot(points[:, 0] - 200, points[:, 1] - 200) < 150)
    assert len(set(found.tolist()) ^ set(exact.tolist())) <= 10


def test_a_hundred_thousand_points_take_no_time_that_anyone_notices() -> None:
    points = cloud(100_000)
    lasso = drawn(*ring(2000, radius=199.0))
    times: list[float] = []
    found = lasso.inside(points)
    for _ in range(5):
        start = time.perf_counter()
        lasso.inside(points)
        times.append(time.perf_counter() - start)
    assert len(found) > 70_000
    assert min(times) < 0.1  # 15 ms on a quiet machine
