# SPDX-License-Identifier: Apache-2.0
"""What a search found, written into files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.indexer import Indexer
from findling.services.results_export import COLUMNS
from findling.services.search import SearchService
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from findling.services.types import SearchResults
    from tests.app.services.conftest import ReaderHere

TEXTS = {
    "lease.html": "<html lang=en><head><title>=Lease &amp; more</title><meta name=author "
    "content='Jane Doe'></head><body><h1>Notice</h1><p>The tenant gives written notice "
    "three months before a quarter ends, as [agreed](x) with *them*.</p></body></html>",
    "bread.md": "# Sourdough\n\nFeed the starter with rye, and give notice to the baker.\n",
}


@pytest.fixture
def found(library: Library, reader: ReaderHere, tmp_path: Path) -> SearchResults:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    library.add_sources([folder])
    Indexer(library, reader).update()
    service = SearchService(library)
    service.sync()
    return service.search("written notice", SearchMode.WORDS)


def write(library: Library, found: SearchResults, path: Path) -> str:
    assert SearchService(library).write(found, path) == found.n_passages == 2
    return path.read_text(encoding="utf-8")


def test_a_table_has_a_row_a_passage(
    library: Library, found: SearchResults, tmp_path: Path
) -> None:
    write(library, found, tmp_path / "found.csv")
    with (tmp_path / "found.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert [row["rank"] for row in rows] == ["1", "2"]
    assert rows[0]["document"] == "'=Lease & more"  # no formula for a spreadsheet
    assert rows[0]["passage"].startswith("Notice The tenant gives written notice")
    assert rows[1]["file"].endswith("bread.md")


def test_a_program_gets_the_same_as_json(
    library: Library, found: SearchResults, tmp_path: Path
) -> None:
    text = write(library, found, tmp_path / "found.JSONL")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]
    assert rows[0]["document"] == "=Lease & more"
    assert rows[0]["score"] >= rows[1]["score"]


def test_words_of_a_document_are_no_markdown(
    library: Library, found: SearchResults, tmp_path: Path
) -> None:
    text = write(library, found, tmp_path / "found.md")
    assert text.startswith("# written notice\n\n## =Lease \\& more\n")
    assert "\\[agreed\\](x) with \\*them\\*" in text


def test_references_name_each_document_once(
    library: Library, found: SearchResults, tmp_path: Path
) -> None:
    text = write(library, found, tmp_path / "found.bib")
    assert text.count("@misc") == 2
    assert "author = {{Jane Doe}}" in text
    assert "Found for “written notice”" in text
    assert write(library, found, tmp_path / "found.ris").count("TY  - ") == 2


def test_a_list_of_passages_names_each_document_once_too(
    library: Library, found: SearchResults, tmp_path: Path
) -> None:
    flat = replace(found, groups=(*found.groups, found.groups[0]))
    for name, start in (("found.bib", "@misc{"), ("found.ris", "TY  - ")):
        SearchService(library).write(flat, tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8").count(start) == 2


def test_another_ending_is_refused_and_nothing_written(
    library: Library, found: SearchResults, tmp_path: Path
) -> None:
    with pytest.raises(AppError, match=r"cannot be written as found\.doc") as caught:
        SearchService(library).write(found, tmp_path / "found.doc")
    assert ".csv" in caught.value.hint
    with pytest.raises(AppError, match="cannot be written"):
        SearchService(library).write(found, tmp_path / "gone" / "found.md")
    assert sorted(path.name for path in tmp_path.glob("found*")) == []
