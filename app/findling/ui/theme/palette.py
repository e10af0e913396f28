# SPDX-License-Identifier: Apache-2.0
"""From colours to Qt's palette, which every standard control paints itself with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from findling.ui.theme.tokens import Colors


def palette_of(colors: Colors) -> QPalette:
    """Return the palette for a set of colours."""
    role = QPalette.ColorRole
    roles = {
        role.Window: colors.chrome,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.side,
        role.Text: colors.text,
        role.PlaceholderText: colors.muted,
        role.Button: colors.raised,
        role.ButtonText: colors.text,
        role.BrightText: colors.on_accent,
        role.ToolTipBase: colors.notice_soft,
        role.ToolTipText: colors.notice,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Accent: colors.accent,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.Light: colors.raised,
        role.Midlight: colors.hover,
        role.Mid: colors.line,
        role.Dark: colors.line_strong,
        role.Shadow: colors.line_strong,
    }
    palette = QPalette()
    for key, value in roles.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(colors.faint))
    return palette
