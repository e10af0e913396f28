# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.rst import find_headings, read_rst

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


SOURCE = """=====
Guide
=====

Install
-------
text

Use it
------
more

Options
~~~~~~~
end
"""


def test_levels_follow_the_order_of_adornments() -> None:
    found = [(h.level, h.title) for h in find_headings(SOURCE.split("\n"))]
    assert found == [(1, "Guide"), (2, "Install"), (2, "Use it"), (3, "Options")]


def test_offsets_and_title(write: Write) -> None:
    document = read_rst(write("a.rst", SOURCE))
    assert document.title == "Guide"
    for heading in document.headings:
        assert document.text.startswith(heading.title, heading.offset)


def test_tables_and_short_lines_are_no_headings() -> None:
    source = "=====  =====\nA      B\n=====  =====\n1      2\n=====  =====\n\nLonger title\n---\n"
    assert find_headings(source.split("\n")) == []


def test_roles_in_headings_are_plain_words() -> None:
    source = ":mod:`findling.extract` module\n==============================\n"
    assert find_headings(source.split("\n"))[0].title == "findling.extract module"
