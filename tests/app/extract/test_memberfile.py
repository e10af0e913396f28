# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import stat
import zipfile

import pytest

from findling.extract.memberfile import MAX_NAME, MemberFile, shown_name
from tests.app.mail_files import archive


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.pdf", ".pdf"),
        ("dir.d/a", ""),
        ("dir\\a.TXT", ".TXT"),
        (".hidden", ""),
        ("a.", ""),
        ("", ""),
    ],
)
def test_endings_are_those_of_the_last_part(name: str, suffix: str) -> None:
    assert MemberFile(b"", name).suffix == suffix


def test_it_reads_like_a_file() -> None:
    file = MemberFile(b"12345", "a.txt")
    with file.open("rb") as stream:
        assert stream.read(3) == b"123"
    assert (file.read_bytes(), file.stat().st_size) == (b"12345", 5)
    assert stat.S_ISREG(file.stat().st_mode)


def test_parsers_take_it_for_an_open_file_and_never_for_a_path() -> None:
    with zipfile.ZipFile(MemberFile(archive({"a": b"b"}), "/etc/passwd")) as opened:
        assert opened.namelist() == ["a"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\tb\n c", "a b c"),
        ("offer\u202efdp.exe", "offerfdp.exe"),
        ("\x1b[2Jx", "[2Jx"),
        ("lone\udc80", "lone"),
        ("   ", "?"),
    ],
)
def test_names_are_shown_as_one_honest_line(name: str, shown: str) -> None:
    assert shown_name(name, "?") == shown


def test_long_names_keep_their_ends() -> None:
    shown = shown_name("x" * 5000 + ".pdf")
    assert len(shown) <= MAX_NAME
    assert shown.startswith("xxx")
