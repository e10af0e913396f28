# SPDX-License-Identifier: Apache-2.0
"""The window of labels can be heard, read and worked with keys, with a set in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.ui.theme.tokens import ThemeMode
from tests.app.ui import accessible, contrast
from tests.app.ui.recolour import recolour

if TYPE_CHECKING:
    from findling.ui.theme.theme import Theme
    from tests.app.ui.labels.conftest import Labels


def test_every_page_of_a_set(kinds: Labels, theme: Theme) -> None:
    window = kinds.window
    kinds.answer()
    found: list[str] = []
    for page in range(window.tabs.count()):
        window.tabs.setCurrentIndex(page)
        kinds.qtbot.wait(50)
        found += accessible.faults(window)
        for mode in (ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST):
            recolour(theme, mode, kinds.qtbot)
            kinds.qtbot.wait(20)
            found += [f"{mode.value}: {fault}" for fault in contrast.faults(window)]
    assert not found, "\n".join(dict.fromkeys(found))
