# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from findling.services.exclusions import Exclusions, Matcher
from findling.services.scanning import (
    FoundFile,
    UnreadFolder,
    covers,
    facts_of,
    is_empty_folder,
    walk_folder,
)


def _names(root: Path, skip: Path = Path("/nowhere")) -> list[str]:
    found = walk_folder(root, skip, Matcher(Exclusions(), root), lambda: None)
    return sorted(
        item.path.relative_to(root).as_posix() for item in found if isinstance(item, FoundFile)
    )


def _write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_files_of_all_folders_are_found(tmp_path: Path) -> None:
    _write(tmp_path / "r", "a.txt", "b/c.txt", "b/d/e.txt")
    assert _names(tmp_path / "r") == ["a.txt", "b/c.txt", "b/d/e.txt"]


def test_hidden_files_and_those_of_programs_are_left_out(tmp_path: Path) -> None:
    _write(tmp_path / "r", "a.txt", ".hidden.txt", ".git/config", "node_modules/m/x.md", "~$a.docx")
    assert _names(tmp_path / "r") == ["a.txt"]


def test_the_library_itself_is_left_out(tmp_path: Path) -> None:
    _write(tmp_path / "r", "a.txt", "library/library.db")
    assert _names(tmp_path / "r", skip=tmp_path / "r" / "library") == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_loops_of_links_and_links_to_nowhere_are_survived(tmp_path: Path) -> None:
    _write(tmp_path / "r", "a.txt", "b/c.txt")
    (tmp_path / "r" / "b" / "up").symlink_to(tmp_path / "r")
    (tmp_path / "r" / "nowhere.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "r" / "self.txt").symlink_to(tmp_path / "r" / "self.txt")
    (tmp_path / "r" / "linked.txt").symlink_to(tmp_path / "r" / "a.txt")
    assert _names(tmp_path / "r") == ["a.txt", "b/c.txt", "linked.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_pipes_are_no_documents(tmp_path: Path) -> None:
    _write(tmp_path / "r", "a.txt")
    os.mkfifo(tmp_path / "r" / "pipe.txt")
    assert _names(tmp_path / "r") == ["a.txt"]
    assert facts_of(tmp_path / "r" / "pipe.txt") is None


def test_a_folder_that_cannot_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "r", "a.txt", "secret/b.txt")
    scandir = os.scandir

    def deny(path: Path) -> object:
        if Path(path).name == "secret":
            raise PermissionError(13, "denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    root = tmp_path / "r"
    found = list(walk_folder(root, tmp_path, Matcher(Exclusions(), root), lambda: None))
    assert UnreadFolder(tmp_path / "r" / "secret") in found
    assert len(found) == 2


@pytest.mark.parametrize(
    ("path", "is_covered"),
    [
        ("/d/a.txt", True),
        ("/d/x/a.txt", True),
        ("/d", True),
        ("/d/.x/a.txt", False),
        ("/d/node_modules/a", False),
        ("/e/a.txt", False),
        ("/da.txt", False),
    ],
)
def test_a_folder_covers_what_its_scan_comes_across(path: str, is_covered: bool) -> None:
    assert covers(Path("/d"), Path(path)) is is_covered


def test_facts_change_with_content_and_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    first = facts_of(path)
    path.write_text("three")
    assert first is not None
    assert facts_of(path) != first
    assert facts_of(tmp_path / "missing") is None
    assert facts_of(tmp_path) is None


def test_emptiness(tmp_path: Path) -> None:
    assert not is_empty_folder(tmp_path)
    assert not is_empty_folder(tmp_path / "missing")
    (tmp_path / "new").mkdir()
    assert is_empty_folder(tmp_path / "new")
