# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from findling.cli.main import main
from findling.services.peer_evaluation import PeerReport

if TYPE_CHECKING:
    from pathlib import Path

ANIMALS = ("cat", "horse", "owl", "salmon", "beetle", "lizard", "goose", "badger")
PEER = PeerReport("animals", "bm25s", 0.5, 0.6, 0.7, 1, 1, 1, 1)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Return a test collection in which each query names the animal of its passage."""
    passages = [
        {"_id": f"p{i}", "title": "", "text": f"Some facts about the {name} and where it lives."}
        for i, name in enumerate(ANIMALS)
    ]
    queries = [
        {"_id": f"q{i}", "text": f"where does a {name} live"} for i, name in enumerate(ANIMALS)
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, passages)))
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (tmp_path / "qrels.tsv").write_text("".join(f"q{i}\tp{i}\t1\n" for i in range(len(ANIMALS))))
    return tmp_path


def test_a_collection_is_measured_in_full(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "retrieval", str(collection), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["passages"], report["queries"]) == (8, 8)
    assert report["ndcg_10"] == report["recall_100"] == report["mrr_10"] == 1
    for name in ("fit_seconds", "passages_per_second", "query_ms_p50", "query_ms_p95"):
        assert report[name] > 0
    assert report["index_bytes"] > 1000
    assert report["peak_bytes"] > 1_000_000


def test_people_get_a_table(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "retrieval", str(collection), "--seed", "3"]) == 0
    headings, row = capsys.readouterr().out.splitlines()
    assert headings.split()[:2] == ["collection", "nDCG@10"]
    assert row.split()[:2] == [collection.name, "1.0000"]


def test_peers_that_are_not_installed_are_told(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findling.cli.eval.evaluate_peers", lambda *_: [PEER])
    monkeypatch.setattr("findling.cli.eval.missing", lambda model: ["pip install something"])
    assert main(["eval", "retrieval", str(collection), "--peers"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[2].split()[:2] == ["bm25s", "0.5000"]
    assert told.err == "pip install something\n"


def test_a_folder_that_is_no_collection_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "retrieval", str(tmp_path)]) == 1
    assert "cannot be evaluated: expected a file" in capsys.readouterr().err


@pytest.fixture
def nicknames(tmp_path: Path, collection: Path) -> Path:
    """Return a collection whose queries know no word of their passages, in two splits."""
    queries = [
        {"_id": f"{split}{i}", "text": f"{words} nick{i}"}
        for split, words in (("train", "who is"), ("test", "tell of"))
        for i in range(len(ANIMALS))
    ]
    (collection / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (collection / "qrels").mkdir()
    for split in ("train", "test"):
        rows = "".join(f"{split}{i}\tp{i}\t1\n" for i in range(len(ANIMALS)))
        (collection / "qrels" / f"{split}.tsv").write_text(rows)
    return collection


def test_teaching_is_measured_on_queries_that_were_not_taught(
    nicknames: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "teach", str(nicknames), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["taught"], report["queries"]) == (8, 8)
    assert report["before"]["precision_1"] <= 0.25
    assert report["after"]["precision_1"] == 1

    assert main(["eval", "teach", str(nicknames)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == [nicknames.name, "8", "8"]


def test_queries_in_both_splits_are_refused(
    nicknames: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (nicknames / "qrels" / "train.tsv").read_text()
    (nicknames / "qrels" / "test.tsv").write_text(rows)
    assert main(["eval", "teach", str(nicknames)]) == 1
    assert "both in train.tsv and in test.tsv" in capsys.readouterr().err


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Return samples whose label is the number of their only feature, and that plus one."""
    for name, n in (("train", 60), ("test", 20)):
        rows = "".join(f"{i % 10},{i % 10 + 1} {i % 10}:1\n" for i in range(n))
        (tmp_path / f"{name}.txt").write_text(f"{n} 10 11\n{rows}")
    return tmp_path


def test_labels_are_measured(labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "xc", str(labelled), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [report[name] for name in ("samples", "features", "labels")] == [60, 10, 11]
    assert report["tested"] == 20
    assert report["precision_1"] >= 0.9
    assert report["precision_5"] <= 0.4  # of five, two can be right

    assert main(["eval", "xc", str(labelled)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:5] == [
        *(labelled.name, "60", "10", "11", "20")
    ]


def test_damaged_labels_are_told(labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (labelled / "test.txt").write_text("1 10 11\n99 1:1\n")
    assert main(["eval", "xc", str(labelled)]) == 1
    assert "labels below 11, got 99 in line 2" in capsys.readouterr().err
    (labelled / "test.txt").write_text("1 10 12\n9 1:1\n")
    assert main(["eval", "xc", str(labelled)]) == 1
    assert "other features or labels" in capsys.readouterr().err
