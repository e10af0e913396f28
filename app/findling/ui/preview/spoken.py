# SPDX-License-Identifier: Apache-2.0
"""What screen readers are told about a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.snippets import plain_words
from findling.services.types import SLIDES
from findling.ui import wording
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.types import DocumentText, PassageHit

_MAX_WORDS = 600
"""Code points of a passage in the description."""


def spoken(document: DocumentText, hits: Sequence[PassageHit], current: int) -> str:
    """Return where the reader is and what is marked there, in one sentence."""
    name = wording.name(document.row)
    if not 0 <= current < len(hits):
        return name
    hit = hits[current]
    words = plain_words(document.text[hit.start : hit.end])[:_MAX_WORDS]
    if hit.page < 0:
        return tr("%1. Marked: %2").replace("%1", name).replace("%2", words)
    page = str(hit.page + 1)
    is_slide = document.row.format in SLIDES
    sentence = tr("%1, slide %2. Marked: %3") if is_slide else tr("%1, page %2. Marked: %3")
    return sentence.replace("%1", name).replace("%2", page).replace("%3", words)
