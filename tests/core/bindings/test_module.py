# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys

import pytest

core = importlib.import_module("findling._core")


def in_new_process(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run code that imports the engine anew, with these environment variables."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("FINDLING_")} | variables
    return subprocess.run(
        [sys.executable, "-c", f"import findling._core as core; {code}"],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_cpu_info_names_the_kernels_in_use() -> None:
    info = core.cpu_info()
    assert info["isa"] in info["supported"]
    assert info["supported"][0] == "scalar"
    assert info["threads"] >= 1


@pytest.mark.parametrize("isa", core.cpu_info()["supported"])
def test_every_supported_variant_can_be_forced(isa: str) -> None:
    done = in_new_process("print(core.cpu_info()['isa'])", FINDLING_FORCE_ISA=isa)
    assert done.stdout.strip() == isa


def test_an_unknown_variant_stops_the_import_with_one_sentence() -> None:
    done = in_new_process("", FINDLING_FORCE_ISA="mmx")
    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ImportError: [kernels] expected FINDLING_FORCE_ISA to be one of scalar")
    assert last.endswith("got 'mmx'")


def test_the_number_of_threads_can_be_set() -> None:
    done = in_new_process("print(core.cpu_info()['threads'])", FINDLING_NUM_THREADS="3")
    assert done.stdout.strip() == "3"


@pytest.mark.parametrize("value", ["0", "257", "two", "2x", "-1", "99999999999999999999"])
def test_a_bad_number_of_threads_stops_the_import_with_one_sentence(value: str) -> None:
    done = in_new_process("", FINDLING_NUM_THREADS=value)
    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    assert "expected FINDLING_NUM_THREADS to be a whole number from 1 to 256" in last
    assert repr(value) in last


def test_module_and_package_come_from_one_build() -> None:
    build_id = importlib.import_module("findling._build_id")
    assert re.fullmatch("[0-9a-f]{16}", core.build_id())
    assert core.build_id() == build_id.BUILD_ID


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("EngineValueError", ("EngineError", ValueError)),
        ("EngineFormatError", ("EngineError", ValueError)),
        ("EngineIoError", ("EngineError", OSError)),
    ],
)
def test_errors_are_engine_errors_and_the_matching_builtin(
    name: str, bases: tuple[str, type[Exception]]
) -> None:
    error = getattr(core, name)
    assert issubclass(error, getattr(core, bases[0]))
    assert issubclass(error, bases[1])


def test_cancelling_is_not_an_engine_error() -> None:
    assert not issubclass(core.CancelledError, core.EngineError)
