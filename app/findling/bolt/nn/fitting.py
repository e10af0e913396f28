# SPDX-License-Identifier: Apache-2.0
"""The loop over epochs and batches."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from findling import _core
from findling.bolt.nn.callbacks import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from findling.bolt.nn.callbacks import Callback
    from findling.bolt.nn.keeping import KeptModel
    from findling.bolt.nn.samples import Samples
    from findling.bolt.nn.training import Life, Run, TrainingPlan


class Fitting:
    """One call of ``fit``.

    Parameters
    ----------
    model : KeptModel
        Given to the callbacks.
    trainer : NetworkTrainer
        The engine's training.
    plan : TrainingPlan
        The step sizes.
    life : Life
        Where the run is; changed as it goes on.
    samples : Samples
        Checked samples.
    seed : int
        What the order of samples depends on.
    validate : callable
        Returns the measures of the validation samples, with their keys.
    """

    def __init__(
        self,
        model: KeptModel,
        trainer: _core.NetworkTrainer,
        plan: TrainingPlan,
        life: Life,
        samples: Samples,
        *,
        seed: int,
        validate: Callable[[], dict[str, float]],
    ) -> None:
        self._model = model
        self._trainer = trainer
        self._plan = plan
        self._life = life
        self._samples = samples
        self._seed = seed
        self._validate = validate
        self._began = 0.0
        self._first_step = 0

    def go(self, run: Run, callbacks: Sequence[Callback], cancel: _core.CancelToken | None) -> None:
        """Run to the end, or to the first callback that stops it.

        Raises
        ------
        CancelledError
            Between two batches; the run can be resumed.
        """
        self._began = time.monotonic()
        self._first_step = run.step
        for callback in callbacks:
            callback.run_began(self._model)
        try:
            while not run.over:
                self._epoch(run, callbacks, cancel)
                measures = self._finish_epoch(run)
                stops = [c.epoch_ended(self._model, run.epoch - 1, measures) for c in callbacks]
                if any(stops):
                    run.n_epochs = run.epoch
            self._life.run = None
        finally:
            for callback in callbacks:
                callback.run_ended(self._model)

    def _epoch(
        self, run: Run, callbacks: Sequence[Callback], cancel: _core.CancelToken | None
    ) -> None:
        order = self._order(run)
        while run.sample < run.n_samples:
            if cancel is not None and cancel.cancelled:
                msg = "Training was cancelled."
                raise _core.CancelledError(msg)
            batch = order[run.sample : run.sample + run.batch_size]
            loss = self._trainer.train_batch(self._samples.core, batch, self.lr(run))
            if not math.isfinite(loss):
                msg = f"[training] the loss is {loss} at step {run.step}: take a smaller lr"
                raise _core.EngineError(msg)
            run.loss_sum += loss * len(batch)
            run.sample += len(batch)
            progress = self._progress(run)
            for callback in callbacks:
                callback.batch_ended(self._model, progress)

    def _order(self, run: Run) -> NDArray[np.uint64]:
        if not run.shuffle:
            return np.arange(run.n_samples, dtype=np.uint64)
        return _core.permutation(run.n_samples, self._seed, run.first_epoch + run.epoch)

    def lr(self, run: Run) -> float:
        """Return the step size of the next batch."""
        n_steps = run.n_epochs * run.batches_an_epoch
        past = self._life.epochs[run.first_epoch :]
        return self._plan.optimizer.lr * self._plan.schedule.share(run.step, n_steps, past)

    def _progress(self, run: Run) -> Progress:
        seconds = time.monotonic() - self._began
        # At the end of an epoch the last, shorter batch has to count as a whole one.
        done = run.epoch * run.batches_an_epoch + -(-run.sample // run.batch_size)
        here = done - self._first_step
        left = run.n_epochs * run.batches_an_epoch - done
        return Progress(
            epoch=run.epoch,
            n_epochs=run.n_epochs,
            done=run.sample,
            total=run.n_samples,
            loss=run.loss_sum / max(run.sample, 1),
            seconds=seconds,
            seconds_left=seconds / here * left if here else math.nan,
        )

    def _finish_epoch(self, run: Run) -> dict[str, float]:
        """Write the epoch down and point the run at the next one."""
        measures = {"loss": run.loss_sum / max(run.n_samples, 1), "lr": self.lr(run)}
        measures.update(self._validate())
        measures["seconds"] = time.monotonic() - self._began
        self._life.epochs.append(measures)
        run.epoch, run.sample, run.loss_sum = run.epoch + 1, 0, 0.0
        return measures
