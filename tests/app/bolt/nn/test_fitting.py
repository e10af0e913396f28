# SPDX-License-Identifier: Apache-2.0
"""Runs that are watched, stopped, saved and gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import CancelledError, CancelToken, EngineError, InputValueError, nn
from tests.app.bolt.nn.conftest import Toy, classifier, same_weights

if TYPE_CHECKING:
    from pathlib import Path

    from findling.bolt.nn.callbacks import Progress


class CancelAfter(nn.Callback):
    """Cancels a run after some batches."""

    def __init__(self, n: int, token: CancelToken) -> None:
        self.n = n
        self.token = token

    def batch_ended(self, model: nn.KeptModel, progress: Progress) -> None:
        self.n -= 1
        if self.n == 0:
            self.token.cancel()


def whole(toy: Toy) -> nn.Model:
    return planned().fit(toy.x, toy.y, epochs=3, batch_size=130)


def planned() -> nn.Model:
    model = classifier(0.3)
    return model.compile(
        "softmax_cross_entropy",
        nn.Adam(5e-3, weight_decay=0.01, decay_while_asleep=True),
        schedule=nn.Cosine(warmup=5),
        clip_norm=1.0,
    )


def losses(model: nn.Model) -> list[float]:
    return [epoch["loss"] for epoch in model.history]


def test_a_cancelled_run_goes_on_to_the_same_bits(toy: Toy) -> None:
    model, token = planned(), CancelToken()
    with pytest.raises(CancelledError):
        model.fit(
            toy.x,
            toy.y,
            epochs=3,
            batch_size=130,
            callbacks=[CancelAfter(20, token)],
            cancel=token,
        )
    model.fit(toy.x, toy.y, resume=True)
    assert same_weights(model, whole(toy))
    assert losses(model) == losses(whole(toy))


def test_a_saved_run_goes_on_to_the_same_bits(toy: Toy, tmp_path: Path) -> None:
    path, token = tmp_path / "run.fdl", CancelToken()
    with pytest.raises(CancelledError):
        planned().fit(
            toy.x,
            toy.y,
            epochs=3,
            batch_size=130,
            callbacks=[nn.Checkpoint(path, every_seconds=0.0), CancelAfter(21, token)],
            cancel=token,
        )
    model = nn.Model.load(path, n_threads=1).fit(toy.x, toy.y, resume=True)
    assert same_weights(model, whole(toy))
    assert losses(model) == losses(whole(toy))
    assert len(model.history) == 3


def test_a_resume_with_other_samples_is_refused(toy: Toy) -> None:
    model, token = planned(), CancelToken()
    with pytest.raises(CancelledError):
        model.fit(toy.x, toy.y, callbacks=[CancelAfter(1, token)], cancel=token)
    with pytest.raises(InputValueError, match="2000 samples, got 100"):
        model.fit(toy.x[:100], toy.y[:100], resume=True)


def test_a_finished_run_is_not_resumed_but_a_new_one_starts(toy: Toy) -> None:
    model = planned().fit(toy.x, toy.y).fit(toy.x, toy.y, resume=True)
    assert len(model.history) == 2


def test_learning_on_is_learning_longer(toy: Toy) -> None:
    once = classifier().fit(toy.x, toy.y, epochs=2)
    twice = classifier().fit(toy.x, toy.y).fit(toy.x, toy.y)
    assert same_weights(once, twice)
    assert not same_weights(once, classifier().fit(toy.x, toy.y, epochs=2, shuffle=False))


def test_a_model_comes_back_from_its_file(toy: Toy, tmp_path: Path) -> None:
    model = classifier(0.3).fit(toy.x, toy.y, batch_size=64)
    model.save(tmp_path / "model.fdl")
    loaded = nn.Model.load(tmp_path / "model.fdl")
    np.testing.assert_array_equal(loaded.predict(toy.x), model.predict(toy.x))
    assert loaded.history == model.history
    assert loaded.summary() == model.summary()
    assert loaded.evaluate(toy.x, toy.y) == model.evaluate(toy.x, toy.y)
    loaded.fit(toy.x, toy.y)


def test_a_damaged_file_gives_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "model.fdl"
    classifier().save(path)
    damaged = bytearray(path.read_bytes())
    damaged[-100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(EngineError):
        nn.Model.load(path)


def test_early_stopping_ends_the_run_and_brings_the_best_back(toy: Toy, held_out: Toy) -> None:
    model = classifier().compile("softmax_cross_entropy", nn.Adam(0.3))
    best = nn.EarlyStopping(patience=1, restore_best=True)
    model.fit(toy.x, toy.y, epochs=50, validation=(held_out.x, held_out.y), callbacks=[best])
    measured = [epoch["val_loss"] for epoch in model.history]
    assert len(measured) < 50
    assert measured.index(min(measured)) == len(measured) - 3
    assert model.evaluate(held_out.x, held_out.y)["loss"] == pytest.approx(min(measured))


def test_history_and_metrics_are_kept(toy: Toy, held_out: Toy) -> None:
    history = nn.History()
    model = classifier()
    model.fit(toy.x, toy.y, epochs=2, validation=(held_out.x, held_out.y), callbacks=[history])
    assert history.epochs == model.history
    assert set(history.epochs[0]) == {"loss", "lr", "val_loss", "val_accuracy", "seconds"}
    assert history.epochs[1]["val_accuracy"] > 0.5


def test_a_progress_bar_writes_to_its_writer_only(
    toy: Toy, capsys: pytest.CaptureFixture[str]
) -> None:
    texts: list[str] = []
    bar = nn.ProgressBar(texts.append, width=10, every_seconds=0.0)
    classifier().fit(toy.x, toy.y, epochs=2, batch_size=500, callbacks=[bar])
    assert len(texts) == 8
    assert texts[1].startswith("\repoch 1/2 █████····· 1000/2000 ")
    assert "0:00 left, loss" in texts[-1]
    assert texts[-1].endswith("\n")
    assert capsys.readouterr() == ("", "")


def test_a_loss_that_explodes_stops_the_run(toy: Toy) -> None:
    x = nn.Input(40)
    model = nn.Model(x, nn.Linear(1)(x)).compile("mse", nn.SGD(1e4))
    with pytest.raises(EngineError, match="smaller lr"):
        model.fit(toy.x, toy.x[:, 0], epochs=50)


def test_one_batch_at_a_time_gives_the_loss_before_the_step(toy: Toy) -> None:
    x = nn.Input(40)
    model = nn.Model(x, nn.Linear(50)(x)).compile("softmax_cross_entropy", nn.Adam(1e-2))
    before = model.evaluate(toy.x[:50], toy.y[:50])["loss"]
    assert model.train_on_batch(toy.x[:50], toy.y[:50]) == pytest.approx(before)
    assert model.train_on_batch(toy.x[:50], toy.y[:50], lr=0.0) < before
