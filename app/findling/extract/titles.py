# SPDX-License-Identifier: Apache-2.0
"""Which heading, if any, is the title of a document without one in its metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.extract.types import Heading


def title_from_headings(text: str, headings: Sequence[Heading]) -> str:
    """Return the heading that opens the text, or else the only one of the highest level.

    Returns
    -------
    str
        Empty when neither is there: "Abstract" below a preface is no title.
    """
    if not headings:
        return ""
    first = headings[0]
    if not any(char.isalnum() for char in text[: first.offset]):
        return first.title
    top = min(heading.level for heading in headings)
    candidates = [heading.title for heading in headings if heading.level == top]
    return candidates[0] if len(candidates) == 1 else ""
