# SPDX-License-Identifier: Apache-2.0
"""A library's labels for files that are not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from findling.errors import AppError
from findling.extract.clean import clean_for_index
from findling.extract.errors import ReadError
from findling.services.exclusions import Exclusions, Matcher
from findling.services.labels.items import LONGEST_TEXT
from findling.services.scanning import FoundFile, walk_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from findling.services.labels.model import LabelModel
    from findling.services.labels.types import LabelSetRow
    from findling.services.reading import ReaderPool


class FileLabel(NamedTuple):
    """What a model says of a file; ``problem`` says why it says nothing."""

    path: Path
    label: str
    probability: float
    problem: str = ""


def files_below(paths: Iterable[Path], library: Path) -> Iterator[Path]:
    """Yield files and the files of folders, as the library would find them.

    Raises
    ------
    AppError
        If there is no such file or folder.
    """
    for path in paths:
        whole = path.expanduser().absolute()
        if whole.is_dir():
            found = walk_folder(whole, library, Matcher(Exclusions(), whole), lambda: None)
            yield from sorted(file.path for file in found if isinstance(file, FoundFile))
        elif whole.is_file():
            yield whole
        else:
            raise AppError(f"{path} does not exist.")


def label_files(
    row: LabelSetRow, model: LabelModel, files: Iterable[Path], read: Callable[[Path], str]
) -> Iterator[FileLabel]:
    """Yield the likeliest label of each file, one for one; an empty one where none fits.

    Parameters
    ----------
    row : LabelSetRow
    model : LabelModel
        Of this set.
    files : iterable of Path
    read : callable
        Returns what a model reads of a file, as `readable` makes it; may raise ReadError.
    """
    names = {label.id: label.name for label in row.labels}
    for path in files:
        try:
            text = read(path)
        except ReadError as error:
            yield FileLabel(path, "", 0.0, error.message)
            continue
        shares = model.probabilities([text])[0]
        best = int(shares.argmax())
        label_id = model.label_ids[best]
        yield FileLabel(path, names.get(label_id or 0, ""), float(shares[best]))


def reading(pool: ReaderPool) -> Callable[[Path], str]:
    """Return a function that reads a file in a child, as the library reads its documents."""

    def read(path: Path) -> str:
        document = pool.read(path)
        title = document.title or path.name
        return f"{title}\n{clean_for_index(document.text[:LONGEST_TEXT])}"

    return read
