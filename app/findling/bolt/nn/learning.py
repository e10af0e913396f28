# SPDX-License-Identifier: Apache-2.0
"""A model that learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from findling import _core
from findling.bolt.errors import InputValueError
from findling.bolt.nn.fitting import Fitting
from findling.bolt.nn.keeping import KeptModel
from findling.bolt.nn.metrics import needed_k
from findling.bolt.nn.training import Run, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from findling.bolt.nn.callbacks import Callback
    from findling.bolt.nn.losses import Loss
    from findling.bolt.nn.optimizers import Optimizer
    from findling.bolt.nn.schedules import Schedule


class LearningModel(KeptModel):
    """How a model comes to know something."""

    def compile(
        self,
        loss: Loss | str | Sequence[Loss | str],
        optimizer: Optimizer | str = "adam",
        *,
        schedule: Schedule | str = "constant",
        clip_value: float = 0.0,
        clip_norm: float = 0.0,
        metrics: Sequence[str] = (),
    ) -> Self:
        """Say how the model learns. Forgets the state of an earlier training, not the weights.

        Parameters
        ----------
        loss : Loss, name, or list of them
            One for each output, in order; contrastive and in-batch losses take two outputs.
        optimizer : Optimizer or {"adam", "sgd", "adagrad"}
            The rule that moves the parameters.
        schedule : Schedule or {"constant", "linear", "cosine", "plateau"}
            The step size over a run.
        clip_value : float
            Every value of a gradient is cut to plus or minus this; 0 for no cut.
        clip_norm : float
            The gradient of a batch as a whole is shortened to this length; 0 for no limit. Keeps
            the gradients of a batch, up to 64 MB a table; larger ones are computed twice.
        metrics : sequence of str
            Measured with validation and in `evaluate`: "accuracy", "precision@k", "recall@k",
            "f1@k", "ndcg@k", "auc".

        Returns
        -------
        Model
            Itself.
        """
        plan = plan_of(loss, optimizer, schedule, (clip_value, clip_norm), metrics)
        needed_k(plan.metrics)
        trainer = _core.NetworkTrainer(self._network, plan.to_core())
        self._plan, self._trainer, self._restore = plan, trainer, False
        self._life.run = None
        return self

    def fit(
        self,
        x: object,
        y: object = None,
        *,
        epochs: int = 1,
        batch_size: int = 256,
        shuffle: bool = True,
        validation: tuple[object, object] | None = None,
        callbacks: Sequence[Callback] = (),
        cancel: _core.CancelToken | None = None,
        resume: bool = False,
    ) -> Self:
        """Learn from samples; a second call learns on.

        Parameters
        ----------
        x : array [n, D], CSR matrix, or list of them
            One for each input.
        y : labels, array, or list of them
            One for each loss. Labels are n whole numbers, or a CSR matrix whose columns are the
            labels.
        epochs : int
            Passes over the samples.
        batch_size : int
            Samples between two updates.
        shuffle : bool
            Whether every epoch has its own order.
        validation : (x, y), optional
            Samples that are measured after every epoch as "val_...".
        callbacks : sequence of Callback
            Told about batches and epochs.
        cancel : CancelToken, optional
            Stops between two batches.
        resume : bool
            Goes on with a run that was cancelled, failed, or saved by `Checkpoint`, to the same
            bits as if it had not stopped. Give the same ``x`` and ``y``; ``epochs``,
            ``batch_size`` and ``shuffle`` are those of the run. Without such a run, starts one.

        Returns
        -------
        Model
            Itself.

        Raises
        ------
        CancelledError
            When ``cancel`` was cancelled.
        """
        trainer, plan = self._training()
        samples = self._checked_samples(x, y)
        held = None if validation is None else self._checked_samples(*validation)
        run = self._run(samples.n, epochs, batch_size, shuffle=shuffle, resume=resume)
        fitting = Fitting(
            self,
            trainer,
            plan,
            self._life,
            samples,
            seed=self._network.seed,
            validate=lambda: self._measure(held, batch_size, "val_") if held else {},
        )
        fitting.go(run, callbacks, cancel)
        return self

    def _run(self, n: int, epochs: int, batch_size: int, *, shuffle: bool, resume: bool) -> Run:
        if epochs < 0 or batch_size < 1:
            msg = f"[training] expected epochs >= 0 and batch_size >= 1, got {epochs}, {batch_size}"
            raise InputValueError(msg)
        if resume and self._life.run is not None:
            if self._life.run.n_samples != n:
                msg = f"[training] expected the run's {self._life.run.n_samples} samples, got {n}"
                raise InputValueError(msg)
            return self._life.run
        self._life.run = Run(epochs, batch_size, shuffle, n, first_epoch=len(self._life.epochs))
        return self._life.run

    def train_on_batch(self, x: object, y: object = None, *, lr: float | None = None) -> float:
        """Learn from one batch; return its loss from before the update.

        Parameters
        ----------
        x, y
            As for `fit`.
        lr : float, optional
            Step size; the optimizer's without.
        """
        trainer, plan = self._training()
        samples = self._checked_samples(x, y)
        step_size = plan.optimizer.lr if lr is None else lr
        return trainer.train_batch(samples.core, np.arange(samples.n, dtype=np.uint64), step_size)
