# SPDX-License-Identifier: Apache-2.0
"""Measure ranking against human judgements: test collections in the BEIR layout."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class JudgedCollection:
    """Passages, queries, and which passages answer which query.

    Attributes
    ----------
    name : str
        Name of the folder.
    ids, titles, texts : list of str, [P]
        The passages.
    queries : dict of str to str
        Texts by id; only queries with at least one positive judgement.
    judgements : dict of str to dict of str to int
        For each query its positive grades by passage.
    """

    name: str
    ids: list[str]
    titles: list[str]
    texts: list[str]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries.

    Attributes
    ----------
    ndcg_10 : float
        Normalised discounted cumulative gain of the first 10, the gain being the grade itself.
    recall_100 : float
        Share of the positive passages that are among the first 100.
    mrr_10 : float
        One over the place of the first positive passage; 0 when it is not among the first 10.
    precision_1 : float
        Share of the queries whose first passage is a positive one.
    """

    ndcg_10: float
    recall_100: float
    mrr_10: float
    precision_1: float


def load_collection(folder: Path, split: str = "test") -> JudgedCollection:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/SPLIT.tsv`` or ``qrels.tsv``.

    Parameters
    ----------
    folder : Path
        A folder in the layout of the BEIR benchmark.
    split : str
        Which judgements.

    Raises
    ------
    InputValueError
        When a file is missing, is not in that layout, or no query has a positive judgement.
    """
    passages = list(_json_lines(folder / "corpus.jsonl"))
    queries = {str(q["_id"]): str(q["text"]) for q in _json_lines(folder / "queries.jsonl")}
    judgements = _read_judgements(_judgement_file(folder, split))
    judged = {q: text for q, text in queries.items() if q in judgements}
    if not judged:
        msg = f"[evaluation] no query in {folder} has a positive judgement"
        raise InputValueError(msg)
    return JudgedCollection(
        name=folder.resolve().name,
        ids=[str(p["_id"]) for p in passages],
        titles=[str(p.get("title") or "") for p in passages],
        texts=[str(p.get("text") or "") for p in passages],
        queries=judged,
        judgements={q: judgements[q] for q in judged},
    )


def measure(rankings: Mapping[str, Sequence[str]], collection: JudgedCollection) -> Quality:
    """Compare rankings with the judgements.

    Parameters
    ----------
    rankings : mapping of str to sequence of str
        For each query the ids of passages, best first; 101 or more, as the passage that is the
        query itself is passed over. A query without a ranking counts as nothing found.
    collection : JudgedCollection
    """
    rows: list[tuple[float, float, float, bool]] = []
    for query, grades in collection.judgements.items():
        found = [key for key in rankings.get(query, ()) if key != query]
        is_first = bool(found) and found[0] in grades
        reciprocal = _reciprocal(found, grades)
        rows.append((_ndcg(found, grades), _recall(found, grades), reciprocal, is_first))
    return Quality(*(float(mean) for mean in np.mean(rows, axis=0)))


def _ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    ideal = sorted(grades.values(), reverse=True)
    return _gain([grades.get(key, 0) for key in found[:depth]]) / _gain(ideal[:depth])


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _recall(found: Sequence[str], grades: Mapping[str, int], depth: int = 100) -> float:
    return len(grades.keys() & set(found[:depth])) / len(grades)


def _reciprocal(found: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    places = (place for place, key in enumerate(found[:depth], 1) if key in grades)
    return 1 / next(places, math.inf)


def _judgement_file(folder: Path, split: str) -> Path:
    for path in (folder / "qrels" / f"{split}.tsv", folder / "qrels.tsv"):
        if path.is_file():
            return path
    msg = f"[evaluation] expected qrels/{split}.tsv or qrels.tsv in {folder}"
    raise InputValueError(msg)


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Return positive grades by query and passage. The first line may name the columns."""
    judgements: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            parts = line.split()
            if not parts or (number == 1 and not parts[-1].lstrip("-").isdigit()):
                continue
            if len(parts) != 3 or not parts[2].lstrip("-").isdigit():
                msg = f"[evaluation] expected query, passage and grade in line {number} of {path}"
                raise InputValueError(msg)
            query, passage, grade = parts
            if int(grade) > 0:
                judgements.setdefault(query, {})[passage] = int(grade)
    return judgements


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        msg = f"[evaluation] expected a file {path}"
        raise InputValueError(msg)
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
                record["_id"]
            except (ValueError, KeyError, TypeError) as error:
                msg = f"[evaluation] expected a JSON object with _id in line {number} of {path}"
                raise InputValueError(msg) from error
            yield record
