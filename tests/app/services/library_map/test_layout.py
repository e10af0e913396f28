# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.services.library_map import layout
from findling.services.library_map.layout import lay_out
from findling.services.library_map.regions import centres_of, find_regions, name_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray


def groups(n: int, k: int, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return unit vectors [n, 32] about k centres, and which."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, k, n)
    vectors = rng.normal(size=(k, 32))[kinds] + 0.5 * rng.normal(size=(n, 32))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), kinds


def share_of_own_kind(places: NDArray[np.float32], kinds: NDArray[np.int64]) -> float:
    """Return how many of the five nearest points are of a point's own kind."""
    away = np.sum(np.square(places[:, None] - places[None]), axis=2)
    np.fill_diagonal(away, np.inf)
    near = np.argsort(away, axis=1)[:, :5]
    return float(np.mean(kinds[near] == kinds[:, None]))


@pytest.mark.parametrize("n_landmarks", [1200, 80])
def test_what_is_near_stays_near(monkeypatch: pytest.MonkeyPatch, n_landmarks: int) -> None:
    monkeypatch.setattr(layout, "MOST_LANDMARKS", n_landmarks)
    vectors, kinds = groups(300, 6)
    places = lay_out(vectors)
    assert places.shape == (300, 2)
    assert float(np.abs(places).max()) == pytest.approx(1.0, abs=1e-5)
    assert share_of_own_kind(places, kinds) > 0.9


def test_the_same_seed_gives_the_same_map_and_another_one_another() -> None:
    vectors, _ = groups(120, 4)
    np.testing.assert_array_equal(lay_out(vectors, seed=1), lay_out(vectors, seed=1))
    assert not np.array_equal(lay_out(vectors, seed=1), lay_out(vectors, seed=2))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5])
def test_a_few_documents_have_places_of_their_own(n: int) -> None:
    vectors, _ = groups(n, 1)
    places = lay_out(vectors)
    assert places.shape == (n, 2)
    assert bool(np.all(np.isfinite(places)))
    assert len({tuple(place) for place in places.tolist()}) == n


def test_equal_and_empty_vectors_do_no_harm() -> None:
    vectors = np.zeros((60, 16), np.float32)
    vectors[:30, 0] = 1
    places = lay_out(vectors)
    assert bool(np.all(np.isfinite(places)))
    assert len({tuple(place) for place in places.tolist()}) == 60


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    vectors, _ = groups(50, 2)
    told: list[float] = []
    lay_out(vectors, report=told.append)
    assert told == sorted(told)
    assert told[-1] <= 1.0

    def stop(share: float) -> None:
        if share > 0.1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        lay_out(vectors, report=stop)


def test_regions_are_what_lies_together_and_are_named_by_their_words() -> None:
    rng = np.random.default_rng(0)
    kinds = np.repeat([0, 1, 2], 40)
    middles = np.array([[-0.8, 0], [0.8, 0.5], [0, -0.9]])
    places = (middles[kinds] + 0.05 * rng.normal(size=(120, 2))).astype(np.float32)
    regions = find_regions(places)
    for region in range(int(regions.max()) + 1):
        assert len(set(kinds[regions == region].tolist())) == 1
    np.testing.assert_array_equal(regions, find_regions(places))
    words = ("tenant notice", "invoice payment", "garden roses")
    names = name_regions(
        places, regions, lambda points: [f"The letter says {words[kinds[i]]}." for i in points]
    )
    for region, name in enumerate(names):
        kind = int(kinds[regions == region][0])
        assert set(name.split(", ")) == set(words[kind].split())
    centres = centres_of(places, regions)
    assert centres.shape == (len(names), 2)


def test_a_word_of_one_document_names_no_region() -> None:
    places = np.zeros((30, 2), np.float32)
    regions = np.zeros(30, np.int64)
    names = name_regions(places, regions, lambda points: [f"secret{'x' * i}" for i in points])
    assert names == [""]
    assert name_regions(places[:0], regions[:0], lambda _: []) == []
