# SPDX-License-Identifier: Apache-2.0
"""Steps of training against the same arithmetic in numpy: one linear layer, squared error.

float32 against float64: a step is a handful of sums of 6 products, so 1e-5 relative leaves room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import nn

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass
class Line:
    """Samples, and the gradient of the mean squared error of ``x w.T + b``."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]

    def gradients(
        self, w: NDArray[np.float64], b: NDArray[np.float64]
    ) -> list[NDArray[np.float64]]:
        error = np.asarray(self.x @ w.T + b[:, 0] - self.y, np.float64) * (2.0 / self.y.size)
        return [error.T @ self.x, error.sum(axis=0)[:, None]]


@pytest.fixture
def line() -> Line:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(6, 5)).astype(np.float32)
    return Line(x, (3.0 * rng.normal(size=(6, 4))).astype(np.float32))


def started(optimizer: nn.Optimizer, **how: object) -> nn.Model:
    x = nn.Input(5)
    model = nn.Model(x, nn.Linear(4, name="o")(x), seed=2)
    return model.compile("mse", optimizer, **how)  # pyright: ignore[reportArgumentType] - by name


def parameters(model: nn.Model) -> list[NDArray[np.float64]]:
    weights = model.get_weights()
    return [weights[name].astype(np.float64) for name in ("o/weight", "o/bias")]


def check_steps(
    model: nn.Model,
    line: Line,
    step: Callable[[int, list[NDArray[np.float64]], list[NDArray[np.float64]]], None],
    n_steps: int = 5,
) -> None:
    """Train in full batches and compare with ``step(i, parameters, gradients)``."""
    expected = parameters(model)
    for i in range(n_steps):
        step(i, expected, line.gradients(*expected))
    model.fit(line.x, line.y, epochs=n_steps, batch_size=6, shuffle=False)
    for found, wanted in zip(parameters(model), expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


def test_plain_steps(line: Line) -> None:
    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        for value, slope in zip(values, slopes, strict=True):
            value -= 0.1 * slope

    check_steps(started(nn.SGD(0.1)), line, step)


def test_clip_value_cuts_every_value(line: Line) -> None:
    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        for value, slope in zip(values, slopes, strict=True):
            value -= 0.1 * np.clip(slope, -0.2, 0.2)

    check_steps(started(nn.SGD(0.1), clip_value=0.2), line, step)


def test_clip_norm_shortens_all_gradients_together(line: Line) -> None:
    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        norm = np.sqrt(sum(float((slope**2).sum()) for slope in slopes))
        assert norm > 0.5  # else this would test nothing
        for value, slope in zip(values, slopes, strict=True):
            value -= 0.1 * slope * (0.5 / norm)

    check_steps(started(nn.SGD(0.1), clip_norm=0.5), line, step)


def test_weight_decay_shrinks_the_matrix_and_not_the_bias(line: Line) -> None:
    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        values[0] *= 1.0 - 0.1 * 0.3
        for value, slope in zip(values, slopes, strict=True):
            value -= 0.1 * slope

    check_steps(started(nn.SGD(0.1, weight_decay=0.3)), line, step)


def test_momentum_gathers_steps(line: Line) -> None:
    speeds = [np.zeros((4, 5)), np.zeros((4, 1))]

    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        for value, slope, speed in zip(values, slopes, speeds, strict=True):
            speed *= 0.8
            speed += slope
            value -= 0.05 * speed

    check_steps(started(nn.SGD(0.05, momentum=0.8)), line, step)


def test_adam_follows_its_paper(line: Line) -> None:
    means = [np.zeros((4, 5)), np.zeros((4, 1))]
    squares = [np.zeros((4, 5)), np.zeros((4, 1))]

    def step(i: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        for value, slope, mean, square in zip(values, slopes, means, squares, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            root = np.sqrt(square / (1.0 - 0.999 ** (i + 1)))
            value -= 0.01 * (mean / (1.0 - 0.9 ** (i + 1))) / (root + 1e-8)

    check_steps(started(nn.Adam(0.01)), line, step)


def test_adagrad_keeps_one_sum_a_row(line: Line) -> None:
    sums = [np.zeros((4, 1)), np.zeros((4, 1))]

    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        for value, slope, total in zip(values, slopes, sums, strict=True):
            total += (slope**2).mean(axis=1, keepdims=True)
            value -= 0.1 * slope / (np.sqrt(total) + 1e-8)

    check_steps(started(nn.Adagrad(0.1)), line, step)


@pytest.mark.parametrize("schedule", [nn.LinearDecay(0.2), nn.Cosine(warmup=2), nn.Constant()])
def test_schedules_scale_the_step(line: Line, schedule: nn.Schedule) -> None:
    def share(i: int) -> float:
        if isinstance(schedule, nn.LinearDecay):
            return 1.0 - 0.8 * i / 5
        if isinstance(schedule, nn.Cosine):
            grown = min(1.0, (i + 1) / 2)
            return grown * 0.5 * (1.0 + float(np.cos(np.pi * max(i - 2, 0) / 3)))
        return 1.0

    def step(i: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        for value, slope in zip(values, slopes, strict=True):
            value -= 0.1 * share(i) * slope

    check_steps(started(nn.SGD(0.1), schedule=schedule), line, step)


def test_a_plateau_lowers_the_step_after_an_epoch_that_was_not_better(line: Line) -> None:
    losses: list[float] = []
    share = [1.0]

    def step(_: int, values: list[NDArray[np.float64]], slopes: list[NDArray[np.float64]]) -> None:
        loss = float(((line.x @ values[0].T + values[1][:, 0] - line.y) ** 2).mean())
        for value, slope in zip(values, slopes, strict=True):
            value -= 1.5 * share[0] * slope
        if losses and loss >= min(losses):
            share[0] *= 0.1
        losses.append(loss)

    check_steps(started(nn.SGD(1.5), schedule=nn.Plateau(0.1)), line, step, n_steps=6)
    assert share[0] < 1.0
