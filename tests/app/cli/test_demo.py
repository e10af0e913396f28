# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from findling.cli import demo

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_demo_reads_everything_and_answers_each_question_rightly(
    findling: Callable[..., tuple[int, str, str]],
) -> None:
    status, out, _ = findling("demo")
    assert status == 0
    assert "26 files: 26 read, 0 unchanged, 0 failed, 0 of other formats." in out
    answers = out.split("\n? ")[1:]
    expected = ["lease-12-birch-street.pdf, page 2", "sourdough-bread.md", "Notizen-Wohnung.txt"]
    assert [answer.splitlines()[0] for answer in answers] == list(demo.QUERIES)
    for answer, place in zip(answers, expected, strict=True):
        assert place in answer
        assert "[" in answer
