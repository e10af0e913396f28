# SPDX-License-Identifier: Apache-2.0
"""Reading, learning, searching, teaching and labelling open no socket, in Python or in the engine.

Readers of files run without this test's hook, in an environment of their own: they refuse sockets
by themselves (tests/app/extract/test_child.py).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from findling import _core

HOOK = """
import os, sys
def _note(event, arguments):
    if event.startswith("socket."):
        with open(os.environ["FINDLING_TEST_SOCKETS"], "a") as stream:
            print(os.getpid(), event, repr(arguments)[:200], file=stream)
sys.addaudithook(_note)
"""

NETWORK = ("socket", "connect", "getaddrinfo", "gethostbyname", "sendto", "WSAStartup")


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which every Python process notes its start and its sockets."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(HOOK)
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(hooks), os.environ.get("PYTHONPATH", "")]),
        "FINDLING_TEST_SOCKETS": str(tmp_path / "sockets.log"),
    }


def _findling(environment: dict[str, str], *arguments: str | Path) -> str:
    command = [sys.executable, "-m", "findling", *map(str, arguments)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def test_nothing_goes_to_any_network(watched: dict[str, str], tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    for i in range(80):
        folder, thing = ("plants", "trees") if i % 2 else ("animals", "bees")
        (documents / folder).mkdir(parents=True, exist_ok=True)
        (documents / folder / f"note{i}.txt").write_text(
            f"Note {i} about the garden and its {i} {thing}. " * 20
        )
    (documents / "page.html").write_text(
        '<img src="http://example.com/a.png"><link href="http://example.com/b.css"><p>Hello page.'
    )
    library = tmp_path / "library"

    _findling(watched, "add", documents, "--library", library)
    assert "note" in _findling(watched, "search", "garden trees", "--library", library)
    _findling(watched, "teach", "means", "plot", "garden", "--library", library)
    _findling(watched, "searches", "save", "Trees", "garden trees", "--library", library)
    assert "note" in _findling(watched, "search", "--saved", "Trees", "--library", library)
    _findling(watched, "labels", "create", "Kinds", "--folders", documents, "--library", library)
    _findling(watched, "labels", "learn", "Kinds", "--library", library)
    _findling(watched, "labels", "quality", "Kinds", "--library", library)
    _findling(watched, "labels", "apply", "Kinds", "--library", library)
    _findling(watched, "export", tmp_path / "library.zip", "--library", library)
    _findling(watched, "verify", "--library", library)

    sockets = Path(watched["FINDLING_TEST_SOCKETS"])
    assert not sockets.exists(), sockets.read_text()


def test_the_hook_would_have_noticed(watched: dict[str, str]) -> None:
    command = [sys.executable, "-c", "import socket; socket.socket().close()"]
    subprocess.run(command, env=watched, check=True)
    assert "socket.__new__" in Path(watched["FINDLING_TEST_SOCKETS"]).read_text()


@pytest.mark.skipif(shutil.which("nm") is None, reason="needs nm")
def test_the_engine_is_not_linked_with_the_network() -> None:
    listing = subprocess.run(
        ["nm", "-D", "--undefined-only", _core.__file__], capture_output=True, text=True, check=True
    ).stdout
    names = {line.split()[-1].partition("@")[0] for line in listing.splitlines()}
    assert "memcpy" in names or "memmove" in names
    assert names.isdisjoint(NETWORK)
