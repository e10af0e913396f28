# SPDX-License-Identifier: Apache-2.0
"""What a window does with whole libraries: look at them, write them out, take them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.exchange.exporting import ExchangeSummary, export_library
from findling.services.exchange.importing import import_library
from findling.services.library import Library
from findling.storage.paths import default_library_folder

if TYPE_CHECKING:
    from pathlib import Path

    from findling.jobs.context import JobContext

__all__ = ["Archivist", "ExchangeSummary", "default_library_folder"]


class Archivist:
    """Works on libraries beside those that are open; every method takes its time.

    Parameters
    ----------
    library : Path
        The one that is open in the window.
    """

    def __init__(self, library: Path) -> None:
        self._library = library

    @property
    def library(self) -> Path:
        """The one that is open in the window."""
        return self._library

    def check(self, folder: Path, *, create: bool) -> Path:
        """Make sure that a folder is a library, or make it one; return its absolute path.

        Raises
        ------
        AppError
            If it is none, or cannot be made one, as other files are in it.
        """
        with Library.open(folder, create=create) as opened:
            return opened.path

    def export(self, path: Path, context: JobContext) -> ExchangeSummary:
        """Write the window's library into a file; as `export_library`."""
        with Library.open(self._library, create=False) as library:
            return export_library(library, path, context)

    def take_in(self, archive: Path, folder: Path, context: JobContext) -> ExchangeSummary:
        """Make a library from an exported one; as `import_library`."""
        return import_library(archive, folder, context)
