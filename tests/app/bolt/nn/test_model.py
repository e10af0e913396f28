# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import InputValueError, NotSavedThisWayError, nn
from tests.app.bolt.nn.conftest import Toy, classifier, same_weights, to_csr

if TYPE_CHECKING:
    from findling.bolt.nn.layers import Sampling


@pytest.mark.parametrize(("sparsity", "sampling"), [(1.0, "auto"), (0.3, "random"), (0.5, "none")])
def test_it_learns_dense_and_sparse(
    toy: Toy, held_out: Toy, sparsity: float, sampling: Sampling
) -> None:
    model = classifier(sparsity, sampling=sampling)
    model.fit(toy.x, toy.y, epochs=6, batch_size=32)
    assert model.evaluate(held_out.x, held_out.y)["accuracy"] >= 0.95


def test_it_learns_from_sparse_inputs_with_cosine_outputs(toy: Toy, held_out: Toy) -> None:
    x = nn.Input(40, sparse=True)
    body = nn.Embedding(32, activation="tanh", bias=True)(x)
    out = nn.Linear(50, normalise=True, scale=12.0, bias=False, sparsity=0.4)(body)
    model = nn.Model(x, out, seed=1).compile("softmax_cross_entropy", nn.Adam(5e-3))
    model.fit(to_csr(toy.x), toy.y, epochs=8, batch_size=64)
    found = model.predict(to_csr(held_out.x), top_k=1).ids[:, 0]
    assert (found == held_out.y).mean() >= 0.95


def test_it_learns_several_labels(toy: Toy) -> None:
    labels = np.zeros((len(toy.y), 60))
    labels[np.arange(len(toy.y)), toy.y] = 1
    labels[np.arange(len(toy.y)), 50 + toy.y % 10] = 1
    x = nn.Input(40)
    out = nn.Linear(60, activation="sigmoid")(nn.Linear(64, activation="relu")(x))
    model = nn.Model(x, out).compile("binary_cross_entropy", nn.Adam(1e-2))
    model.fit(toy.x, to_csr(labels), epochs=8, batch_size=64)
    assert ((model.predict(toy.x) > 0.5) == (labels > 0)).mean() >= 0.99
    best = model.predict(toy.x, top_k=2).ids
    assert np.mean(np.sort(best, axis=1) == np.stack([toy.y, 50 + toy.y % 10], axis=1)) >= 0.95


@pytest.mark.parametrize("optimizer", [nn.SGD(0.1, momentum=0.9), nn.Adagrad(0.3), nn.Adam(1e-2)])
def test_every_optimizer_fits_a_line(optimizer: nn.Optimizer) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 3)).astype(np.float32)
    y = x @ np.array([1.0, -2.0, 0.5], np.float32) + 0.25
    source = nn.Input(3)
    model = nn.Model(source, nn.Linear(1, name="line")(source)).compile("mse", optimizer)
    model.fit(x, y, epochs=60, batch_size=40)
    weights = model.get_weights()
    np.testing.assert_allclose(weights["line/weight"], [[1.0, -2.0, 0.5]], atol=0.02)
    np.testing.assert_allclose(weights["line/bias"], [[0.25]], atol=0.02)


def test_two_towers_find_their_partners(toy: Toy) -> None:
    a, b = nn.Input(40), nn.Input(40)
    tower = nn.Linear(16)
    model = nn.Model([a, b], [tower(a), tower(b)]).compile("in_batch", nn.Adam(5e-3))
    other = toy.x + 0.1
    before = model.evaluate([toy.x, other])["loss"]
    model.fit([toy.x, other], epochs=3, batch_size=100)
    assert model.evaluate([toy.x, other])["loss"] < 0.7 * before
    assert len(model.get_weights()) == 2


def test_several_outputs_each_with_its_loss(toy: Toy, held_out: Toy) -> None:
    x = nn.Input(40)
    body = nn.LayerNorm()(nn.Linear(64, activation="relu")(x))
    kind = nn.Linear(50, activation="softmax")(body)
    size = nn.Linear(1)(nn.Concat()(body, x))
    model = nn.Model(x, [kind, size])
    model.compile(
        [nn.SoftmaxCrossEntropy(), nn.Huber(weight=0.5)], nn.Adam(5e-3), metrics=["accuracy"]
    )
    model.fit(toy.x, [toy.y, toy.x.mean(axis=1)], epochs=6, batch_size=32)
    assert model.evaluate(held_out.x, [held_out.y, held_out.x.mean(axis=1)])["0/accuracy"] >= 0.95
    assert [values.shape for values in model.predict_all(held_out.x)] == [(500, 50), (500, 1)]
    error = model.predict(held_out.x, output=1)[:, 0] - held_out.x.mean(axis=1)
    assert np.abs(error).mean() < 0.1


def test_the_number_of_threads_changes_nothing(toy: Toy) -> None:
    models = [classifier(0.3, n_threads=n).fit(toy.x, toy.y, epochs=1) for n in (1, 2, 3)]
    assert same_weights(models[0], models[1])
    assert same_weights(models[0], models[2])


def test_best_columns_are_those_of_the_whole_output(toy: Toy) -> None:
    model = classifier()
    values = model.predict(toy.x[:40])
    best = model.predict(toy.x[:40], top_k=5)
    order = np.argsort(-values, axis=1, kind="stable")[:, :5]
    np.testing.assert_array_equal(best.ids, order)
    np.testing.assert_array_equal(best.scores, np.take_along_axis(values, order, axis=1))
    np.testing.assert_allclose(values.sum(axis=1), 1.0, rtol=1e-5)


def test_more_best_columns_than_there_are_give_all(toy: Toy) -> None:
    assert classifier().predict(toy.x[:2], top_k=500).ids.shape == (2, 50)


def test_no_samples_give_empty_outputs() -> None:
    empty = np.zeros((0, 40), np.float32)
    assert classifier().predict(empty).shape == (0, 50)
    assert classifier().predict(empty, top_k=3).ids.shape == (0, 3)


def test_weights_come_out_and_go_in(toy: Toy) -> None:
    first, second = classifier(seed=1), classifier(seed=2)
    assert not same_weights(first, second)
    second.set_weights(first.get_weights())
    assert same_weights(first, second)
    np.testing.assert_array_equal(first.predict(toy.x[:9]), second.predict(toy.x[:9]))
    with pytest.raises(
        InputValueError, match=r"shape \(64, 40\) for hidden/weight, got \(40, 64\)"
    ):
        first.set_weights({"hidden/weight": np.zeros((40, 64))})


def test_the_summary_counts_parameters() -> None:
    x = nn.Input(100, sparse=True, name="words")
    out = nn.Linear(5000, sparsity=0.1, name="head")(nn.Embedding(8, name="body")(x))
    text = nn.Model(x, out).summary()
    assert "head (out)  linear     body" in text
    assert "10.000%" in text
    assert "45,800 parameters, 0.2 MB" in text


def test_a_model_is_not_pickled() -> None:
    with pytest.raises(NotSavedThisWayError, match="save"):
        pickle.dumps(classifier())
    with pytest.raises(NotSavedThisWayError, match="load"):
        copy.copy(classifier())


def test_training_without_a_loss_is_refused(toy: Toy) -> None:
    x = nn.Input(40)
    with pytest.raises(InputValueError, match="compile"):
        nn.Model(x, nn.Linear(2)(x)).fit(toy.x, toy.y)
