# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services import saved_searches
from findling.services.events import Command, MessageError, Verb
from findling.services.library import Library
from findling.services.library_commands import LibraryCommands
from findling.services.saved_searches import SavedSearchKeeper
from findling.services.types import SearchMode
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", writable=True) as opened:
        yield opened


def names(library: Library) -> list[str]:
    return [row.name for row in library.saved_searches()]


def test_searches_are_kept_renamed_and_deleted(library: Library) -> None:
    keeper = SavedSearchKeeper(library)
    rent = keeper.save(" Rent  rise ", " tenant type:pdf ", SearchMode.WORDS)
    keeper.save("Aunts", "dear aunt")
    assert names(library) == ["Aunts", "Rent rise"]
    row = keeper.find("Rent rise")
    assert (row.id, row.query, row.mode) == (rent, "tenant type:pdf", SearchMode.WORDS)

    assert keeper.save("Rent rise", "lease") == rent
    assert keeper.find(rent).query == "lease"
    assert keeper.find(rent).mode is SearchMode.BEST
    keeper.rename(rent, "Leases")
    with pytest.raises(AppError, match="'Aunts' already"):
        keeper.rename(rent, "Aunts")
    assert names(library) == ["Aunts", "Leases"]
    assert keeper.delete(rent)
    assert not keeper.delete(rent)
    with pytest.raises(AppError, match="no saved search 'Leases'") as error:
        keeper.find("Leases")
    assert error.value.hint == "There are: Aunts."


@pytest.mark.parametrize(
    ("name", "query"), [("", "x"), ("n" * 101, "x"), ("n", " "), ("n", "x" * 4001)]
)
def test_what_is_not_a_search_or_a_name_is_refused(library: Library, name: str, query: str) -> None:
    with pytest.raises(AppError):
        SavedSearchKeeper(library).save(name, query)
    assert names(library) == []


def test_there_is_a_limit_but_not_for_saving_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "MAX_SAVED", 2)
    keeper = SavedSearchKeeper(library)
    for name in "ab":
        keeper.save(name, "x")
    with pytest.raises(AppError, match="keeps 2 searches"):
        keeper.save("c", "x")
    keeper.save("b", "y")
    assert keeper.find("b").query == "y"


def test_they_come_back_from_a_backup(library: Library) -> None:
    SavedSearchKeeper(library).save("Rent", "lease")
    found = library.store.backups.newest()
    assert ("Rent", "lease", "best") in found.searches


def test_the_window_keeps_them_by_commands(library: Library) -> None:
    commands = LibraryCommands(library, ReaderHere(), None, lambda _: None)
    commands.carry_out(Command(1, Verb.SAVE_SEARCH, texts=("Rent", "lease", "meaning")))
    (row,) = library.saved_searches()
    assert (row.name, row.query, row.mode) == ("Rent", "lease", SearchMode.MEANING)
    commands.carry_out(Command(2, Verb.RENAME_SEARCH, ids=(row.id,), texts=("Leases",)))
    assert names(library) == ["Leases"]
    assert commands.carry_out(Command(3, Verb.DELETE_SEARCH, ids=(row.id,))) == ()
    assert names(library) == []
    with pytest.raises(MessageError):
        Command(4, Verb.SAVE_SEARCH, texts=("Rent", "lease"))
