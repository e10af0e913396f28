# SPDX-License-Identifier: Apache-2.0
"""A network of layers: learn, predict, save."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from findling import _core
from findling.bolt.nn.description import describe
from findling.bolt.nn.learning import LearningModel
from findling.bolt.nn.training import Life

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.bolt.nn.layers import Node


class Model(LearningModel):
    """The network between inputs and outputs.

    Parameters
    ----------
    inputs, outputs : Node or list of Node
        Its two ends.
    seed : int
        What chance depends on: first weights, order of samples, dropout, sampled neurons. Same
        seed, data and calls: the same bits, at any number of threads.
    n_threads : int
        Threads that take part in work, the calling one included; 0 for one a processor.

    Notes
    -----
    Any number of threads may predict at once; a step of training waits for them and they for it.
    Targets and losses go by outputs, in their order. A model is saved by `save`, never pickled.

    Attributes
    ----------
    notes : dict
        What whoever builds on the model wants saved with it: values that JSON can hold.
    """

    def __init__(
        self,
        inputs: Node | Sequence[Node],
        outputs: Node | Sequence[Node],
        *,
        seed: int = 0,
        n_threads: int = 0,
    ) -> None:
        text = describe(
            cast("list[Node]", inputs)
            if isinstance(inputs, (list, tuple))
            else [cast("Node", inputs)],
            cast("list[Node]", outputs)
            if isinstance(outputs, (list, tuple))
            else [cast("Node", outputs)],
        )
        self._set(_core.Network(text, seed, n_threads), None, Life())
