# SPDX-License-Identifier: Apache-2.0
"""What every part of a model works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from findling import _core
from findling.bolt.errors import InputValueError
from findling.bolt.nn.samples import Samples, add_input, add_target, as_list, n_samples
from findling.bolt.nn.summary import read_graph

if TYPE_CHECKING:
    from findling.bolt.nn.training import Life, TrainingPlan


class ModelParts:
    """The engine's network, how it learns, what it has gone through and how it predicts."""

    notes: dict[str, Any]

    def _set(self, network: _core.Network, plan: TrainingPlan | None, life: Life) -> None:
        self._network = network
        self._plan = plan
        self._life = life
        self._trainer: _core.NetworkTrainer | None = None
        self._restore = False
        self.notes = {}
        self._sparsities: dict[int, float] = {}
        self._inputs, self._outputs = read_graph(network.graph)

    def _training(self) -> tuple[_core.NetworkTrainer, TrainingPlan]:
        if self._plan is None:
            msg = "[training] expected compile(loss, optimizer) before training"
            raise InputValueError(msg)
        if self._trainer is None:
            trainer = _core.NetworkTrainer(self._network, self._plan.to_core())
            if self._restore:
                trainer.restore()
                self._restore = False
            self._trainer = trainer
        return self._trainer, self._plan

    def _input_samples(self, x: object) -> Samples:
        columns = as_list(x, len(self._inputs), "input(s)")
        n = n_samples(columns[0])
        samples = Samples(core=_core.NetworkSamples(n), n=n)
        for values in columns:
            add_input(samples, values)
        return samples

    def _checked_inputs(self, x: object) -> Samples:
        samples = self._input_samples(x)
        self._network.check_inputs(samples.core)
        return samples

    def _checked_samples(self, x: object, y: object) -> Samples:
        """Return inputs with the targets that the losses of the training want."""
        trainer, plan = self._training()
        samples = self._input_samples(x)
        place = 0
        targets = as_list(y, len(plan.losses), "target(s)")
        for loss, values in zip(plan.losses, targets, strict=True):
            add_target(samples, values, loss, self._outputs[place].dim)
            place += loss.n_outputs
        trainer.check(samples.core)
        return samples
