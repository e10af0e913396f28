# SPDX-License-Identifier: Apache-2.0
"""Nodes written down as the text that the engine compiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.bolt.nn.layers import Layer, Node


def describe(inputs: Sequence[Node], outputs: Sequence[Node]) -> str:
    """Return the description of the network between ``inputs`` and ``outputs``.

    Raises
    ------
    InputValueError
        When an output depends on an input that is not named, or an input on nothing.
    """
    order = _ordered(inputs, outputs)
    places = {id(node): i for i, node in enumerate(order)}
    names = _Names()
    lines = [_line(node, names, places) for node in order]
    lines.append("outputs " + ",".join(str(places[id(node)]) for node in outputs))
    return "\n".join(lines) + "\n"


def _ordered(inputs: Sequence[Node], outputs: Sequence[Node]) -> list[Node]:
    """Return all nodes, each after what it reads, the inputs first."""
    order: list[Node] = list(inputs)
    seen = {id(node) for node in inputs}
    for node in inputs:
        if node.sources:
            msg = f"[network] expected inputs to be made by Input, got a {node.layer.kind}"
            raise InputValueError(msg)
    # Without recursion: a network may be deeper than Python's stack.
    stack = [(node, False) for node in reversed(outputs)]
    while stack:
        node, sources_done = stack.pop()
        if id(node) in seen:
            continue
        if not node.sources:
            name = node.layer.name or "without a name"
            msg = (
                f"[network] expected all inputs to be given, got an output that reads input {name}"
            )
            raise InputValueError(msg)
        if sources_done:
            seen.add(id(node))
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((source, False) for source in reversed(node.sources))
    return order


class _Names:
    """A name for every layer: its own, or its kind and the lowest free number."""

    def __init__(self) -> None:
        self._of_layer: dict[int, str] = {}
        self._counts: dict[str, int] = {}

    def of(self, layer: Layer) -> str:
        known = self._of_layer.get(id(layer))
        # Layers that learn nothing are not shared: every use has a name of its own.
        if known is not None and layer.kind not in ("concat", "dropout"):
            return known
        name = layer.name
        if not name or name in self._of_layer.values():
            if name:
                msg = f"[network] expected every layer to have its own name, got {name} twice"
                raise InputValueError(msg)
            number = self._counts.get(layer.kind, 0) + 1
            self._counts[layer.kind] = number
            name = f"{layer.kind}_{number}"
        self._of_layer[id(layer)] = name
        return name


def _line(node: Node, names: _Names, places: dict[int, int]) -> str:
    name = _checked_word(names.of(node.layer))
    layer = node.layer.over_sparse(name) if _is_sparse(node.sources) else node.layer
    parts = [layer.kind, name]
    if node.sources:
        parts.append("from=" + ",".join(str(places[id(source)]) for source in node.sources))
    parts += [f"{key}={_checked_word(value)}" for key, value in layer.settings().items()]
    return " ".join(parts)


def _is_sparse(sources: Sequence[Node]) -> bool:
    return any(source.layer.settings().get("sparse") == "1" for source in sources)


def _checked_word(word: str) -> str:
    """Return a word that cannot be taken for anything else in a description."""
    if not re.fullmatch(r"[A-Za-z0-9_.+-]{1,64}", word):
        msg = f"[network] expected a word of letters, digits, '_', '-' or '.', got {word!r}"
        raise InputValueError(msg)
    return word
