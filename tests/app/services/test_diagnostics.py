# SPDX-License-Identifier: Apache-2.0
"""A report tells what is needed to help, and nothing that belongs to the user."""

from __future__ import annotations

import getpass
import json
import platform
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from findling.errors import AppError
from findling.services.diagnostics import collect_report, write_report
from findling.services.exclusions import Exclusions
from findling.services.groups import GroupKeeper, GroupKind
from findling.services.indexer import Indexer
from findling.services.labels.keeper import LabelKeeper
from findling.services.library import Library
from findling.services.saved_searches import SavedSearchKeeper
from findling.services.teaching import Teacher
from findling.services.troubles import Troubles
from findling.services.types import SearchMode
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from findling.services.diagnostics import ReportPart

CANARIES = {
    "user": "zquuser",
    "computer": "zqcomputer",
    "home": "zqhome",
    "folder": "zqfolder",
    "file": "zqfile",
    "ending": "zqending",
    "text": "zqtext",
    "title": "zqtitle",
    "query": "zqquery",
    "search": "zqsearchname",
    "tag": "zqtag",
    "label": "zqlabel",
    "taught": "zqtaught",
    "pattern": "zqpattern",
    "error": "zqerror",
    "library": "zqlibrary",
}
C = CANARIES


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library in which every name, word and setting would be recognised."""
    monkeypatch.setattr(getpass, "getuser", lambda: C["user"])
    monkeypatch.setattr(platform, "node", lambda: f"{C['computer']}.example")
    home = tmp_path / C["home"] / C["user"]
    documents = home / C["folder"]
    documents.mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: home)
    (documents / f"{C['file']} one.md").write_text(f"# {C['title']}\n\nThe {C['text']} of May.")
    (documents / f"{C['file']} two.pdf").write_bytes(b"%PDF-1.7 cut off")
    (documents / f"{C['file']} three.{C['ending']}").write_bytes(bytes(range(256)))
    with Library.open(home / C["library"], writable=True) as library:
        added = library.add_sources([documents])
        Indexer(library, ReaderHere()).run(list(added.source_ids))
        rows = library.documents()
        GroupKeeper(library).put_in(GroupKind.TAG, C["tag"], [rows[0].id])
        SavedSearchKeeper(library).save(C["search"], C["query"], SearchMode.BEST)
        labels = LabelKeeper(library)
        labels.add_label(labels.create(C["label"]).id, C["label"], C["text"])
        Teacher(library).associate(C["taught"], C["query"])
        library.set_exclusions(Exclusions((C["pattern"],), 5))
    return home / C["library"]


@pytest.fixture
def troubles() -> Troubles:
    kept = Troubles()
    for error in (ValueError(C["error"]), OSError(2, "no", f"/{C['error']}"), KeyError(C["query"])):
        kept.add(error, "window")
    kept.add_line("12:00:00 WARNING findling: cannot read %s")
    return kept


def part(parts: tuple[ReportPart, ...], name: str) -> dict[str, Any]:
    return json.loads(next(one.text for one in parts if one.name == name))


def test_nothing_of_the_users_is_in_any_byte(
    folder: Path, troubles: Troubles, tmp_path: Path
) -> None:
    parts = collect_report(folder, troubles, {"theme": "dark", "screens": 2})
    file = tmp_path / "report.zip"
    write_report(parts, file)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        content = b"".join(archive.read(name) for name in names) + file.read_bytes()
    assert names == [one.name for one in parts]
    whole = content.decode("utf-8", "replace").casefold()
    assert [name for name, canary in C.items() if canary in whole] == []
    assert str(tmp_path).casefold() not in whole


def test_the_planted_words_are_in_the_library(folder: Path) -> None:
    kept = b"".join(file.read_bytes() for file in folder.glob("library.db*"))
    names = ("folder", "file", "ending", "title", "query", "search", "tag", "label", "taught")
    assert [name for name in (*names, "pattern") if C[name].encode() not in kept] == []


def test_it_tells_what_helps(folder: Path, troubles: Troubles) -> None:
    parts = collect_report(folder, troubles, {"theme": "dark"})
    library = part(parts, "library.json")
    assert library["documents"] == 3
    assert library["read"] == 1
    assert library["groups"] == {"tag": 1}
    assert library["teachings"] == library["saved_searches"] == library["label_sets"] == 1
    assert library["patterns_left_out"] == 1
    assert library["index"]["passages"] == 1
    assert library["folder"] == "<path 1>"
    assert library["sources"] == [
        {"path": "<path 2>", "is_folder": True, "is_connected": True, "documents": 3}
    ]
    failures = library["failures"]
    assert {one["format"] for one in failures} == {".pdf", "other"}
    assert all(one["files"] == 1 and len(one["reason"]) > 10 for one in failures)
    assert part(parts, "window.json") == {"theme": "dark"}
    assert part(parts, "errors.json")["counts"] == {
        "ValueError": 1,
        "FileNotFoundError": 1,
        "KeyError": 1,
    }
    assert part(parts, "program.json")["versions"]
    assert part(parts, "computer.json")["engine"]


def test_a_library_that_cannot_be_opened_is_no_hindrance(tmp_path: Path) -> None:
    assert part(collect_report(tmp_path), "library.json")["cannot_be_opened"] == "NotALibraryError"
    (tmp_path / "library.db").write_bytes(b"nonsense" * 1000)
    parts = collect_report(tmp_path)
    assert part(parts, "library.json")["cannot_be_opened"] == "DamagedLibraryError"
    assert [one.name for one in parts] == [
        "about.txt",
        "program.json",
        "computer.json",
        "library.json",
    ]


def test_where_it_cannot_be_written_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"report\.zip cannot be written"):
        write_report(collect_report(tmp_path), tmp_path / "missing" / "report.zip")
