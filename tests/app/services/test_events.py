# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findling.services import events as ev
from findling.services.types import IndexSummary, Progress, Stage, WorkerState

EVENTS = [
    ev.AcceptedEvent(7),
    ev.StateEvent(WorkerState.PAUSED),
    ev.ProgressEvent(Progress(Stage.READING, 3, 10, "caf\u00e9\udce9\n.pdf", 1.5, -1.0)),
    ev.ChangedEvent(1, 2, 3, 4, 5),
    ev.GenerationEvent(12),
    ev.FinishedEvent(IndexSummary(7, 5, 0, 1, 1, 1, 99, 2.5, learned=True, cancelled=False)),
    ev.ErrorEvent("It broke.", "errno 5", "Try again.", fatal=True),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_events_come_back_in_one_line(event: ev.Event) -> None:
    line = ev.encode_event(event)
    assert line.count(b"\n") == 1
    assert ev.decode_event(line) == event


names = st.text(st.characters(exclude_characters="\0"), min_size=1).map(Path)


MANY_KEYS = (ev.Verb.ADD, ev.Verb.REMOVE, ev.Verb.RETRY, ev.Verb.RESCAN, ev.Verb.QUIT)


@given(
    st.integers(0, 2**40),
    st.sampled_from(MANY_KEYS),
    st.lists(names).map(tuple),
    st.lists(st.integers(0, 2**60)).map(tuple),
)
def test_commands_come_back_in_one_line(
    number: int, verb: ev.Verb, paths: tuple[Path, ...], ids: tuple[int, ...]
) -> None:
    command = ev.Command(number, verb, paths, ids)
    line = ev.encode_command(command)
    assert line.count(b"\n") == 1
    assert ev.decode_command(line) == command


@given(st.text(max_size=100), st.text(max_size=100), st.integers(0, 2**60))
def test_teachings_come_back_as_they_were(query: str, words: str, key: int) -> None:
    for command in (
        ev.Command(1, ev.Verb.GOOD, ids=(key,), texts=(query,)),
        ev.Command(2, ev.Verb.MEANS, texts=(query, words)),
        ev.Command(3, ev.Verb.FORGET, ids=(key,)),
        ev.Command(4, ev.Verb.EXCLUDE, ids=(key,), texts=(query, words, query)),
    ):
        assert ev.decode_command(ev.encode_command(command)) == command


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"nonsense\n",
        b"[]\n",
        b"[" * 100_000,
        b'{"type":"state"}\n',
        b'{"type":"state","state":"asleep"}\n',
        b'{"type":"accepted","number":"7"}\n',
        b'{"type":"accepted","number":true}\n',
        b'{"type":"accepted","number":1e300}\n',
        b'{"type":"progress","progress":[]}\n',
        b'{"type":"unheard of"}\n',
    ],
)
def test_other_lines_are_no_events(line: bytes) -> None:
    with pytest.raises(ev.MessageError):
        ev.decode_event(line)


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "explode"},
        {"verb": None},
        {"paths": "one"},
        {"paths": [1]},
        {"ids": ["1"]},
        {"ids": [0] * (ev.MAX_ITEMS + 1)},
        {"texts": ["a text"]},
        {"texts": None},
        {"verb": "good"},
        {"verb": "good", "ids": [1], "texts": ["a", "b"]},
        {"verb": "means", "texts": ["a"]},
        {"verb": "forget", "ids": [1, 2]},
        {"number": None},
    ],
)
def test_other_objects_are_no_commands(change: dict[str, object]) -> None:
    body: dict[str, object] = {"number": 1, "verb": "add", "paths": [], "ids": [], "texts": []}
    ev.decode_command(json.dumps(body).encode())
    with pytest.raises(ev.MessageError):
        ev.decode_command(json.dumps({**body, **change}).encode())


def test_a_line_that_is_too_long_is_refused_unparsed() -> None:
    with pytest.raises(ev.MessageError, match="more than"):
        ev.decode_event(b" " * (ev.MAX_LINE + 1))


def test_long_texts_are_cut() -> None:
    event = ev.decode_event(ev.encode_event(ev.ErrorEvent("m" * 100_000)))
    assert isinstance(event, ev.ErrorEvent)
    assert len(event.message) == 4000


def test_long_lists_travel_in_parts() -> None:
    parts = list(ev.in_parts(range(2 * ev.MAX_ITEMS + 1)))
    assert [len(part) for part in parts] == [ev.MAX_ITEMS, ev.MAX_ITEMS, 1]
    assert [n for part in parts for n in part] == list(range(2 * ev.MAX_ITEMS + 1))
