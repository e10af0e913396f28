# SPDX-License-Identifier: Apache-2.0
"""Where a library keeps what."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from findling.storage.errors import StorageError


def default_library_folder() -> Path:
    """Return the folder of the library that is used when none is named."""
    return platformdirs.user_data_path("findling", appauthor=False) / "library"


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The files of one library.

    Attributes
    ----------
    folder : Path
        Absolute path of the library.
    """

    folder: Path

    @property
    def database(self) -> Path:
        """The precious part."""
        return self.folder / "library.db"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.folder / "library.lock"

    @property
    def index(self) -> Path:
        """Rebuildable generations."""
        return self.folder / "index"

    @property
    def backups(self) -> Path:
        """Copies of what only the user could tell again."""
        return self.folder / "backups"

    @property
    def label_models(self) -> Path:
        """Models that label: made from answers again when they are lost."""
        return self.folder / "labels"

    def make_folders(self) -> None:
        """Create the folders, for their owner's eyes only.

        Raises
        ------
        StorageError
            If that is not possible.
        """
        try:
            for folder in (self.folder, self.index):
                if not folder.is_dir():
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The library folder {self.folder} cannot be created.", repr(error)
            ) from error

    def bytes_on_disk(self) -> int:
        """Return the size of everything in the library."""
        return sum(
            _size(Path(folder) / name)
            for folder, _, names in os.walk(self.folder)
            for name in names
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a generation may be swapped while we look
        return 0
