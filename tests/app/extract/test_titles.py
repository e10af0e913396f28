# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.titles import title_from_headings
from findling.extract.types import Heading


@pytest.mark.parametrize(
    ("text", "headings", "title"),
    [
        ("Guide\ntext", [Heading(0, 2, "Guide"), Heading(6, 1, "Top")], "Guide"),
        ("=====\nGuide\n=====", [Heading(6, 1, "Guide")], "Guide"),
        ("badges\nGuide\nUse", [Heading(7, 1, "Guide"), Heading(13, 2, "Use")], "Guide"),
        ("PEP: 12\nAbstract\nEnd", [Heading(8, 1, "Abstract"), Heading(17, 1, "End")], ""),
        ("text", [], ""),
    ],
)
def test_title(text: str, headings: list[Heading], title: str) -> None:
    assert title_from_headings(text, headings) == title
