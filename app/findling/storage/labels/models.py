# SPDX-License-Identifier: Apache-2.0
"""Files of models that label: made from answers, so they may be lost without harm."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

from findling.storage.atomic import write_text
from findling.storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MAX_NOTE = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelNote:
    """What a model was made from.

    Attributes
    ----------
    last_answer, n_answers : int
        As `Answers.last_key` tells: with other ones the model is out of date.
    n_examples : int
    created : float
        Seconds since the epoch.
    seconds : float
        That learning took.
    encoder : str
        Name of the encoder that the library had; empty for none.
    last_content : int
        Key of the newest content that was there; 0 where that was not kept.
    """

    last_answer: int
    n_answers: int
    n_examples: int
    created: float
    seconds: float
    encoder: str = ""
    last_content: int = 0


class LabelModels:
    """A file a label set, and a note beside it.

    Parameters
    ----------
    folder : Path
        The library's ``labels`` folder; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, set_id: int) -> tuple[Path, ModelNote] | None:
        """Return the file of a set's model and what it was made from; None without one."""
        try:
            with self._note(set_id).open("rb") as stream:
                value = json.loads(stream.read(_MAX_NOTE))
            note = ModelNote(
                int(value["last_answer"]),
                int(value["n_answers"]),
                int(value["n_examples"]),
                float(value["created"]),
                float(value["seconds"]),
                str(value.get("encoder", "")),
                int(value.get("last_content", 0)),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        path = self._folder / cast("str", value.get("file", ""))
        return (path, note) if path.parent == self._folder and path.is_file() else None

    def put(self, set_id: int, note: ModelNote, save: Callable[[Path], None]) -> Path:
        """Keep a model: its file first, then the note that makes it count.

        Parameters
        ----------
        set_id : int
        note : ModelNote
        save : callable
            Writes the model to a path.

        Raises
        ------
        StorageError
            If the disk is full or cannot be written; the old model stays.
        """
        name = f"set-{set_id}-{note.last_answer}-{note.n_answers}-{int(note.created)}.fdl"
        path = self._folder / name
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            save(path)
            write_text(self._note(set_id), json.dumps({"file": path.name, **asdict(note)}))
            self._sweep(set_id, keep=path)
        except OSError as error:
            raise StorageError(
                "The model of this label set cannot be saved.",
                repr(error),
                "Check that the disk is not full and can be written.",
            ) from error
        return path

    def remove(self, set_id: int) -> None:
        """Forget the model of a set, if there is one."""
        self._note(set_id).unlink(missing_ok=True)
        self._sweep(set_id)

    def _note(self, set_id: int) -> Path:
        return self._folder / f"set-{set_id}.json"

    def _sweep(self, set_id: int, keep: Path | None = None) -> None:
        for path in self._folder.glob(f"set-{set_id}-*.fdl"):
            if path != keep:
                path.unlink(missing_ok=True)
