# SPDX-License-Identifier: Apache-2.0
"""What a drag over the window carries, and the sentence about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findling.ui import wording

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from findling.ui.survey import DropContents

MAX_PATHS = 10_000


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the local files and folders of a drag; links to elsewhere are left out."""
    urls = data.urls()[:MAX_PATHS] if data.hasUrls() else []
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if str(path) not in ("", ".")]


def drop_sentence(n_paths: int, contents: DropContents | None) -> str:
    """Return what letting go will do.

    Parameters
    ----------
    n_paths : int
        Paths that are dragged.
    contents : DropContents or None
        What was counted in them, once that is known.
    """
    return wording.tr("Add %1, index where they are").replace("%1", _amount(n_paths, contents))


def _amount(n_paths: int, contents: DropContents | None) -> str:
    if contents is None:
        return wording.tr("1 item") if n_paths == 1 else wording.tr("%Ln items", n_paths)
    files = wording.files(contents.files)
    if contents.is_more:
        files = wording.tr("more than %1").replace("%1", files)
    if not contents.folders:
        return files
    text = wording.tr("%1 with %2").replace("%1", wording.folders(contents.folders))
    return text.replace("%2", files)
