# SPDX-License-Identifier: Apache-2.0
"""Networks with wide sparse layers, trained on ordinary processors.

Examples
--------
>>> import numpy as np
>>> from findling.bolt import nn
>>> x = nn.Input(4)
>>> y = nn.Linear(2, activation="softmax")(nn.Linear(8, activation="relu")(x))
>>> model = nn.Model(x, y).compile("softmax_cross_entropy", nn.Adam(lr=0.01))
>>> samples = np.eye(4, dtype=np.float32)
>>> _ = model.fit(samples, np.array([0, 1, 0, 1]), epochs=100)
>>> model.predict(samples).argmax(axis=1).tolist()
[0, 1, 0, 1]
"""

from __future__ import annotations

from findling.bolt.nn.calibration import Calibration, CalibrationPoint
from findling.bolt.nn.callbacks import (
    Callback,
    Checkpoint,
    EarlyStopping,
    History,
    ProgressBar,
)
from findling.bolt.nn.explain import ExplainMethod, Explanation
from findling.bolt.nn.inference import IndexInfo, Sparsity
from findling.bolt.nn.interop_arrays import top_to_csr
from findling.bolt.nn.keeping import KeptModel
from findling.bolt.nn.layers import Concat, Dropout, Embedding, Input, LayerNorm, Linear, Node
from findling.bolt.nn.losses import (
    BinaryCrossEntropy,
    Contrastive,
    Huber,
    InBatch,
    Loss,
    MeanSquaredError,
    SoftmaxCrossEntropy,
)
from findling.bolt.nn.model import Model
from findling.bolt.nn.optimizers import SGD, Adagrad, Adam, Optimizer
from findling.bolt.nn.prediction import TopK
from findling.bolt.nn.schedules import Constant, Cosine, LinearDecay, Plateau, Schedule

__all__ = [
    "SGD",
    "Adagrad",
    "Adam",
    "BinaryCrossEntropy",
    "Calibration",
    "CalibrationPoint",
    "Callback",
    "Checkpoint",
    "Concat",
    "Constant",
    "Contrastive",
    "Cosine",
    "Dropout",
    "EarlyStopping",
    "Embedding",
    "ExplainMethod",
    "Explanation",
    "History",
    "Huber",
    "InBatch",
    "IndexInfo",
    "Input",
    "KeptModel",
    "LayerNorm",
    "Linear",
    "LinearDecay",
    "Loss",
    "MeanSquaredError",
    "Model",
    "Node",
    "Optimizer",
    "Plateau",
    "ProgressBar",
    "Schedule",
    "SoftmaxCrossEntropy",
    "Sparsity",
    "TopK",
    "top_to_csr",
]
