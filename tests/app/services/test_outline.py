# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from findling.services.outline import MAX_ENTRIES, OutlineEntry, Trail, outline_of

TEXT = "Lease\nof a flat.\nDuties\nmany\nRent\nis due.\nEnd of\nLease\nnotice"


def trail(start: str, end: str, heading: str) -> Trail:
    return Trail(TEXT.index(start), TEXT.index(end) + len(end), heading)


TRAILS = [
    trail("Lease", "flat.", "Lease"),
    trail("Duties", "due.", "Lease > Duties > Rent"),
    trail("End of", "notice", "End of Lease"),
]


def test_headings_come_once_with_their_level_and_place() -> None:
    assert outline_of(TRAILS, TEXT) == (
        OutlineEntry(1, "Lease", 0, -1),
        OutlineEntry(2, "Duties", TEXT.index("Duties"), -1),
        OutlineEntry(3, "Rent", TEXT.index("Rent"), -1),
        OutlineEntry(1, "End of Lease", TEXT.index("End of"), -1),
    )


def test_a_heading_that_stays_is_not_told_again() -> None:
    assert len(outline_of([TRAILS[0], TRAILS[0]], TEXT)) == 1


def test_headings_know_their_page() -> None:
    starts = (0, TEXT.index("Rent"))
    assert [entry.page for entry in outline_of(TRAILS, TEXT, starts)] == [0, 0, 1, 1]


def test_words_that_are_not_found_stand_at_the_start_of_the_passage() -> None:
    (entry,) = outline_of([Trail(6, 16, "From a bookmark")], TEXT)
    assert entry.offset == 6


def test_without_headings_there_are_no_contents() -> None:
    assert outline_of([Trail(0, 5, "")], TEXT) == ()


def test_contents_have_an_end() -> None:
    trails = [Trail(0, 1, f"Chapter {number}") for number in range(MAX_ENTRIES + 5)]
    assert len(outline_of(trails, TEXT)) == MAX_ENTRIES


def test_slides_of_the_same_title_are_listed_each() -> None:
    text = "Plan\nBuy.\nMore.\nPlan\nSail.\n"
    trails = [Trail(0, 9, "Plan"), Trail(10, 15, "Plan"), Trail(16, 26, "Plan")]
    starts = (0, 16, 16)
    entries = outline_of(trails, text, starts, are_slides=True)
    assert [(entry.offset, entry.page) for entry in entries] == [(0, 0), (16, 2)]
    assert len(outline_of(trails, text, starts)) == 1
