# SPDX-License-Identifier: Apache-2.0
"""Loss and metrics of samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.nn.metrics import AUC, MetricSums, area_under_curve, check_scores, needed_k
from findling.bolt.nn.prediction import batches, predict_values
from findling.bolt.nn.summary import read_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
        for i, metric in (sums if k > 0 else {}).items():
            metric.add(which, network.top(samples.core, which, int(places[i]), 1.0, k)[0])
    measures = {"loss": loss / max(samples.n, 1)}
    areas = _areas(network, samples, places, batch_size) if AUC in plan.metrics else {}
    for i, metric in sums.items():
        prefix = f"{i}/" if len(plan.losses) > 1 else ""
        found = {**metric.means(), **({AUC: areas[i]} if areas else {})}
        measures.update({prefix + name: found[name] for name in plan.metrics})
    return measures


def _areas(
    network: _core.Network, samples: Samples, places: NDArray[np.int64], batch_size: int
) -> dict[int, float]:
    """Return "auc" of each loss that has labels; ``places`` are their outputs."""
    dims = [node.dim for node in read_graph(network.graph)[1]]
    check_scores(samples.n, sum(dims))
    outputs = predict_values(network, samples, dims, batch_size)
    return {
        i: area_under_curve(outputs[int(places[i])], labels)
        for i, labels in enumerate(samples.labels)
        if labels is not None
    }
