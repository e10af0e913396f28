# SPDX-License-Identifier: Apache-2.0
"""Draw the figures of docs/engine.md from docs/engine_results.json, which benchmarks write.

``.venv-bench/bin/python docs/make_figures.py [--out DIR]``; needs matplotlib, which the
environment of the benchmarks has.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Axes: TypeAlias = Any
"""Of matplotlib, which is not installed where types are checked."""

HERE = Path(__file__).parent
RESULTS = HERE / "engine_results.json"
COLOURS = ("#0b6e99", "#c7522a", "#6a8f3c", "#8a5aa8", "#b8860b", "#555555")
METHODS = {
    "fp32": "all rows, floats",
    "scan": "all rows, bytes",
    "cells": "cells of sketches",
    "srp": "signed projections",
    "dwta": "winner-take-all",
    "random": "random rows",
}


def points(topics: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return the points of one kind from all topics."""
    return [point for topic in topics for point in topic["points"] if point["kind"] == kind]


def throughput(axes: Axes, topics: list[dict[str, Any]]) -> None:
    """Draw samples a second while training, ours and PyTorch's."""
    found = points(topics, "throughput")
    ways = {"ours": "Findling", "sampled": "PyTorch, sampled softmax", "dense": "PyTorch, dense"}
    for number, (key, name) in enumerate(ways.items()):
        bars = [(i, point[key]) for i, point in enumerate(found) if key in point]
        places = [i + (number - 1) * 0.27 for i, _ in bars]
        heights = [statistics.median(values) for _, values in bars]
        axes.bar(places, heights, 0.25, label=name, color=COLOURS[number])
        for place, height in zip(places, heights, strict=True):
            axes.annotate(f"{height:,.0f}", (place, height), ha="center", va="bottom", fontsize=7)
    axes.set_yscale("log")
    axes.margins(y=0.2)  # room for the legend
    axes.set_xticks(range(len(found)), [point["task"] for point in found])
    axes.set_ylabel("samples a second, training")
    axes.legend(frameon=False, fontsize=8)


def recall(axes: Axes, topics: list[dict[str, Any]]) -> None:
    """Draw how many of the ten best rows each way finds, and in what time."""
    found = [point for point in points(topics, "recall") if point["rows"] == 60_000]
    for colour, (method, name) in zip(COLOURS, METHODS.items(), strict=True):
        own = sorted(
            (point["p50_us"], point["recall_10"]) for point in found if point["method"] == method
        )
        if own:
            times, shares = zip(*own, strict=True)
            axes.plot(times, shares, "o", color=colour, label=name, markersize=4)
    axes.set_xscale("log")
    axes.set_xlabel("microseconds a query, median, one thread (60,000 rows of 256)")
    axes.set_ylabel("share of the ten best found")
    axes.legend(frameon=False, fontsize=8)


def sparsity(axes: Axes, topics: list[dict[str, Any]]) -> None:
    """Draw P@1 and time of a prediction over the share of neurons that are looked at."""
    found = sorted(points(topics, "sparsity"), key=lambda point: point["sparsity"])
    shares = [point["sparsity"] for point in found]
    axes.plot(shares, [point["p1"] for point in found], "o-", color=COLOURS[0])
    axes.set_xscale("log")
    axes.set_xlabel("sparsity: share of the 60,000 neurons that are looked at (1: all, exact)")
    axes.set_ylabel("P@1", color=COLOURS[0])
    axes.set_ylim(0, 1.05)
    times = axes.twinx()
    times.plot(shares, [point["p50_ms"] for point in found], "s--", color=COLOURS[1])
    times.set_yscale("log")
    times.set_ylabel("milliseconds a prediction, median", color=COLOURS[1])


FIGURES: dict[str, Callable[[Axes, list[dict[str, Any]]], None]] = {
    "engine_throughput": throughput,
    "engine_recall": recall,
    "engine_sparsity": sparsity,
}


def main() -> int:
    """Draw all figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=HERE / "images", help="folder of the pictures")
    given = parser.parse_args()
    importlib.import_module("matplotlib").use("agg")
    plt: Any = importlib.import_module("matplotlib.pyplot")
    topics = json.loads(RESULTS.read_text(encoding="utf-8"))
    for name, draw in FIGURES.items():
        figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
        draw(axes, topics)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(given.out / f"{name}.png", dpi=110, metadata={"Software": None})
        plt.close(figure)
    return 0


if __name__ == "__main__":
    sys.exit(main())
