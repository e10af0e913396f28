# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling import _core
from findling.bolt import CancelledError, CancelToken, Hit, Retriever
from tests.app.bolt.conftest import make_passages

if TYPE_CHECKING:
    from pathlib import Path


def ids(hits: list[Hit]) -> list[int | str]:
    return [hit.id for hit in hits]


def test_meaning_finds_passages_of_the_topic_without_the_word(trained: Retriever) -> None:
    hits = trained.search("violin", k=40, mode="meaning")
    assert len(hits) == 40
    assert sum(str(hit.id).startswith("music") for hit in hits) >= 38
    assert any(hit.word == 0 for hit in hits)


def test_hits_come_best_first_with_parts_that_make_up_their_score(trained: Retriever) -> None:
    hits = trained.search("the ship's anchor and a rope", k=200)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    for hit in hits:
        assert min(hit.score, hit.word, hit.meaning, hit.neighbours) >= 0
        assert max(hit.score, hit.word, hit.meaning, hit.neighbours) <= 1
        fused = 0.6 * hit.word + 0.4 * hit.meaning
        assert hit.score == pytest.approx(0.85 * fused + 0.15 * hit.neighbours, abs=1e-5)


def test_texts_are_encoded_as_searches_see_them(trained: Retriever) -> None:
    vectors = trained.encode(["violin and piano", "a drummer's rhythm", "ship ahoy", "", "!?"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0, 0], abs=1e-5)
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert near > far + 0.1
    assert (trained.encode(["violin", "ship ahoy"])[1] == vectors[2]).all()
    assert Retriever().encode(["violin"]).shape == (1, 0)
    assert Retriever(epochs=0).fit(["Ships sail."]).encode(["Ships"]).shape == (1, 0)
    with pytest.raises(TypeError, match="texts"):
        trained.encode("violin")


def test_words_find_only_passages_that_hold_one_in_any_form(trained: Retriever) -> None:
    retriever = Retriever(epochs=0).fit(["Ships sail.", "A ship sank.", "Trains run."])
    assert sorted(ids(retriever.search("shipping"))) == [0, 1]
    assert all(hit.word > 0 for hit in trained.search("violin", k=200, mode="words"))


def test_added_passages_are_found_by_words_before_anything_was_learned() -> None:
    retriever = Retriever()
    assert retriever.search("apple") == []
    retriever.add(["green apple", "blue sea"]).add(["apple pie"])
    assert sorted(ids(retriever.search("apples"))) == [0, 2]
    assert not retriever.is_trained_
    assert retriever.ids_.tolist() == [0, 1, 2]


def test_passages_added_later_are_found_by_meaning() -> None:
    texts, _ = make_passages(200)
    retriever = Retriever(dim=64, vocabulary_size=400).fit(texts)
    retriever.add(["rose tulip hedge lawn", "unheardof words only"], ids=[900, 901])
    found = {hit.id: hit for hit in retriever.search("shovel compost", k=300, mode="meaning")}
    assert found[900].meaning > 0.6
    assert found[900].neighbours > 0.5
    assert retriever.n_trained_ == 200
    assert retriever.n_passages_ == 202


def test_where_gives_the_best_of_what_is_allowed(trained: Retriever) -> None:
    everything = trained.search("melody of the orchestra", k=200)
    allowed = [str(key) for key in trained.ids_[::3]]
    expected = [hit for hit in everything if hit.id in set(allowed)][:5]
    assert trained.search("melody of the orchestra", k=5, where=allowed) == expected
    assert trained.search("melody", where=["nobody"]) == []
    assert trained.search("melody", where=[]) == []


def test_where_takes_arrays() -> None:
    retriever = Retriever(epochs=0).fit(["a cat"] * 4, ids=np.array([10, 20, 30, 40]))
    assert ids(retriever.search("cat", where=np.array([40, 20, 99]))) == [20, 40]


def test_removed_passages_are_gone_and_their_ids_are_free_again() -> None:
    retriever = Retriever(epochs=0).fit(["a cat", "a dog", "a cat and a dog"], ids=["x", "y", "z"])
    assert retriever.remove(["x", "unknown"]) == 1
    assert ids(retriever.search("cat")) == ["z"]
    retriever.add(["the cat is back"], ids=["x"])
    assert sorted(map(str, ids(retriever.search("cat")))) == ["x", "z"]
    assert retriever.ids_.tolist() == ["y", "z", "x"]


def test_a_second_fit_forgets_the_first() -> None:
    retriever = Retriever(epochs=0).fit(["old words"], ids=[7])
    assert retriever.fit(["new words"]) is retriever
    assert retriever.ids_.tolist() == [0]
    assert retriever.search("old") == []


def test_titles_are_read_with_their_passages() -> None:
    retriever = Retriever(epochs=0).fit(["x y", "z"], titles=["Zebra crossing", None])
    assert ids(retriever.search("zebras")) == [0]


def test_the_same_seed_gives_the_same_file_at_any_number_of_threads(tmp_path: Path) -> None:
    texts, _ = make_passages(150)
    for n_threads in (1, 2, 3):
        retriever = Retriever(dim=32, epochs=2, vocabulary_size=300, n_threads=n_threads).fit(texts)
        retriever.n_threads = 0  # is written too
        retriever.save(tmp_path / f"{n_threads}.fdl")
    first = (tmp_path / "1.fdl").read_bytes()
    assert (tmp_path / "2.fdl").read_bytes() == first
    assert (tmp_path / "3.fdl").read_bytes() == first


def test_another_seed_gives_another_encoder() -> None:
    texts, _ = make_passages(100)
    one, two = (Retriever(dim=32, epochs=2, seed=seed).fit(texts) for seed in (1, 2))
    assert one.search("violin", k=50) != two.search("violin", k=50)


def test_progress_names_the_stages_in_order_and_reaches_their_ends() -> None:
    seen: dict[str, tuple[int, int]] = {}
    texts, _ = make_passages(60)

    def progress(stage: str, done: int, total: int) -> None:
        assert done >= seen.get(stage, (0, 0))[0]
        seen[stage] = (done, total)

    Retriever(dim=32, epochs=2).fit(texts, progress=progress)
    assert list(seen) == ["analysing", "learning", "linking"]
    assert all(done == total for done, total in seen.values())


def test_cancelling_stops_learning_and_keeps_the_index_from_before() -> None:
    retriever = Retriever(dim=32).fit(["an old passage"] * 5)
    token = CancelToken()
    texts, _ = make_passages(100)

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "learning":
            token.cancel()

    with pytest.raises(CancelledError):
        retriever.fit(texts, progress=progress, cancel=token)
    assert retriever.n_passages_ == 5


def test_an_error_in_the_progress_callback_reaches_the_caller() -> None:
    def progress(stage: str, done: int, total: int) -> None:
        if stage == "learning":
            msg = "stop here"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="stop here"):
        Retriever(dim=32).fit(make_passages(50)[0], progress=progress)


def test_searches_go_on_while_passages_are_added_and_removed() -> None:
    texts, _ = make_passages(120)
    retriever = Retriever(dim=32, epochs=2, n_threads=2).fit(texts)
    failures: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                hits = retriever.search("violin and anchor", k=300)
                assert len(set(ids(hits))) == len(hits) >= 100
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for i in range(15):
        retriever.add(make_passages(8, seed=i)[0])
        retriever.remove([i])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert retriever.n_passages_ == 120 + 15 * 7


def test_hyperparameters_are_kept_as_given_and_shown() -> None:
    retriever = Retriever(dim=32, language="german", vocabulary_size=500, seed=3)
    assert (retriever.dim, retriever.language, retriever.seed) == (32, "german", 3)
    assert "language='german'" in repr(retriever)


def test_defaults_are_those_of_the_engine() -> None:
    config, retriever = _core.EncoderConfig(), Retriever()
    assert (retriever.dim, retriever.epochs, retriever.seed) == (
        config.dim,
        config.epochs,
        config.seed,
    )


@pytest.mark.parametrize("texts", [["..."], ["", " "], ["word"], ["a b c d e f"]])
def test_tiny_and_empty_passages_can_be_learned_from(texts: list[str]) -> None:
    retriever = Retriever(dim=32).fit(texts)
    assert retriever.n_passages_ == len(texts)
    assert len(retriever.search("word")) <= len(texts)


def test_text_that_is_not_valid_unicode_is_taken() -> None:
    retriever = Retriever(epochs=0).fit(["bad \udc80 name", "other"])
    assert ids(retriever.search("name \udcff")) == [0]
    assert retriever.match_ranges("name", "\udc80 name") == [(2, 6)]
