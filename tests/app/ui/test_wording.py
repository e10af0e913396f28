# SPDX-License-Identifier: Apache-2.0
"""Numbers, times and places as people say them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from findling.ui import wording
from tests.app.ui.builders import make_document, make_hit


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-1.0, ""),
        (3.0, "a few seconds left"),
        (42.0, "about 40 s left"),
        (70.0, "about a minute left"),
        (300.0, "about 5 min left"),
        (3700.0, "about an hour left"),
        (9000.0, "about 2 h left"),
    ],
)
def test_time_left_is_rounded(seconds: float, words: str) -> None:
    assert wording.duration_left(seconds) == words


def test_one_is_not_many() -> None:
    assert wording.documents(1) == "1 document"
    assert wording.documents(12) == "12 documents"
    assert wording.passages(0) == "0 passages"


def test_pages_count_from_one_and_only_where_there_are_any() -> None:
    assert wording.page(11) == "p. 12"
    assert wording.page(-1) == ""


def test_the_home_folder_is_a_tilde() -> None:
    assert wording.short_path(Path.home() / "papers" / "a.txt") == str(Path("~/papers/a.txt"))
    assert wording.short_path(Path("/papers/a.txt")) == str(Path("/papers/a.txt"))


def test_a_rate_has_a_digit_only_where_it_is_small() -> None:
    assert wording.rate(34.2) == "34 a second"
    assert wording.rate(0.42) == "0.4 a second"
    assert wording.rate(0) == ""


@pytest.mark.parametrize("steps", [1, 3, 5, 9])
def test_every_strength_has_a_word(steps: int) -> None:
    assert wording.strength(steps).endswith("match")


def test_what_no_query_ranked_has_no_strength() -> None:
    assert wording.strength(0) == ""


def test_what_is_inside_of_a_file_is_named_with_it() -> None:
    mail = make_document(name="mail.eml")
    offer = replace(mail, place=(0,), names=("offer.pdf",))
    deep = replace(mail, place=(3, 0), names=("Re: 100 %2 %1", "a.txt"))
    assert wording.name(mail) == "mail.eml"
    assert wording.name(offer) == "offer.pdf – in mail.eml"
    assert wording.name(deep) == "a.txt – in Re: 100 %2 %1, in mail.eml"
    assert wording.spoken_document(offer) == "offer.pdf – in mail.eml, /papers"


def test_slides_are_no_pages() -> None:
    assert wording.page(11, "pptx") == "slide 12"
    assert wording.page(-1, "odp") == ""
    assert wording.pages(1, "pptx") == "1 slide"
    assert wording.pages(12, "odp") == "12 slides"
    assert wording.pages(12, "pdf") == "12 pages"


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Plan > Notes", "slide 3 · Plan > Notes"),
        ("Slide 3", "slide 3"),
        ("Slide 3 > Notes", "slide 3 · Notes"),
        ("Slide 33", "slide 3 · Slide 33"),
        ("", "slide 3"),
    ],
)
def test_a_slide_without_a_title_is_named_once(heading: str, place: str) -> None:
    hit = replace(make_hit(1, page=2), heading=heading)
    assert wording.place_of(hit, "pptx") == place
    assert wording.place_of(hit, "pdf").startswith("p. 3")
    assert wording.headings(hit, "pdf") == heading
    assert "slide 3" in wording.spoken_hit(hit, "pptx")
    assert "page 3" in wording.spoken_hit(hit, "pdf")
