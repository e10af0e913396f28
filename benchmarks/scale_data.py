# SPDX-License-Identifier: Apache-2.0
"""A large library made of the books and technical documents of ``text/``, and questions to it.

Text is cut into passages of about eighty words, in its own order; when all of it is used up, each
document's sentences are shuffled and cut again, round by round. Every fiftieth document is held
out.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CACHE = Path(__file__).resolve().parents[1] / "build" / "bench-scale"

_FEWEST_WORDS = 60
_MOST_WORDS = 100
_HELD_OUT_EVERY = 50
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+")


def documents(data: Path) -> list[list[str]]:
    """Return the sentences of every document, in the order of the files' names."""
    files = sorted(path for path in (data / "text").rglob("*") if path.is_file())
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in files)
    return [_SENTENCE.split(" ".join(text.split())) for text in texts]


def cut(sentences: Sequence[str]) -> Iterator[str]:
    """Join sentences to passages; what is longer than one is cut."""
    words: list[str] = []
    for sentence in sentences:
        words += sentence.split()
        while len(words) >= _FEWEST_WORDS:
            yield " ".join(words[:_MOST_WORDS])
            words = words[_MOST_WORDS:]


def _rounds(kept: Sequence[Sequence[str]]) -> Iterator[str]:
    for sentences in kept:
        yield from cut(sentences)
    rng = random.Random(0)
    while True:
        for sentences in kept:
            yield from cut(rng.sample(sentences, len(sentences)))


def passages(data: Path, n: int) -> list[str]:
    """Return ``n`` different passages, from the cache where they were made before."""
    file = CACHE / f"passages-{n}.txt"
    if not file.exists():
        kept = [text for i, text in enumerate(documents(data)) if i % _HELD_OUT_EVERY]
        found: dict[str, None] = {}
        for passage in _rounds(kept):
            found[passage] = None
            if len(found) == n:
                break
        CACHE.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(found), encoding="utf-8", newline="\n")
    with file.open(encoding="utf-8", newline="\n") as lines:
        return [line.rstrip("\n") for line in lines]


def held_out_spans(data: Path, n: int) -> list[str]:
    """Return runs of 3 to 10 words of documents that are not in the library."""
    held_out = [text for i, text in enumerate(documents(data)) if i % _HELD_OUT_EVERY == 0]
    source = [passage for text in held_out for passage in cut(text)]
    rng = random.Random(1)
    spans: list[str] = []
    for passage in rng.choices(source, k=n):
        words = passage.split()
        length = rng.randint(3, 10)
        begin = rng.randrange(len(words) - length)
        spans.append(" ".join(words[begin : begin + length]))
    return spans


def known_items(library: Sequence[str], n: int) -> tuple[list[str], list[int]]:
    """Return a random half of the words of some passages, shuffled; and where those are."""
    rng = random.Random(2)
    places = rng.sample(range(len(library)), n)
    questions: list[str] = []
    for place in places:
        words = library[place].split()
        questions.append(" ".join(rng.sample(words, len(words) // 2)))
    return questions, places
