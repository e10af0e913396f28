# SPDX-License-Identifier: Apache-2.0
"""Applies colours to the application, and follows the system when told to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase

from findling.ui.theme import icons
from findling.ui.theme.dressing import Dressing
from findling.ui.theme.palette import palette_of
from findling.ui.theme.stylesheet import stylesheet_of
from findling.ui.theme.tokens import Colors, ThemeMode, TypeScale, colors_for

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from findling.ui.theme.icons import IconName


_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_USUAL_LINE = 17
"""Pixels from line to line where nobody has chosen a size."""


class Theme(QObject):
    """The look of one application; the one that was made last is in force.

    Parameters
    ----------
    app : QApplication
        What it is applied to.

    Signals
    -------
    changed
        Colours are others since the last turn of the event loop; what caches colours has to
        draw again.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode = ThemeMode.SYSTEM
        self._font = QFont(app.font())
        self._flash_ms = app.styleHints().cursorFlashTime()
        self.reduces_motion = False
        self.colors: Colors = self._wanted()
        self._dressing = Dressing(stylesheet_of(self.colors), self)
        self._dressing.done.connect(self.changed)
        app.setStyle("Fusion")
        app.setPalette(palette_of(self.colors))
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        global _newest
        _newest = ref(self)

    @property
    def mode(self) -> ThemeMode:
        """What the user chose."""
        return self._mode

    @property
    def is_changing(self) -> bool:
        """Whether windows are still on their way to the colours that were chosen last."""
        return self._dressing.is_changing

    def set_mode(self, mode: ThemeMode) -> None:
        """Use other colours, or what the system says."""
        self._mode = mode
        self._update()

    def set_font_percent(self, percent: int) -> None:
        """Write in another size, in percent of the system's; windows made from now on follow."""
        self._app.setFont(scaled_font(self._font, percent / 100))

    def set_reduced_motion(self, wanted: bool) -> None:
        """Have menus and the cursor move, or not; what scrolls smoothly asks `reduces_motion`."""
        self.reduces_motion = wanted
        for effect in _EFFECTS:
            self._app.setEffectEnabled(effect, not wanted)
        self._app.styleHints().setCursorFlashTime(0 if wanted else self._flash_ms)

    def end(self) -> None:
        """Follow the system no longer, and write in its size: another look may come."""
        global _newest
        self._app.styleHints().colorSchemeChanged.disconnect(self._on_scheme_changed)
        self._app.styleHints().setCursorFlashTime(self._flash_ms)
        if self._app.font() != self._font:
            self._app.setFont(self._font)
        if _newest is not None and _newest() is self:
            _newest = None
        self.setParent(None)  # pyright: ignore[reportArgumentType]  lives as long as it is used

    def icon(self, name: IconName, size: int = 16) -> QIcon:
        """Return an icon in the colour of text."""
        return icons.icon(name, self.colors.text, size, self.colors.faint)

    def on_accent_icon(self, name: IconName, size: int = 16) -> QIcon:
        """Return an icon for a button in the accent colour."""
        return icons.icon(name, self.colors.on_accent, size)

    def dress(self, *widgets: QWidget) -> None:
        """Have windows and panes follow the style sheet; as `dress`."""
        self._dressing.dress(*widgets)

    def pixmap(self, name: IconName, color: str, size: int, widget: QWidget) -> QPixmap:
        """Return a drawing that is sharp on the screen of a widget."""
        return icons.pixmap(name, color, size, widget.devicePixelRatioF())

    def _wanted(self) -> Colors:
        is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return colors_for(self._mode, is_system_dark=is_dark)

    def _on_scheme_changed(self) -> None:
        self._update()

    def _update(self) -> None:
        colors = self._wanted()
        if colors is self.colors:
            return
        self.colors = colors
        self._dressing.change(palette_of(colors), stylesheet_of(colors))


_newest: ref[Theme] | None = None


def dress(*widgets: QWidget) -> None:
    """Have windows and panes follow the style sheet, now and when colours change.

    Parameters
    ----------
    *widgets : QWidget
        Windows, or those parts of a large one that do not lie in each other. What is in them
        follows by itself.
    """
    theme = _newest() if _newest is not None else None
    if theme is not None:
        theme.dress(*widgets)


def scaled_font(
    base: QFont, factor: float = TypeScale.BODY, weight: QFont.Weight = QFont.Weight.Normal
) -> QFont:
    """Return a font in another size and weight; sizes follow the system's own."""
    font = QFont(base)
    if base.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * factor)
    else:
        font.setPixelSize(round(base.pixelSize() * factor))
    font.setWeight(weight)
    return font


def fixed_font(base: QFont) -> QFont:
    """Return a font whose letters are all as wide, as large as another one."""
    font = QFont(base)
    font.setFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def with_text(widget: QWidget, pixels: int) -> int:
    """Return a width that was chosen for text of the usual size, for the size that is written."""
    return round(pixels * max(1.0, widget.fontMetrics().lineSpacing() / _USUAL_LINE))


def set_look(widget: QWidget, look: str) -> None:
    """Say which part of the style sheet a widget follows."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
