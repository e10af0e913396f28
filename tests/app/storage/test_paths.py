# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.storage.errors import StorageError
from findling.storage.paths import LibraryPaths, default_library_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_the_default_library_is_in_the_users_own_folder(tmp_path: Path) -> None:
    assert default_library_folder().is_relative_to(tmp_path)


def test_size_counts_every_file(tmp_path: Path) -> None:
    paths = LibraryPaths(tmp_path / "library")
    paths.make_folders()
    (paths.index / "a").write_bytes(b"123")
    paths.database.write_bytes(b"12345")
    assert paths.bytes_on_disk() == 8


def test_a_place_that_cannot_hold_a_library_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be created"):
        LibraryPaths(tmp_path / "file" / "library").make_folders()
