# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

import dev

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record the commands that would run; each succeeds."""
    seen: list[list[str]] = []

    def record(command: list[str], *, check: bool = True, env: object = None) -> int:
        seen.append(command)
        return 0

    monkeypatch.setattr(dev, "run", record)
    return seen


def lacking(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda **_: list(packages))


def test_the_digest_follows_content_and_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    file = tmp_path / "core" / "a.cpp"
    file.parent.mkdir()
    file.write_text("1")
    first = dev.digest(tmp_path / "core")
    file.write_text("2")
    second = dev.digest(tmp_path / "core")
    file.rename(file.with_name("b.cpp"))
    third = dev.digest(tmp_path / "core")
    assert len({first, second, third}) == 3


@pytest.mark.skipif(os.name == "nt", reason="root and apt-get are of Debian's world")
class TestSystemPackages:
    def test_root_on_debian_installs_them(
        self, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
    ) -> None:
        lacking(monkeypatch, "libegl1", "doctest-dev")
        monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
        dev.need_system(tests=True, window=False)
        assert commands[0][:2] == ["/usr/bin/apt-get", "install"]
        assert commands[0][-2:] == ["libegl1", "doctest-dev"]

    def test_others_get_one_line_to_type(
        self, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
    ) -> None:
        lacking(monkeypatch, "g++")
        monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
        with pytest.raises(dev.SetupError, match=r"sudo apt-get install -y g\+\+"):
            dev.need_system(tests=True, window=False)
        assert commands == []

    def test_nothing_missing_runs_nothing(
        self, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
    ) -> None:
        lacking(monkeypatch)
        dev.need_system(tests=True, window=True)
        assert commands == []


def test_a_missing_compiler_and_library_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(dev, "has_compiler", lambda: False)
    monkeypatch.setattr(dev, "can_load", lambda library: library != "libEGL.so.1")
    missing = dev.missing_packages(tests=False, window=False)
    assert {"g++", "libegl1"} <= set(missing)
    assert "libgl1" not in missing


def test_a_library_that_is_not_there_cannot_be_loaded() -> None:
    assert not dev.can_load("libno-such-thing-of-findling.so.9")


class TestEnvironment:
    def test_the_same_stamp_runs_once(self, tmp_path: Path, commands: list[list[str]]) -> None:
        for stamp, expected in (("a", 1), ("a", 1), ("b", 2)):
            environment = dev.Environment(tmp_path)  # stamps are read from the disk each time
            environment.once("engine", stamp, sys.executable, "-V")
            assert len(commands) == expected

    def test_a_failure_leaves_no_stamp(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(command: list[str], *, check: bool = True, env: object = None) -> int:
            raise dev.SetupError("no")

        monkeypatch.setattr(dev, "run", fail)
        with pytest.raises(dev.SetupError):
            dev.Environment(tmp_path).once("engine", "a", sys.executable)
        assert dev.Environment(tmp_path).stamps == {}

    def test_other_pins_make_it_afresh(self, tmp_path: Path, commands: list[list[str]]) -> None:
        environment = dev.Environment(tmp_path)
        environment.create("app.txt")
        assert "--clear" not in commands[-1]
        environment.stamps["app.txt"] = "pins of an older day"
        environment.create("app.txt")
        assert "--clear" in commands[-1]
        assert list(environment.stamps) == ["python"]

    def test_its_programs_come_first(self, tmp_path: Path) -> None:
        environment = dev.Environment(tmp_path)
        assert environment.variables()["PATH"].split(os.pathsep)[0] == str(environment.programs)

    def test_an_unknown_program_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(dev.SetupError, match="no program 'no-such-program'"):
            dev.Environment(tmp_path).call("no-such-program")


def test_a_failing_check_stops_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        dev.Environment, "call", lambda self, *command, check=True: command[0] == "bad"
    )
    checks = dev.Checks(dev.Environment(tmp_path))
    checks.call("first", "good")
    with pytest.raises(dev.SetupError, match="the check 'second' failed"):
        checks.call("second", "bad")
    assert [line.split()[1] for line in checks.lines] == ["ok", "FAILED"]


def test_pins_name_no_index_and_carry_hashes() -> None:
    for name in ("app.txt", "dev.txt"):
        text = (dev.ROOT / "requirements" / name).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if "==" in line]
        assert "://" not in text
        assert "--index" not in text
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)


def test_exec_without_a_command_is_told() -> None:
    with pytest.raises(dev.SetupError, match="say what to run"):
        dev.main(["exec", "--"])
