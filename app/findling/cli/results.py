# SPDX-License-Identifier: Apache-2.0
"""Results of a search as text for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from findling.cli.terminal import counted, marked, printable, wrapped
from findling.services.types import SLIDES, SearchMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import DataclassInstance

    from findling.services.catalogue import Facet
    from findling.services.types import PassageHit, ResultGroup, SearchResults


def to_json(value: DataclassInstance, **lists: Iterable[DataclassInstance]) -> str:
    """Return a value of the services, and lists beside it, as one line of JSON with plain paths."""
    parts = {name: [asdict(item) for item in items] for name, items in lists.items()}
    return json.dumps(asdict(value) | parts, default=str, ensure_ascii=False)


def result_lines(results: SearchResults, asked: SearchMode, *, styled: bool) -> Iterator[str]:
    """Yield the lines that show a result: place, strength, passage with marks, reason.

    Parameters
    ----------
    results : SearchResults
        What was found.
    asked : SearchMode
        How it was asked for; the answer may have had to do without meaning.
    styled : bool
        Whether marks are bold, or stand in brackets.
    """
    number = 0
    n_strong = len(results.groups) - results.n_weak
    for index, group in enumerate(results.groups):
        if results.n_weak and index == n_strong:
            yield "--- weak matches ---\n"
        for hit in group.hits:
            number += 1
            yield from _hit_lines(number, group, hit, styled=styled)
    by_words_only = results.mode is SearchMode.WORDS and asked is not SearchMode.WORDS
    meaning = " (by words; meaning is not learned yet)" if by_words_only else ""
    found = counted(results.n_passages, "passage") if results.n_passages else "Nothing found"
    yield f"{found} in {results.seconds * 1000:.1f} ms{meaning}"
    if results.suggestion:
        yield f"Did you mean: {printable(results.suggestion)}"
    for left_out in results.left_out:
        n = counted(left_out.documents, "document")
        part = left_out.chip.text if left_out.chip else "any of this"
        yield f"Without {printable(part)}: {n}, as for {printable(left_out.query)}"


def facet_lines(facets: Iterable[Facet]) -> Iterator[str]:
    """Yield a line for each field: how many documents have each value."""
    for facet in facets:
        counted = [(value, n) for value, n in facet.counts if n]
        if counted:
            counts = ", ".join(f"{printable(value)} {n}" for value, n in counted)
            yield wrapped(f"{facet.field.value}: {counts}", "")


def _hit_lines(number: int, group: ResultGroup, hit: PassageHit, *, styled: bool) -> Iterator[str]:
    """Yield the lines of one passage."""
    place = printable(" in ".join((group.document.name, *group.document.containers)))
    if hit.page >= 0:
        word = "slide" if group.document.format in SLIDES else "page"
        place += f", {word} {hit.page + 1}"
    heading = f" - {printable(hit.heading)}" if hit.heading else ""
    yield f"{number}. {place}{heading}  {'*' * hit.strength}"
    yield wrapped(marked(hit.snippet, hit.marks, styled=styled), "   ")
    if hit.reason:
        yield wrapped(f"found by {printable(hit.reason)}", "   ")
    yield ""
