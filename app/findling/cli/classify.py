# SPDX-License-Identifier: Apache-2.0
"""``findling classify``: learn classes from a table of texts, and give them to other texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_library
from findling.cli.terminal import counted, printable
from findling.errors import AppError
from findling.services.classifying import (
    classify_table,
    classify_texts,
    open_classifier,
    train_on_table,
)
from findling.services.labels.keeper import LabelKeeper
from findling.services.labels.model import LabelTrainer
from findling.services.labels.outside import files_below, label_files, reading
from findling.services.library import Library
from findling.services.reading import ReaderPool
from findling.services.tables import write_rows

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from findling.cli.arguments import Subparsers
    from findling.services.classifying import TableAnswer

_COLUMNS = ("text", "label", "probability")
_FILE_COLUMNS = ("path", "label", "probability", "problem")


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "classify",
        help="learn classes from a table, and classify the rows of another",
        description="Learn classes from a .csv, .tsv or .jsonl table, and give them to the texts "
        "of other tables. Without a table to classify, lines of standard input are.",
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--train", type=Path, metavar="TABLE", help="table to learn from")
    source.add_argument("--labels", metavar="SET", help="label set of the library")
    source.add_argument("--model", type=Path, metavar="FILE", help="model saved before")
    parser.add_argument(
        "tables",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="tables to classify; with --labels files and folders",
    )
    parser.add_argument("--text-column", default="text", help="column of texts (default: text)")
    parser.add_argument("--label-column", default="label", help="column of classes to learn")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the model")
    parser.add_argument("--out", type=Path, metavar="TABLE", help=".csv, .tsv or .jsonl to write")
    parser.add_argument("--seed", type=int, default=0, help="what chance depends on")
    add_library(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Learn or open a model, then classify what is asked for."""
    if options.labels:
        return _label_files(options)
    if options.train:
        model = train_on_table(
            options.train, options.text_column, options.label_column, options.seed
        )
        n = counted(model.n_texts_, "text")
        print(f"Learned {len(model.classes_)} classes from {n}.", file=sys.stderr)
    else:
        model = open_classifier(options.model)
    if options.save:
        try:
            model.save(options.save)
        except OSError as error:
            raise AppError(f"{options.save} cannot be written.", str(error)) from error
    if options.tables:
        answers = [classify_table(model, path, options.text_column) for path in options.tables]
    elif options.save and sys.stdin.isatty():
        return 0
    else:
        answers = [classify_texts(model, sys.stdin.read().splitlines())]
    if options.out:
        write_rows(options.out, _COLUMNS, (row for answer in answers for row in _rows(answer)))
        total = sum(len(answer.texts) for answer in answers)
        print(f"Wrote {counted(total, 'row')} to {options.out}.", file=sys.stderr)
        return 0
    for answer in answers:
        for text, label, probability in _rows(answer):
            print(f"{label}\t{probability}\t{' '.join(text.split())}")
    return 0


def _label_files(options: argparse.Namespace) -> int:
    """Give the labels of a library to files that need not be in it."""
    if not options.tables:
        raise AppError("Name files or folders to label.")
    pool = ReaderPool(1)
    try:
        with Library.open(options.library, create=False) as library:
            trainer = LabelTrainer(library)
            row = LabelKeeper(library).find(options.labels)
            model = trainer.open(row.id, may_be_old=True)
            if model is None:
                hint = f"`findling labels learn {row.name!r}` makes it."
                raise AppError(f"{row.name} has no model yet.", hint=hint)
            files = files_below(options.tables, library.path)
            found = label_files(row, model, files, reading(pool))
            if options.out:
                rows = [(str(f.path), f.label, round(f.probability, 4), f.problem) for f in found]
                write_rows(options.out, _FILE_COLUMNS, rows)
                print(f"Wrote {counted(len(rows), 'row')} to {options.out}.", file=sys.stderr)
                return 0
            for file in found:
                said = f"not read: {file.problem}" if file.problem else f"{file.probability:.4f}"
                print(f"{printable(file.label)}\t{said}\t{printable(str(file.path))}")
    finally:
        pool.close()
    return 0


def _rows(answer: TableAnswer) -> Iterator[tuple[str, str, float]]:
    for text, label, share in zip(answer.texts, answer.classes, answer.probabilities, strict=True):
        yield text, label, round(share, 4)
