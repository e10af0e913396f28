# SPDX-License-Identifier: Apache-2.0
"""What a command of the window changes in a library, apart from the work that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.events import GROUPS, SEARCHES, TEACHING, ErrorEvent, Verb
from findling.services.exclusions import Exclusions
from findling.services.groups import GroupKeeper, GroupKind
from findling.services.indexer import Indexer
from findling.services.job_settings import JobMode, JobSettings
from findling.services.labels.commands import carry_out
from findling.services.learning import WISH
from findling.services.ocr_settings import OcrSettings
from findling.services.saved_searches import SavedSearchKeeper
from findling.services.scan_reader import turn_ocr
from findling.services.teaching import Teacher
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.events import Command, Event
    from findling.services.library import Library
    from findling.services.member_reading import Reader
    from findling.services.passwords import Unlocker


class LibraryCommands:
    """Carries out commands.

    Parameters
    ----------
    library : Library
        Open for writing.
    reader : Reader
        Of the library's indexers.
    unlocker : Unlocker or None
        Takes passwords.
    emit : callable
        Takes what is to be told.
    """

    def __init__(
        self,
        library: Library,
        reader: Reader,
        unlocker: Unlocker | None,
        emit: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._reader = reader
        self._unlocker = unlocker
        self._emit = emit

    def carry_out(self, command: Command) -> tuple[int, ...] | None:
        """Change the library.

        Returns
        -------
        tuple of int or None
            Sources to bring up to date; None for all.

        Raises
        ------
        AppError
            If it cannot be done.
        """
        if command.verb is Verb.ADD:
            added = self._library.add_sources(command.paths)
            for path in added.missing:
                self._emit(ErrorEvent(f"{path} does not exist."))
            return added.source_ids
        if command.verb is Verb.REMOVE:
            for source_id in command.ids:
                self._library.remove_source(source_id)
            return ()
        if command.verb in TEACHING:
            self._teach(command)
            return ()
        if command.verb is Verb.LABELS:
            carry_out(self._library, command.texts[0])
            return ()
        if command.verb in SEARCHES:
            self._keep_searches(command)
            return ()
        if command.verb in GROUPS:
            self._group(command)
            return ()
        return self._set(command)

    def _set(self, command: Command) -> tuple[int, ...] | None:
        if command.verb is Verb.MODE:
            settings = JobSettings(JobMode(command.texts[0]), bool(command.ids[0]))
            self._library.set_job_settings(settings)
            return ()
        if command.verb is Verb.LEARN:
            with self._library.store.database.transaction(durable=True):
                self._library.store.settings.put(WISH, "yes")
        if command.verb is Verb.OCR:
            turn_ocr(self._library, OcrSettings(bool(command.ids[0]), command.texts))
        if command.verb is Verb.EXCLUDE:
            self._library.set_exclusions(Exclusions(command.texts, command.ids[0]))
        if command.verb is Verb.UNLOCK and self._unlocker is not None:
            self._unlocker.unlock(command.ids[0], command.texts[0])
        if command.verb is Verb.RETRY:
            Indexer(self._library, self._reader).queue_failed(command.ids)
        return None

    def _keep_searches(self, command: Command) -> None:
        keeper = SavedSearchKeeper(self._library)
        if command.verb is Verb.SAVE_SEARCH:
            name, query, mode = command.texts
            keeper.save(name, query, SearchMode(mode))
        elif command.verb is Verb.RENAME_SEARCH:
            keeper.rename(command.ids[0], command.texts[0])
        else:
            keeper.delete(command.ids[0])

    def _group(self, command: Command) -> None:
        keeper = GroupKeeper(self._library)
        if command.verb is Verb.RENAME_GROUP:
            keeper.rename(command.ids[0], command.texts[0])
        elif command.verb is Verb.DELETE_GROUP:
            keeper.delete(command.ids[0])
        else:
            change = keeper.put_in if command.verb is Verb.PUT_IN else keeper.take_out
            change(_group_kind(command.texts[0]), command.texts[1], command.ids)

    def _teach(self, command: Command) -> None:
        teacher = Teacher(self._library)
        if command.verb in (Verb.GOOD, Verb.BAD):
            teacher.judge(command.texts[0], command.ids[0], good=command.verb is Verb.GOOD)
        elif command.verb is Verb.MEANS:
            teacher.associate(*command.texts)
        elif command.verb is Verb.FORGET:
            teacher.forget(command.ids[0])
        else:
            teacher.set_enabled(command.ids[0], enabled=command.verb is Verb.ENABLE)


def _group_kind(name: str) -> GroupKind:
    try:
        return GroupKind(name)
    except ValueError:
        raise AppError("There are tags and collections only.", repr(name)) from None
