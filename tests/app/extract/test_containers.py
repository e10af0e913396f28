# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.containers import OpenContainers
from findling.extract.errors import ReadError, ReadFailure
from tests.app.mail_files import archive, mail, mailbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def test_members_of_members_are_found_by_their_place(write: Write) -> None:
    box = mailbox(mail("One"), mail("Two", a_txt=b"Words.", b_txt=b"More."))
    path = write("a.zip", archive({"x.txt": b"", "box.mbox": box}))
    containers = OpenContainers()
    for _ in range(2):
        assert containers.find(path, [1, 1, 1]).read_bytes() == b"More."
    assert containers.find(path, []) == path


def test_a_file_that_changed_is_opened_anew(write: Write) -> None:
    path = write("a.zip", archive({"a.txt": b"Words."}))
    containers = OpenContainers()
    assert containers.find(path, [0]).read_bytes() == b"Words."
    write("a.zip", archive({"a.txt": b"Other words."}))
    assert containers.find(path, [0]).read_bytes() == b"Other words."


@pytest.mark.parametrize("place", [[7], [-1], [0, 0], [0, 0, 0, 0, 0, 0]])
def test_places_that_are_not_there_have_a_reason(write: Write, place: list[int]) -> None:
    path = write("a.zip", archive({"a.txt": b"Words."}))
    with pytest.raises(ReadError):
        OpenContainers().find(path, place)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        OpenContainers().find(tmp_path / "gone.zip", [0])
    assert caught.value.kind is ReadFailure.MISSING
