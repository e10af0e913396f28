# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest

from findling.bolt import (
    CancelledError,
    CancelToken,
    EngineFormatError,
    ExtremeClassifier,
    InputValueError,
    MachClassifier,
    nn,
)
from findling.bolt.errors import NotSavedThisWayError
from findling.bolt.estimators import Csr, NotFittedError, array_to_plain
from findling.bolt.extreme import read_xmlrepository
from findling.services.labels_evaluation import evaluate_labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

BIBTEX = Path(__file__).parents[5] / "shared" / "data" / "xc" / "bibtex"

EYE = np.eye(4, dtype=np.float32)
ANIMALS = ["cat", "dog", "hen", "owl"]


def topics(n: int, seed: int, n_labels: int = 60) -> tuple[Csr, Csr]:
    """Return samples of 1 to 3 labels, each of which brings 5 of its 8 features, and noise."""
    profiles = np.random.default_rng(99).permuted(np.tile(np.arange(200), (n_labels, 1)), axis=1)[
        :, :8
    ]
    rng = np.random.default_rng(seed)
    x, y = np.zeros((n, 200), np.float32), np.zeros((n, n_labels), np.float32)
    for i in range(n):
        labels = rng.choice(n_labels, rng.integers(1, 4), replace=False)
        y[i, labels] = 1
        for label in labels:
            x[i, rng.choice(profiles[label], 5, replace=False)] += 1
        x[i, rng.integers(200, size=4)] += 1
    return Csr.from_dense(x), Csr.from_dense(y)


def precision_at_1(model: ExtremeClassifier, x: Csr, y: Csr) -> float:
    best = model.predict(x, top_k=1).labels[:, 0]
    return float(y.toarray()[np.arange(len(best)), best].mean())


@pytest.fixture(scope="module")
def several() -> ExtremeClassifier:
    """Return a classifier of several labels a sample."""
    return ExtremeClassifier(n_towers=2, hidden_dim=128, epochs=40, n_threads=1).fit(
        *topics(2000, 0)
    )


def test_several_labels_a_sample(several: ExtremeClassifier) -> None:
    x, y = topics(500, 1)
    assert precision_at_1(several, x, y) >= 0.95
    assert several.score(x, y) == pytest.approx(precision_at_1(several, x, y))
    found: Any = several.predict(x)
    overlap = (found.toarray() * y.toarray()).sum()
    assert 2 * overlap / (found.toarray().sum() + y.toarray().sum()) >= 0.9  # F1


def test_higher_probabilities_are_more_often_right(several: ExtremeClassifier) -> None:
    x, y = topics(1000, 2)
    told, right = several.predict_proba(x), y.toarray()
    shares = [right[(told >= low) & (told < low + 0.2)].mean() for low in (0, 0.2, 0.4, 0.6, 0.8)]
    assert shares == sorted(shares)
    assert shares[0] < 0.05
    assert shares[-1] > 0.95


def test_ranked_labels_are_the_highest_of_all(several: ExtremeClassifier) -> None:
    x, _ = topics(50, 3)
    found = several.predict(x, top_k=5)
    scores = several.decision_function(x)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    assert found.labels.tolist() == order.tolist()
    assert found.scores.tolist() == np.take_along_axis(scores, order, axis=1).tolist()
    assert several.predict(x, top_k=1000).labels.shape == (50, 60)


@pytest.mark.parametrize("head", ["towers", "wide"])
def test_one_label_a_sample(head: Literal["towers", "wide"]) -> None:
    model = ExtremeClassifier(head=head, hidden_dim=16, epochs=80, n_threads=1).fit(EYE, ANIMALS)
    assert model.predict(EYE).tolist() == ANIMALS
    assert model.predict(EYE, top_k=2).labels[:, 0].tolist() == ANIMALS
    assert model.score(EYE, ANIMALS) == 1
    assert np.allclose(model.predict_proba(EYE).sum(axis=1), 1, atol=1e-5)
    assert model.classes_.tolist() == ANIMALS


def test_the_wide_head_finds_several_labels() -> None:
    model = ExtremeClassifier(head="wide", hidden_dim=64, epochs=15, n_threads=1)
    x, y = topics(500, 1)
    model.fit(*topics(2000, 0))
    assert precision_at_1(model, x, y) >= 0.95
    found: Any = model.predict(x)
    overlap = (found.toarray() * y.toarray()).sum()
    assert 2 * overlap / (found.toarray().sum() + y.toarray().sum()) >= 0.8


def test_sparse_inference_looks_at_a_part_of_the_labels() -> None:
    n_labels = 5_000  # outputs of up to 2,048 neurons are computed in full
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n_labels, 32)).astype(np.float32)
    model = ExtremeClassifier(head="wide", scaling="none", epochs=30, n_threads=1, hidden_dim=32)
    model.fit(x, np.arange(n_labels))
    exact = model.predict(x[:500], top_k=5)
    model.set_params(sparse_inference=0.1)
    sparse = model.predict(x[:500], top_k=5)
    assert (exact.labels[:, 0] == sparse.labels[:, 0]).mean() >= 0.97
    both = exact.labels[:, 0] == sparse.labels[:, 0]
    assert np.allclose(exact.scores[both, 0], sparse.scores[both, 0], atol=1e-4)


@pytest.mark.parametrize("head", ["towers", "wide"])
def test_the_same_bits_at_any_number_of_threads(head: Literal["towers", "wide"]) -> None:
    x, y = topics(300, 0)

    def scores(n_threads: int) -> NDArray[np.float32]:
        model = ExtremeClassifier(head=head, hidden_dim=32, epochs=2, n_threads=n_threads)
        return model.fit(x, y).decision_function(x)

    assert scores(1).tobytes() == scores(3).tobytes()


def test_samples_are_answered_in_blocks(
    several: ExtremeClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = topics(50, 3)

    def answers() -> tuple[object, ...]:
        found: Any = several.predict(x)
        ranked = several.predict(x, top_k=3)
        return found.toarray().tolist(), ranked.labels.tolist(), several.score(x, y)

    whole = answers()
    monkeypatch.setattr("findling.bolt.extreme.classifier._VALUES_AT_A_TIME", 7 * 60)
    assert answers() == whole


def test_a_cancelled_fit_leaves_nothing_that_could_be_asked(tmp_path: Path) -> None:
    model = ExtremeClassifier(hidden_dim=8, epochs=1).fit(EYE, ANIMALS)
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        model.fit(EYE, ["x", "y", "z", "x"], cancel=token)
    with pytest.raises(NotFittedError):
        model.save(tmp_path / "half.fdl")
    assert model.fit(EYE, ANIMALS).classes_.tolist() == ANIMALS


def test_it_learns_on(several: ExtremeClassifier, tmp_path: Path) -> None:
    x, y = topics(500, 1)
    model = ExtremeClassifier(n_towers=1, hidden_dim=64, epochs=5, n_threads=1)
    quality: list[float] = []
    for seed in range(8):
        model.partial_fit(*topics(500, seed))
        quality.append(precision_at_1(model, x, y))
    assert quality[0] < 0.5
    assert quality[-1] >= 0.9

    model.save(tmp_path / "half.fdl", with_training=True)
    other = ExtremeClassifier.load(tmp_path / "half.fdl", n_threads=2)
    both = [each.partial_fit(x, y).decision_function(x).tobytes() for each in (model, other)]
    assert both[0] == both[1]


def test_a_file_holds_everything(several: ExtremeClassifier, tmp_path: Path) -> None:
    x, _ = topics(50, 1)
    several.save(tmp_path / "labels.fdl")
    loaded = ExtremeClassifier.load(tmp_path / "labels.fdl", n_threads=1)
    assert loaded.get_params() == several.get_params()
    assert loaded.predict_proba(x).tobytes() == several.predict_proba(x).tobytes()
    one = ExtremeClassifier(hidden_dim=8, epochs=2).fit(EYE, ANIMALS)
    one.save(tmp_path / "one.fdl")
    assert ExtremeClassifier.load(tmp_path / "one.fdl").classes_.tolist() == ANIMALS


def test_files_of_others_are_refused(tmp_path: Path) -> None:
    MachClassifier(n_buckets=8, n_hashes=2, hidden_dim=4, epochs=1).fit(EYE, ANIMALS).save(
        tmp_path / "mach.fdl"
    )
    with pytest.raises(EngineFormatError, match=r"a ExtremeClassifier .* got MachClass"):
        ExtremeClassifier.load(tmp_path / "mach.fdl")


def test_a_network_that_does_not_fit_its_labels_is_refused(tmp_path: Path) -> None:
    ExtremeClassifier(hidden_dim=8, epochs=1).fit(EYE, [0, 1, 0, 1]).save(tmp_path / "odd.fdl")
    model = nn.Model.load(tmp_path / "odd.fdl")
    model.notes["state"]["labels"]["classes"] = array_to_plain(np.arange(3))
    model.save(tmp_path / "odd.fdl")
    with pytest.raises(EngineFormatError, match="does not fit its features and labels"):
        ExtremeClassifier.load(tmp_path / "odd.fdl")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda m: m.set_params(head="deep").fit(EYE, ANIMALS), "head to be auto, towers, wide"),
        (lambda m: m.set_params(scaling="big").fit(EYE, ANIMALS), "scaling to be auto"),
        (lambda m: m.predict(EYE, top_k=0), "top_k of 1 or more, got 0"),
        (
            lambda m: m.partial_fit(EYE, ["cat", "dog", "hen", "fox"]),
            "among the classes",
        ),
        (lambda m: m.partial_fit(EYE, EYE), "labels as in fit: one a sample"),
        (lambda m: m.predict(EYE[:, :3]), "X has 3 features"),
    ],
)
def test_mistakes_are_told_in_one_sentence(
    call: Callable[[ExtremeClassifier], object], told: str
) -> None:
    model = ExtremeClassifier(hidden_dim=8, epochs=1).fit(EYE, ANIMALS)
    before = model.predict_proba(EYE).tobytes()
    with pytest.raises(InputValueError, match=told):
        call(model)
    assert model.predict_proba(EYE).tobytes() == before


def test_before_fit_it_says_so() -> None:
    for name in ("predict", "predict_proba", "decision_function"):
        with pytest.raises(NotFittedError, match="call 'fit'"):
            getattr(ExtremeClassifier(), name)(EYE)


def test_copies_name_the_way_that_works() -> None:
    with pytest.raises(NotSavedThisWayError, match="use save"):
        copy.deepcopy(ExtremeClassifier(hidden_dim=8, epochs=1).fit(EYE, ANIMALS))


def test_parameters_are_plain_values() -> None:
    params = ExtremeClassifier().get_params()
    assert json.loads(json.dumps(params)) == params
    assert repr(ExtremeClassifier(epochs=3)) == "ExtremeClassifier(epochs=3)"


@pytest.mark.skipif(not BIBTEX.is_dir(), reason="no shared data")
def test_bibtex_is_read_whole_and_learned(tmp_path: Path) -> None:
    x, y = read_xmlrepository(BIBTEX / "train.txt")
    assert (x.shape, y.shape) == ((4880, 1836), (4880, 159))
    assert y.nnz / 4880 == pytest.approx(2.38, abs=0.005)
    # A part of it, as learning all takes ten seconds: that is what `findling eval xc` is for.
    half, head = slice(1, 2001), (BIBTEX / "train.txt").read_text().splitlines()
    (tmp_path / "train.txt").write_text("2000 1836 159\n" + "\n".join(head[half]) + "\n")
    (tmp_path / "test.txt").write_bytes((BIBTEX / "test.txt").read_bytes())
    report = evaluate_labels(tmp_path)
    assert report.tested == 2515
    assert report.precision_1 >= 0.55
    assert report.precision_1 > report.precision_3 > report.precision_5 >= 0.2
