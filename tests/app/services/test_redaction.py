# SPDX-License-Identifier: Apache-2.0
"""Paths, names and quotations go; the sentence around them stays."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path, PureWindowsPath

import pytest

from findling.services.redaction import Redactor, known_ending


def test_a_path_is_a_number_that_stays() -> None:
    redactor = Redactor()
    assert redactor.path(Path("/letters/to Ada.pdf")) == "<path 1>/….pdf"
    assert redactor.path(Path("/letters")) == "<path 2>"
    assert redactor.path(Path("/letters/to Ada.pdf")) == "<path 1>/….pdf"
    assert redactor.path(Path("/diary.mysecret")) == "<path 3>"


@pytest.mark.parametrize(
    "text",
    [
        "cannot read /home/ada/My Letters/to Bob.pdf",
        r"cannot read C:\Users\ada\My Letters\to Bob.pdf",
        r"cannot read \\server\ada\to Bob.pdf",
        "cannot read file:///home/ada/to%20Bob.pdf",
        "cannot read '/home/ada/to Bob.pdf'",
        "cannot read ~/ada/Bob",
        'cannot read "Bob of ada"',
        "cannot read Bob-ada.docx",
        "cannot read “Bob ada”",
        "cannot read /Bob's letters/ada",
    ],
)
def test_what_names_files_goes(text: str) -> None:
    told = Redactor().text(text)
    assert told.startswith("cannot read ")
    assert "Bob" not in told
    assert "ada" not in told


@pytest.mark.parametrize(
    "text", ["Words and/or meaning, 3/4 of them.", "It isn't there; nobody's.", "about 5:30, e.g."]
)
def test_a_sentence_without_any_stays(text: str) -> None:
    assert Redactor().text(text) == text


def test_user_and_computer_have_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "bertha")
    monkeypatch.setattr(platform, "node", lambda: "attic.example.org")
    monkeypatch.setattr(Path, "home", lambda: Path("/houses/bertha"))
    told = Redactor(["quince"]).words(
        "Bertha at attic and ATTIC.example.org, /houses/bertha, quince"
    )
    assert told == "<user> at <computer> and <computer>, <home>, <hidden>"
    assert Redactor(["quince"]).words("berthas quinces") == "berthas quinces"


def test_only_usual_endings_are_told() -> None:
    assert known_ending("a.PDF") == ".pdf"
    assert known_ending("a.aunt-ada") == ""
    assert known_ending(PureWindowsPath("C:/a").name) == ""
