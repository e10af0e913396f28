# SPDX-License-Identifier: Apache-2.0
"""What a window asks the worker to do with labels: one JSON object, checked and carried out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from findling.errors import AppError
from findling.services.labels.autolabel import AutoLabeler
from findling.services.labels.keeper import LabelKeeper
from findling.services.labels.model import LabelTrainer
from findling.storage.labels.records import ItemKey, Origin, Verdict

if TYPE_CHECKING:
    from findling.services.library import Library

LEARN_EVERY = 5
"""Answers after which the model is made again by itself."""

_DIGEST = 32


class LabelAction(str, Enum):
    """What can be asked for."""

    CREATE = "create"
    RENAME = "rename"
    DELETE = "delete"
    ADD_LABEL = "add_label"
    CHANGE_LABEL = "change_label"
    MERGE_LABELS = "merge_labels"
    DELETE_LABEL = "delete_label"
    ANSWER = "answer"
    TAKE_BACK = "take_back"
    RESTORE = "restore"
    TRAIN = "train"
    APPLY = "apply"
    UNDO_RUN = "undo_run"
    REDO_RUN = "redo_run"


@dataclass(frozen=True, slots=True)
class LabelCommand:
    """One wish; what an action does not need keeps its default.

    Attributes
    ----------
    action : LabelAction
    set_id : int
    label_id : int
        0 for no label.
    other : int
        The label to merge into, an answer, or a run.
    name, description : str
    of_passages, is_multi : bool
        For CREATE.
    item : tuple of str, int, int
        Digest in hexadecimal, start, end; for ANSWER.
    has, has_not : tuple of int
        Labels of the item, and labels that it does not have; for ANSWER.
    origin : str
        For ANSWER.
    threshold : float
        For APPLY.
    """

    action: LabelAction
    set_id: int = 0
    label_id: int = 0
    other: int = 0
    name: str = ""
    description: str = ""
    of_passages: bool = False
    is_multi: bool = False
    item: tuple[str, int, int] = ("", 0, 0)
    has: tuple[int, ...] = ()
    has_not: tuple[int, ...] = ()
    origin: str = Origin.CHOSEN.value
    threshold: float = 1.0

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps({**asdict(self), "action": self.action.value}, separators=(",", ":"))

    @staticmethod
    def from_text(text: str) -> LabelCommand:
        """Return the command that `to_text` wrote.

        Raises
        ------
        AppError
            If it is none.
        """
        try:
            value = cast("dict[str, Any]", json.loads(text))
            digest, start, end = value["item"]
            command = LabelCommand(
                action=LabelAction(value["action"]),
                set_id=int(value["set_id"]),
                label_id=int(value["label_id"]),
                other=int(value["other"]),
                name=str(value["name"]),
                description=str(value["description"]),
                of_passages=bool(value["of_passages"]),
                is_multi=bool(value["is_multi"]),
                item=(str(digest), int(start), int(end)),
                has=tuple(map(int, value["has"])),
                has_not=tuple(map(int, value["has_not"])),
                origin=Origin(value["origin"]).value,
                threshold=float(value["threshold"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise AppError("The worker did not understand a command.", repr(error)) from error
        return command


def item_of(key: ItemKey) -> tuple[str, int, int]:
    """Return an item as commands name it."""
    return key.digest.hex(), key.start, key.end


def carry_out(library: Library, text: str) -> None:
    """Do what a command asks for.

    Parameters
    ----------
    library : Library
        Open for writing.
    text : str
        From `LabelCommand.to_text`.

    Raises
    ------
    AppError
        If that is not possible; then nothing was changed.
    """
    command = LabelCommand.from_text(text)
    keeper, labeler = LabelKeeper(library), AutoLabeler(library)
    key = command.other
    match command.action:
        case LabelAction.CREATE:
            keeper.create(command.name, of_passages=command.of_passages, is_multi=command.is_multi)
        case LabelAction.RENAME:
            keeper.rename(command.set_id, command.name)
        case LabelAction.DELETE:
            keeper.delete(command.set_id)
        case LabelAction.ADD_LABEL:
            keeper.add_label(command.set_id, command.name, command.description)
        case LabelAction.CHANGE_LABEL:
            keeper.change_label(command.label_id, command.name, command.description)
        case LabelAction.MERGE_LABELS:
            keeper.merge_labels(command.label_id, key)
        case LabelAction.DELETE_LABEL:
            keeper.delete_label(command.label_id)
        case LabelAction.ANSWER:
            _answer(library, keeper, command)
        case LabelAction.TAKE_BACK:
            keeper.take_back(keeper.said_with(key))
        case LabelAction.RESTORE:
            keeper.restore(keeper.said_with(key))
        case LabelAction.TRAIN:
            LabelTrainer(library).train(command.set_id)
        case LabelAction.APPLY:
            _apply(library, labeler, command)
        case LabelAction.UNDO_RUN:
            labeler.undo(key)
        case LabelAction.REDO_RUN:
            labeler.redo(key)


def _answer(library: Library, keeper: LabelKeeper, command: LabelCommand) -> None:
    digest, start, end = command.item
    try:
        item = ItemKey(bytes.fromhex(digest), start, end)
    except ValueError as error:
        raise AppError("The worker did not understand a command.", repr(error)) from error
    if len(item.digest) != _DIGEST:
        raise AppError("The worker did not understand a command.", f"digest {digest[:80]}")
    answers = [(item, label_id, Verdict.YES) for label_id in command.has]
    answers += [(item, label_id, Verdict.NO) for label_id in command.has_not]
    keeper.answer(command.set_id, answers, Origin(command.origin))
    trainer = LabelTrainer(library)
    found = library.store.label_models.find(command.set_id)
    n = library.store.answers.last_key(command.set_id)[1]
    is_due = found is None or abs(n - found[1].n_answers) >= LEARN_EVERY
    if is_due and not trainer.missing(command.set_id):
        trainer.train(command.set_id)


def _apply(library: Library, labeler: AutoLabeler, command: LabelCommand) -> None:
    trainer = LabelTrainer(library)
    model = trainer.open(command.set_id) or trainer.train(command.set_id)
    labeler.apply(labeler.propose(trainer.row(command.set_id), model), command.threshold)
