# SPDX-License-Identifier: Apache-2.0
"""Move what the user added from one library to another, without reading it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.types import Stage
from findling.storage.codec import pack_text
from findling.storage.records import ContentDraft, FileState
from findling.storage.transfer import Transfer

if TYPE_CHECKING:
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.services.library import Library
    from findling.storage.groups import GroupMember, StoredGroup
    from findling.storage.transfer import StoredContent


def move_source(origin: Library, source_id: int, target: Library, context: JobContext) -> int:
    """Move a file or folder that the user added, with its documents and texts.

    Parameters
    ----------
    origin, target : Library
        Both open for writing.
    source_id : int
        In ``origin``.
    context : JobContext
        To report to, and to be stopped by.

    Returns
    -------
    int
        The source's key in ``target``.

    Raises
    ------
    AppError
        If there is no such source, or the other library has it or a folder around it.
    CancelledError
        If the job was cancelled; nothing has moved then.

    Notes
    -----
    The source leaves ``origin`` after ``target`` has it for good: a crash in between leaves it in
    both, never in none. Both libraries learn of it with their next run.
    """
    source = origin.store.sources.get(source_id)
    if source is None:
        raise AppError("This folder or file is no longer in the library.", str(source_id))
    if any(_overlap(source.path, other.path) for other in target.store.sources.all()):
        raise AppError(f"The other library has {source.path} already, or a part of it.")
    context.begin(Stage.SAVING.value)
    transfer = Transfer(origin.store.database)
    documents = list(transfer.documents(source_id))
    groups = _groups_in(origin, source.path)
    with target.store.database.transaction(durable=True):
        new_id = target.store.sources.add(source.path, source.kind)
        keys: dict[int, int] = {}
        for done, document in enumerate(documents, 1):
            context.raise_if_cancelled()
            content_id = document.content_id
            if content_id is not None and content_id not in keys:
                for content in transfer.contents([content_id]):
                    keys[content_id] = target.store.contents.put(_draft(content))
            moved = document._replace(source_id=new_id, content_id=keys.get(content_id or 0))
            if moved.content_id is None and moved.state is FileState.READ:
                moved = moved._replace(state=FileState.PENDING)
            if moved.place and moved.state is FileState.PENDING:
                continue  # damaged here; `repair` has its file read again
            Transfer(target.store.database).add_document(moved)
            context.progress(done, len(documents), document.path.name)
        for group, members in groups:
            new_key = target.store.groups.add(group.kind, group.name, group.created)
            target.store.groups.put_members(new_key, members)
    target.store.back_up()
    origin.remove_source(source_id)
    return new_id


def _groups_in(library: Library, root: Path) -> list[tuple[StoredGroup, list[GroupMember]]]:
    """Return tags and collections that have members in a source, with these."""
    groups = library.store.groups
    found = (
        (group, [m for m in groups.members(group.id) if m.path.is_relative_to(root)])
        for group in groups.all()
    )
    return [(group, members) for group, members in found if members]


def _overlap(a: Path, b: Path) -> bool:
    return a.is_relative_to(b) or b.is_relative_to(a)


def _draft(content: StoredContent) -> ContentDraft:
    return ContentDraft(
        digest=content.digest,
        format=content.format,
        reader=content.reader,
        title=content.title,
        name=content.name,
        n_chars=len(content.text),
        packed_text=pack_text(content.text),
        pages=content.pages,
        passages=tuple(passage.draft for passage in content.passages),
        metadata=content.metadata,
        warnings=content.warnings,
    )
