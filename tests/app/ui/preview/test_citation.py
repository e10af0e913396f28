# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from findling.services.types import (
    DocumentRow,
    DocumentState,
    DocumentText,
    PagePlace,
    PassageHit,
)
from findling.ui.preview.citation import cite, source

TEXT = "The ten\ufffe\r\nant may\nend this lease."
ROW = DocumentRow(1, Path("lease.pdf"), "Lease", "pdf", DocumentState.READ, "", 9, 1.0, 3, 1)
DOCUMENT = DocumentText(ROW, TEXT, (0,), changed=False)
HIT = PassageHit(
    1, 1, 0, len(TEXT), 1, (PagePlace(1, 0, 9),), "Duties > Rent", "", (), 1, 5, 1, 1, 0, ""
)


def test_a_passage_is_one_run_of_words_with_its_source_below() -> None:
    assert cite(DOCUMENT, HIT) == (
        "\u201cThe tenant may end this lease.\u201d\n\u2014 Lease, Rent, p. 2, lease.pdf"
    )


def test_a_passage_across_pages_names_both() -> None:
    across = replace(HIT, places=(PagePlace(1, 0, 9), PagePlace(2, 0, 5)))
    assert source(DOCUMENT, across) == "Lease, Rent, pp. 2\u20133, lease.pdf"


def test_what_is_not_there_is_left_out() -> None:
    plain = DocumentText(replace(ROW, title="lease.pdf"), TEXT, (), changed=False)
    assert source(plain, replace(HIT, page=-1, places=(), heading="")) == "lease.pdf"


def test_a_passage_of_a_presentation_names_its_slide() -> None:
    deck = DocumentText(replace(ROW, path=Path("deck.pptx"), format="pptx"), TEXT, (0,), False)
    assert source(deck, HIT) == "Lease, Rent, slide 2, deck.pptx"
    assert source(deck, replace(HIT, heading="Slide 2")) == "Lease, slide 2, deck.pptx"
