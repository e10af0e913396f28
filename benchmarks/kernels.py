# SPDX-License-Identifier: Apache-2.0
"""Measure the kernels of the engine on one thread beside numpy (OpenBLAS) on one thread.

Builds ``benchmarks/cpp`` with the CMake preset ``release`` first, so it needs a C++ compiler.
Portable kernels are those of the variant ``scalar``: plain loops, -O3, for any x86-64.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from common import ROOT, Repeated, Row, in_child, options, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

THREADS: Final = "OPENBLAS_NUM_THREADS"
PEER: Final = "numpy with OpenBLAS, one thread"

# Scores of a training batch, the two gradients behind them, and one task of the first.
SHAPES: Final = ((512, 768, 256), (512, 256, 768), (768, 256, 512), (64, 768, 256))
SCANS: Final = ((20_000, 256), (4_096, 384), (1_000, 4_096))

# How many times as fast as portable code a variant must be, by kernel and variant.
FASTER: Final = {
    ("dot", "avx2"): 1.7,
    ("dot", "avx512"): 2.0,
    ("axpy", "avx2"): 4.0,
    ("axpy", "avx512"): 4.0,
    ("dot_i8", "avx2vnni"): 5.0,
    ("dot_i8", "avx512vnni"): 5.0,
}
OF_NUMPY: Final = {"gemm": 0.7, "dot_rows": 1 / 1.2}


def best_seconds(run: Callable[[], object]) -> float:
    """Return the best time of many runs: other work on the machine only ever adds time."""
    times: list[float] = []
    while len(times) < 5 or (sum(times) < 0.4 and len(times) < 2000):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def peer_gops() -> dict[str, float]:
    """Return the speed of numpy in 10^9 operations a second, by measure."""
    import numpy as np  # after the number of its threads was set

    rng = np.random.default_rng(1)

    def floats(*shape: int) -> NDArray[np.float32]:
        return rng.standard_normal(shape, dtype=np.float32)

    def seconds_of(
        left: NDArray[np.float32], right: NDArray[np.float32], out: NDArray[np.float32]
    ) -> float:
        return best_seconds(lambda: np.matmul(left, right, out=out))

    gops: dict[str, float] = {}
    for m, n, k in SHAPES:
        a, b, out = floats(m, k), floats(n, k), np.empty((m, n), np.float32)
        at, bt = np.ascontiguousarray(a.T), np.ascontiguousarray(b.T)
        operands = {"nt": (a, b.T), "nn": (a, bt), "tn": (at.T, bt)}
        for layout, (left, right) in operands.items():
            gops[f"gemm_{layout} {m}x{n}x{k}"] = 2e-9 * m * n * k / seconds_of(left, right, out)
    for n_rows, dim in SCANS:
        rows, x = floats(n_rows, dim), floats(dim)
        gops[f"dot_rows {n_rows}x{dim}"] = (
            2e-9 * rows.size / best_seconds(lambda r=rows, v=x: r @ v)
        )
    return gops


def built(target: str) -> Path:
    """Build a program of ``benchmarks/cpp`` as the engine is shipped, and return its path."""
    for command in (
        ["cmake", "--preset", "release"],
        ["cmake", "--build", "--preset", "release", "--target", target],
    ):
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    suffix = ".exe" if sys.platform == "win32" else ""
    return ROOT / "build" / "release" / "benchmarks" / "cpp" / f"{target}{suffix}"


def our_measures(program: Path) -> list[dict[str, Any]]:
    """Run the C++ benchmark and return its lines."""
    done = subprocess.run([program], check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def measured_rows(repeats: int) -> list[Row]:
    """Measure numpy and ours in turns; return a row a kernel and variant."""
    os.environ[THREADS] = "1"  # read when the child imports numpy
    program = built("kernel_bench")
    peers: dict[str, Repeated] = {}
    speeds: dict[tuple[str, str], Repeated] = {}
    pool: dict[str, Repeated] = {}
    fastest = ""
    for _ in range(repeats):
        for measure, gops in in_child(__file__, "peer").items():
            peers.setdefault(measure, Repeated()).values.append(gops)
        for line in our_measures(program):
            measure, fastest = line["measure"], line["isa"]  # the pool, last, has the chosen ones
            if measure.startswith("parallel_for"):
                pool.setdefault(measure, Repeated()).values.append(line["microseconds"])
            else:
                speeds.setdefault((measure, line["isa"]), Repeated()).values.append(line["gops"])
    rows = [
        Row(f"{name}, microseconds", found.median, lower_is_better=True, spread=found.spread)
        for name, found in pool.items()
    ]
    for (measure, isa), speed in speeds.items():
        rows += _rows_of(measure, isa, speed, speeds, peers if isa == fastest else {})
    return rows


def _rows_of(
    measure: str,
    isa: str,
    speed: Repeated,
    speeds: dict[tuple[str, str], Repeated],
    peers: dict[str, Repeated],
) -> list[Row]:
    """Return the speed of one kernel beside numpy's or portable code's."""
    kernel = measure.partition(" ")[0]
    name = f"{isa} {measure}, 10^9 operations a second"
    if measure in peers:
        peer = peers[measure]
        goal = OF_NUMPY[kernel.partition("_n")[0].partition("_t")[0]] * peer.median
        told = f"{PEER} ({peer.spread or 'once'})"
        return [Row(name, speed.median, goal, peer.median, told, spread=speed.spread)]
    # Bytes are compared with the floats that they stand for.
    portable = speeds.get((measure.replace("dot_i8", "dot"), "scalar"))
    if isa == "scalar" or portable is None:
        return [Row(name, speed.median, spread=speed.spread)]
    goal = FASTER.get((kernel, isa)) or FASTER.get((kernel, isa.removesuffix("vnni")))
    told = "portable dot of floats" if kernel == "dot_i8" else "portable"
    wanted = None if goal is None else goal * portable.median
    return [Row(name, speed.median, wanted, portable.median, told, spread=speed.spread)]


def main() -> int:
    """Measure both and print one row a kernel and variant."""
    arguments = options("Kernels of the engine beside numpy.").parse_args()
    if arguments.task == "peer":
        print(json.dumps(peer_gops()))
        return 0
    rows = measured_rows(1 if arguments.quick else 3)
    return report(rows, ["numpy"], as_json=arguments.json, judge=not arguments.quick)


if __name__ == "__main__":
    sys.exit(main())
