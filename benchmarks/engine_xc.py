# SPDX-License-Identifier: Apache-2.0
"""Many labels: `ExtremeClassifier` beside napkinXC, libpecos and scikit-learn."""

from __future__ import annotations

import importlib
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import norm as row_norms

from common import ROOT, Repeated, Row
from engine_data import Csr, precision, xml_repository
from engine_topic import THREADS, Findings, child

PYTHON: Final = ROOT / ".venv-bench" / "xc" / "bin" / "python"
PEERS: Final = (
    "napkinXC PLT",
    "napkinXC BR",
    "libpecos XR-Linear",
    "LinearSVC one-vs-rest",
    "LogisticRegression one-vs-rest",
)
KS: Final = (1, 3, 5)


def ours(folder: str, seed: int) -> dict[str, Any]:
    """Fit `ExtremeClassifier` with its defaults; return P@k and seconds."""
    bolt: Any = importlib.import_module("findling.bolt")
    task = xml_repository(Path(folder))
    start = time.perf_counter()
    model = bolt.ExtremeClassifier(seed=seed, n_threads=THREADS).fit(task.x, task.y)
    found = np.asarray(model.predict(task.x_test, top_k=5).labels)
    seconds = time.perf_counter() - start
    return {f"p{k}": precision(found, task.y_test, k) for k in KS} | {"seconds": seconds}


TASKS = {"ours": ours}


def _peer(name: str, folder: Path, y_test: Csr, seed: int) -> dict[str, float]:
    """Run one peer by the interpreter that has it."""
    script = Path(__file__).with_name("engine_xc_peers.py")
    command = [str(PYTHON), "-W", "ignore", str(script), name, str(folder), str(seed), str(THREADS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    found = np.array(answer["found"])
    return {f"p{k}": precision(found, y_test, k) for k in KS} | {"seconds": answer["seconds"]}


def measure(data: Path, *, quick: bool) -> Findings:
    """Compare P@1, P@3 and P@5 on bibtex and delicious."""
    findings = Findings()
    for name in ("bibtex",) if quick else ("bibtex", "delicious"):
        _one_set(findings, data / "xc" / name, repeats=1 if quick else 3)
    if not PYTHON.exists():
        findings.notes.append("napkinXC and libpecos have no environment here and were left out.")
    return findings


def _one_set(findings: Findings, folder: Path, repeats: int) -> None:
    task = xml_repository(folder)
    mine = _gathered([child("xc.ours", folder=str(folder), seed=seed) for seed in range(repeats)])
    peers: dict[str, dict[str, Repeated]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        norms = sparse.diags(1 / np.maximum(row_norms(task.x, axis=1), 1e-9))
        test_norms = sparse.diags(1 / np.maximum(row_norms(task.x_test, axis=1), 1e-9))
        sets = {"x": norms @ task.x, "y": task.y, "x_test": test_norms @ task.x_test}
        for part, values in sets.items():
            matrix = values.tocsr()
            matrix.sort_indices()  # libpecos insists
            sparse.save_npz(Path(scratch) / f"{part}.npz", matrix)
        for name in PEERS if PYTHON.exists() else ():
            # Only label trees depend on chance; the others give the same again.
            seeds = range(repeats if name in ("napkinXC PLT", "libpecos XR-Linear") else 1)
            runs = [_peer(name, Path(scratch), task.y_test, seed) for seed in seeds]
            peers[name] = _gathered(runs)
    for k in KS:
        score = mine[f"p{k}"]
        found = {name: values[f"p{k}"].median for name, values in peers.items()}
        top = max(found, key=lambda name: found[name], default="")
        others = ", ".join(f"{name} {value:.4f}" for name, value in found.items() if name != top)
        told = f"{top}; {others}" if top else ""
        goal = found.get(top)
        row = Row(f"{folder.name}: P@{k}", score.median, goal, goal, told, spread=score.spread)
        findings.rows.append(row)
    seconds = {name: values["seconds"].median for name, values in peers.items()}
    told = ", ".join(f"{name} {value:.1f}" for name, value in seconds.items())
    fastest = min(seconds.values(), default=None)
    spread = mine["seconds"].spread
    findings.rows.append(
        Row(
            f"{folder.name}: seconds to fit and predict",
            mine["seconds"].median,
            None,
            fastest,
            told,
            lower_is_better=True,
            spread=spread,
        )
    )


def _gathered(runs: list[dict[str, float]]) -> dict[str, Repeated]:
    return {name: Repeated([run[name] for run in runs]) for name in runs[0]}
