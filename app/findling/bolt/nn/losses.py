# SPDX-License-Identifier: Apache-2.0
"""What a network is taught to make small.

A model takes one loss for each output, or for two outputs where a loss compares two. Each is a mean
over the samples of a batch; with several losses, their sum by ``weight`` is made small.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from findling.bolt.errors import InputTypeError, InputValueError


@dataclass(frozen=True)
class Loss:
    """What all losses have.

    Parameters
    ----------
    weight : float
        Share of this loss in the sum of all.
    """

    weight: float = field(default=1.0, kw_only=True)

    name: ClassVar[str] = ""
    n_outputs: ClassVar[int] = 1
    takes_labels: ClassVar[bool] = False
    takes_values: ClassVar[bool] = True


@dataclass(frozen=True)
class SoftmaxCrossEntropy(Loss):
    """One right column (or a few, which share the target evenly) among all.

    Targets are labels: one whole number a sample, or rows of a CSR matrix whose columns are the
    labels. The output's activation is "softmax" or "linear".
    """

    name: ClassVar[str] = "softmax_cross_entropy"
    takes_labels: ClassVar[bool] = True
    takes_values: ClassVar[bool] = False


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """Every column right or wrong by itself; summed over the columns.

    Targets are labels as for `SoftmaxCrossEntropy`, or an array of values from 0 to 1. The output's
    activation is "sigmoid" or "linear".
    """

    name: ClassVar[str] = "binary_cross_entropy"
    takes_labels: ClassVar[bool] = True


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """The square of the error, a mean over the columns. Targets are an array."""

    name: ClassVar[str] = "mse"


@dataclass(frozen=True)
class Huber(Loss):
    """Half the square of small errors, linear above ``delta``; a mean over the columns.

    Parameters
    ----------
    delta : float
        Where the line begins.
    """

    delta: float = 1.0

    name: ClassVar[str] = "huber"


@dataclass(frozen=True)
class Contrastive(Loss):
    """Two outputs near each other where the target is 1, ``margin`` apart where it is 0.

    Targets are an array [n] or [n, 1].

    Parameters
    ----------
    margin : float
        Pairs that are further apart than this cost nothing.
    """

    margin: float = 1.0

    name: ClassVar[str] = "contrastive"
    n_outputs: ClassVar[int] = 2


@dataclass(frozen=True)
class InBatch(Loss):
    """Two outputs; each sample's first must pick its own second among those of the batch.

    The choice is a softmax over cosines. No targets: give None.

    Parameters
    ----------
    scale : float
        Cosines are multiplied by this.
    """

    scale: float = 20.0

    name: ClassVar[str] = "in_batch"
    n_outputs: ClassVar[int] = 2
    takes_values: ClassVar[bool] = False


_ALL: tuple[type[Loss], ...] = (
    SoftmaxCrossEntropy,
    BinaryCrossEntropy,
    MeanSquaredError,
    Huber,
    Contrastive,
    InBatch,
)
_BY_NAME = {loss.name: loss for loss in _ALL}


def loss_of(loss: object) -> Loss:
    """Return a loss as it is, or the one with this name and its defaults."""
    if isinstance(loss, Loss):
        return loss
    if not isinstance(loss, str):
        msg = f"[loss] expected a Loss or its name, got {type(loss).__name__}"
        raise InputTypeError(msg)
    if loss not in _BY_NAME:
        msg = f"[loss] expected one of {', '.join(_BY_NAME)}; got {loss}"
        raise InputValueError(msg)
    return _BY_NAME[loss]()
