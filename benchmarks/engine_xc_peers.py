# SPDX-License-Identifier: Apache-2.0
"""Classifiers of many labels by others; run by an interpreter that has napkinXC and libpecos.

``python engine_xc_peers.py NAME FOLDER SEED THREADS``: FOLDER holds ``x.npz``, ``y.npz`` and
``x_test.npz``. Prints a JSON object: the five best labels of every test row, and seconds.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from engine_data import Csr

    Sets = tuple[Csr, Csr, Csr]

K = 5


def napkinxc(sets: Sets, model: Any, fitted: dict[str, Any]) -> NDArray[np.int64]:  # noqa: ANN401
    """Train a model of napkinXC in a scratch folder, as it wants one."""
    x, y, x_test = sets
    labels = [y.indices[a:b].tolist() for a, b in zip(y.indptr, y.indptr[1:], strict=False)]
    with tempfile.TemporaryDirectory() as folder:
        learner = model(folder, **fitted)
        learner.fit(x, labels)
        found = learner.predict(x_test, top_k=K)
    return np.array([(list(row) + [-1] * K)[:K] for row in found])


def napkinxc_plt(sets: Sets, seed: int, threads: int) -> NDArray[np.int64]:
    """Return the best labels of three probabilistic label trees."""
    from napkinxc.models import PLT

    return napkinxc(sets, PLT, {"ensemble": 3, "seed": seed, "threads": threads})


def napkinxc_br(sets: Sets, seed: int, threads: int) -> NDArray[np.int64]:
    """Return the best labels of one logistic regression a label."""
    from napkinxc.models import BR

    return napkinxc(sets, BR, {"seed": seed, "threads": threads})


def pecos(sets: Sets, seed: int, threads: int) -> NDArray[np.int64]:
    """Return the best labels of libpecos' XR-Linear with its defaults and a beam of 20."""
    from pecos.xmc import Indexer, LabelEmbeddingFactory
    from pecos.xmc.xlinear.model import XLinearModel

    x, y, x_test = (part.astype(np.float32) for part in sets)
    features = LabelEmbeddingFactory.create(y, x, method="pifa")
    tree = Indexer.gen(features, nr_splits=16, max_leaf_size=100, seed=seed, threads=threads)
    model = XLinearModel.train(x, y, C=tree, threads=threads)
    return best(model.predict(x_test, only_topk=K, beam_size=20, threads=threads).toarray())


def linear(sets: Sets, classifier: Any, threads: int) -> NDArray[np.int64]:  # noqa: ANN401
    """Return the best labels of one classifier a label."""
    import joblib
    from sklearn.multiclass import OneVsRestClassifier

    x, y, x_test = sets
    used = np.flatnonzero(np.asarray(y.sum(0)).ravel())  # a class needs an example
    model = OneVsRestClassifier(classifier, n_jobs=threads)
    with joblib.parallel_config(backend="threading"):  # liblinear lets other threads run
        model.fit(x, y[:, used].astype(np.int64))
    return used[best(np.asarray(model.decision_function(x_test)))]


def linear_svc(sets: Sets, seed: int, threads: int) -> NDArray[np.int64]:
    """Return the best labels of one-vs-rest LinearSVC, C 1."""
    from sklearn.svm import LinearSVC

    return linear(sets, LinearSVC(C=1.0, random_state=seed), threads)


def logistic(sets: Sets, seed: int, threads: int) -> NDArray[np.int64]:
    """Return the best labels of one-vs-rest LogisticRegression, C 10."""
    from sklearn.linear_model import LogisticRegression

    return linear(sets, LogisticRegression(C=10.0, solver="liblinear", random_state=seed), threads)


def best(scores: NDArray[Any]) -> NDArray[np.int64]:
    """Return the columns of the largest scores of each row, best first."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :K]


PEERS: dict[str, Callable[[Any, int, int], NDArray[np.int64]]] = {
    "napkinXC PLT": napkinxc_plt,
    "napkinXC BR": napkinxc_br,
    "libpecos XR-Linear": pecos,
    "LinearSVC one-vs-rest": linear_svc,
    "LogisticRegression one-vs-rest": logistic,
}


def main() -> None:
    """Run one peer."""
    name, folder, seed, threads = sys.argv[1:5]
    sets = [sparse.load_npz(Path(folder) / f"{part}.npz") for part in ("x", "y", "x_test")]
    start = time.perf_counter()
    found = PEERS[name]((sets[0], sets[1], sets[2]), int(seed), int(threads))
    seconds = time.perf_counter() - start
    print(json.dumps({"found": found.tolist(), "seconds": seconds}))


if __name__ == "__main__":
    main()
