# SPDX-License-Identifier: Apache-2.0
"""What a model keeps about its training, in a form that can be written down and read back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from findling import _core
from findling.bolt.nn.losses import loss_of
from findling.bolt.nn.optimizers import Optimizer, optimizer_of
from findling.bolt.nn.schedules import Schedule, schedule_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.bolt.nn.losses import Loss

_T = TypeVar("_T", "Loss", Optimizer, Schedule)

_SCHEDULES = {
    "Constant": "constant",
    "LinearDecay": "linear",
    "Cosine": "cosine",
    "Plateau": "plateau",
}


@dataclass(frozen=True)
class TrainingPlan:
    """How a model learns: what ``Model.compile`` was given."""

    losses: tuple[Loss, ...]
    optimizer: Optimizer
    schedule: Schedule
    clip_value: float = 0.0
    clip_norm: float = 0.0
    metrics: tuple[str, ...] = ()

    def to_core(self) -> _core.TrainingConfig:
        """Return the engine's form."""
        config = _core.TrainingConfig()
        config.optimizer = self.optimizer.to_core()
        config.clip_value = self.clip_value
        config.clip_norm = self.clip_norm
        for loss in self.losses:
            config.add_loss(
                loss.name,
                loss.weight,
                getattr(loss, "margin", 1.0),
                getattr(loss, "delta", 1.0),
                getattr(loss, "scale", 20.0),
            )
        return config

    def to_notes(self) -> dict[str, Any]:
        """Return plain values for a file."""
        return {
            "losses": [_written(loss.name, loss) for loss in self.losses],
            "optimizer": _written(self.optimizer.name, self.optimizer),
            "schedule": _written(_SCHEDULES[type(self.schedule).__name__], self.schedule),
            "clip_value": self.clip_value,
            "clip_norm": self.clip_norm,
            "metrics": list(self.metrics),
        }

    @staticmethod
    def from_notes(notes: dict[str, Any]) -> TrainingPlan:
        """Return the plan that was written down."""
        return TrainingPlan(
            losses=tuple(_read(loss_of(each["name"]), each) for each in notes["losses"]),
            optimizer=_read(optimizer_of(notes["optimizer"]["name"]), notes["optimizer"]),
            schedule=_read(schedule_of(notes["schedule"]["name"]), notes["schedule"]),
            clip_value=float(notes["clip_value"]),
            clip_norm=float(notes["clip_norm"]),
            metrics=tuple(str(name) for name in notes["metrics"]),
        )


def _written(name: str, value: Loss | Optimizer | Schedule) -> dict[str, Any]:
    return {"name": name, **dataclasses.asdict(value)}


def _read(default: _T, written: dict[str, Any]) -> _T:
    names = {each.name for each in dataclasses.fields(default)}
    return dataclasses.replace(default, **{k: v for k, v in written.items() if k in names})


@dataclass
class Run:
    """Where a call of ``fit`` is; a resumed one goes on from here.

    Attributes
    ----------
    n_epochs, batch_size, shuffle
        What ``fit`` was given.
    n_samples : int
        Samples an epoch.
    first_epoch : int
        Epochs of the model before this run: each epoch of a model's life has its own order.
    epoch, sample : int
        What comes next: the epoch of this run and the sample in its order.
    loss_sum : float
        Sum of the losses of the samples of this epoch so far.
    """

    n_epochs: int
    batch_size: int
    shuffle: bool
    n_samples: int
    first_epoch: int
    epoch: int = 0
    sample: int = 0
    loss_sum: float = 0.0

    @property
    def over(self) -> bool:
        """Whether all epochs are done."""
        return self.epoch >= self.n_epochs

    @property
    def batches_an_epoch(self) -> int:
        """How many steps an epoch has."""
        return -(-self.n_samples // self.batch_size)

    @property
    def step(self) -> int:
        """How many steps of the run are done."""
        return self.epoch * self.batches_an_epoch + self.sample // self.batch_size


@dataclass
class Life:
    """What a model has gone through: finished epochs, and the run that is under way."""

    epochs: list[dict[str, float]] = field(default_factory=list[dict[str, float]])
    run: Run | None = None

    def to_notes(self) -> dict[str, Any]:
        """Return plain values for a file."""
        run = None if self.run is None else dataclasses.asdict(self.run)
        return {"epochs": self.epochs, "run": run}

    @staticmethod
    def from_notes(notes: dict[str, Any]) -> Life:
        """Return what was written down."""
        run = None if notes["run"] is None else Run(**notes["run"])
        return Life(epochs=list(notes["epochs"]), run=run)


def plan_of(
    loss: object,
    optimizer: object,
    schedule: object,
    clips: tuple[float, float],
    metrics: Sequence[str],
) -> TrainingPlan:
    """Return a plan from what a caller gave."""
    losses = cast("Sequence[object]", loss) if isinstance(loss, (list, tuple)) else [loss]
    return TrainingPlan(
        losses=tuple(loss_of(each) for each in losses),
        optimizer=optimizer_of(optimizer),
        schedule=schedule_of(schedule),
        clip_value=clips[0],
        clip_norm=clips[1],
        metrics=tuple(metrics),
    )
