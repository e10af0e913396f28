# SPDX-License-Identifier: Apache-2.0
"""Loss and metrics of samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.nn.metrics import MetricSums, needed_k
from findling.bolt.nn.prediction import batches

if TYPE_CHECKING:
    from findling import _core
    from findling.bolt.nn.samples import Samples
    from findling.bolt.nn.training import TrainingPlan


def evaluate(
    network: _core.Network,
    trainer: _core.NetworkTrainer,
    plan: TrainingPlan,
    samples: Samples,
    batch_size: int,
) -> dict[str, float]:
    """Return "loss" and the metrics of each output that has labels."""
    sums = {
        i: MetricSums(plan.metrics, labels)
        for i, labels in enumerate(samples.labels)
        if labels is not None and plan.metrics
    }
    places = np.cumsum([0, *(loss.n_outputs for loss in plan.losses)])
    k = needed_k(plan.metrics)
    loss = 0.0
    for which, _ in batches(samples.n, batch_size):
        loss += trainer.evaluate_batch(samples.core, which) * len(which)
        for i, metric in sums.items():
            metric.add(which, network.top(samples.core, which, int(places[i]), 1.0, k)[0])
    measures = {"loss": loss / max(samples.n, 1)}
    for i, metric in sums.items():
        prefix = f"{i}/" if len(plan.losses) > 1 else ""
        measures.update({prefix + name: value for name, value in metric.means().items()})
    return measures
