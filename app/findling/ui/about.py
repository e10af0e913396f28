# SPDX-License-Identifier: Apache-2.0
"""What this program is, and what it promises."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from findling.ui.theme.icons import IconName

if TYPE_CHECKING:
    from findling.ui.theme.theme import Theme

_DRAWING = 56


def show_about(theme: Theme, parent: QWidget) -> QMessageBox:
    """Open the box; it does not hold up the window."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(_tr("About Findling"))
    box.setIconPixmap(theme.pixmap(IconName.STONE, theme.colors.accent, _DRAWING, parent))
    box.setText(_tr("Findling %1").replace("%1", version("findling")))
    box.setInformativeText(
        _tr(
            "Finds things by meaning in your own documents, on your own computer. "
            "What it knows it has learned from them alone. It opens no connection and "
            "sends nothing anywhere."
        )
    )
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.open()
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("about", text)
