# SPDX-License-Identifier: Apache-2.0
"""Files come, change, move and go at random: after each run the library is what the disk is."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from findling.services.indexer import Indexer

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere


def _some_file(root: Path, rng: random.Random) -> Path | None:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return rng.choice(files) if files else None


def _new_path(root: Path, rng: random.Random) -> Path:
    folder = root / rng.choice(["", "a", "b", "a/c"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{rng.randrange(30)}.{rng.choice(['txt', 'md', 'png'])}"


def _write(path: Path, rng: random.Random) -> None:
    if path.suffix == ".png":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + rng.randbytes(50))
    elif rng.random() < 0.1:
        path.write_text("")
    else:
        path.write_text(f"Text {rng.randrange(12)} is one of a dozen, so copies are common.\n")


def _act(root: Path, rng: random.Random) -> None:
    path = _some_file(root, rng)
    action = rng.choice(["write", "write", "change", "delete", "move", "copy", "swap", "drop"])
    if action == "write" or path is None:
        _write(_new_path(root, rng), rng)
    elif action == "change":
        _write(path, rng)
    elif action == "delete":
        path.unlink()
    elif action == "move":
        path.replace(_new_path(root, rng).with_suffix(path.suffix))
    elif action == "copy":
        target = _new_path(root, rng).with_suffix(path.suffix)
        if target != path:
            shutil.copy2(path, target)
    elif action == "swap":
        other = _some_file(root, rng)
        if other is not None and other.suffix == path.suffix and other != path:
            spare = path.with_name("spare")
            path.replace(spare)
            other.replace(path)
            spare.replace(other)
    else:
        shutil.rmtree(path.parent if path.parent != root else root / "a", ignore_errors=True)


def _on_disk(root: Path) -> dict[Path, str]:
    """Return the text that each readable file should have in the library, empty for the others."""
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path: "" if path.suffix == ".png" else path.read_text() for path in files}


@pytest.mark.parametrize("seed", range(4))
def test_the_library_follows_the_disk(
    library: Library, reader: ReaderHere, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    root = tmp_path / "churn"
    root.mkdir()
    library.add_sources([root])
    for _ in range(25):
        for _ in range(rng.randrange(6)):
            _act(root, rng)
        summary = Indexer(library, reader, n_readers=2).update()

        disk = _on_disk(root)
        rows = library.documents()
        assert {row.path: library.document_text(row.id).text for row in rows} == disk
        parts = (summary.read, summary.unchanged, summary.failed, summary.unsupported)
        assert summary.found == sum(parts) == len(disk)
        texts = sorted({text.strip() for text in disk.values() if text})
        stored = library.passages(library.passage_ids())
        assert sorted({passage.text for passage in stored}) == texts
        assert library.status().passages == len(stored)
    assert library.problems() == []
