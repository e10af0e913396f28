# SPDX-License-Identifier: Apache-2.0
"""A model in use: measures and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.bolt.nn.evaluation import evaluate
from findling.bolt.nn.explainable import ExplainableModel
from findling.bolt.nn.inference import PredictingModel
from findling.bolt.nn.summary import summarise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from findling.bolt.nn.samples import Samples


class UsableModel(ExplainableModel, PredictingModel):
    """What a model does with what it knows."""

    def evaluate(self, x: object, y: object = None, *, batch_size: int = 256) -> dict[str, float]:
        """Measure the loss, with all neurons active, and the metrics.

        Returns
        -------
        dict
            "loss" and a value for each metric; with several outputs a metric's key begins with the
            number of its output.
        """
        return self._measure(self._checked_samples(x, y), batch_size, "")

    def _measure(self, samples: Samples, batch_size: int, prefix: str) -> dict[str, float]:
        trainer, plan = self._training()
        measures = evaluate(self._network, trainer, plan, samples, batch_size)
        return {prefix + name: value for name, value in measures.items()}

    def get_weights(self) -> dict[str, NDArray[np.float32]]:
        """Return a copy of all parameters, by "layer/table"; each is [rows, columns]."""
        return {name: self._network.table(name) for name in self._network.table_names()}

    @property
    def input_dims(self) -> tuple[int, ...]:
        """Columns of each input."""
        return tuple(port.dim for port in self._inputs)

    @property
    def output_dims(self) -> tuple[int, ...]:
        """Columns of each output."""
        return tuple(port.dim for port in self._outputs)

    @property
    def history(self) -> list[dict[str, float]]:
        """What was measured in every epoch of this model's life."""
        return [dict(epoch) for epoch in self._life.epochs]

    @property
    def run_history(self) -> list[dict[str, float]]:
        """The same for the run that is under way, or else for all."""
        first = 0 if self._life.run is None else self._life.run.first_epoch
        return self.history[first:]

    def summary(self) -> str:
        """Return a table of the layers with their shapes, parameters and bytes."""
        return summarise(self._network)
