# SPDX-License-Identifier: Apache-2.0
"""Step sizes over the course of a run, as shares of the optimizer's ``lr``.

A schedule keeps nothing: it is a function of the step and of what the run has measured so far, so
that a run goes on after a stop as if there had been none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from findling.bolt.errors import InputTypeError, InputValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Schedule:
    """What all schedules have.

    Parameters
    ----------
    warmup : int
        Steps over which the share first grows from 0.
    """

    warmup: int = field(default=0, kw_only=True)

    def share(self, step: int, n_steps: int, epochs: Sequence[Mapping[str, float]]) -> float:
        """Return the share of ``lr`` that step ``step`` of ``n_steps`` takes.

        Parameters
        ----------
        step : int
            Counted from 0 over the whole run.
        n_steps : int
            All steps of the run.
        epochs : sequence of mappings
            What was measured in the epochs of this run that are over.
        """
        grown = min(1.0, (step + 1) / self.warmup) if self.warmup > 0 else 1.0
        left = max(n_steps - self.warmup, 1)
        return grown * self._course(min(max(step - self.warmup, 0) / left, 1.0), epochs)

    def _course(self, done: float, epochs: Sequence[Mapping[str, float]]) -> float:
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Schedule):
    """The whole step size all the time."""

    def _course(self, done: float, epochs: Sequence[Mapping[str, float]]) -> float:  # noqa: ARG002
        return 1.0


@dataclass(frozen=True)
class LinearDecay(Schedule):
    """A straight line from 1 to ``end``."""

    end: float = 0.0

    def _course(self, done: float, epochs: Sequence[Mapping[str, float]]) -> float:  # noqa: ARG002
        return 1.0 + (self.end - 1.0) * done


@dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine from 1 to ``end``."""

    end: float = 0.0

    def _course(self, done: float, epochs: Sequence[Mapping[str, float]]) -> float:  # noqa: ARG002
        return self.end + (1.0 - self.end) * 0.5 * (1.0 + math.cos(math.pi * done))


@dataclass(frozen=True)
class Plateau(Schedule):
    """Falls by ``factor`` whenever ``monitor`` has not become better for ``patience`` epochs.

    Parameters
    ----------
    factor : float
        From 0 to 1.
    patience : int
        Epochs without a new best before the share falls, and again after it fell.
    monitor : str
        A key of the history; "val_loss" where there is validation.
    higher_is_better : bool
        Whether ``monitor`` should grow.
    """

    factor: float = 0.5
    patience: int = 1
    monitor: str = "loss"
    higher_is_better: bool = False

    def _course(self, done: float, epochs: Sequence[Mapping[str, float]]) -> float:  # noqa: ARG002
        sign = -1.0 if self.higher_is_better else 1.0
        best, waited, share = math.inf, 0, 1.0
        for epoch in epochs:
            value = sign * measured(epoch, self.monitor)
            if value < best:
                best, waited = value, 0
                continue
            waited += 1
            if waited >= max(self.patience, 1):
                share, waited = share * self.factor, 0
        return share


def measured(epoch: Mapping[str, float], key: str) -> float:
    """Return one measure of an epoch, or raise a sentence that names those there are."""
    if key not in epoch:
        msg = f"[training] expected monitor to be one of {', '.join(epoch)}; got {key}"
        raise InputValueError(msg)
    return epoch[key]


_BY_NAME: dict[str, type[Schedule]] = {
    "constant": Constant,
    "linear": LinearDecay,
    "cosine": Cosine,
    "plateau": Plateau,
}


def schedule_of(schedule: object) -> Schedule:
    """Return a schedule as it is, or the one with this name and its defaults."""
    if isinstance(schedule, Schedule):
        return schedule
    if not isinstance(schedule, str):
        msg = f"[training] expected a Schedule or its name, got {type(schedule).__name__}"
        raise InputTypeError(msg)
    if schedule not in _BY_NAME:
        msg = f"[training] expected one of {', '.join(_BY_NAME)}; got {schedule}"
        raise InputValueError(msg)
    return _BY_NAME[schedule]()
