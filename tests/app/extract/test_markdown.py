# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.markdown import find_headings, read_markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def titles(source: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.title) for heading in find_headings(source.split("\n"))]


def test_headings_of_both_kinds() -> None:
    source = "# Top #\ntext\n\nUnder\n=====\n\nSub\n---\n### Third"
    assert titles(source) == [(1, "Top"), (1, "Under"), (2, "Sub"), (3, "Third")]


def test_offsets_point_at_the_headings(write: Write) -> None:
    document = read_markdown(write("a.md", "Intro\n\n# One\ntext\n\nTwo\n===\n"))
    assert [document.text[h.offset :][:5] for h in document.headings] == ["# One", "Two\n="]


def test_code_has_no_headings() -> None:
    assert titles("```sh\n# comment\n```\n~~~\n# more\n```\n# still\n~~~\n# Real") == [(1, "Real")]


def test_rules_lists_and_tables_are_no_headings() -> None:
    assert titles("- item\n---\n\n| a |\n---\n\n#hashtag\n") == []


def test_links_and_emphasis_in_headings_are_plain_words() -> None:
    assert titles("## The `code` of [links](http://x.org/y) **here**") == [
        (2, "The code of links here")
    ]


def test_the_title_of_the_front_matter_wins(write: Write) -> None:
    source = '---\ntitle: "My notes"\ndate: 2020\n---\n# Heading\n'
    document = read_markdown(write("a.md", source))
    assert document.title == "My notes"
    assert [heading.title for heading in document.headings] == ["Heading"]
    assert document.text == source


def test_windows_line_ends_become_newlines(write: Write) -> None:
    assert read_markdown(write("a.md", b"# A\r\ntext\r\n")).text == "# A\ntext\n"
