# SPDX-License-Identifier: Apache-2.0
"""Conditions, phrases and exclusions hold for every hit, and the best of what is left are found."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from findling.services.filters import Field
from findling.services.indexer import Indexer
from findling.services.search import SearchService
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere

FILES = {
    "contracts/lease.txt": "The notice period is three months. The tenant pays the rent.",
    "contracts/draft.md": "# Lease (draft)\n\nThe notice period is a month, the rent is open.",
    "letters/rent.txt": "A period of notice was never agreed. The rent is due on the third.",
    "letters/play.txt": "To be, or not to be, that is the question of the rent.",
    "letters/soup.txt": "Onion soup wants time and a notice on the kitchen door.",
}


@pytest.fixture
def service(library: Library, tmp_path: Path, reader: ReaderHere) -> SearchService:
    for number, (name, text) in enumerate(FILES.items()):
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        changed = 1_700_000_000 + number * 86_400 * 365
        os.utime(path, (changed, changed))
    library.add_sources([tmp_path / "papers"])
    Indexer(library, reader).update()
    service = SearchService(library)
    service.sync()
    return service


def names(service: SearchService, query: str) -> set[str]:
    return {group.document.path.name for group in service.search(query).groups}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rent", {"lease.txt", "draft.md", "rent.txt", "play.txt"}),
        ('"notice period"', {"lease.txt", "draft.md"}),
        ('rent "notice period" -draft', {"lease.txt"}),
        ('rent -"notice period"', {"rent.txt", "play.txt"}),
        ("rent folder:letters", {"rent.txt", "play.txt"}),
        ("rent -folder:letters", {"lease.txt", "draft.md"}),
        ("rent type:markdown", {"draft.md"}),
        ("rent type:txt folder:contr", {"lease.txt"}),
        ("rent name:*.md", {"draft.md"}),
        ("rent after:2026", {"play.txt"}),
        ("rent before:2024", {"lease.txt"}),
        ("rent size:>1mb", set[str]()),
        ('"period notice"', set[str]()),
        ('"the third', {"rent.txt"}),
        ("-rent notice", {"soup.txt"}),
        ("-the rent type:markdown", {"draft.md"}),
    ],
)
def test_every_part_holds(service: SearchService, query: str, found: set[str]) -> None:
    assert names(service, query) == found


def test_a_phrase_is_marked_as_one(service: SearchService) -> None:
    hit = service.search('"notice period"').groups[0].hits[0]
    assert [hit.snippet[m.start : m.end] for m in hit.marks] == ["notice period"]
    assert hit.strength >= 3


def test_conditions_alone_list_the_latest_documents(service: SearchService) -> None:
    groups = service.search("folder:letters").groups
    found = [group.document.path.name for group in groups]
    assert found == ["soup.txt", "play.txt", "rent.txt"]
    assert groups[0].hits[0].snippet.startswith("Onion soup")
    assert service.search("folder:letters").n_weak == 0


def test_nothing_found_says_which_part_kept_everything_out(service: SearchService) -> None:
    results = service.search('rent type:pdf "the third"')
    assert results.groups == ()
    assert [(part.chip and part.chip.text, part.documents) for part in results.left_out] == [
        ("type:pdf", 1)
    ]
    assert results.left_out[0].query == 'rent "the third"'
    assert names(service, results.left_out[0].query) == {"rent.txt"}


def test_when_no_part_alone_is_to_blame_all_of_them_are(service: SearchService) -> None:
    (part,) = service.search("rent type:pdf folder:nowhere").left_out
    assert (part.chip, part.query, part.documents) == (None, "rent", 4)
    folders = {facet.field: dict(facet.counts) for facet in service.facets("rent type:pdf")}
    assert folders[Field.FOLDER] == {"contracts": 2, "letters": 2}


def test_like_a_document_or_a_passage_but_not_itself(service: SearchService) -> None:
    lease = service.search("tenant").groups[0]
    for query in (f"near:d{lease.document.id}", f"near:p{lease.hits[0].passage_id}"):
        found = service.search(query, SearchMode.WORDS).groups
        assert found[0].document.path.name == "draft.md"
        assert lease.document.id not in {group.document.id for group in found}
    assert service.search("near:p999999").groups == ()


def test_what_was_found_is_counted_when_asked(service: SearchService) -> None:
    facets = {facet.field: dict(facet.counts) for facet in service.facets("rent")}
    assert facets[Field.FOLDER] == {"contracts": 2, "letters": 2}
    assert facets[Field.TYPE] == {"txt": 3, "md": 1}
    assert sum(facets[Field.DATE].values()) == 4
    every = {facet.field: dict(facet.counts) for facet in service.facets("")}
    assert every[Field.FOLDER] == {"contracts": 2, "letters": 3}
    pdfs = {facet.field: dict(facet.counts) for facet in service.facets("type:md")}
    assert pdfs[Field.FOLDER] == {"contracts": 1}


def test_times_and_sizes_are_counted_as_their_conditions_find_them(
    service: SearchService, tmp_path: Path, library: Library, reader: ReaderHere
) -> None:
    for name, size, days in (("new.txt", 150_000, 0.1), ("old.txt", 1_000_000, 20)):
        path = tmp_path / "papers" / name
        path.write_text(f"The rent of {name} is due.\n" + "\n" * size, encoding="utf-8")
        os.truncate(path, size)
        changed = datetime.now().timestamp() - days * 86_400
        os.utime(path, (changed, changed))
    Indexer(library, reader).update()
    service.sync()
    facets = {facet.field: facet.counts for facet in service.facets("rent")}
    assert [value for value, _ in facets[Field.SINCE]] == ["today", "7d", "30d", "1y"]
    assert dict(facets[Field.SIZE]) == {"<100kb": 4, "100kb..1mb": 2, "1mb..10mb": 1}
    for name, field in (("after", Field.SINCE), ("size", Field.SIZE)):
        for value, n in facets[field]:
            assert len(names(service, f"rent {name}:{value}")) == n
    assert dict(facets[Field.SINCE])["30d"] >= 2  # the others depend on when this is run


@pytest.mark.parametrize(
    ("query", "name_query", "by_name"),
    [
        ("lease type:pdf", "name:lease type:pdf", 0),
        ("zebra soup", "name:*zebra*soup*", 0),
        ("soup txt zebra", "name:*soup*txt*zebra*", 0),
        ("draft md", "", 0),
        ('"play txt"', "name:*play*txt*", 1),
        ("zebra name:soup", "", 0),
        ("type:pdf", "", 0),
    ],
)
def test_nothing_found_says_how_many_names_of_files_fit(
    service: SearchService, query: str, name_query: str, by_name: int
) -> None:
    other = service.search(query).instead
    if other is None:
        assert names(service, query)
        return
    assert (other.name_query, other.by_name) == (name_query, by_name)
    assert not by_name or len(names(service, name_query)) == by_name
    assert (other.by_words, other.by_meaning) == (0, 0)  # nothing was learned


def test_only_some_documents_and_a_condition(service: SearchService) -> None:
    ids = [g.document.id for g in service.search("rent folder:letters").groups]
    results = service.search("rent -third", document_ids=ids)
    assert [group.document.path.name for group in results.groups] == ["play.txt"]


def test_conditions_see_what_was_added_since(
    service: SearchService, library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    assert names(service, "rent type:csv") == set()
    (tmp_path / "papers" / "rents.csv").write_text("house,rent\nmill,300\n", encoding="utf-8")
    Indexer(library, reader).update()
    service.sync()
    assert names(service, "rent type:csv") == {"rents.csv"}


def test_a_misspelt_word_is_doubted_but_not_in_phrases(service: SearchService) -> None:
    assert service.search("tenent type:txt").suggestion == "tenant type:txt"
    assert service.search("tenant").suggestion == ""
    assert service.search('"tenent"').suggestion == ""
