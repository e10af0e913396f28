# SPDX-License-Identifier: Apache-2.0
"""What the window says to the worker, and the worker to the window: one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from findling.services.holds import Hold
from findling.services.types import IndexSummary, Progress, Stage, WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed import DataclassInstance

MAX_LINE = 8 << 20
"""Longest line either side accepts, in bytes."""

MAX_ITEMS = 1000
"""Most paths or keys in one command; longer lists are sent in parts."""

_MAX_TEXT = 4000


class MessageError(ValueError):
    """A line is not one of these messages."""


class Verb(str, Enum):
    """What the window can ask for."""

    ADD = "add"
    REMOVE = "remove"
    RESCAN = "rescan"
    RETRY = "retry"
    GOOD = "good"
    BAD = "bad"
    MEANS = "means"
    ENABLE = "enable"
    DISABLE = "disable"
    FORGET = "forget"
    EXCLUDE = "exclude"
    LABELS = "labels"
    LEARN = "learn"
    SAVE_SEARCH = "save-search"
    RENAME_SEARCH = "rename-search"
    DELETE_SEARCH = "delete-search"
    PUT_IN = "put-in"
    TAKE_OUT = "take-out"
    RENAME_GROUP = "rename-group"
    DELETE_GROUP = "delete-group"
    UNLOCK = "unlock"
    MODE = "mode"
    OCR = "ocr"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    QUIT = "quit"


TEACHING = frozenset({Verb.GOOD, Verb.BAD, Verb.MEANS, Verb.ENABLE, Verb.DISABLE, Verb.FORGET})
"""Commands about what was taught; reading goes on where it was after them."""

SEARCHES = frozenset({Verb.SAVE_SEARCH, Verb.RENAME_SEARCH, Verb.DELETE_SEARCH})
"""Commands about searches with a name."""

GROUPS = frozenset({Verb.PUT_IN, Verb.TAKE_OUT, Verb.RENAME_GROUP, Verb.DELETE_GROUP})
"""Commands about tags and collections."""

LASTING = (
    TEACHING
    | SEARCHES
    | GROUPS
    | {
        *(Verb.ADD, Verb.REMOVE, Verb.RESCAN, Verb.RETRY, Verb.EXCLUDE, Verb.MODE, Verb.LABELS),
        *(Verb.OCR, Verb.LEARN),
    }
)
"""Commands that a restarted worker has to hear again, unless it said that it has taken them."""


@dataclass(frozen=True, slots=True)
class Command:
    """A wish of the window.

    Attributes
    ----------
    number : int
        Grows with each command.
    verb : Verb
    paths : tuple of Path
        For ADD.
    ids : tuple of int
        Sources for REMOVE, documents for RETRY (all failed ones when empty), the passage for GOOD
        and BAD, the teaching for ENABLE, DISABLE and FORGET, the largest size for EXCLUDE, the
        document for UNLOCK, the saved search for RENAME_SEARCH and DELETE_SEARCH, 1 or 0 (pause on
        battery) for MODE, 1 or 0 (on or off) for OCR, documents for PUT_IN and TAKE_OUT, the group
        for RENAME_GROUP and DELETE_GROUP.
    texts : tuple of str
        The query for GOOD and BAD, words and meaning for MEANS, patterns for EXCLUDE,
        the password for UNLOCK, the name of the mode for MODE, languages for OCR; for LABELS what
        `findling.services.labels.commands` wrote; name, query and mode for SAVE_SEARCH, the name
        for RENAME_SEARCH and RENAME_GROUP, kind and name of the group for PUT_IN and TAKE_OUT.
    """

    number: int
    verb: Verb
    paths: tuple[Path, ...] = ()
    ids: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that a verb has as many of each as it needs.

        Raises
        ------
        MessageError
            Otherwise.
        """
        n_ids, n_texts = _COUNTS.get(self.verb, (None, 0))
        if n_ids not in (None, len(self.ids)) or n_texts not in (None, len(self.texts)):
            msg = f"{self.verb.value} with {len(self.ids)} keys and {len(self.texts)} texts"
            raise MessageError(msg)


_COUNTS: dict[Verb, tuple[int | None, int | None]] = {
    Verb.GOOD: (1, 1),
    Verb.BAD: (1, 1),
    Verb.MEANS: (0, 2),
    Verb.ENABLE: (1, 0),
    Verb.DISABLE: (1, 0),
    Verb.FORGET: (1, 0),
    Verb.EXCLUDE: (1, None),
    Verb.LABELS: (0, 1),
    Verb.SAVE_SEARCH: (0, 3),
    Verb.RENAME_SEARCH: (1, 1),
    Verb.DELETE_SEARCH: (1, 0),
    Verb.PUT_IN: (None, 2),
    Verb.TAKE_OUT: (None, 2),
    Verb.RENAME_GROUP: (1, 1),
    Verb.DELETE_GROUP: (1, 0),
    Verb.UNLOCK: (1, 1),
    Verb.MODE: (1, 1),
    Verb.OCR: (1, None),
}
"""How many keys and texts a verb has, None for any; others have any keys and no texts."""


@dataclass(frozen=True, slots=True)
class AcceptedEvent:
    """A lasting command was taken: what it changes is on disk."""

    number: int


@dataclass(frozen=True, slots=True)
class StateEvent:
    """The worker does something else now.

    Attributes
    ----------
    state : WorkerState
    hold : Hold
        Why it stands still when it is PAUSED.
    needed : int
        Bytes that should be free on the disk when that is why.
    """

    state: WorkerState
    hold: Hold = Hold.NONE
    needed: int = 0


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """How far the work is."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """Documents were stored or removed: more, or less, can be found than before."""

    pending: int
    read: int
    failed: int
    unsupported: int
    passages: int


@dataclass(frozen=True, slots=True)
class GenerationEvent:
    """There is a new index generation to open; ``trained_passages`` is 0 when it has words only."""

    trained_passages: int


@dataclass(frozen=True, slots=True)
class FinishedEvent:
    """All that was asked for is done, or (``cancelled``) was cancelled or failed before the end."""

    summary: IndexSummary


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """Something failed that concerns more than one file.

    Attributes
    ----------
    message, detail, hint : str
        As in `findling.errors.AppError`.
    fatal : bool
        True when the worker ends and starting it again would not help.
    """

    message: str
    detail: str = ""
    hint: str = ""
    fatal: bool = False


Event: TypeAlias = (
    AcceptedEvent
    | StateEvent
    | ProgressEvent
    | ChangedEvent
    | GenerationEvent
    | FinishedEvent
    | ErrorEvent
)

_EVENTS: dict[str, type[DataclassInstance]] = {
    "accepted": AcceptedEvent,
    "state": StateEvent,
    "progress": ProgressEvent,
    "changed": ChangedEvent,
    "generation": GenerationEvent,
    "finished": FinishedEvent,
    "error": ErrorEvent,
}
_NAMES = {kind: name for name, kind in _EVENTS.items()}


def encode_command(command: Command) -> bytes:
    """Return a command as a line."""
    return _line(
        {
            "number": command.number,
            "verb": command.verb.value,
            "paths": [str(path) for path in command.paths],
            "ids": list(command.ids),
            "texts": list(command.texts),
        }
    )


def decode_command(line: bytes) -> Command:
    """Return the command of a line.

    Raises
    ------
    MessageError
        If it is none.
    """
    body = _object(line)
    paths, ids, texts = (_items(body, name) for name in ("paths", "ids", "texts"))
    try:
        verb = Verb(body.get("verb"))
    except ValueError as error:
        raise MessageError(str(error)) from error
    return Command(
        _integer(body.get("number")),
        verb,
        tuple(Path(_text(path)) for path in paths),
        tuple(_integer(key) for key in ids),
        tuple(_text(text) for text in texts),
    )


def _items(body: dict[str, Any], name: str) -> list[object]:
    items = body.get(name)
    if not isinstance(items, list):
        raise MessageError(f"{name} has to be a list")
    if len(cast("list[object]", items)) > MAX_ITEMS:
        raise MessageError(f"more than {MAX_ITEMS} items in one command")
    return cast("list[object]", items)


def encode_event(event: Event) -> bytes:
    """Return an event as a line."""
    return _line({"type": _NAMES[type(event)], **asdict(event)})


def decode_event(line: bytes) -> Event:
    """Return the event of a line.

    Raises
    ------
    MessageError
        If it is none.
    """
    body = _object(line)
    kind = _EVENTS.get(str(body.pop("type", "")))
    if kind is None:
        raise MessageError("unknown type of event")
    return cast("Event", _build(kind, body))


def in_parts(items: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield items in tuples that fit into one command."""
    everything = tuple(items)
    for first in range(0, len(everything), MAX_ITEMS):
        yield everything[first : first + MAX_ITEMS]


def _build(kind: type[DataclassInstance], body: dict[str, Any]) -> DataclassInstance:
    """Return a dataclass of plain values, checked field by field."""
    values: dict[str, object] = {}
    for field in fields(kind):
        parse = _PARSERS.get(str(field.type))
        if parse is None or field.name not in body:
            raise MessageError(f"{kind.__name__} without {field.name}")
        values[field.name] = parse(body[field.name])
    return kind(**values)


def _line(body: dict[str, object]) -> bytes:
    # ASCII only: names that are no valid text travel as escapes, and a newline can only be the end.
    return json.dumps(body, separators=(",", ":")).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise MessageError(f"a line of more than {MAX_LINE} bytes")
    try:
        body = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise MessageError("not an object")
    return cast("dict[str, Any]", body)


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 1 << 62:
        raise MessageError(f"expected an integer, got {type(value).__name__}")
    return value


def _number(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise MessageError(f"expected a number, got {type(value).__name__}")
    return float(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise MessageError(f"expected true or false, got {type(value).__name__}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MessageError(f"expected text, got {type(value).__name__}")
    return value[:_MAX_TEXT]


def _member(kind: type[Enum]) -> Callable[[object], object]:
    def parse(value: object) -> object:
        try:
            return kind(value)
        except ValueError as error:
            raise MessageError(str(error)) from error

    return parse


def _nested(kind: type[DataclassInstance]) -> Callable[[object], object]:
    def parse(value: object) -> object:
        if not isinstance(value, dict):
            raise MessageError(f"expected an object for {kind.__name__}")
        return _build(kind, cast("dict[str, Any]", value))

    return parse


_PARSERS: dict[str, Callable[[object], object]] = {
    "int": _integer,
    "float": _number,
    "bool": _flag,
    "str": _text,
    "Stage": _member(Stage),
    "WorkerState": _member(WorkerState),
    "Hold": _member(Hold),
    "Progress": _nested(Progress),
    "IndexSummary": _nested(IndexSummary),
}
"""How to check a field, by the name of its type."""
