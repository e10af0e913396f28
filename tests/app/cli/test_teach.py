# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


def _first(findling: Findling, library: Path, query: str) -> tuple[str, int]:
    groups = json.loads(findling("search", query, "--json", "--library", library)[1])["groups"]
    return groups[0]["document"]["title"], groups[0]["hits"][0]["passage_id"]


def test_what_is_taught_is_found_listed_and_taken_back(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    at = ("--library", tmp_path / "library")
    findling("add", documents, *at)
    _, lease = _first(findling, at[1], "tenants notice")
    assert findling("teach", "list", *at)[1] == "Nothing was taught yet.\n"

    out = findling("teach", "good", "zyx", str(lease), *at)[1]
    assert out == "Taught as number 1. `findling teach forget 1` takes it back.\n"
    assert _first(findling, at[1], "zyx")[1] == lease
    findling("teach", "means", "qrm", "sourdough starter", *at)
    assert _first(findling, at[1], "qrm")[0] == "Sourdough"
    findling("teach", "disable", "2", *at)

    lines = findling("teach", "list", *at)[1].splitlines()
    assert 'answers "zyx"' in lines[0]
    assert lines[1].endswith('"qrm" means "sourdough starter"  (disabled)')
    rows = [json.loads(line) for line in findling("teach", "list", "--json", *at)[1].splitlines()]
    assert [(row["kind"], row["enabled"]) for row in rows] == [("good", True), ("means", False)]

    findling("teach", "forget", "1", *at)
    assert json.loads(findling("search", "zyx", "--json", *at)[1])["groups"] == []
    assert "no such teaching" in findling("teach", "forget", "1", *at)[2]
