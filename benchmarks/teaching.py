# SPDX-License-Identifier: Apache-2.0
"""Teaching: names that no text holds, before and after one teaching each; harm; undo; time.

``python3 dev.py bench teaching [--quick] [--json] [--data DIR]``; DIR holds ``ir/scifact``.
"""

from __future__ import annotations

import random
import re
import sys
import time
from typing import TYPE_CHECKING, Final

from collections_beir import load, ndcg_at_10
from common import Repeated, Row, options, report
from findling.bolt import Retriever
from findling.bolt.stopwords import stop_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_beir import Collection

COLLECTION: Final = "scifact"
N_NAMES: Final = 200
SYLLABLES: Final = ("bo", "dra", "fel", "gim", "ka", "lor", "mun", "ne", "pax", "quo", "ri", "tov")

Name = tuple[str, int]
"""What somebody calls a passage, and the passage's number."""


def acronyms(collection: Collection, n: int, rng: random.Random) -> list[Name]:
    """Return initials of titles that are no word of any text, all different."""
    taken = {word for text in collection.whole_texts() for word in re.findall(r"\w+", text.lower())}
    small = stop_words("english")
    places = list(range(len(collection.titles)))
    rng.shuffle(places)
    found: list[Name] = []
    for place in places:
        words = re.findall(r"[a-z]+", collection.titles[place].lower())
        initials = "".join(word[0] for word in words if word not in small)
        if 4 <= len(initials) <= 10 and initials not in taken and len(found) < n:
            taken.add(initials)
            found.append((initials.upper(), place))
    return found


def nicknames(collection: Collection, n: int, rng: random.Random) -> list[Name]:
    """Return invented names of two words, each for a passage drawn by chance."""
    places = rng.sample(range(len(collection.ids)), n)
    names: set[str] = set()
    while len(names) < n:
        names.add(" ".join("".join(rng.choices(SYLLABLES, k=3)).title() for _ in range(2)))
    return list(zip(sorted(names), places, strict=True))


def first_place(retriever: Retriever, names: list[Name], asked: Callable[[str], str]) -> float:
    """Return for what part of the names the named passage is the first hit."""
    found = 0
    for name, place in names:
        hits = retriever.search(asked(name), k=1)
        found += bool(hits) and hits[0].id == place
    return found / len(names)


def rankings(retriever: Retriever, collection: Collection) -> dict[str, list[str]]:
    """Return the first ten passages of each judged query."""
    return {
        query: [collection.ids[int(hit.id)] for hit in retriever.search(text, k=10)]
        for query, text in collection.queries.items()
    }


def forget(retriever: Retriever) -> None:
    """Undo all that was taught, one by one."""
    for teaching in retriever.teachings.all():
        retriever.teachings.delete(teaching.number)


def taught_rows(
    retriever: Retriever, collection: Collection, names: list[Name], what: str
) -> list[Row]:
    """Upvote each name's passage once; ask in other words; see what it does to other queries."""
    untouched = rankings(retriever, collection)
    times = Repeated()
    before = first_place(retriever, names, str)
    for name, place in names:
        start = time.perf_counter()
        retriever.upvote(name, place)
        retriever.search(name, k=10)
        times.values.append((time.perf_counter() - start) * 1000)
    after = rankings(retriever, collection)
    drop = ndcg_at_10(collection, untouched) - ndcg_at_10(collection, after)
    rows = [
        Row(f"{what}: P@1 before", before, 0.3, lower_is_better=True),
        Row(f"{what}: P@1 after one upvote each", first_place(retriever, names, str), 0.9),
        Row(
            f'{what}: P@1 of "what is known about ..."',
            first_place(retriever, names, "what is known about {}".format),
            0.9,
        ),
        Row(
            f"{what}: nDCG@10 lost by {len(collection.queries)} other queries",
            drop,
            0.005,
            lower_is_better=True,
        ),
        Row(
            f"{what}: from upvote to new ranking, ms",
            times.median,
            250,
            lower_is_better=True,
            spread=times.spread,
        ),
    ]
    forget(retriever)
    rows.append(
        Row(
            f"{what}: rankings as before after undo",
            float(rankings(retriever, collection) == untouched),
            1.0,
        )
    )
    return rows


def associated_rows(retriever: Retriever, collection: Collection, names: list[Name]) -> list[Row]:
    """Say once what each acronym means: the title that it stands for."""
    before = first_place(retriever, names, "findings on {}".format)
    for name, place in names:
        retriever.associate(name, collection.titles[place])
    after = first_place(retriever, names, "findings on {}".format)
    forget(retriever)
    return [
        Row("associate: P@1 before", before, 0.5, lower_is_better=True),
        Row("associate: P@1 after one each", after, 0.9),
    ]


def main() -> int:
    """Measure and report."""
    given = options(__doc__ or "").parse_args()
    collection = load(given.data / "ir" / COLLECTION)
    retriever = Retriever(epochs=2 if given.quick else 8).fit(
        collection.texts, titles=collection.titles
    )
    rng = random.Random(0)
    n = 20 if given.quick else N_NAMES
    initials = acronyms(collection, n, rng)
    rows = taught_rows(retriever, collection, initials, "acronyms")
    rows += taught_rows(retriever, collection, nicknames(collection, n, rng), "nicknames")
    rows += associated_rows(retriever, collection, initials)
    return report(rows, ["numpy"], as_json=given.json, judge=not given.quick)


if __name__ == "__main__":
    sys.exit(main())
