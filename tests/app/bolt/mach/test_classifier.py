# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import EngineFormatError, EngineValueError, MachClassifier
from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators import Csr, NotFittedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Topics  # noqa: TID252 - for its type only

NEW = np.arange(500, 600)


def tiny(**params: int | bool) -> MachClassifier:
    """Return a classifier that learns four samples by heart in no time."""
    mach = MachClassifier(n_buckets=32, n_hashes=4, hidden_dim=16, epochs=60, n_threads=1)
    return mach.set_params(**params)


EYE = np.eye(4, dtype=np.float32)
ANIMALS = ["cat", "dog", "hen", "owl"]


def buckets(mach: MachClassifier, label: int | str) -> list[int]:
    """Return a label's buckets."""
    held = mach.buckets_
    return held.index.buckets_of(held.numbers.number(label)).tolist()


def test_taught_labels_are_found(trained: MachClassifier, topics: Topics) -> None:
    labels = np.arange(500)
    assert (trained.predict(topics.samples(labels, 2)) == labels).mean() > 0.9


def test_all_buckets_find_what_scoring_every_label_finds(
    trained: MachClassifier, topics: Topics
) -> None:
    samples = topics.samples(np.arange(50), 2)
    trained.set_params(top_buckets=0)
    found = trained.predict(samples, top_k=5)
    scores = trained.rank(samples, trained.classes_)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    assert found.labels.tolist() == order.tolist()
    assert found.scores.tolist() == np.take_along_axis(scores, order, axis=1).tolist()


def test_introduced_labels_find_themselves(trained: MachClassifier, topics: Topics) -> None:
    samples = topics.samples(NEW, 7)
    for i, label in enumerate(NEW):
        trained.introduce(int(label), samples.take(np.array([i])))
    assert (trained.predict(samples) == NEW).mean() >= 0.95
    old = np.arange(500)
    assert (trained.predict(topics.samples(old, 2)) == old).mean() > 0.9


def test_taught_labels_that_are_forgotten_and_introduced_again_are_found_by_new_samples(
    trained: MachClassifier, topics: Topics
) -> None:
    labels = np.arange(500)
    for label in labels.tolist():
        trained.forget(label)
    for label in labels.tolist():
        trained.introduce(label, topics.samples(np.full(5, label), 100 + label))
    assert (trained.predict(topics.samples(labels, 2)) == labels).mean() >= 0.95


def test_balanced_introductions_fill_emptier_buckets(
    trained: MachClassifier, topics: Topics
) -> None:
    sample = topics.samples(np.array([5]), 7)
    for i in range(20):
        trained.introduce(1000 + i, sample).introduce(2000 + i, sample, balance=True)
    index = trained.buckets_.index
    alike, apart = (
        len({bucket for i in range(20) for bucket in buckets(trained, first + i)})
        for first in (1000, 2000)
    )
    assert alike == index.n_hashes
    assert apart > alike


def test_a_forgotten_label_is_nowhere_at_once(
    trained: MachClassifier, topics: Topics, tmp_path: Path
) -> None:
    sample = topics.samples(np.array([17]), 2)
    assert trained.predict(sample)[0] == 17
    trained.forget(17)
    assert 17 not in trained.predict(sample, top_k=499).labels
    assert 17 not in trained.classes_
    with pytest.raises(InputValueError, match="a label that is known, got 17"):
        trained.rank(sample, [17])
    trained.save(tmp_path / "without.fdl")
    assert 17 not in MachClassifier.load(tmp_path / "without.fdl").classes_


def test_a_forgotten_string_is_not_in_the_file(tmp_path: Path) -> None:
    mach = tiny(epochs=1).fit(EYE, ["cat", "dog", "hen", "very secret"]).forget("very secret")
    mach.save(tmp_path / "mach.fdl")
    assert b"very secret" not in (tmp_path / "mach.fdl").read_bytes()


def test_a_forgotten_label_can_come_back(trained: MachClassifier, topics: Topics) -> None:
    trained.forget(17).introduce(17, topics.samples(np.full(5, 17), 8))
    assert trained.predict(topics.samples(np.array([17]), 2))[0] == 17


def test_a_saved_classifier_is_the_same_with_holes(
    trained: MachClassifier, topics: Topics, tmp_path: Path
) -> None:
    trained.forget(3).forget(499).introduce(1000, topics.samples(np.full(5, 550), 1))
    trained.save(tmp_path / "mach.fdl")
    again = MachClassifier.load(tmp_path / "mach.fdl", n_threads=1)
    samples = topics.samples(np.arange(50), 2)
    mine, theirs = (each.predict(samples, top_k=10) for each in (trained, again))
    assert mine.labels.tolist() == theirs.labels.tolist()
    assert mine.scores.tobytes() == theirs.scores.tobytes()
    assert again.get_params() == trained.get_params()


def test_one_and_two_threads_give_the_same_bits(topics: Topics) -> None:
    labels = np.tile(np.arange(100), 5)
    one, two = (
        new.fit(topics.samples(labels, 1), labels).predict(topics.samples(labels, 2), top_k=3)
        for new in (tiny(epochs=2, n_threads=n, n_buckets=3000) for n in (1, 2))
    )
    assert one.labels.tolist() == two.labels.tolist()
    assert one.scores.tobytes() == two.scores.tobytes()


def test_samples_may_have_many_labels(topics: Topics) -> None:
    pairs = np.arange(100).reshape(50, 2)
    both = topics.words[pairs].reshape(50, 20)
    x = Csr(np.ones(1000, np.float32), both.ravel(), np.arange(51) * 20, (50, 2000))
    y = Csr(np.ones(100, np.float32), pairs.ravel(), np.arange(51) * 2, (50, 120))
    mach = tiny(n_buckets=128, hidden_dim=64).fit(x, y)
    assert len(mach.classes_) == 120
    found = np.sort(mach.predict(x, top_k=2).labels, axis=1)
    assert (found == pairs).mean() > 0.95
    shares = mach.predict_proba(x, pairs[0].tolist())[0]
    assert shares == pytest.approx([0.5, 0.5], abs=0.1)


def test_a_matrix_of_ones_and_zeros_is_many_labels_too() -> None:
    mach = tiny().fit(EYE, np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    assert sorted(mach.predict(EYE, top_k=2).labels[0].tolist()) == [0, 1]


def test_strings_are_labels() -> None:
    mach = tiny().fit(EYE, ANIMALS)
    assert mach.predict(EYE).tolist() == ANIMALS
    assert mach.rank(EYE, ["owl", "cat"]).argmax(axis=1)[[0, 3]].tolist() == [1, 0]
    assert (np.diag(mach.predict_proba(EYE)) > 0.5).all()


def test_learning_on_adds_labels_and_keeps_the_old() -> None:
    mach = tiny().partial_fit(EYE[:2], ANIMALS[:2])
    mach.partial_fit(EYE, ANIMALS)
    assert mach.classes_.tolist() == ANIMALS
    assert mach.predict(EYE).tolist() == ANIMALS


def test_fitting_again_forgets() -> None:
    mach = tiny().fit(EYE[:2], ANIMALS[:2]).fit(EYE[2:], ANIMALS[2:])
    assert mach.classes_.tolist() == ANIMALS[2:]


def test_sparse_features_fit_a_classifier_of_dense_ones_and_the_other_way_round() -> None:
    sparse = Csr.from_dense(EYE)
    assert tiny().fit(EYE, ANIMALS).predict(sparse).tolist() == ANIMALS
    assert tiny().fit(sparse, ANIMALS).predict(EYE).tolist() == ANIMALS


def test_buckets_without_balance_depend_on_label_and_seed_alone() -> None:
    one = tiny(balance=False, epochs=1).fit(EYE, ANIMALS)
    two = tiny(balance=False, epochs=1).fit(EYE[::-1].copy(), ["owl", "fox", "dog", "ape"])
    for label in ("owl", "dog"):
        assert buckets(one, label) == buckets(two, label)
    assert buckets(one, "owl") != buckets(tiny(seed=9, epochs=1).fit(EYE, ANIMALS), "owl")


@pytest.mark.parametrize(
    ("ask", "error", "match"),
    [
        (lambda m: m.forget("fox"), InputValueError, "a label that is known, got 'fox'"),
        (lambda m: m.forget(3), InputTypeError, "a label that is a string, got 3"),
        (lambda m: m.rank(EYE, ["cat", "fox"]), InputValueError, "is known, got 'fox'"),
        (lambda m: m.introduce("cat", EYE), InputValueError, "a new label, got 'cat'"),
        (lambda m: m.introduce(5, EYE), InputTypeError, "a label that is a string, got 5"),
        (lambda m: m.introduce("fox", EYE[:, :2]), InputValueError, "X has 2 features"),
        (lambda m: m.predict(EYE, top_k=0), InputValueError, "top_k of 1 or more, got 0"),
        (lambda m: m.partial_fit(EYE, [1, 2, 3, 4]), InputTypeError, "a string, got 1"),
        (lambda m: m.partial_fit(EYE, ["cat"]), InputValueError, "labels for 4 samples"),
        (lambda m: m.fit(EYE, [0.5, 1, 2, 3]), InputValueError, "whole numbers or strings"),
        (lambda m: m.set_params(n_buckets=0).fit(EYE, ANIMALS), InputValueError, "n_buckets of 1"),
        (lambda m: m.set_params(n_hashes="x").fit(EYE, ANIMALS), InputTypeError, "n_hashes to be"),
        (lambda m: m.set_params(n_hashes=33).fit(EYE, ANIMALS), EngineValueError, "1 to 32 hashes"),
    ],
)
def test_mistakes_are_told_in_one_sentence(
    ask: Callable[[MachClassifier], object], error: type[Exception], match: str
) -> None:
    mach = tiny(epochs=1).fit(EYE, ANIMALS)
    with pytest.raises(error, match=match):
        ask(mach)


def test_a_failed_introduction_changes_nothing() -> None:
    mach = tiny(epochs=1).fit(EYE, ANIMALS)
    with pytest.raises(InputValueError):
        mach.introduce("fox", np.full((1, 4), np.nan))
    assert mach.classes_.tolist() == ANIMALS
    assert len(mach.predict(EYE, top_k=9).labels[0]) == 4


def test_without_labels_there_is_nothing_to_predict() -> None:
    mach = tiny(epochs=1).fit(EYE, ANIMALS)
    for label in ANIMALS:
        mach.forget(label)
    with pytest.raises(InputValueError, match="at least one label"):
        mach.predict(EYE)


@pytest.mark.parametrize("ask", ["predict", "predict_proba"])
def test_a_classifier_has_to_be_fitted(ask: str) -> None:
    with pytest.raises(NotFittedError):
        getattr(tiny(), ask)(EYE)


def test_a_file_whose_labels_and_buckets_differ_is_refused(tmp_path: Path) -> None:
    mach = tiny(epochs=1).fit(EYE, ANIMALS)
    mach.buckets_.index.forget(2)
    mach.save(tmp_path / "mach.fdl")
    with pytest.raises(EngineFormatError, match="is damaged"):
        MachClassifier.load(tmp_path / "mach.fdl")


def test_a_file_whose_network_has_other_buckets_is_refused(tmp_path: Path) -> None:
    mach = tiny(epochs=1).fit(EYE, ANIMALS)
    mach.buckets_ = tiny(epochs=1, n_buckets=31).fit(EYE, ANIMALS).buckets_
    mach.save(tmp_path / "mach.fdl")
    with pytest.raises(EngineFormatError, match="does not fit its labels"):
        MachClassifier.load(tmp_path / "mach.fdl")
