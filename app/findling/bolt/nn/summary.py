# SPDX-License-Identifier: Apache-2.0
"""A network's description read back, and shown as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling import _core

_BYTES_A_PARAMETER = 4


@dataclass(frozen=True)
class NodeInfo:
    """One line of a description."""

    kind: str
    name: str
    dim: int
    sources: tuple[int, ...]
    sparsity: float


def read_nodes(graph: str) -> tuple[list[NodeInfo], list[int]]:
    """Return the nodes of a description, and which of them are outputs."""
    nodes: list[NodeInfo] = []
    outputs: list[int] = []
    for line in graph.splitlines():
        kind, rest = line.split(" ", 1)
        if kind == "outputs":
            outputs = [int(i) for i in rest.split(",")]
            continue
        name, *pairs = rest.split(" ")
        keys = dict(pair.split("=", 1) for pair in pairs)
        sources = tuple(int(i) for i in keys["from"].split(",")) if "from" in keys else ()
        nodes.append(
            NodeInfo(kind, name, int(keys["dim"]), sources, float(keys.get("sparsity", "1")))
        )
    return nodes, outputs


def read_graph(graph: str) -> tuple[list[NodeInfo], list[NodeInfo]]:
    """Return the inputs and the outputs of a description."""
    nodes, outputs = read_nodes(graph)
    return [node for node in nodes if node.kind == "input"], [nodes[i] for i in outputs]


def summarise(network: _core.Network) -> str:
    """Return a table of the layers with their shapes, parameters and bytes."""
    nodes, outputs = read_nodes(network.graph)
    shapes = {name: network.table_shape(name) for name in network.table_names()}
    rows = [("layer", "kind", "reads", "columns", "active", "parameters")]
    counted: set[str] = set()
    for i, node in enumerate(nodes):
        n = sum(a * b for name, (a, b) in shapes.items() if name.rpartition("/")[0] == node.name)
        shared = node.name in counted
        counted.add(node.name)
        rows.append(
            (
                node.name + (" (out)" if i in outputs else ""),
                node.kind,
                ", ".join(nodes[j].name for j in node.sources) or "-",
                f"{node.dim:,}",
                f"{node.sparsity:.3%}" if node.sparsity < 1.0 else "all",
                "shared" if shared and n else f"{n:,}",
            )
        )
    widths = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    total = sum(a * b for a, b in shapes.values())
    lines.append(f"{total:,} parameters, {total * _BYTES_A_PARAMETER / 1e6:,.1f} MB in float32")
    return "\n".join(lines)
