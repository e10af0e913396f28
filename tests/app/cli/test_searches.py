# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


def test_a_search_is_saved_run_renamed_and_deleted(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    at = ("--library", tmp_path / "library")
    findling("add", documents, *at)
    assert findling("searches", "list", *at)[1] == "No search was saved yet.\n"
    findling("searches", "save", "Leases", "tenants notice", "--mode", "words", *at)
    assert findling("searches", "list", *at)[1] == "Leases: tenants notice  (words)\n"
    row = json.loads(findling("searches", "list", "--json", *at)[1])
    assert (row["name"], row["mode"]) == ("Leases", "words")

    saved = json.loads(findling("search", "--saved", "Leases", "--json", *at)[1])
    typed = json.loads(findling("search", "tenants notice", "--mode", "words", "--json", *at)[1])
    assert saved["groups"]
    assert saved["groups"] == typed["groups"]
    more = findling("search", "--saved", "Leases", "type:pdf", "--json", *at)[1]
    assert json.loads(more)["groups"] == []

    findling("searches", "rename", "Leases", "Flats", *at)
    assert "no saved search 'Leases'" in findling("search", "--saved", "Leases", *at)[2]
    findling("searches", "delete", "Flats", *at)
    assert findling("searches", "list", *at)[1] == "No search was saved yet.\n"
    assert findling("searches", "delete", "Flats", *at)[0] == 1
