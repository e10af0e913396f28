# SPDX-License-Identifier: Apache-2.0
"""Rules that move the parameters. All of them touch only the rows that a batch has used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from findling import _core
from findling.bolt.errors import InputTypeError, InputValueError


@dataclass(frozen=True)
class Optimizer:
    """What all rules have.

    Parameters
    ----------
    lr : float
        Step size before the schedule.
    weight_decay : float
        Matrices shrink by ``lr * weight_decay`` a step, apart from the gradient; rows that slept
        catch up when they are next used.
    """

    lr: float = 1e-3
    weight_decay: float = field(default=0.0, kw_only=True)

    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.lr < float("inf"):
            msg = f"[optimizer] expected lr of 0 or more, got {self.lr}"
            raise InputValueError(msg)

    def to_core(self) -> _core.OptimizerConfig:
        """Return the engine's form."""
        config = _core.OptimizerConfig(self.name)
        config.weight_decay = self.weight_decay
        return config


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam [1]_ for touched rows; 8 bytes a parameter.

    Parameters
    ----------
    beta1, beta2 : float
        Memory of the first and second moment.
    eps : float
        Added to the root.
    decay_while_asleep : bool
        Whether the moments of a row fade in steps that do not use it, as dense Adam's would. Off is
        what PyTorch calls SparseAdam.

    References
    ----------
    .. [1] Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
    """

    beta1: float = field(default=0.9, kw_only=True)
    beta2: float = field(default=0.999, kw_only=True)
    eps: float = field(default=1e-8, kw_only=True)
    decay_while_asleep: bool = field(default=False, kw_only=True)

    name: ClassVar[str] = "adam"

    def to_core(self) -> _core.OptimizerConfig:
        """Return the engine's form."""
        config = super().to_core()
        config.beta1, config.beta2, config.eps = self.beta1, self.beta2, self.eps
        config.decay_while_asleep = self.decay_while_asleep
        return config


@dataclass(frozen=True)
class SGD(Optimizer):
    """Plain steps against the gradient; 4 bytes a parameter with momentum, none without.

    Parameters
    ----------
    momentum : float
        Share of the last step that goes into the next.
    """

    lr: float = 1e-2
    momentum: float = field(default=0.0, kw_only=True)

    name: ClassVar[str] = "sgd"

    def to_core(self) -> _core.OptimizerConfig:
        """Return the engine's form."""
        config = super().to_core()
        config.beta1 = self.momentum
        return config


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """Steps that shrink with what a row has moved so far; 4 bytes a row, for huge tables.

    Parameters
    ----------
    eps : float
        Added to the root.
    """

    lr: float = 1e-2
    eps: float = field(default=1e-8, kw_only=True)

    name: ClassVar[str] = "adagrad"

    def to_core(self) -> _core.OptimizerConfig:
        """Return the engine's form."""
        config = super().to_core()
        config.eps = self.eps
        return config


_BY_NAME: dict[str, type[Optimizer]] = {rule.name: rule for rule in (Adam, SGD, Adagrad)}


def optimizer_of(optimizer: object) -> Optimizer:
    """Return a rule as it is, or the one with this name and its defaults."""
    if isinstance(optimizer, Optimizer):
        return optimizer
    if not isinstance(optimizer, str):
        msg = f"[optimizer] expected an Optimizer or its name, got {type(optimizer).__name__}"
        raise InputTypeError(msg)
    if optimizer not in _BY_NAME:
        msg = f"[optimizer] expected one of {', '.join(_BY_NAME)}; got {optimizer}"
        raise InputValueError(msg)
    return _BY_NAME[optimizer]()
