# SPDX-License-Identifier: Apache-2.0
"""``findling labels``: label sets of a library, what they learned, and labels for many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library
from findling.cli.results import to_json
from findling.cli.terminal import counted, printable
from findling.errors import AppError
from findling.services.labels.autolabel import AutoLabeler
from findling.services.labels.desk import LabelDesk
from findling.services.labels.keeper import LabelKeeper
from findling.services.labels.model import LabelTrainer
from findling.services.labels.reports import labelled_rows
from findling.services.labels.starting import Groups, folders_of, rows_of, start_set
from findling.services.library import Library
from findling.services.tables import columns, write_rows

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from findling.cli.arguments import Subparsers
    from findling.services.labels.types import LabelSetRow

_COLUMNS = ("path", "start", "end", "label", "by", "probability")


def register(subparsers: Subparsers) -> None:
    """Add the command with its parts."""
    parser = subparsers.add_parser("labels", help="sort documents into categories of your own")
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    part = _part(parts, "list", "label sets with their labels", run_list)
    add_json(part)
    part = _part(parts, "create", "make a set", run_create)
    part.add_argument("set", metavar="SET", help="name of the new set")
    part.add_argument("labels", nargs="*", metavar="LABEL", help="name, or 'name: what belongs'")
    part.add_argument("--multi", action="store_true", help="a document may have several labels")
    source = part.add_mutually_exclusive_group()
    source.add_argument("--folders", metavar="FOLDER", type=Path, help="its folders are the labels")
    source.add_argument("--table", metavar="TABLE", type=Path, help="documents with their labels")
    part.add_argument("--path-column", default="path", help="column of documents (default: path)")
    part.add_argument("--label-column", default="label", help="column of labels (default: label)")
    part = _part(parts, "learn", "make the model of a set from what was answered", run_learn)
    part.add_argument("set", metavar="SET")
    part = _part(parts, "quality", "ask the model about answers that it did not see", run_quality)
    part.add_argument("set", metavar="SET")
    add_json(part)
    part = _part(parts, "apply", "label every document that the model is sure of", run_apply)
    part.add_argument("set", metavar="SET")
    part.add_argument("--sure", type=float, default=0.95, help="least probability (default: 0.95)")
    part.add_argument("--dry-run", action="store_true", help="only say how many that would be")
    part = _part(parts, "undo", "take the labels of the last time back", run_undo)
    part.add_argument("set", metavar="SET")
    part = _part(parts, "rule", "label new files of a folder by themselves", run_rule)
    part.add_argument("set", metavar="SET")
    part.add_argument("folder", metavar="FOLDER", type=Path, help="a folder of the library")
    part.add_argument("--sure", type=float, default=0.95, help="least probability (default: 0.95)")
    part.add_argument("--off", action="store_true", help="label them no longer")
    part = _part(parts, "export", "write the labels of all documents into a table", run_export)
    part.add_argument("set", metavar="SET")
    part.add_argument("out", metavar="TABLE", type=Path, help=".csv, .tsv or .jsonl")
    part = _part(parts, "delete", "remove a set with all answers", run_delete)
    part.add_argument("set", metavar="SET")


def _part(
    parts: Subparsers, name: str, words: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=words, description=words.capitalize() + ".")
    add_library(part)
    part.set_defaults(run=run)
    return part


def run_list(options: argparse.Namespace) -> int:
    """Print the sets."""
    with Library.open(options.library, create=False) as library:
        sets = LabelKeeper(library).all()
    if options.json:
        for row in sets:
            print(to_json(row))
        return 0
    for row in sets:
        kind = "several labels each" if row.is_multi else "one label each"
        print(f"{printable(row.name)}  ({kind}, {counted(row.n_answered, 'answer')})")
        for label in row.labels:
            print(f"  {printable(label.name)}  {label.n_yes} confirmed, {label.n_guessed} guessed")
    if not sets:
        print("There are no label sets. `findling labels create` makes one.")
    return 0


def run_create(options: argparse.Namespace) -> int:
    """Make a set, empty or from what is sorted already."""
    with Library.open(options.library, create=False, writable=True) as library:
        groups, n_unknown = _groups(library, options)
        row = start_set(library, options.set, groups, is_multi=options.multi)
        keeper = LabelKeeper(library)
        for text in options.labels:
            name, _, description = text.partition(":")
            keeper.add_label(row.id, name, description)
        row = keeper.find(row.id)
    labels, answers = counted(len(row.labels), "label"), counted(row.n_answered, "document")
    print(f"Made {printable(row.name)} with {labels}; {answers} have one.")
    if n_unknown:
        print(f"{counted(n_unknown, 'row')} of the table named no document of the library.")
    return 0


def run_learn(options: argparse.Namespace) -> int:
    """Make a model."""
    with Library.open(options.library, create=False, writable=True) as library:
        row = LabelKeeper(library).find(options.set)
        model = LabelTrainer(library).train(row.id)
    n = counted(model.note.n_examples, "example")
    print(f"Learned {printable(row.name)} from {n} in {model.note.seconds:.1f} s.")
    return 0


def run_quality(options: argparse.Namespace) -> int:
    """Print how good a model is."""
    with Library.open(options.library, create=False) as library:
        row = LabelKeeper(library).find(options.set)
        quality = LabelDesk(library).quality(row.id)
        if quality is None:
            raise AppError(
                "Too little was answered to measure.",
                hint=" ".join(LabelTrainer(library).missing(row.id)),
            )
    if options.json:
        print(to_json(quality))
        return 0
    names = {label.id: label.name for label in row.labels}
    for score in quality.labels:
        name = printable(names.get(score.label_id or 0, "(none)"))
        shares = f"precision {score.precision:.2f}  recall {score.recall:.2f}"
        print(f"{shares}  {counted(score.n, 'answer')}  {name}")
    print(f"macro-F1 {quality.macro_f1:.3f} of all answers")
    if not quality.is_thin:
        interval = f"{quality.low:.2f} to {quality.high:.2f}"
        print(f"right {quality.accuracy:.2f} ({interval}) of {quality.n_tested} drawn at random")
    return 0


def run_apply(options: argparse.Namespace) -> int:
    """Label many documents."""
    if not 0.0 < options.sure <= 1.0:
        raise AppError(f"--sure is above 0 and up to 1, not {options.sure}.")
    is_dry = bool(options.dry_run)
    with Library.open(options.library, create=False, writable=not is_dry) as library:
        row, trainer = LabelKeeper(library).find(options.set), LabelTrainer(library)
        model = trainer.open(row.id, may_be_old=is_dry)
        if model is None and not is_dry:
            model = trainer.train(row.id)
        if model is None:
            raise AppError(f"{row.name} has no model yet.", hint="`findling labels learn` first.")
        labeler = AutoLabeler(library)
        proposal = labeler.propose(row, model)
        sure = proposal.sure(options.sure)
        if sure and not is_dry:
            labeler.apply(proposal, options.sure)
    said = "would get" if is_dry else "got"
    print(f"{len(sure)} of {counted(proposal.n_items, 'item')} {said} a label.")
    if sure:
        print(f"About {proposal.expected_right(options.sure):.0%} of these are right.")
    return 0


def run_undo(options: argparse.Namespace) -> int:
    """Take the last step back."""
    with Library.open(options.library, create=False, writable=True) as library:
        row, labeler = _set(library, options), AutoLabeler(library)
        last = next((run for run in labeler.runs(row.id) if not run.is_undone), None)
        if last is None:
            raise AppError("There is nothing to take back.")
        labeler.undo(last.id)
    print(f"{counted(last.n_items, 'label')} taken back.")
    return 0


def run_rule(options: argparse.Namespace) -> int:
    """Have new files of a folder labelled, or not."""
    with Library.open(options.library, create=False, writable=True) as library:
        row, keeper = _set(library, options), LabelKeeper(library)
        source_id = _source(library, options.folder)
        if options.off:
            keeper.delete_rule(source_id, row.id)
        else:
            keeper.put_rule(source_id, row.id, options.sure)
    name, folder = printable(row.name), printable(options.folder.name)
    said = "are labelled no longer" if options.off else f"get labels of {name} as they are learned"
    print(f"New files of {folder} {said}.")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write a table of labels."""
    with Library.open(options.library, create=False) as library:
        rows = [
            (str(row.path), row.start, row.end, row.label, row.by, round(row.probability, 4))
            for row in labelled_rows(library, options.set)
        ]
    write_rows(options.out, _COLUMNS, rows)
    print(f"Wrote {counted(len(rows), 'row')} to {options.out}.")
    return 0


def run_delete(options: argparse.Namespace) -> int:
    """Remove a set."""
    with Library.open(options.library, create=False, writable=True) as library:
        row = _set(library, options)
        LabelKeeper(library).delete(row.id)
    print(f"{printable(row.name)} and {counted(row.n_answered, 'answer')} are gone.")
    return 0


def _set(library: Library, options: argparse.Namespace) -> LabelSetRow:
    return LabelKeeper(library).find(options.set)


def _source(library: Library, folder: Path) -> int:
    path = folder.expanduser().absolute()
    source = next((row for row in library.sources() if row.path == path), None)
    if source is None:
        raise AppError(f"{path} is not in the library.", hint="`findling add` it first.")
    return source.id


def _groups(library: Library, options: argparse.Namespace) -> tuple[Groups, int]:
    """Return documents by label as they are sorted already, and how many rows were of no use."""
    if options.folders:
        return folders_of(library, _source(library, options.folders)), 0
    if options.table:
        names = (options.path_column, options.label_column)
        matched = rows_of(library, *columns(options.table, names))
        return matched.groups, matched.n_unknown
    return {}, 0
