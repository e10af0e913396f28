# SPDX-License-Identifier: Apache-2.0
"""Spelling: misspelt words of queries put right, right ones doubted, time of a question.

``python3 dev.py bench spelling [--quick] [--json] [--data DIR]``; DIR holds ``ir/`` and ``text/``.
"""

from __future__ import annotations

import random
import re
import sys
import time
from typing import TYPE_CHECKING, Final

from collections_beir import load
from common import Repeated, Row, options, report
from findling.bolt import Retriever
from findling.bolt.words import WordAnalyser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

N_MISTAKES: Final = 2000
PASSAGE: Final = 1200
"""Characters of a piece of a book."""

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def library(data: Path, *, quick: bool) -> tuple[list[str], list[str]]:
    """Return passages, and all queries of the judged collections among them."""
    passages: list[str] = []
    queries: list[str] = []
    for folder in sorted((data / "ir").iterdir()):
        collection = load(folder)
        passages += collection.whole_texts()
        queries += collection.queries.values()
    texts = [] if quick else sorted((data / "text").rglob("*.*"))
    for path in texts:
        if path.suffix in {".txt", ".md", ".rst"}:
            passages += pieces(path.read_text(encoding="utf-8", errors="replace"))
    return passages, queries


def pieces(text: str) -> Iterator[str]:
    """Yield a book in pieces."""
    for start in range(0, len(text), PASSAGE):
        yield text[start : start + PASSAGE]


def misspell(word: str, rng: random.Random) -> str:
    """Add, leave out, replace or swap one letter, but not the first."""
    at = rng.randrange(1, len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + rng.choice(LETTERS) + word[at:]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + rng.choice(LETTERS) + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def mistakes(
    retriever: Retriever, queries: list[str], n: int, n_edits: int
) -> list[tuple[str, str]]:
    """Return words of queries, misspelt so that no passage holds what is written."""
    rng = random.Random(n_edits)
    least = 5 if n_edits == 1 else 7
    words = [word for query in queries for word in re.findall(r"[a-z]+", query.lower())]
    words = sorted({word for word in words if len(word) >= least and len(retriever.holding(word))})
    found: list[tuple[str, str]] = []
    while len(found) < n:
        word = rng.choice(words)
        written = word
        for _ in range(n_edits):
            written = misspell(written, rng)
        if not len(retriever.holding(written)):
            found.append((word, written))
    return found


def put_right(retriever: Retriever, pairs: list[tuple[str, str]], times: Repeated) -> float:
    """Return for what part the word that was meant is suggested, in any of its forms."""
    analyser = WordAnalyser("english")
    n_right = 0
    for word, written in pairs:
        start = time.perf_counter()
        suggestion = retriever.suggest(written)
        times.values.append((time.perf_counter() - start) * 1000)
        if suggestion is not None:
            meant, given = analyser.terms([word, suggestion.words[0].word])
            n_right += meant == given
    return n_right / len(pairs)


def main() -> int:
    """Measure and report."""
    given = options(__doc__ or "").parse_args()
    passages, queries = library(given.data, quick=given.quick)
    retriever = Retriever(epochs=0).fit(passages)
    start = time.perf_counter()
    retriever.suggest("recieve")
    first = (time.perf_counter() - start) * 1000
    n = 200 if given.quick else N_MISTAKES
    times, query_times = Repeated(), Repeated()
    one = put_right(retriever, mistakes(retriever, queries, n, 1), times)
    two = put_right(retriever, mistakes(retriever, queries, n, 2), times)
    doubted = 0
    for query in queries:
        start = time.perf_counter()
        doubted += retriever.suggest(query) is not None
        query_times.values.append((time.perf_counter() - start) * 1000)
    words = {word for text in passages for word in re.findall(r"\w+", text.lower())}
    slowest = sorted(times.values)[-len(times.values) // 100]
    rows = [
        Row("different words, thousands", len(words) / 1000),
        Row("words one edit off put right", one, 0.8),
        Row("words two edits off put right", two, 0.6),
        Row("judged queries that get a suggestion", doubted / len(queries), lower_is_better=True),
        Row("misspelt word, ms", times.median, 20, lower_is_better=True, spread=times.spread),
        Row("misspelt word, 99th percentile, ms", slowest, 20, lower_is_better=True),
        Row("judged query, ms", query_times.median, 20, lower_is_better=True),
        Row("first question after a start, ms", first, lower_is_better=True),
    ]
    return report(rows, [], as_json=given.json, judge=not given.quick)


if __name__ == "__main__":
    sys.exit(main())
