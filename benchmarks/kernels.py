# SPDX-License-Identifier: Apache-2.0
"""Measure the kernels of the engine on one thread beside numpy (OpenBLAS) on one thread.

Builds ``benchmarks/cpp`` with the CMake preset ``release`` first, so it needs a C++ compiler.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from common import ROOT, Row, in_child, options, report

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

THREADS: Final = "OPENBLAS_NUM_THREADS"
PEER: Final = "numpy with OpenBLAS, one thread"

# Scores of a training batch, the two gradients behind them, and one task of the first.
SHAPES: Final = ((512, 768, 256), (512, 256, 768), (768, 256, 512), (64, 768, 256))


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
    rows, x = floats(20000, 256), floats(256)
    gops["dot_rows 20000x256"] = 2e-9 * rows.size / best_seconds(lambda: rows @ x)
    return gops


def our_measures() -> list[dict[str, Any]]:
    """Build the C++ benchmark, run it and return its lines."""
    for command in (
        ["cmake", "--preset", "release"],
        ["cmake", "--build", "--preset", "release", "--target", "kernel_bench"],
    ):
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    suffix = ".exe" if sys.platform == "win32" else ""
    program = ROOT / "build" / "release" / "benchmarks" / "cpp" / f"kernel_bench{suffix}"
    done = subprocess.run([program], check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> int:
    """Measure both and print one row a kernel and variant."""
    arguments = options("Kernels of the engine beside numpy.").parse_args()
    if arguments.task == "peer":
        print(json.dumps(peer_gops()))
        return 0
    os.environ[THREADS] = "1"  # read when the child imports numpy
    peer = in_child(__file__, "peer")
    lines = our_measures()
    fastest = lines[-1]["isa"]  # the pool is measured last, with the kernels that were chosen
    rows: list[Row] = []
    for line in lines:
        of_peer = peer.get(line["measure"])
        goal = 0.7 * of_peer if of_peer is not None and line["isa"] == fastest else None
        if line["measure"].startswith("parallel_for"):
            name = f"{line['measure']}, microseconds"
            rows.append(Row(name, line["microseconds"], lower_is_better=True))
        else:
            name = f"{line['isa']} {line['measure']}, 10^9 operations a second"
            rows.append(Row(name, line["gops"], goal, of_peer, PEER if of_peer else ""))
    return report(rows, ["numpy"], as_json=arguments.json, judge=not arguments.quick)


if __name__ == "__main__":
    sys.exit(main())
