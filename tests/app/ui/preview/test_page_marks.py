# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from findling.services.reading import PageMark
from findling.services.text_find import FoundWords
from findling.services.types import PagePlace, PassageHit
from findling.ui.preview.page_marks import MarkedLines, PageMarks


def hit(*places: PagePlace) -> PassageHit:
    page = places[0].page if places else -1
    return PassageHit(1, 1, 0, 9, page, places, "", "", (), 1, 5, 1, 1, 0, "")


ONE, TWO, THREE = PagePlace(3, 0, 5), PagePlace(3, 9, 12), PagePlace(4, 0, 2)
LEFT, RIGHT = PageMark(0, 0, 9, 9), PageMark(50, 0, 9, 9)


def test_places_of_all_hits_are_wanted_whichever_is_shown() -> None:
    hits = [hit(ONE), hit(TWO, THREE)]
    assert PageMarks(hits, 0).places_on(3) == PageMarks(hits, 1).places_on(3) == (ONE, TWO)
    assert PageMarks(hits, 0).places_on(4) == (THREE,)
    assert PageMarks(hits, 0).places_on(9) == ()


def test_rectangles_are_divided_into_own_and_others() -> None:
    marks = PageMarks([hit(ONE), hit(TWO)], 1)
    lines = marks.divide(3, (ONE, TWO), ((LEFT,), (RIGHT, RIGHT)))
    assert lines == MarkedLines(own=[RIGHT, RIGHT], others=[LEFT])


def test_a_changed_file_gives_nothing_to_mark() -> None:
    assert PageMarks([hit(ONE)], 0).divide(3, (ONE,), ()) == MarkedLines()


def test_the_first_page_is_that_of_the_hit_that_is_shown() -> None:
    assert PageMarks([hit(ONE), hit(THREE)], 1).first_page() == 4
    assert PageMarks([hit()], 0).first_page() == -1
    assert PageMarks([hit(ONE)], -1).first_page() == -1


FOUND = FoundWords("x", ((0, 2), (5, 9)), {3: ((0, TWO), (1, ONE)), 4: ((1, THREE),)})


def test_words_that_were_found_are_marked_beside_the_hits() -> None:
    marks = PageMarks([hit(ONE)], 0).with_found(FOUND, 0)
    assert marks.places_on(3) == (ONE, TWO)
    lines = marks.divide(3, (ONE, TWO), ((LEFT,), (RIGHT,)))
    assert lines == MarkedLines(own=[LEFT], found=[LEFT], found_now=[RIGHT])


def test_rectangles_of_earlier_words_are_not_used_for_later_ones() -> None:
    marks = PageMarks().with_found(FOUND, 0)
    assert marks.divide(3, (PagePlace(3, 1, 2),), ((LEFT,),)) == MarkedLines()


def test_what_is_aimed_at_is_known_once_all_of_it_was_looked_for() -> None:
    marks = PageMarks().with_found(FOUND, 1)
    marks = marks.aimed(marks.places_of_found(1))
    assert marks.aim == (ONE, THREE)
    assert marks.aimed_lines(3, (TWO,), ((LEFT,),)) is None
    assert marks.aimed_lines(3, (TWO, ONE), ((LEFT,), (RIGHT,))) == [RIGHT]
    assert marks.aimed_lines(3, (TWO, ONE), ()) == []


def test_stepping_to_a_hit_keeps_the_words_that_were_found() -> None:
    marks = PageMarks().with_found(FOUND, 0).with_hits([hit(THREE)], 0)
    assert (marks.found, marks.aim) == (FOUND, (THREE,))
