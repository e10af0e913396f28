# SPDX-License-Identifier: Apache-2.0
"""Why a passage was found, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.cli.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.services.explaining import Reasons, TaughtReason


def reason_lines(reasons: Reasons) -> Iterator[str]:
    """Yield the lines that say why a passage was found."""
    yield f"Why this? {printable(reasons.query)}"
    for name, share in (
        ("words", reasons.by_words),
        ("meaning", reasons.by_meaning),
        ("passages like it", reasons.by_neighbours),
        ("what you taught", reasons.by_teaching),
    ):
        if share > 0.0:
            yield f"  {share:4.0%} by {name}"
    if reasons.words:
        yield "Words found:"
        for word in reasons.words:
            yield f"  {word.share:4.0%} {printable(word.word)}"
    if reasons.missing:
        yield f"Not in it: {printable(', '.join(reasons.missing))}"
    if reasons.close:
        yield "Close in meaning:"
        for pair in reasons.close:
            yield f"  {printable(pair.asked)} is close to {printable(pair.found)}"
    if reasons.like:
        yield "Lifted by passages like it:"
        for like in reasons.like:
            yield f"  {printable(like.document.title)}: {printable(like.excerpt)}"
    for taught in reasons.taught:
        yield f"Taught ({taught.row.id}): {_sentence(taught)}"


def _sentence(taught: TaughtReason) -> str:
    row = taught.row
    query = printable(row.query)
    if row.kind == "means":
        return f"{query} means {printable(row.meaning)}"
    if row.kind == "good":
        return f"this is right for {query}"
    return f"this is wrong for {query}"
