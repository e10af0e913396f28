# SPDX-License-Identifier: Apache-2.0
"""What this program is made of: each component with its version, its licence and its texts."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec

from findling.bolt import cpu_info

ITSELF = "findling"
_MOST_CHARS = 300_000
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_TEXTS = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_SHORT = 60
"""A longer "License" in metadata is the text itself."""

_OF_QT = re.compile(r"pyside6|shiboken6", re.IGNORECASE)
_COMPILED_IN = (("pybind11", "BSD-3-Clause", "pybind11.txt"),)
"""What is within the engine and is no package of its own."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part that somebody else wrote, or the program itself.

    Attributes
    ----------
    name : str
    version : str
        Empty where that is not known.
    licence : str
        Name of the licence, as SPDX writes it where its authors do.
    summary : str
        A line of its authors on what it is.
    is_qt : bool
        Whether it is Qt or comes with it.
    """

    name: str
    version: str
    licence: str
    summary: str = ""
    is_qt: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """The program as it runs here.

    Attributes
    ----------
    instructions : str
        What of the processor the engine uses, such as ``AVX2``.
    threads : int
        That it works with.
    components : tuple of Component
        Itself first.
    """

    instructions: str
    threads: int
    components: tuple[Component, ...]


def program_here() -> Program:
    """Return what runs here; the first call takes a moment."""
    engine = cpu_info()
    return Program(str(engine["isa"]).upper(), int(engine["threads"]), components())


@cache
def components() -> tuple[Component, ...]:
    """Return the program, then all that it contains, by name."""
    found = [_component(one) for one in _distributions().values()]
    found.sort(key=lambda one: (one.name != ITSELF, one.name.casefold()))
    others = [Component(name, "", licence) for name, licence, _ in _COMPILED_IN]
    python = Component("Python", platform.python_version(), "PSF-2.0")
    return (found[0], *sorted([*found[1:], *others, python], key=lambda o: o.name.casefold()))


def licence_text(component: Component) -> str:
    """Return all licence texts of a component; empty where it has none with it."""
    if component.is_qt:
        return "\n\n".join(_own_text(name) for name in ("LGPL-3.0.txt", "GPL-3.0.txt"))
    files = {"Python": "PSF-2.0.txt", **{name: file for name, _, file in _COMPILED_IN}}
    if component.name in files:
        return _own_text(files[component.name])
    packed = _distributions().get(_key(component.name))
    text = "" if packed is None else _texts_of(packed)
    return text or (_own_text("Apache-2.0.txt") if "Apache" in component.licence else "")


@cache
def _distributions() -> dict[str, Distribution]:
    """Return the program and the packages that it needs and that are there, by name."""
    found: dict[str, Distribution] = {}
    waiting = [ITSELF]
    while waiting:
        name = waiting.pop()
        if _key(name) in found:
            continue
        try:
            one = distribution(name)
        except PackageNotFoundError:  # for another system, or another Python
            continue
        if name == ITSELF or _is_there(one):
            found[_key(name)] = one
            waiting += [_name_of(line) for line in one.requires or () if "extra ==" not in line]
    return found


def _is_there(packed: Distribution) -> bool:
    """Say whether modules of a package are there, and not only a note that it is needed."""
    files = [file.parts for file in packed.files or ()]
    tops = {parts[0].removesuffix(".py") for parts in files if parts[-1].endswith(".py")}
    tops |= {parts[0].partition(".")[0] for parts in files if parts[-1].endswith((".so", ".pyd"))}
    return any(_can_be_found(top) for top in tops if top.isidentifier())


def _can_be_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _component(packed: Distribution) -> Component:
    about = packed.metadata.json
    name = str(about.get("name", ""))
    classified = [str(one) for one in _list(about.get("classifier")) if "License ::" in str(one)]
    short = str(about.get("license", "")).strip().partition("\n")[0]
    licence = (
        str(about.get("license_expression", ""))
        or (short if len(short) <= _SHORT else "")
        or ", ".join(one.rpartition(":: ")[2] for one in classified)
    )
    is_qt = _OF_QT.match(name) is not None
    return Component(name, packed.version, licence, str(about.get("summary", "")), is_qt)


def _texts_of(packed: Distribution) -> str:
    texts: list[str] = []
    for file in sorted(packed.files or (), key=str):
        if ".dist-info/" in file.as_posix() and _TEXTS.search(file.as_posix()):
            try:
                texts.append(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError):
                continue
    whole = "\n\n".join(text.strip() for text in texts)
    about = packed.metadata.json
    return (whole or str(about.get("license", "")))[:_MOST_CHARS]


def _own_text(name: str) -> str:
    file = resources.files("findling").joinpath("licences").joinpath(name)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []  # pyright: ignore[reportUnknownArgumentType]


def _name_of(requirement: str) -> str:
    found = _NAME.match(requirement)
    return found[0] if found else ""


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
