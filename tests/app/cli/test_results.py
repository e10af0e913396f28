# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from findling.cli.results import result_lines, to_json
from findling.services.types import (
    DocumentRow,
    DocumentState,
    MarkRange,
    PassageHit,
    ResultGroup,
    SearchMode,
    SearchResults,
)


def group(name: str, *, page: int = 1, strength: int = 4) -> ResultGroup:
    row = DocumentRow(1, Path("/docs") / name, name, "pdf", DocumentState.READ, "", 10, 0.0, 3, 1)
    hit = PassageHit(
        passage_id=5,
        document_id=1,
        start=0,
        end=20,
        page=page,
        places=(),
        heading="4. Ending",
        snippet="three months notice",
        marks=(MarkRange(13, 19),),
        score=0.9,
        strength=strength,
        word=0.5,
        meaning=0.4,
        neighbours=0.1,
        reason='the word "notice"',
    )
    return ResultGroup(row, (hit,))


def results(
    *groups: ResultGroup, n_weak: int = 0, mode: SearchMode = SearchMode.BEST
) -> SearchResults:
    trained = mode is not SearchMode.WORDS
    return SearchResults("q", mode, groups, len(groups), n_weak, 0.0042, trained)


def text(found: SearchResults, asked: SearchMode = SearchMode.BEST) -> str:
    return "\n".join(result_lines(found, asked, styled=False))


def test_a_passage_shows_place_heading_marks_and_reason() -> None:
    shown = text(results(group("lease.pdf")))
    assert "1. lease.pdf, page 2 - 4. Ending  ****" in shown
    assert "three months [notice]" in shown
    assert 'found by the word "notice"' in shown
    assert shown.endswith("1 passage in 4.2 ms")


def test_a_format_without_pages_shows_no_page() -> None:
    assert "1. notes.txt - 4. Ending" in text(results(group("notes.txt", page=-1)))


def test_weak_matches_stand_behind_a_line() -> None:
    shown = text(results(group("good.pdf"), group("weak.pdf", strength=1), n_weak=1))
    assert shown.index("good.pdf") < shown.index("weak matches") < shown.index("weak.pdf")


def test_it_is_said_when_meaning_was_asked_for_and_is_not_learned_yet() -> None:
    by_words = results(mode=SearchMode.WORDS)
    assert text(by_words) == "Nothing found in 4.2 ms (by words; meaning is not learned yet)"
    assert text(by_words, SearchMode.WORDS) == "Nothing found in 4.2 ms"


def test_json_holds_everything_as_plain_values() -> None:
    plain = json.loads(to_json(results(group("Öl.pdf"))))
    assert plain["mode"] == "best"
    assert plain["groups"][0]["document"]["path"].endswith("Öl.pdf")
    assert plain["groups"][0]["hits"][0]["marks"] == [{"start": 13, "end": 19}]


def test_what_is_inside_of_a_file_is_named_with_it() -> None:
    found = group("mail.eml", page=-1)
    inside = replace(found.document, place=(0,), names=("offer\x1b[2J.pdf",))
    results = SearchResults(
        "notice", SearchMode.WORDS, (replace(found, document=inside),), 1, 0, 0.001, trained=False
    )
    first = next(result_lines(results, SearchMode.WORDS, styled=False))
    assert "pdf in mail.eml - 4. Ending" in first
    assert "\x1b" not in first
