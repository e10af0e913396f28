# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from findling.bolt import Retriever
from findling.bolt.errors import InputValueError
from findling.bolt.evaluation import load_collection, measure

SHARED = Path(__file__).parents[4] / "shared" / "data" / "ir"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    passages = [
        {"_id": f"p{i}", "title": "T" if i else None, "text": f"text {i}"} for i in range(4)
    ]
    queries = [{"_id": q, "text": f"query {q}"} for q in ("q1", "q2", "p3")]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, passages)))
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (tmp_path / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tp0\t2\nq1\tp1\t1\nq2\tp2\t0\np3\tp1\t1\n"
    )
    return tmp_path


def test_only_queries_with_a_positive_judgement_are_kept(folder: Path) -> None:
    collection = load_collection(folder)
    assert list(collection.queries) == ["q1", "p3"]
    assert collection.judgements["q1"] == {"p0": 2, "p1": 1}
    assert collection.titles == ["", "T", "T", "T"]


def test_measures_are_those_worked_out_by_hand(folder: Path) -> None:
    collection = load_collection(folder)
    quality = measure({"q1": ["p1", "p2", "p0"], "p3": ["p3", "p1"]}, collection)
    q1 = (1 + 2 / math.log2(4)) / (2 + 1 / math.log2(3))
    assert quality.ndcg_10 == pytest.approx((q1 + 1) / 2)  # p3 itself does not count
    assert quality.recall_100 == 1
    assert quality.mrr_10 == 1
    assert measure({}, collection).ndcg_10 == 0


def test_a_split_has_a_file_of_its_own(folder: Path) -> None:
    (folder / "qrels").mkdir()
    (folder / "qrels" / "dev.tsv").write_text("q2\tp2\t1\n")
    assert list(load_collection(folder, "dev").queries) == ["q2"]
    assert list(load_collection(folder, "test").queries) == ["q1", "p3"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("corpus.jsonl", "not json", "line 1 of"),
        ("corpus.jsonl", '{"title": "no id"}', "line 1 of"),
        ("qrels.tsv", "q1 p0\n", "line 1 of|no query"),
        ("qrels.tsv", "q1\tp0\t1\nq1\tp0\tx\n", "line 2 of"),
        ("qrels.tsv", "", "no query"),
    ],
)
def test_files_that_are_not_in_the_layout_are_told(
    folder: Path, name: str, content: str, words: str
) -> None:
    (folder / name).write_text(content)
    with pytest.raises(InputValueError, match=words):
        load_collection(folder)


def test_a_folder_without_the_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputValueError, match=r"expected a file .*corpus\.jsonl"):
        load_collection(tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test collections are not here")
@pytest.mark.parametrize(("name", "least"), [("cranfield", 0.41), ("cisi", 0.39)])
def test_ranking_is_as_good_as_promised(name: str, least: float) -> None:
    collection = load_collection(SHARED / name)
    retriever = Retriever().fit(collection.texts, titles=collection.titles, ids=collection.ids)
    rankings = {
        query: [str(hit.id) for hit in retriever.search(text, k=101)]
        for query, text in collection.queries.items()
    }
    assert measure(rankings, collection).ndcg_10 >= least
