# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract import mbox
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.mbox import Mailbox, read_mbox
from findling.extract.memberfile import MemberFile
from findling.extract.registry import read
from tests.app.mail_files import mail, mailbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def names(data: bytes) -> list[str]:
    return [m.name for m in read_mbox(MemberFile(data, "a.mbox")).members]


def test_every_message_is_a_member_by_its_subject(write: Write) -> None:
    path = write("a.mbox", mailbox(mail("One", "First.\n"), mail("Zwei ü", "Second.\n")))
    document = read(path)

    assert [(m.name, m.format) for m in document.members] == [("One", "eml"), ("Zwei ü", "eml")]
    assert document.is_listing
    assert document.text.splitlines()[1] == ("Fri, 01 Mar 2024 10:30:00 +0100 - Anna Beck - Zwei ü")
    assert "Second." in read(Mailbox(path).member(1)).text


def test_sentences_that_begin_with_from_split_nothing() -> None:
    text = "Hello.\n\nFrom now on we meet at ten.\n\n>From the quoted.\n>>From twice.\n"
    data = mailbox(mail("One", text.replace("\nFrom ", "\n>From ", 0)))
    box = Mailbox(MemberFile(data, "a.mbox"))
    body = read(box.member(0)).text
    assert names(data) == ["One"]
    assert "\nFrom now on" in body
    assert "\nFrom the quoted.\n>From twice." in body


def test_line_ends_of_windows() -> None:
    data = mailbox(mail("One"), mail("Two")).replace(b"\n", b"\r\n")
    assert names(data) == ["One", "Two"]


@pytest.mark.parametrize("piece", [1100, 1500, 4096])
def test_a_mailbox_is_split_alike_in_pieces_of_any_size(
    monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    messages = [mail(f"Number {i}", "Words and words.\n" * (i % 7)) for i in range(60)]
    data = mailbox(*messages)
    monkeypatch.setattr(mbox, "_CHUNK", piece)
    assert names(data) == [f"Number {i}" for i in range(60)]


def test_of_too_many_messages_the_last_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MAX_MEMBERS", 2)
    data = mailbox(mail("One"), mail("Two"), mail("Three"))
    document = read_mbox(MemberFile(data, "a.mbox"))
    assert [m.name for m in document.members] == ["Two", "Three"]
    assert document.warnings == ("Only the last 2 messages were read; 1 before them were not.",)


def test_a_message_that_is_too_large_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MAX_MAIL", 1000)
    data = mailbox(mail("One"), mail("Two", "Long words.\n" * 500), mail("Three"))
    found = read_mbox(MemberFile(data, "a.mbox")).members
    assert [m.failure for m in found] == ["", "too_large", ""]


def test_messages_without_subject_have_a_number() -> None:
    assert names(b"From a@b.c Fri Mar  1 10:30:00 2024\n\nWords.\n") == ["message-1"]


@pytest.mark.parametrize(
    ("data", "kind"), [(b"", ReadFailure.NO_TEXT), (b"Dear Otto,\n", ReadFailure.DAMAGED)]
)
def test_what_is_no_mailbox_is_told(data: bytes, kind: ReadFailure) -> None:
    with pytest.raises(ReadError) as caught:
        read_mbox(MemberFile(data, "a.mbox"))
    assert caught.value.kind is kind
