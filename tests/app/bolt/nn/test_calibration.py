# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import InputTypeError, InputValueError, nn
from tests.app.bolt.nn.conftest import Toy, classifier, make_toy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def model(toy: Toy) -> nn.Model:
    learned = classifier(seed=5).fit(toy.x, toy.y, epochs=4, batch_size=32)
    learned.prepare_inference("srp")
    return learned


def test_it_chooses_the_lowest_that_is_good_enough(model: nn.Model, held_out: Toy) -> None:
    found = model.calibrate(held_out.x, held_out.y, max_loss=0.02, sparsities=[0.02, 1.0, 0.5, 0.9])
    assert [point.sparsity for point in found.points] == [1.0, 0.9, 0.5, 0.02]
    good = [p.sparsity for p in found.points if p.quality >= found.exact.quality - 0.02]
    assert found.sparsity == min(good) == found.chosen.sparsity
    assert found.exact.quality == pytest.approx(
        (model.predict(held_out.x).argmax(axis=1) == held_out.y).mean()
    )
    assert all(point.ms_per_sample > 0 for point in found.points)
    assert f"* {found.sparsity:8.2%}" in str(found)


def test_auto_is_the_choice_also_after_loading(
    model: nn.Model, held_out: Toy, tmp_path: Path
) -> None:
    found = model.calibrate(held_out.x, held_out.y, max_loss=1.0, sparsities=[0.5])
    assert found.sparsity == 0.5
    chosen = model.predict(held_out.x, top_k=3, sparsity=0.5)
    np.testing.assert_array_equal(
        model.predict(held_out.x, top_k=3, sparsity="auto").ids, chosen.ids
    )
    model.save(tmp_path / "m.fdl")
    loaded = nn.Model.load(tmp_path / "m.fdl")
    loaded.prepare_inference("srp")
    np.testing.assert_array_equal(
        loaded.predict(held_out.x, top_k=3, sparsity="auto").ids, chosen.ids
    )


def test_without_a_lower_one_it_is_exact(model: nn.Model, held_out: Toy) -> None:
    assert model.calibrate(held_out.x, held_out.y, sparsities=[]).sparsity == 1.0


def test_the_ladder_ends_at_ten_neurons(held_out: Toy) -> None:
    network = classifier()
    network.prepare_inference("scan")
    found = network.calibrate(held_out.x, held_out.y, metric="recall@3")
    assert [point.sparsity for point in found.points] == [1.0, 0.5, 0.2]


def test_bad_questions_are_refused(model: nn.Model, held_out: Toy) -> None:
    x, y = held_out.x, held_out.y
    with pytest.raises(InputValueError, match="max_loss"):
        model.calibrate(x, y, max_loss=-0.1)
    with pytest.raises(InputValueError, match="precision@k"):
        model.calibrate(x, y, metric="speed")
    with pytest.raises(InputValueError, match="labels for 500"):
        model.calibrate(x, y[:7])
    with pytest.raises(InputTypeError, match="labels"):
        model.calibrate(x, y.astype(float))
    with pytest.raises(InputValueError, match="sparsity"):
        model.calibrate(x, y, sparsities=[2.0])
    with pytest.raises(InputValueError, match="output"):
        model.calibrate(x, y, output=1)
    with pytest.raises(InputValueError, match="1 sample or more"):
        model.calibrate(make_toy(0, 50).x, np.zeros(0, np.int64))
