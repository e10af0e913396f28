# SPDX-License-Identifier: Apache-2.0
"""Layers are called with nodes and give nodes; a model is made of the nodes between two ends.

Shapes: ``B`` samples, ``D`` columns of a node. A layer that is called twice has one set of
parameters: that is how two towers share theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from findling.bolt.errors import InputTypeError, InputValueError

Activation = Literal["linear", "relu", "tanh", "sigmoid", "softmax"]
Sampling = Literal["auto", "dwta", "srp", "random", "none"]


@dataclass(frozen=True, eq=False)
class Node:
    """Values that flow through a network: an input, or what a layer makes of other nodes.

    Attributes
    ----------
    layer : Layer
        What makes the values.
    sources : tuple of Node
        What the layer reads.
    """

    layer: Layer
    sources: tuple[Node, ...] = ()


@dataclass(frozen=True, eq=False)
class Layer:
    """What all layers have.

    Parameters
    ----------
    name : str
        Up to 24 letters, digits, ``_``, ``-`` or ``.``; the name of its weights too. Empty: made
        of the kind and a number.
    """

    name: str = field(default="", kw_only=True)

    @property
    def kind(self) -> str:
        """The word for this layer in a network's description."""
        raise NotImplementedError

    def settings(self) -> dict[str, str]:
        """Return what a network's description says about this layer."""
        return {}

    def over_sparse(self, name: str) -> Layer:  # noqa: ARG002 - for messages of those that cannot
        """Return the layer that does the same over a sparse input."""
        return self

    def _join(self, sources: tuple[Node, ...]) -> Node:
        for source in sources:
            if not isinstance(source, Node):  # pyright: ignore[reportUnnecessaryIsInstance] - callers
                msg = f"[network] expected {self.kind} to be called with nodes, got {source!r}"
                raise InputTypeError(msg)
        return Node(self, sources)


@dataclass(frozen=True, eq=False)
class _Unary(Layer):
    def __call__(self, source: Node) -> Node:
        """Return the node that this layer makes of another."""
        return self._join((source,))


@dataclass(frozen=True, eq=False)
class _InputLayer(Layer):
    dim: int
    sparse: bool

    @property
    def kind(self) -> str:
        return "input"

    def settings(self) -> dict[str, str]:
        return {"dim": str(self.dim), "sparse": _flag(self.sparse)}


def Input(dim: int, *, sparse: bool = False, name: str = "") -> Node:  # noqa: N802 - a noun, as Keras has it
    """Return a node that takes values from outside.

    Parameters
    ----------
    dim : int
        Columns of the samples.
    sparse : bool
        Whether samples are rows of a CSR matrix (anything with ``indptr``, ``indices`` and
        ``data``, scipy's for one), else rows of an array.
    name : str
        Its name in messages.
    """
    return Node(_InputLayer(checked_dim(dim, "input"), sparse, name=name))


@dataclass(frozen=True, eq=False)
class Embedding(_Unary):
    """One learned row for each column of a sparse input: the sum of value * row.

    The same as a `Linear` layer over the input, stored so that a batch costs what it touches.

    Parameters
    ----------
    dim : int
        Columns that come out.
    activation : {"linear", "relu", "tanh", "sigmoid"}
        What is done to each value.
    bias : bool
        Whether each column has an offset of its own.
    """

    dim: int
    activation: Activation = field(default="linear", kw_only=True)
    bias: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        checked_dim(self.dim, "embedding")

    @property
    def kind(self) -> str:
        """The word for this layer in a network's description."""
        return "embedding"

    def settings(self) -> dict[str, str]:
        """Return what a network's description says about this layer."""
        return {
            "dim": str(self.dim),
            "activation": self.activation,
            "bias": _flag(self.bias),
        }


@dataclass(frozen=True, eq=False)
class Linear(_Unary):
    """``activation(W x + b)``, of which training may compute a part of the neurons only.

    Over a sparse input it becomes an `Embedding` of the same settings, with all neurons active:
    there the values of a sample are few, not the neurons.

    Parameters
    ----------
    dim : int
        Neurons, the columns that come out.
    sparsity : float or "auto"
        Share of the neurons that a batch of training computes and updates: those its labels name
        and those ``sampling`` proposes, up to this share. 1 computes all. "auto" takes all of up to
        2,048 neurons and about a thousand of more.
    activation : {"linear", "relu", "tanh", "sigmoid", "softmax"}
        What is done to each value; softmax on outputs only.
    sampling : {"auto", "dwta", "srp", "random", "none"}
        Who chooses the neurons: hash tables over the weights (winner-take-all or signed random
        projections), chance, or nobody (the labels of the batch alone). The neurons of an output
        are shared by a batch; in a hidden layer hash tables choose for every sample by itself.
        "auto" is "random", the cheapest at the same accuracy so far.
    bias : bool
        Whether each neuron has an offset.
    normalise : bool
        Whether a value is ``scale`` times the cosine of input and neuron instead of their product.
        The best choice for wide outputs.
    scale : float
        See ``normalise``.
    """

    dim: int
    sparsity: float | Literal["auto"] = field(default=1.0, kw_only=True)
    activation: Activation = field(default="linear", kw_only=True)
    sampling: Sampling = field(default="auto", kw_only=True)
    bias: bool = field(default=True, kw_only=True)
    normalise: bool = field(default=False, kw_only=True)
    scale: float = field(default=1.0, kw_only=True)

    def __post_init__(self) -> None:
        checked_dim(self.dim, "linear")

    @property
    def kind(self) -> str:
        """The word for this layer in a network's description."""
        return "linear"

    def settings(self) -> dict[str, str]:
        """Return what a network's description says about this layer."""
        return {
            "dim": str(self.dim),
            "sparsity": self.sparsity if isinstance(self.sparsity, str) else repr(self.sparsity),
            "sampling": self.sampling,
            "activation": self.activation,
            "bias": _flag(self.bias),
            "normalise": _flag(self.normalise),
            "scale": repr(float(self.scale)),
        }

    def over_sparse(self, name: str) -> Embedding:
        """Return the embedding that computes the same from the columns that are not 0.

        Raises
        ------
        InputValueError
            When only a part of the neurons is wanted, or cosines.
        """
        if self.normalise or self.sparsity not in (1.0, "auto"):
            msg = (
                f"[network] linear {name}: expected sparsity 1 and no normalise over a sparse "
                "input: put an embedding between"
            )
            raise InputValueError(msg)
        return Embedding(self.dim, activation=self.activation, bias=self.bias)


@dataclass(frozen=True, eq=False)
class LayerNorm(_Unary):
    """Each sample made mean 0 and variance 1, then scaled and shifted by what is learned."""

    @property
    def kind(self) -> str:
        """The word for this layer in a network's description."""
        return "layer_norm"


@dataclass(frozen=True, eq=False)
class Dropout(_Unary):
    """In training, each value is dropped with the chance ``rate`` and the rest grows for it.

    Parameters
    ----------
    rate : float
        From 0 to below 1.
    """

    rate: float = 0.5

    @property
    def kind(self) -> str:
        """The word for this layer in a network's description."""
        return "dropout"

    def settings(self) -> dict[str, str]:
        """Return what a network's description says about this layer."""
        return {"rate": repr(float(self.rate))}


@dataclass(frozen=True, eq=False)
class Concat(Layer):
    """The columns of several nodes side by side."""

    @property
    def kind(self) -> str:
        """The word for this layer in a network's description."""
        return "concat"

    def __call__(self, *sources: Node) -> Node:
        """Return the node that has the columns of all ``sources``, in their order."""
        return self._join(sources)


def _flag(value: bool) -> str:
    return "1" if value else "0"


def checked_dim(dim: object, kind: str) -> int:
    """Return a number of columns, or raise a sentence that names the kind of layer."""
    if isinstance(dim, bool) or not isinstance(dim, int):
        msg = f"[network] expected dim of {kind} to be a whole number, got {dim!r}"
        raise InputTypeError(msg)
    if dim < 1:
        msg = f"[network] expected dim of {kind} to be 1 or more, got {dim}"
        raise InputValueError(msg)
    return dim
