# SPDX-License-Identifier: Apache-2.0
"""Other colours, and the wait until all that is in sight has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme
    from findling.ui.theme.tokens import ThemeMode


def recolour(theme: Theme, mode: ThemeMode, qtbot: QtBot) -> None:
    """Change the colours of everything."""
    theme.set_mode(mode)
    qtbot.waitUntil(lambda: not theme.is_changing)
