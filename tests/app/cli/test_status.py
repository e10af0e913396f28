# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.status import status_lines
from findling.services.types import LibraryStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    Findling = Callable[..., tuple[int, str, str]]


def test_counts_stand_in_words() -> None:
    status = LibraryStatus(Path("/library"), 12, 9, 1, 2, 0, 340, 300, 5_200_000, 0.0)
    lines = status_lines(status)
    assert lines[1] == "Files     12 files: 9 read, 0 waiting, 1 failed, 2 of other formats"
    assert lines[2].startswith("Passages  340, learned from 300 of them, 19")
    assert lines[3] == "On disk   5.2 MB"


def test_a_library_that_has_learned_nothing_says_so() -> None:
    status = LibraryStatus(Path("/library"), 1, 1, 0, 0, 0, 3, 0, 10, None)
    assert "nothing learned yet" in status_lines(status)[2]


def test_status_and_failures_of_a_library(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    findling("add", documents, "--library", library)
    counts = json.loads(findling("status", "--json", "--library", library)[1])
    assert (counts["read"], counts["unsupported"], counts["pending"]) == (2, 1, 0)
    failures = findling("failures", "--json", "--library", library)[1].splitlines()
    assert [json.loads(line)["path"] for line in failures] == [str(documents / "photo.png")]
