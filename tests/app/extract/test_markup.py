# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.markup import without_markup


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# Title\ntext", "Title\ntext"),
        ("#hashtag stays", "#hashtag stays"),
        ("Title\n=====\n", "Title\n\n"),
        ("- one\n* two\n+ three\n- [ ] four", "one\ntwo\nthree\n[ ] four"),
        ("> quoted **words**", "quoted words"),
        ("![a picture](x.png) and [a link](http://x.org/a_b)", "a picture and a link"),
        ("```python\nx = a_b * c_d\n```", "\nx = a_b * c_d\n"),
        ("__init__ and *it* and ~~gone~~", "init and it and gone"),
        ("snake_case 2 * 3 5*4 a ** b", "snake_case 2 * 3 5*4 a ** b"),
        ("**bold:** and (*in brackets*).", "bold: and (in brackets)."),
        ("cut **here", "cut here"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", " a | b \n\n 1 | 2 "),
        ("-5 degrees, +7 and 10 - 3", "-5 degrees, +7 and 10 - 3"),
    ],
)
def test_signs_go_and_words_stay(source: str, words: str) -> None:
    assert without_markup(source) == words


def test_hostile_signs_take_no_long() -> None:
    """No pattern looks far ahead of every sign."""
    for sign in (*"*_`#|[(-> ~", "[](", "**a"):
        text = sign * 100_000
        assert len(without_markup(text)) <= len(text)
