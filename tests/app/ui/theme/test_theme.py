# SPDX-License-Identifier: Apache-2.0
"""Colours can be read in both themes, and a change of theme reaches what is on screen."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from findling.ui.theme.contrast import contrast
from findling.ui.theme.icons import IconName, pixmap
from findling.ui.theme.palette import palette_of
from findling.ui.theme.stylesheet import stylesheet_of
from findling.ui.theme.tokens import CONTRAST, DARK, LIGHT, Colors, ThemeMode

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

THEMES = pytest.mark.parametrize(
    "colors", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"]
)
TEXT = 4.5
OUTLINE = 3.0
GROUNDS = ("chrome", "side", "surface", "raised", "selection", "hover", "accent_soft")


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@THEMES
@pytest.mark.parametrize(("ink", "ground"), list(product(("text", "muted"), GROUNDS)))
def test_text_can_be_read_on_every_ground(colors: Colors, ink: str, ground: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= TEXT


@THEMES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("accent", "surface"),
        ("accent", "chrome"),
        ("accent", "selection"),
        ("accent", "accent_soft"),
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("text", "mark"),
        ("notice", "notice_soft"),
        ("notice", "surface"),
        ("notice", "side"),
        ("notice", "selection"),
        ("danger", "danger_soft"),
        ("good", "surface"),
    ],
)
def test_coloured_text_can_be_read(colors: Colors, ink: str, ground: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= TEXT


@THEMES
@pytest.mark.parametrize("ground", ["surface", "chrome", "raised"])
def test_borders_of_controls_stand_out(colors: Colors, ground: str) -> None:
    assert contrast(colors.line_strong, getattr(colors, ground)) >= OUTLINE


@THEMES
def test_the_sheet_leaves_no_name_unfilled(colors: Colors) -> None:
    assert "$" not in stylesheet_of(colors)


@THEMES
def test_the_palette_carries_the_colours(colors: Colors) -> None:
    palette = palette_of(colors)
    assert palette.color(QPalette.ColorRole.Base) == QColor(colors.surface)
    assert palette.color(QPalette.ColorRole.Text) == QColor(colors.text)


@pytest.mark.parametrize("name", list(IconName))
def test_every_drawing_has_lines_in_the_colour_asked_for(
    qapp: QApplication, name: IconName
) -> None:
    picture = pixmap(name, "#ff0000", 24).toImage()
    inked = [
        QColor(picture.pixelColor(x, y)).red()
        for x in range(24)
        for y in range(24)
        if picture.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert min(inked) > 200


def test_dark_and_light_follow_the_choice(theme: Theme, qtbot: QtBot) -> None:
    theme.set_mode(ThemeMode.LIGHT)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.DARK)
    assert theme.colors is DARK
    assert QApplication.palette().color(QPalette.ColorRole.Base) == QColor(DARK.surface)
    theme.set_mode(ThemeMode.LIGHT)
    assert theme.colors is LIGHT
