# SPDX-License-Identifier: Apache-2.0
"""The map of a hundred thousand documents: how long it takes to make, and to draw once more.

``python3 dev.py bench map [--quick] [--json]``; the passages are those of ``scale.py``.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import scale_data
from common import Row, in_child, options, peak_megabytes, report

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_NEIGHBOURS = 10
_PROBES = 500


def make(data: str, n: int) -> dict[str, Any]:
    """Place passages by an encoder that learned from them; draw the map from many sides."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from findling.bolt import Retriever
    from findling.services.library_map.layout import lay_out
    from findling.services.library_map.regions import find_regions, name_regions
    from findling.ui.map.plane import Camera, draw_points

    texts = scale_data.passages(Path(data), 360_000)[:: 360_000 // n][:n]
    retriever = Retriever(epochs=2).fit(texts)
    begin = time.perf_counter()
    vectors = retriever.encode(texts)
    encoded = time.perf_counter()
    places = lay_out(vectors)
    laid = time.perf_counter()
    regions = find_regions(places)
    names = name_regions(places, regions, lambda points: [texts[i] for i in points])
    named = time.perf_counter()
    times: list[float] = []
    camera = Camera()
    for step in range(60):
        start = time.perf_counter()
        camera = camera.zoomed(1.05, 300 + step, 400, 1000, 700)
        pixels = camera.to_screen(places, 1000, 700)
        draw_points((1000, 700), "#ffffff", pixels, regions, ["#3b6fb0"] * len(names))
        times.append((time.perf_counter() - start) * 1000)
    return {
        "encode_s": encoded - begin,
        "layout_s": laid - encoded,
        "regions_s": named - laid,
        "draw_ms": times,
        "kept": _kept(vectors, places),
        "chance": N_NEIGHBOURS / n,
        "peak_mb": peak_megabytes(),
    }


def _kept(vectors: NDArray[np.float32], places: NDArray[np.float32]) -> float:
    """Return how many of the nearest in the plane are among the nearest 1 % in space."""
    n = len(places)
    shares: list[float] = []
    for i in np.random.default_rng(0).permutation(n)[:_PROBES].tolist():
        away = np.sum(np.square(places - places[i]), axis=1)
        away[i] = np.inf
        near = np.argpartition(away, N_NEIGHBOURS)[:N_NEIGHBOURS]
        cosines = vectors @ vectors[i]
        limit = np.partition(cosines, -n // 100)[-n // 100]
        shares.append(float(np.mean(cosines[near] >= limit)))
    return statistics.mean(shares)


def main() -> int:
    """Run the benchmark."""
    args = options(__doc__ or "").parse_args()
    if args.task:
        print(json.dumps(make(**json.loads(args.arguments))))
        return 0
    n = 5000 if args.quick else 100_000
    found = in_child(__file__, "make", data=str(args.data), n=n)
    times = found["draw_ms"]
    name = f"{n:,} points"
    rows = [
        Row(f"{name}: layout, s", found["layout_s"], 20, lower_is_better=True),
        Row(f"{name}: vectors of their texts, s", found["encode_s"], lower_is_better=True),
        Row(f"{name}: regions and their names, s", found["regions_s"], lower_is_better=True),
        Row(
            f"{name}: drawing while zooming, median ms",
            statistics.median(times),
            16.7,
            spread=f"{min(times):.1f}-{max(times):.1f} of {len(times)}",
            lower_is_better=True,
        ),
        Row("of the 10 nearest on the map, among the nearest 1 % by cosine", found["kept"]),
        Row(f"{name}: peak memory, MB", found["peak_mb"], lower_is_better=True),
    ]
    return report(rows, ["PySide6_Essentials"], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
