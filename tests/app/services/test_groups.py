# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services import groups
from findling.services.catalogue import DocumentCatalogue
from findling.services.events import Command, MessageError, Verb
from findling.services.filters import Condition, Field
from findling.services.groups import GroupKeeper, GroupKind
from findling.services.indexer import Indexer
from findling.services.library import Library
from findling.services.library_commands import LibraryCommands
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAG, COLLECTION = GroupKind.TAG, GroupKind.COLLECTION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("lease", "bill", "letter"):
        (folder / f"{name}.txt").write_text(f"This is the {name} of the house.\n")
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", writable=True) as opened:
        opened.add_sources([folder])
        update(opened)
        yield opened


def update(library: Library) -> None:
    Indexer(library, ReaderHere(), n_readers=1).update()


def keys(library: Library, *names: str) -> list[int]:
    return [row.id for row in library.documents() if row.path.stem in names]


def tagged(library: Library, name: str, kind: GroupKind = TAG) -> set[str]:
    found = GroupKeeper(library).find(kind, name).documents
    return {row.path.stem for row in library.documents() if row.id in found}


def found(library: Library, *conditions: Condition) -> set[str]:
    met = DocumentCatalogue(library).meeting(conditions)
    return {row.path.stem for row in library.documents() if row.id in met}


def test_names_are_the_same_whatever_their_case(library: Library) -> None:
    keeper = GroupKeeper(library)
    first = keeper.put_in(TAG, " Über  uns ", keys(library, "lease"))
    assert keeper.put_in(TAG, "über uns", keys(library, "bill")) == first
    assert keeper.put_in(COLLECTION, "über uns") != first
    assert tagged(library, "ÜBER UNS") == {"lease", "bill"}
    assert [(row.kind, row.name) for row in library.groups() if row.documents] == [
        (TAG, "Über uns")
    ]


def test_a_tag_goes_with_its_last_document_and_a_collection_stays(library: Library) -> None:
    keeper = GroupKeeper(library)
    for kind in GroupKind:
        keeper.put_in(kind, "house", keys(library, "lease"))
        keeper.take_out(kind, "house", keys(library, "lease"))
    assert [(row.kind, row.documents) for row in keeper.all()] == [(COLLECTION, frozenset())]
    with pytest.raises(AppError, match="no tag 'house'"):
        keeper.take_out(TAG, "house", [1])


def test_a_name_can_be_changed_but_not_to_one_that_is_taken(library: Library) -> None:
    keeper = GroupKeeper(library)
    house = keeper.put_in(TAG, "house", keys(library, "lease"))
    keeper.put_in(TAG, "garden", keys(library, "bill"))
    with pytest.raises(AppError, match="'Garden' already"):
        keeper.rename(house, "Garden")
    keeper.rename(house, "House")
    assert tagged(library, "house") == {"lease"}
    assert keeper.delete(house)
    with pytest.raises(AppError, match="no longer there"):
        keeper.rename(house, "x")
    assert keys(library, "lease")


@pytest.mark.parametrize("name", ["", "  ", "n" * 101, 'say "x"'])
def test_what_is_no_name_is_refused(library: Library, name: str) -> None:
    with pytest.raises(AppError, match="A name has"):
        GroupKeeper(library).put_in(TAG, name)
    assert library.groups() == []


def test_there_is_a_limit(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MAX_GROUPS", 1)
    keeper = GroupKeeper(library)
    keeper.put_in(TAG, "a")
    keeper.put_in(TAG, "A", keys(library, "bill"))
    with pytest.raises(AppError, match="has 1 tags"):
        keeper.put_in(COLLECTION, "a")


def test_documents_are_found_by_the_whole_name_or_its_first_letters(library: Library) -> None:
    keeper = GroupKeeper(library)
    keeper.put_in(TAG, "case", keys(library, "lease"))
    keeper.put_in(TAG, "case two", keys(library, "bill"))
    keeper.put_in(COLLECTION, "Moss", keys(library, "letter", "bill"))
    assert found(library, Condition(Field.TAG, ("Case",))) == {"lease"}
    assert found(library, Condition(Field.TAG, ("cas",))) == {"lease", "bill"}
    assert found(library, Condition(Field.TAG, ("other",))) == set()
    assert found(library, Condition(Field.TAG, ("cas",), negated=True)) == {"letter"}
    moss = Condition(Field.COLLECTION, ("moss",))
    assert found(library, moss, Condition(Field.TAG, ("cas",))) == {"bill"}


def test_counts_stand_beside_results(library: Library) -> None:
    GroupKeeper(library).put_in(TAG, "case", keys(library, "lease", "bill"))
    facets = {
        f.field: f.counts for f in DocumentCatalogue(library).facets_of(keys(library, "bill"))
    }
    assert facets[Field.TAG] == (("case", 1),)
    assert facets[Field.COLLECTION] == ()


def test_a_tag_follows_an_edited_and_then_renamed_file(library: Library, folder: Path) -> None:
    GroupKeeper(library).put_in(TAG, "case", keys(library, "lease"))
    (folder / "lease.txt").write_text("This is another lease.\n")
    update(library)
    assert tagged(library, "case") == {"lease"}
    (folder / "lease.txt").rename(folder / "old.txt")
    update(library)
    assert tagged(library, "case") == {"old"}


def test_commands_of_the_window_change_groups(library: Library) -> None:
    commands = LibraryCommands(library, ReaderHere(), None, lambda _: None)
    lease, bill = keys(library, "lease"), keys(library, "bill")
    ids = (*lease, *bill)
    commands.carry_out(Command(1, Verb.PUT_IN, ids=ids, texts=("collection", "Moss")))
    commands.carry_out(Command(2, Verb.TAKE_OUT, ids=tuple(bill), texts=("collection", "Moss")))
    (row,) = library.groups()
    assert row.documents == frozenset(lease)
    commands.carry_out(Command(3, Verb.RENAME_GROUP, ids=(row.id,), texts=("Case",)))
    assert library.groups()[0].name == "Case"
    commands.carry_out(Command(4, Verb.DELETE_GROUP, ids=(row.id,)))
    assert library.groups() == []
    with pytest.raises(AppError, match="tags and collections only"):
        commands.carry_out(Command(5, Verb.PUT_IN, ids=ids, texts=("folder", "x")))
    with pytest.raises(MessageError):
        Command(6, Verb.PUT_IN, ids=ids, texts=("tag",))
