# SPDX-License-Identifier: Apache-2.0
"""What takes part in a run: looks on, saves, or stops it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from findling.bolt.nn.schedules import measured

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from findling.bolt.nn.keeping import KeptModel


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    epoch, n_epochs : int
        The epoch, from 0, and how many there are.
    done, total : int
        Samples of this epoch.
    loss : float
        Mean loss of the epoch so far.
    seconds : float
        Time since this ``fit`` began.
    seconds_left : float
        What the rest of the run should take at the rate so far; not a number at its begin.
    """

    epoch: int
    n_epochs: int
    done: int
    total: int
    loss: float
    seconds: float
    seconds_left: float


class Callback:
    """Does nothing; override what you need. Called from the thread that called ``fit``."""

    def run_began(self, model: KeptModel) -> None:
        """Follow the start of ``fit``, before the first batch."""

    def batch_ended(self, model: KeptModel, progress: Progress) -> None:
        """Follow a batch."""

    def epoch_ended(self, model: KeptModel, epoch: int, measures: dict[str, float]) -> bool | None:
        """Follow an epoch, which is in ``model.history`` already; return True to stop the run."""

    def run_ended(self, model: KeptModel) -> None:
        """Follow the end of ``fit``, also after a stop or an error."""


class History(Callback):
    """Collects what was measured.

    Attributes
    ----------
    epochs : list of dict
        One a finished epoch: "loss", "lr", "seconds", and "val_loss" and metrics where there are.
    """

    def __init__(self) -> None:
        self.epochs: list[dict[str, float]] = []

    def epoch_ended(self, model: KeptModel, epoch: int, measures: dict[str, float]) -> bool | None:  # noqa: ARG002
        """Keep the measures."""
        self.epochs.append(measures)


class EarlyStopping(Callback):
    """Stops when ``monitor`` has not become better for ``patience`` epochs.

    It looks at the history of the run, so it decides the same after a resume.

    Parameters
    ----------
    monitor : str
        A key of the history.
    patience : int
        Epochs without a new best that are allowed.
    least_gain : float
        What a new best must be better by.
    higher_is_better : bool
        Whether ``monitor`` should grow.
    restore_best : bool
        Whether the weights of the best epoch of this ``fit`` come back at its end; keeps a copy.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        *,
        patience: int = 0,
        least_gain: float = 0.0,
        higher_is_better: bool = False,
        restore_best: bool = False,
    ) -> None:
        self.monitor = monitor
        self.patience = patience
        self.least_gain = least_gain
        self.higher_is_better = higher_is_better
        self.restore_best = restore_best
        self._best_weights: dict[str, object] = {}

    def run_began(self, model: KeptModel) -> None:  # noqa: ARG002
        """Forget the run before."""
        self._best_weights = {}

    def epoch_ended(self, model: KeptModel, epoch: int, measures: dict[str, float]) -> bool | None:  # noqa: ARG002
        """Stop when the best epoch is too long ago."""
        sign = -1.0 if self.higher_is_better else 1.0
        best, waited = math.inf, 0
        for past in model.run_history:
            value = sign * measured(past, self.monitor)
            if value < best - self.least_gain:
                best, waited = value, 0
            else:
                waited += 1
        if waited == 0 and self.restore_best:
            self._best_weights = dict(model.get_weights())
        return waited > self.patience

    def run_ended(self, model: KeptModel) -> None:
        """Bring the best weights back."""
        if self._best_weights:
            model.set_weights(self._best_weights)
            self._best_weights = {}


class Checkpoint(Callback):
    """Saves the model with the state of its training, after every epoch or every few batches.

    A file is replaced as a whole, so there is always one to go on from.

    Parameters
    ----------
    path : str or path
        Where to.
    every_seconds : float, optional
        Also saves within an epoch when this much time has passed since the last one.
    """

    def __init__(self, path: str | os.PathLike[str], *, every_seconds: float | None = None) -> None:
        self.path = Path(path)
        self.every_seconds = every_seconds
        self._last = 0.0

    def run_began(self, model: KeptModel) -> None:  # noqa: ARG002
        """Start the clock."""
        self._last = time.monotonic()

    def batch_ended(self, model: KeptModel, progress: Progress) -> None:  # noqa: ARG002
        """Save when it is time."""
        if self.every_seconds is None or time.monotonic() - self._last < self.every_seconds:
            return
        self._save(model)

    def epoch_ended(self, model: KeptModel, epoch: int, measures: dict[str, float]) -> bool | None:  # noqa: ARG002
        """Save."""
        self._save(model)

    def _save(self, model: KeptModel) -> None:
        model.save(self.path, with_training=True)
        self._last = time.monotonic()


class ProgressBar(Callback):
    """Writes one line that grows: epoch, bar, samples a second, time left, loss.

    Parameters
    ----------
    write : callable
        Takes text, ``sys.stderr.write`` for one. A line begins with a carriage return; the end of
        an epoch ends it with a newline.
    width : int
        Characters of the bar.
    every_seconds : float
        Least time between two texts.
    """

    def __init__(
        self, write: Callable[[str], object], *, width: int = 24, every_seconds: float = 0.2
    ) -> None:
        self.write = write
        self.width = width
        self.every_seconds = every_seconds
        self._last = 0.0
        self._began: tuple[float, int] = (0.0, 0)
        self._epoch = -1

    def run_began(self, model: KeptModel) -> None:  # noqa: ARG002
        """Start anew."""
        self._last, self._epoch = 0.0, -1

    def batch_ended(self, model: KeptModel, progress: Progress) -> None:  # noqa: ARG002
        """Write the line when it is time."""
        if progress.epoch != self._epoch:
            self._epoch = progress.epoch
            self._began = (progress.seconds, progress.done)
        at_end = progress.done >= progress.total
        now = time.monotonic()
        if not at_end and now - self._last < self.every_seconds:
            return
        self._last = now
        self.write("\r" + self._line(progress) + ("\n" if at_end else ""))

    def _line(self, progress: Progress) -> str:
        seconds, done = self._began
        rate = (progress.done - done) / max(progress.seconds - seconds, 1e-9)
        filled = self.width * progress.done // max(progress.total, 1)
        bar = "█" * filled + "·" * (self.width - filled)
        return (
            f"epoch {progress.epoch + 1}/{progress.n_epochs} {bar} "
            f"{progress.done}/{progress.total} {rate:,.0f}/s, "
            f"{clock(progress.seconds_left)} left, loss {progress.loss:.4f}"
        )


def clock(seconds: float) -> str:
    """Return a time as 1:02:03 or 2:03; "?" when it is not known."""
    if not math.isfinite(seconds):
        return "?"
    minutes, rest = divmod(int(max(seconds, 0.0) + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
