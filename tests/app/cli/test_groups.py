# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("kind", ["tag", "collection"])
def test_documents_are_grouped_found_and_let_go(
    findling: Findling, documents: Path, tmp_path: Path, kind: str
) -> None:
    at = ("--library", tmp_path / "library")
    findling("add", documents, *at)
    command = f"{kind}s"
    files = sorted(path for path in documents.rglob("*") if path.is_file())
    assert findling(command, "list", *at)[1] == f"There is no {kind} yet.\n"
    assert findling(command, "add", "Case Moss", files[0], *at)[0] == 0
    assert findling(command, "list", *at)[1] == "Case Moss: 1 document\n"
    row = json.loads(findling(command, "list", "--json", *at)[1])
    assert (row["name"], len(row["documents"])) == ("Case Moss", 1)

    found = json.loads(findling("search", f'{kind}:"case moss"', "--json", *at)[1])
    assert [group["document"]["path"] for group in found["groups"]] == [str(files[0])]
    assert not json.loads(findling("search", f"{kind}:other", "--json", *at)[1])["groups"]

    assert findling(command, "rename", "case moss", "Moss", *at)[0] == 0
    assert findling(command, "remove", "Moss", files[0], *at)[0] == 0
    left = "Moss: 0 documents\n" if kind == "collection" else "There is no tag yet.\n"
    assert findling(command, "list", *at)[1] == left


def test_what_is_not_there_is_told(findling: Findling, documents: Path, tmp_path: Path) -> None:
    at = ("--library", tmp_path / "library")
    findling("add", documents, *at)
    status, _, error = findling("tags", "add", "x", tmp_path / "elsewhere", *at)
    assert status == 1
    assert "elsewhere is not in the library" in error
    findling("tags", "add", "x", documents, *at)
    assert "There is no tag 'y'. There are: x." in findling("tags", "delete", "y", *at)[2].replace(
        "\n", " "
    )
    assert findling("tags", "delete", "X", *at)[0] == 0
    assert findling("tags", "list", *at)[1] == "There is no tag yet.\n"
