# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


def test_a_library_is_verified_damaged_and_repaired(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    findling("add", documents, "--library", library)
    status, out, _ = findling("verify", "--library", library)
    assert (status, out) == (
        0,
        "The library is sound: 2 texts with 2 passages read and compared.\n",
    )

    (library / "library.db").write_bytes(b"nonsense" * 1000)
    status, out, _ = findling("verify", "--library", library)
    assert status == 1
    assert "`findling repair` puts this right" in out
    assert json.loads(findling("verify", "--json", "--library", library)[1])["problems"]

    status, out, _ = findling("repair", "--library", library)
    assert status == 0
    assert "What was missing of your folders and teachings comes from a backup." in out
    assert "3 files: 2 read" in out
    assert findling("verify", "--library", library)[0] == 0


def test_what_was_added_can_be_removed(findling: Findling, documents: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    findling("add", documents, "--library", library)
    assert str(documents) in findling("status", "--library", library)[1]

    status, out, err = findling("remove", documents, tmp_path / "other", "--library", library)

    assert status == 1
    assert out == "3 files left the library; on disk they are as they were.\n"
    assert "other was not added" in err
    assert (documents / "lease.txt").exists()
    assert json.loads(findling("status", "--json", "--library", library)[1])["sources"] == []
    assert "There is nothing to remove" in findling("remove", documents, "--library", library)[2]


def test_a_library_goes_out_and_comes_in(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    library, archive, new = tmp_path / "library", tmp_path / "out.zip", tmp_path / "new"
    findling("add", documents, "--library", library)
    assert findling("export", archive, "--library", library)[1].startswith(
        f"{archive}: 3 files, 2 texts, 2 passages, "
    )
    place = f"{documents.name}={documents}"
    assert findling("import", archive, "--at", place, "--library", new)[0] == 0
    hits = findling("search", "sourdough starter", "--json", "--library", new)[1]
    assert "bread.md" in hits
    assert "is not empty" in findling("import", archive, "--library", new)[2]
