# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.exclusions import Exclusions, Matcher
from findling.services.indexer import Indexer
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from findling.services.library import Library

ROOT = Path("/home/me/Documents")


@pytest.mark.parametrize(
    ("pattern", "left_out", "kept"),
    [
        ("*.log", ["a.log", "deep/B.LOG"], ["a.log.txt", "log"]),
        ("archive", ["archive", "deep/Archive"], ["archive2", "archive/inner"]),
        ("/archive/", ["archive"], ["archive2"]),
        ("drafts/2019", ["drafts/2019"], ["deep/drafts/2019", "2019"]),
        ("drafts/*", ["drafts/a", "drafts/b.txt"], ["drafts", "other/a"]),
        ("report ?.pdf", ["report 1.pdf"], ["report 12.pdf"]),
        ("[ab].txt", ["a.txt"], ["c.txt"]),
    ],
)
def test_patterns_fit_names_and_paths(pattern: str, left_out: list[str], kept: list[str]) -> None:
    matcher = Matcher(Exclusions((pattern,)), ROOT)
    assert [p for p in left_out if not matcher.leaves_out(str(ROOT / p))] == []
    assert [p for p in kept if matcher.leaves_out(str(ROOT / p))] == []


def test_size_counts_only_with_a_limit() -> None:
    assert not Matcher(Exclusions(), ROOT).is_too_large(10**12)
    assert Matcher(Exclusions(max_bytes=100), ROOT).is_too_large(101)
    assert not Matcher(Exclusions(max_bytes=100), ROOT).is_too_large(100)


def test_they_survive_as_text() -> None:
    exclusions = Exclusions(("*.log", "a/b"), 5)
    assert Exclusions.from_text(exclusions.to_text()) == exclusions
    assert Exclusions.from_text("") == Exclusions()


@pytest.mark.parametrize("pattern", ["", "/", " / ", "x" * 501])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(AppError, match="no pattern"):
        Exclusions((pattern,))
    with pytest.raises(AppError, match="negative"):
        Exclusions(max_bytes=-1)


def test_excluded_files_leave_the_library_and_come_back(library: Library, tree: Path) -> None:
    library.add_sources([tree])
    Indexer(library, ReaderHere(), n_readers=1).update()

    library.set_exclusions(Exclusions(("deep", "*.md", "notes/copy.txt", "*.png", "empty.txt")))
    summary = Indexer(library, ReaderHere(), n_readers=1).update()
    assert summary.removed == 5
    assert [d.path.name for d in library.documents()] == ["rent.txt", "apples.txt"]

    library.set_exclusions(Exclusions(max_bytes=60))
    Indexer(library, ReaderHere(), n_readers=1).update()
    assert "rent.txt" not in [d.path.name for d in library.documents()]
    assert "stars.txt" in [d.path.name for d in library.documents()]
