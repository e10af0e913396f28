# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import InputTypeError, InputValueError, nn
from findling.bolt.errors import EngineValueError
from tests.app.bolt.nn.conftest import Csr, Toy, classifier, make_toy, to_csr

if TYPE_CHECKING:
    from pathlib import Path

    from findling.bolt.nn.inference import IndexKind

N_LABELS = 2500


@pytest.fixture(scope="module")
def samples() -> Toy:
    return make_toy(6000, N_LABELS)


@pytest.fixture(scope="module")
def model(samples: Toy) -> nn.Model:
    """Return a network with a wide output that has learned its labels."""
    x = nn.Input(40, sparse=True)
    body = nn.Embedding(32, name="body")(x)
    head = nn.Linear(N_LABELS, normalise=True, scale=20.0, sparsity=0.1, name="head")(body)
    wide = nn.Model(x, head, seed=1, n_threads=2).compile("softmax_cross_entropy", nn.Adam(1e-2))
    return wide.fit(to_csr(samples.x), samples.y, epochs=6, batch_size=128)


def rows(x: np.ndarray, i: int) -> Csr:
    return to_csr(x[i : i + 1])


def test_the_first_sparse_prediction_makes_its_index(model: nn.Model, samples: Toy) -> None:
    x = to_csr(samples.x[:300])
    exact = model.predict(x, top_k=5)
    found = model.predict(x, top_k=5, sparsity=0.1)
    assert model.indexes["head"].kind == "scan"
    assert model.indexes["head"].n_bytes > N_LABELS * 32
    assert (found.ids[:, 0] == exact.ids[:, 0]).mean() >= 0.99
    np.testing.assert_allclose(found.scores[:, 0], exact.scores[:, 0], rtol=1e-4)


@pytest.mark.parametrize("index", ["scan", "cells", "dwta", "srp"])
def test_every_index_finds_the_best_column(model: nn.Model, samples: Toy, index: IndexKind) -> None:
    x = to_csr(samples.x[:300])
    assert model.prepare_inference(index)["head"].kind == index
    exact = model.predict(x, top_k=1).ids
    found = model.predict(x, top_k=1, sparsity=0.4).ids
    assert (found == exact).mean() >= (0.99 if index in ("scan", "cells") else 0.8)
    np.testing.assert_array_equal(found, model.predict(x, top_k=1, sparsity=0.4).ids)


def test_a_sparsity_of_one_is_exact(model: nn.Model, samples: Toy) -> None:
    x = to_csr(samples.x[:50])
    exact = model.predict(x, top_k=3)
    np.testing.assert_array_equal(model.predict(x, top_k=3, sparsity=1.0).ids, exact.ids)
    np.testing.assert_array_equal(model.predict(x, top_k=3, sparsity=1).scores, exact.scores)


@pytest.mark.parametrize("sparsity", [None, 0.2, "auto"])
def test_one_sample_is_answered_as_in_a_batch(
    model: nn.Model, samples: Toy, sparsity: nn.Sparsity | None
) -> None:
    batch = model.predict(to_csr(samples.x[:20]), top_k=4, sparsity=sparsity)
    for i in range(20):
        row = rows(samples.x, i)
        alone = model.predict(row, top_k=4, sparsity=sparsity)
        quick = model.predict_one(row.indices, row.data, top_k=4, sparsity=sparsity)
        for answer in (alone, quick):
            assert answer.ids.shape == (1, 4)
            np.testing.assert_array_equal(answer.ids[0], batch.ids[i])
            np.testing.assert_allclose(answer.scores[0], batch.scores[i], rtol=1e-4)


def test_ones_are_taken_for_values_that_are_not_given(model: nn.Model) -> None:
    ids = np.array([3, 5, 9], np.int16)
    expected = model.predict_one(ids, np.ones(3), top_k=2)
    np.testing.assert_array_equal(model.predict_one(ids, top_k=2).ids, expected.ids)


def test_many_threads_predict_at_once(model: nn.Model, samples: Toy) -> None:
    x = to_csr(samples.x[:40])
    model.set_weights({"head/weight": model.get_weights()["head/weight"]})  # forgets the index
    expected = model.predict(x, top_k=3).ids[:, 0]
    found: list[np.ndarray] = []

    def ask() -> None:
        found.extend(model.predict(x, top_k=3, sparsity=0.2).ids[:, 0] for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert all(np.array_equal(ids, found[0]) for ids in found)
    assert (found[0] == expected).mean() >= 0.95


def test_hidden_layers_are_inferred_sparse_and_dense(toy: Toy, held_out: Toy) -> None:
    x = nn.Input(40)
    hidden = nn.Linear(400, activation="relu", sparsity=0.1, sampling="dwta", name="hidden")(x)
    network = nn.Model(x, nn.Linear(50, activation="softmax")(hidden), seed=2)
    network.compile("softmax_cross_entropy", nn.Adam(5e-3))
    network.fit(toy.x, toy.y, epochs=4, batch_size=64)
    assert network.freeze_tables() == 1
    network.fit(toy.x, toy.y, epochs=2, batch_size=64)
    for sparsity in (None, 0.1, "auto"):
        found = network.predict(held_out.x, sparsity=sparsity).argmax(axis=1)
        assert (found == held_out.y).mean() >= 0.95, sparsity
    assert network.indexes["hidden"].kind == "tables"


def test_training_forgets_the_index(samples: Toy) -> None:
    network = classifier()
    network.prepare_inference("scan")
    network.train_on_batch(samples.x[:8], samples.y[:8] % 50)
    assert network.indexes == {}


def test_bad_questions_are_refused_in_a_sentence(model: nn.Model) -> None:
    with pytest.raises(InputValueError, match="sparsity above 0"):
        model.predict_one(np.array([1]), top_k=1, sparsity=0.0)
    with pytest.raises(InputTypeError, match="a number or"):
        model.predict_one(np.array([1]), top_k=1, sparsity="low")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="output below 1"):
        model.predict_one(np.array([1]), top_k=1, output=3)
    with pytest.raises(EngineValueError, match="whole numbers"):
        model.predict_one(np.array([1.5]), top_k=1)
    with pytest.raises(EngineValueError, match="from 0 to"):
        model.predict_one(np.array([-1]), top_k=1)
    with pytest.raises(EngineValueError, match="40"):
        model.predict_one(np.array([40]), top_k=1)
    with pytest.raises(EngineValueError, match="finite"):
        model.predict_one(np.array([1]), np.array([np.nan]), top_k=1)
    with pytest.raises(EngineValueError, match="one value for each of 2 ids"):
        model.predict_one(np.array([1, 2]), np.array([1.0]), top_k=1)
    with pytest.raises(EngineValueError, match="tree"):
        model.prepare_inference("tree")  # type: ignore[arg-type]
    with pytest.raises(EngineValueError, match="2048"):
        classifier().prepare_inference()


def test_samples_say_which_neurons_are_asked_for(tmp_path: Path) -> None:
    # More than 131,072 outputs: the sketches of fewer are all read. One of fifty is ever the best.
    n_outputs, dim, n_asked = 140_000, 24, 2_800
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((n_outputs, dim)).astype(np.float32)
    asked = weights[: n_asked * 50 : 50] + 0.5 * rng.standard_normal((n_asked, dim))
    x = nn.Input(dim)
    model = nn.Model(x, nn.Linear(n_outputs, normalise=True, bias=False, name="head")(x))
    model.set_weights({"head/weight": weights})
    samples, others = asked[::2].astype(np.float32), asked[1:400:2].astype(np.float32)
    exact = model.predict(others, top_k=1).ids

    info = model.prepare_inference("cells", samples=np.vstack([samples, others]))["head"]
    assert info.kind == "cells"
    found = model.predict(others, top_k=1, sparsity="auto").ids
    assert (found == exact).mean() >= 0.95

    model.save(tmp_path / "with.fdl", with_indexes=True)
    loaded = nn.Model.load(tmp_path / "with.fdl")
    np.testing.assert_array_equal(loaded.predict(others, top_k=1, sparsity="auto").ids, found)
    with pytest.raises(EngineValueError, match="24 columns"):
        model.prepare_inference("cells", samples=samples[:, :3])
