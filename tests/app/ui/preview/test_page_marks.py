# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from findling.services.reading import PageMark
from findling.services.types import PagePlace, PassageHit
from findling.ui.preview.page_marks import PageMarks


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
    assert marks.divide(3, ((LEFT,), (RIGHT, RIGHT))) == ((RIGHT, RIGHT), (LEFT,))


def test_a_changed_file_gives_nothing_to_mark() -> None:
    assert PageMarks([hit(ONE)], 0).divide(3, ()) == ((), ())


def test_the_first_page_is_that_of_the_hit_that_is_shown() -> None:
    assert PageMarks([hit(ONE), hit(THREE)], 1).first_page() == 4
    assert PageMarks([hit()], 0).first_page() == -1
    assert PageMarks([hit(ONE)], -1).first_page() == -1
