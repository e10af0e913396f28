# SPDX-License-Identifier: Apache-2.0
"""``findling eval``: measure on test collections with human judgements."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from findling.cli.arguments import add_json
from findling.cli.results import to_json
from findling.services.classifying import ClassifyReport, evaluate_classify
from findling.services.evaluation import RetrievalReport, evaluate_retrieval
from findling.services.labels_evaluation import LabelsReport, evaluate_labels
from findling.services.peer_evaluation import PeerReport, evaluate_peers
from findling.services.peers import missing
from findling.services.teaching_evaluation import TeachingReport, evaluate_teaching

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from _typeshed import DataclassInstance

    from findling.cli.arguments import Subparsers

Report = TypeVar("Report", bound="DataclassInstance")

_HEADINGS = (
    *("collection", "nDCG@10", "recall@100", "MRR@10", "fit s", "CPU s"),
    *("p50 ms", "p95 ms", "passages/s", "index MB", "peak MB"),
)

_XC_HEADINGS = (
    *("set", "samples", "features", "labels", "tested", "P@1", "P@3", "P@5"),
    *("fit s", "ms/sample"),
)

_CLASSIFY_HEADINGS = (
    *("collection", "texts", "classes", "accuracy", "macro-F1", "ECE"),
    *("95 % share", "right", "fit s", "texts/s", "one, ms"),
)

_TEACH_HEADINGS = (
    *("collection", "taught", "tested", "nDCG before", "nDCG after"),
    *("P@1 before", "P@1 after", "teach ms", "p50 ms", "p95 ms"),
)


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("eval", help="measure how well things are found")
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    retrieval = kinds.add_parser("retrieval", help="on test collections in the BEIR layout")
    retrieval.add_argument("folders", nargs="+", type=Path, metavar="BEIR_DIR")
    retrieval.add_argument("--split", default="test", help="which judgements (default: test)")
    retrieval.add_argument("--seed", type=int, default=0, help="what chance depends on")
    retrieval.add_argument(
        "--peers", action="store_true", help="also BM25 and a sentence transformer, if installed"
    )
    retrieval.add_argument(
        "--peer-model",
        type=Path,
        metavar="DIR",
        help="folder of the sentence transformer (default: a packaged all-MiniLM-L6-v2)",
    )
    add_json(retrieval)
    retrieval.set_defaults(run=run)

    teach = kinds.add_parser("teach", help="the same before and after learning from judged queries")
    teach.add_argument("folders", nargs="+", type=Path, metavar="BEIR_DIR")
    teach.add_argument("--seed", type=int, default=0, help="what chance depends on")
    add_json(teach)
    teach.set_defaults(run=run_teach)

    texts = kinds.add_parser("classify", help="classes of texts in train.tsv and test.tsv")
    texts.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    texts.add_argument("--seed", type=int, default=0, help="what chance depends on")
    add_json(texts)
    texts.set_defaults(run=run_classify)

    labels = kinds.add_parser("xc", help="labels of samples in XMLRepository files")
    labels.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    labels.add_argument("--seed", type=int, default=0, help="what chance depends on")
    add_json(labels)
    labels.set_defaults(run=run_labels)


def run(options: argparse.Namespace) -> int:
    """Measure each collection and print a line as soon as it is done."""
    if not options.json:
        print(_line(_HEADINGS))
    for folder in options.folders:
        report = evaluate_retrieval(folder, options.split, options.seed)
        print(to_json(report) if options.json else _line(_cells(report)), flush=True)
        if options.peers:
            _print_peers(folder, options)
    if options.peers:
        for sentence in missing(options.peer_model):
            print(sentence, file=sys.stderr)
    return 0


def _print_peers(folder: Path, options: argparse.Namespace) -> None:
    """Print a line for each peer below ours."""
    for report in evaluate_peers(folder, options.split, options.peer_model):
        print(to_json(report) if options.json else _line(_peer_cells(report)), flush=True)


def run_teach(options: argparse.Namespace) -> int:
    """Teach each collection from ``train.tsv`` and measure on ``test.tsv``."""
    return _print_each(options, _TEACH_HEADINGS, evaluate_teaching, _teach_cells)


def run_classify(options: argparse.Namespace) -> int:
    """Learn classes from ``train.tsv`` and measure on ``test.tsv``."""
    return _print_each(options, _CLASSIFY_HEADINGS, evaluate_classify, _classify_cells)


def run_labels(options: argparse.Namespace) -> int:
    """Learn labels from ``train.txt`` and measure on ``test.txt``."""
    return _print_each(options, _XC_HEADINGS, evaluate_labels, _labels_cells)


def _print_each(
    options: argparse.Namespace,
    headings: tuple[str, ...],
    evaluate: Callable[[Path, int], Report],
    cells: Callable[[Report], tuple[str, ...]],
) -> int:
    """Measure each folder and print a line as soon as it is done."""
    if not options.json:
        print(_line(headings))
    for folder in options.folders:
        report = evaluate(folder, options.seed)
        print(to_json(report) if options.json else _line(cells(report)), flush=True)
    return 0


def _classify_cells(report: ClassifyReport) -> tuple[str, ...]:
    return (
        report.collection,
        f"{report.texts}",
        f"{report.classes}",
        f"{report.accuracy:.4f}",
        f"{report.macro_f1:.4f}",
        f"{report.ece:.4f}",
        f"{report.sure_share:.3f}",
        f"{report.sure_accuracy:.3f}",
        f"{report.fit_seconds:.2f}",
        f"{report.texts_per_second:.0f}",
        f"{report.single_ms_p50:.3f}",
    )


def _labels_cells(report: LabelsReport) -> tuple[str, ...]:
    return (
        report.collection,
        f"{report.samples}",
        f"{report.features}",
        f"{report.labels}",
        f"{report.tested}",
        f"{report.precision_1:.4f}",
        f"{report.precision_3:.4f}",
        f"{report.precision_5:.4f}",
        f"{report.fit_seconds:.2f}",
        f"{report.predict_ms:.3f}",
    )


def _teach_cells(report: TeachingReport) -> tuple[str, ...]:
    return (
        report.collection,
        f"{report.taught}",
        f"{report.queries}",
        f"{report.before.ndcg_10:.4f}",
        f"{report.after.ndcg_10:.4f}",
        f"{report.before.precision_1:.4f}",
        f"{report.after.precision_1:.4f}",
        f"{report.teach_ms:.2f}",
        f"{report.query_ms_p50:.2f}",
        f"{report.query_ms_p95:.2f}",
    )


def _peer_cells(report: PeerReport) -> tuple[str, ...]:
    return (
        f"  {report.peer}",
        f"{report.ndcg_10:.4f}",
        f"{report.recall_100:.4f}",
        f"{report.mrr_10:.4f}",
        f"{report.fit_seconds:.2f}",
        f"{report.fit_cpu_seconds:.2f}",
        f"{report.query_ms_p50:.2f}",
        f"{report.query_ms_p95:.2f}",
    )


def _cells(report: RetrievalReport) -> tuple[str, ...]:
    return (
        report.collection,
        f"{report.ndcg_10:.4f}",
        f"{report.recall_100:.4f}",
        f"{report.mrr_10:.4f}",
        f"{report.fit_seconds:.2f}",
        f"{report.fit_cpu_seconds:.2f}",
        f"{report.query_ms_p50:.2f}",
        f"{report.query_ms_p95:.2f}",
        f"{report.passages_per_second:.0f}",
        f"{report.index_bytes / 1e6:.1f}",
        f"{report.peak_bytes / 1e6:.0f}",
    )


def _line(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f"{first:<26}" + "".join(f"{cell:>12}" for cell in others)
