# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract import child

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.frames import Body, Frame

    Write = Callable[[str, str | bytes], Path]


def answer(body: Body) -> Frame:
    return child._Handlers().answer(body)  # pyright: ignore[reportPrivateUsage]


def test_a_document_comes_with_its_text_as_payload(write: Write) -> None:
    reply = answer({"op": "read", "path": str(write("a.txt", "Größe"))})
    assert reply.body["ok"] is True
    assert reply.payload.decode() == "Größe"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), "memory"),
        (RecursionError(), "damaged"),
        (ZeroDivisionError("oops"), "crashed"),
    ],
)
def test_any_failure_of_a_parser_is_an_answer_and_the_childs_last(
    monkeypatch: pytest.MonkeyPatch, write: Write, error: Exception, kind: str
) -> None:
    def fail(path: Path, password: str) -> None:
        raise error

    monkeypatch.setattr(child, "read", fail)
    reply = answer({"op": "read", "path": str(write("a.txt", "a"))})
    assert (reply.body["ok"], reply.body["retire"]) == (False, True)
    assert reply.body["error"]["kind"] == kind
    assert reply.body["error"]["message"].endswith(".")


@pytest.mark.parametrize("body", [{}, {"op": "delete"}, {"op": 3}, {"op": "read"}])
def test_a_request_that_makes_no_sense_is_answered(body: Body) -> None:
    assert answer(body).body["error"]["kind"] == "crashed"


@pytest.mark.parametrize("event", ["socket.connect", "subprocess.Popen", "os.system", "os.fork"])
def test_parsers_may_not_reach_out(event: str) -> None:
    with pytest.raises(PermissionError):
        child._refuse(event, ())  # pyright: ignore[reportPrivateUsage]


def test_parsers_may_open_files() -> None:
    child._refuse("open", ())  # pyright: ignore[reportPrivateUsage]
