# SPDX-License-Identifier: Apache-2.0
"""Label sets from what people have sorted already: folders, or a table with a column of labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from findling.errors import AppError
from findling.services.labels.items import Items
from findling.services.labels.keeper import MAX_LABELS, LabelKeeper
from findling.storage.labels.records import Origin, Unit, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey

Groups = dict[str, list[int]]
"""Documents by the name of their label."""


class Matched(NamedTuple):
    """Documents that a table names by label, and how many of its rows name none."""

    groups: Groups
    n_unknown: int


def folders_of(library: Library, source_id: int) -> Groups:
    """Return the documents of each folder right inside of a source.

    Documents that lie in the source itself are in none; members count with their file.

    Raises
    ------
    AppError
        If fewer than two folders hold documents, or more than a set can have labels.
    """
    source = next((row for row in library.sources() if row.id == source_id), None)
    if source is None:
        raise AppError("There is no such folder in the library.", str(source_id))
    wanted = set(library.store.documents.ids_of_source(source_id))
    groups: Groups = {}
    for row in library.documents():
        if row.id in wanted and row.path.is_relative_to(source.path):
            parts = row.path.relative_to(source.path).parts
            if len(parts) > 1:
                groups.setdefault(parts[0], []).append(row.id)
    return _checked(groups, f"the folder {source.path.name}")


def rows_of(library: Library, paths: Iterable[str], labels: Iterable[str]) -> Matched:
    """Return the documents that a table names, by label.

    Parameters
    ----------
    library : Library
    paths : iterable of str
        Of documents: whole, or their last parts, such as ``2024/invoice.pdf``.
    labels : iterable of str
        One each; rows with an empty one are passed over.

    Raises
    ------
    AppError
        If fewer than two labels name documents, or more than a set can have.
    """
    by_name: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row in library.documents():
        name = (row.names or (row.path.name,))[-1]
        by_name.setdefault(name, []).append((row.path.parts, row.id))
    groups: Groups = {}
    n_unknown = 0
    for text, label in zip(paths, labels, strict=True):
        parts = Path(text.replace("\\", "/")).parts
        found = by_name.get(parts[-1], []) if parts else []
        ids = [key for whole, key in found if len(parts) == 1 or whole[-len(parts) :] == parts]
        n_unknown += not ids
        if label.strip():
            groups.setdefault(label.strip(), []).extend(ids)
    named = {label: ids for label, ids in groups.items() if ids}
    return Matched(_checked(named, "the table"), n_unknown)


def start_set(
    library: Library, name: str, groups: Mapping[str, Sequence[int]], *, is_multi: bool = False
) -> LabelSetRow:
    """Make a set whose labels documents have already.

    Parameters
    ----------
    library : Library
        Open for writing.
    name : str
    groups : mapping
        Keys of documents by label. In a set where a document has one label the last one counts.
    is_multi : bool

    Raises
    ------
    AppError
        If the name is taken.
    """
    keeper = LabelKeeper(library)
    row = keeper.create(name, is_multi=is_multi)
    items = Items(library, Unit.DOCUMENT)
    answers: list[tuple[ItemKey, int | None, Verdict]] = []
    for label, ids in sorted(groups.items()):
        key = keeper.add_label(row.id, label)
        answers += [(item, key, Verdict.YES) for item in items.of_documents(ids)]
    keeper.answer(row.id, answers, Origin.IMPORTED)
    return keeper.find(row.id)


def _checked(groups: Groups, what: str) -> Groups:
    if not 2 <= len(groups) <= MAX_LABELS:
        raise AppError(
            f"There are {len(groups)} labels for documents of the library in {what}; "
            f"a set is made of 2 to {MAX_LABELS}.",
            hint="Add the documents to the library first.",
        )
    return groups
