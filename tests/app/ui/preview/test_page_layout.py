# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.ui.preview.page_layout import MARGIN, MAX_SCALE, MIN_SCALE, PageLayout

SIZES = [(600.0, 800.0), (800.0, 600.0), (600.0, 800.0)]


def test_pages_stand_below_each_other_with_a_gap() -> None:
    layout = PageLayout(SIZES, 1.0)
    rects = [layout.page_rect(page) for page in range(3)]
    assert [rect.y for rect in rects] == [MARGIN, 800 + 2 * MARGIN, 1400 + 3 * MARGIN]
    assert layout.height == rects[2].y + 800 + MARGIN


def test_narrow_pages_stand_in_the_middle() -> None:
    layout = PageLayout(SIZES, 1.0)
    assert layout.page_rect(0).x == MARGIN + 100
    assert layout.page_rect(1).x == MARGIN
    assert layout.page_rect(1, view_width=2000).x == 600


def test_the_widest_page_fits_the_window() -> None:
    scale = PageLayout.fitting_scale(SIZES, 432)
    assert PageLayout(SIZES, scale).width == 432


@pytest.mark.parametrize(("wanted", "given"), [(0.001, MIN_SCALE), (1000, MAX_SCALE)])
def test_scales_stay_within_reason(wanted: float, given: float) -> None:
    assert PageLayout(SIZES, wanted).scale == given


@pytest.mark.parametrize(
    ("y", "page"), [(-5, 0), (0, 0), (MARGIN, 0), (820, 0), (840, 1), (10**6, 2)]
)
def test_every_height_belongs_to_a_page(y: int, page: int) -> None:
    assert PageLayout(SIZES, 1.0).page_at(y) == page


def test_only_pages_in_sight_are_named() -> None:
    layout = PageLayout(SIZES, 1.0)
    assert list(layout.pages_between(0, 500)) == [0]
    assert list(layout.pages_between(700, 900)) == [0, 1]
    assert list(layout.pages_between(10**6, 10**6 + 5)) == []


def test_a_document_without_pages_has_a_layout() -> None:
    layout = PageLayout([], 1.0)
    assert (len(layout), list(layout.pages_between(0, 500))) == (0, [])


def test_a_page_without_size_is_still_a_page() -> None:
    assert PageLayout([(0.0, 0.0)], 1.0).page_rect(0).width == 1


def test_a_whole_page_is_seen_at_the_smaller_of_both_scales() -> None:
    upright, across = [(600.0, 800.0)], [(800.0, 200.0)]
    by_height = PageLayout.whole_page_scale(upright, 1000, 432)
    assert by_height == (432 - 2 * MARGIN) / 800
    assert PageLayout.whole_page_scale(across, 432, 1000) == PageLayout.fitting_scale(across, 432)
    assert PageLayout.whole_page_scale([], 100, 100) == 1.0
