# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


@pytest.fixture
def library(findling: Findling, documents: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    findling("add", documents, "--library", folder)
    return folder


def test_the_right_passage_is_shown_with_its_marks(findling: Findling, library: Path) -> None:
    status, out, _ = findling("search", "written notice", "--library", library)
    assert status == 0
    assert out.startswith("1. lease.txt")
    assert "[written] [notice]" in out or "[written notice]" in out


def test_json_is_for_programs(findling: Findling, library: Path) -> None:
    out = findling("search", "starter", "--json", "-k", "1", "--library", library)[1]
    answer = json.loads(out)
    assert answer["query"] == "starter"
    assert [group["document"]["title"] for group in answer["groups"]] == ["Sourdough"]


def test_words_mode_finds_only_words(findling: Findling, library: Path) -> None:
    out = findling("search", "zebra", "--mode", "words", "--library", library)[1]
    assert out.startswith("Nothing found")


def test_results_are_written_into_a_file(findling: Findling, library: Path, tmp_path: Path) -> None:
    there = tmp_path / "found.csv"
    status, out, _ = findling("search", "notice", "--export", there, "--library", library)
    assert (status, out) == (0, f"1 passage written to {there}\n")
    assert "lease.txt" in there.read_text(encoding="utf-8")
    status, _, err = findling(
        "search", "notice", "--export", tmp_path / "a.doc", "--library", library
    )
    assert status != 0
    assert "Results cannot be written as a.doc." in err
    assert not (tmp_path / "a.doc").exists()


def test_a_hit_is_explained_for_people_and_for_programs(findling: Findling, library: Path) -> None:
    status, out, _ = findling("search", "written notice", "--why", "1", "--library", library)
    assert status == 0
    assert out.startswith("Why this? written notice")
    assert "Words found:" in out
    out = findling("search", "notice", "--why", "1", "--json", "--library", library)[1]
    assert [word["word"] for word in json.loads(out)["words"]] == ["notice"]


def test_a_number_without_a_hit_cannot_be_explained(findling: Findling, library: Path) -> None:
    status, _, err = findling(
        "search", "zebra", "--mode", "words", "--why", "2", "--library", library
    )
    assert status == 1
    assert "There is no passage number 2 to explain: nothing was found." in err
