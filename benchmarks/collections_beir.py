# SPDX-License-Identifier: Apache-2.0
"""Reads a collection in BEIR's layout and judges rankings, apart from the product's own code."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Collection:
    """Passages, judged queries and judgements.

    Attributes
    ----------
    ids, titles, texts : list of str
        One entry a passage.
    queries : dict of str to str
        Queries that have at least one relevant passage, by id.
    relevant : dict of str to dict of str to int
        Grades above 0: query id -> passage id -> grade.
    """

    ids: list[str]
    titles: list[str]
    texts: list[str]
    queries: dict[str, str]
    relevant: dict[str, dict[str, int]]

    def whole_texts(self) -> list[str]:
        """Return title and text of each passage as one."""
        return [f"{t}. {x}" if t else x for t, x in zip(self.titles, self.texts, strict=True)]


def load(folder: Path, split: str = "test") -> Collection:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/<split>.tsv`` or ``qrels.tsv``."""
    passages = _lines(folder / "corpus.jsonl")
    judged = folder / "qrels" / f"{split}.tsv"
    relevant: dict[str, dict[str, int]] = {}
    table = judged if judged.exists() else folder / "qrels.tsv"
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, grade = line.split("\t")[:3]
        if int(grade) > 0:
            relevant.setdefault(query, {})[passage] = int(grade)
    queries = {str(q["_id"]): q["text"] for q in _lines(folder / "queries.jsonl")}
    return Collection(
        [str(p["_id"]) for p in passages],
        [p.get("title") or "" for p in passages],
        [p.get("text") or "" for p in passages],
        {name: text for name, text in queries.items() if name in relevant},
        relevant,
    )


def _lines(path: Path) -> list[dict[str, str]]:
    """Return the objects of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def ndcg_at_10(collection: Collection, rankings: dict[str, list[str]]) -> float:
    """Return the mean normalised discounted cumulative gain (linear gain) of the first ten.

    Parameters
    ----------
    collection : Collection
        What was searched.
    rankings : dict of str to list of str
        For each judged query the passage ids, best first.
    """
    total = 0.0
    for query in collection.queries:
        grades = collection.relevant[query]
        gained = [grades.get(passage, 0) for passage in rankings[query][:10]]
        ideal = sorted(grades.values(), reverse=True)[:10]
        total += _dcg(gained) / _dcg(ideal)
    return total / len(collection.queries)


def _dcg(grades: list[int]) -> float:
    """Return discounted cumulative gain."""
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))
