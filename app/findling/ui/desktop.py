# SPDX-License-Identifier: Apache-2.0
"""Hand files over to the desktop: their own program, or the file manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from pathlib import Path


class Desktop:
    """Opens files and folders in other programs; tests give their own."""

    def open(self, path: Path) -> bool:
        """Open a file in its own program; False when the desktop knows none."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def reveal(self, path: Path) -> bool:
        """Show the folder that holds a file; False when the desktop cannot."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
