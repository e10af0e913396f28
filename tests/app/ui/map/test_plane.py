# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from findling.ui.map.plane import Camera, draw_points

SIZE = (400.0, 300.0)


def test_the_whole_map_is_in_the_view_with_its_top_above() -> None:
    corners = np.array([[-1, 1], [1, -1], [0, 0]], np.float32)
    pixels = Camera().to_screen(corners, *SIZE)
    assert pixels[2].tolist() == [200, 150]
    assert pixels[0][0] < pixels[1][0]
    assert pixels[0][1] < pixels[1][1]
    assert bool(np.all((pixels >= 0) & (pixels <= np.array(SIZE))))


@pytest.mark.parametrize("camera", [Camera(), Camera(0.3, -0.2, 7.0)])
def test_a_pixel_leads_back_to_its_place(camera: Camera) -> None:
    place = np.array([[0.12, -0.34]], np.float32)
    x, y = camera.to_screen(place, *SIZE)[0].tolist()
    assert camera.to_map(x, y, *SIZE) == pytest.approx((0.12, -0.34), abs=1e-4)


def test_zooming_keeps_what_is_under_the_pointer() -> None:
    camera = Camera(0.1, 0.1, 2.0)
    before = camera.to_map(90, 40, *SIZE)
    nearer = camera.zoomed(3.0, 90, 40, *SIZE)
    assert nearer.scale == pytest.approx(6.0)
    assert nearer.to_map(90, 40, *SIZE) == pytest.approx(before, abs=1e-6)
    assert camera.zoomed(1e9, 0, 0, *SIZE).scale <= 400
    assert camera.zoomed(1e-9, 0, 0, *SIZE).scale >= 0.5


def test_panning_moves_the_picture_by_so_many_pixels() -> None:
    place = np.array([[0.0, 0.0]], np.float32)
    moved = Camera().moved(30, -20, *SIZE)
    by = moved.to_screen(place, *SIZE) - Camera().to_screen(place, *SIZE)
    assert by[0].tolist() == pytest.approx([30, -20], abs=1e-3)
    far = Camera().moved(1e9, 1e9, *SIZE)
    assert abs(far.x) <= 1.2


def test_some_places_are_all_seen() -> None:
    places = np.array([[0.5, 0.5], [0.6, 0.8]], np.float32)
    pixels = Camera().on(places).to_screen(places, *SIZE)
    assert bool(np.all((pixels > 0) & (pixels < np.array(SIZE))))


def test_points_are_drawn_in_their_colours_and_none_outside() -> None:
    pixels = np.array([[20, 20], [60, 30], [20, 20], [-5, 10], [99.6, 50]], np.float32)
    numbers = np.array([0, 1, 1, 0, 0])
    image = draw_points((100, 60), "#ffffff", pixels, numbers, ["#ff0000", "#0000ff"])
    assert image.pixelColor(60, 30).name() == "#0000ff"
    assert image.pixelColor(20, 20).name() == "#0000ff"  # the higher number lies above
    assert image.pixelColor(90, 50).name() == "#ffffff"
    inked = sum(image.pixelColor(x, y).name() != "#ffffff" for x in range(100) for y in range(60))
    assert 20 < inked < 120
