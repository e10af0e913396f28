# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import nn
from findling.bolt.errors import EngineValueError
from tests.app.bolt.nn.conftest import Toy, classifier

if TYPE_CHECKING:
    from pathlib import Path

    from findling.bolt.nn.keeping import Weights


@pytest.fixture(scope="module")
def model(toy: Toy) -> nn.Model:
    return classifier(seed=5).fit(toy.x, toy.y, epochs=4, batch_size=32)


@pytest.mark.parametrize(("weights", "bytes_a_value"), [("bf16", 2), ("int8", 1)])
def test_a_smaller_file_predicts_as_well(
    model: nn.Model, held_out: Toy, tmp_path: Path, weights: Weights, bytes_a_value: int
) -> None:
    model.save(tmp_path / "full.fdl")
    model.save(tmp_path / "small.fdl", weights=weights)
    saved = (tmp_path / "full.fdl").stat().st_size - (tmp_path / "small.fdl").stat().st_size
    n_weights = 64 * 40 + 50 * 64
    assert saved == pytest.approx(n_weights * (4 - bytes_a_value), rel=0.15)
    loaded = nn.Model.load(tmp_path / "small.fdl")
    exact = (model.predict(held_out.x).argmax(axis=1) == held_out.y).mean()
    found = (loaded.predict(held_out.x).argmax(axis=1) == held_out.y).mean()
    assert found >= exact - 0.01
    for name, table in model.get_weights().items():
        largest = np.abs(table).max(initial=0.0)
        np.testing.assert_allclose(loaded.get_weights()[name], table, atol=largest / 200)


def test_it_is_saved_again_as_it_is(model: nn.Model, toy: Toy, tmp_path: Path) -> None:
    model.save(tmp_path / "small.fdl", weights="int8")
    first = nn.Model.load(tmp_path / "small.fdl")
    first.save(tmp_path / "again.fdl")
    second = nn.Model.load(tmp_path / "again.fdl")
    np.testing.assert_array_equal(first.predict(toy.x[:9]), second.predict(toy.x[:9]))
    assert (tmp_path / "again.fdl").read_bytes() == (tmp_path / "small.fdl").read_bytes()


def test_it_does_not_learn(model: nn.Model, toy: Toy, tmp_path: Path) -> None:
    model.save(tmp_path / "small.fdl", weights="bf16")
    loaded = nn.Model.load(tmp_path / "small.fdl")
    with pytest.raises(EngineValueError, match="fp32 for training, got bf16"):
        loaded.fit(toy.x, toy.y)
    with pytest.raises(EngineValueError, match="got bf16"):
        loaded.set_weights(model.get_weights())
    with pytest.raises(EngineValueError, match="bf16, as they are"):
        loaded.save(tmp_path / "full.fdl", weights="fp32")


def test_bad_ways_to_save_are_refused(model: nn.Model, tmp_path: Path) -> None:
    with pytest.raises(EngineValueError, match="fp32, bf16 or int8, got fp16"):
        model.save(tmp_path / "m.fdl", weights="fp16")  # type: ignore[arg-type]
    with pytest.raises(EngineValueError, match="beside a training"):
        model.save(tmp_path / "m.fdl", weights="int8", with_training=True)
    assert not (tmp_path / "m.fdl").exists()


def test_indexes_come_back_with_the_file(model: nn.Model, held_out: Toy, tmp_path: Path) -> None:
    model.prepare_inference("srp")
    model.save(tmp_path / "indexed.fdl", weights="int8", with_indexes=True)
    loaded = nn.Model.load(tmp_path / "indexed.fdl")
    assert loaded.indexes["head"].kind == "srp"
    found = loaded.predict(held_out.x, top_k=1, sparsity=0.6).ids
    exact = model.predict(held_out.x, top_k=1, sparsity=0.6).ids
    assert (found == exact).mean() >= 0.95
