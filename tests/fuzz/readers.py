# SPDX-License-Identifier: Apache-2.0
"""Coverage-guided fuzzing of the readers of documents, with atheris.

``python tests/fuzz/readers.py FORMAT [libFuzzer options] FOLDER``; FOLDER has files to start from.
"""

# pyright: reportMissingImports=false, reportAttributeAccessIssue=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import contextlib
import io
import random
import sys
import warnings
import zipfile
from importlib import import_module
from typing import TYPE_CHECKING, Any

import atheris

with atheris.instrument_imports():
    from findling.extract import registry
    from findling.extract.errors import ReadError
    from findling.extract.memberfile import MemberFile
    from findling.extract.passages import split_passages
    from findling.extract.wire import document_to_wire

    for _module, _ in registry._READERS.values():  # pyright: ignore[reportPrivateUsage]
        import_module(_module)

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.extract.types import ExtractedDocument

_ZIPPED = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "zip"})
_MAX_UNPACKED = 1 << 20
_FLAT = ("[Content_Types].xml", "mimetype")
"""Members that tell one format from another: they are changed less often."""


def target(form: str) -> Callable[[bytes], None]:
    """Return what reads bytes as a file of a format, and lets only a `ReadError` pass."""

    def read(data: bytes) -> None:
        # what the child answers with plain reasons, too, is no find
        with contextlib.suppress(ReadError, RecursionError):
            _check(registry.read(MemberFile(data, f"fuzz.{form}")))

    return read


def _check(document: ExtractedDocument) -> None:
    """Hold a document against what the library relies on."""
    size = len(document.text)
    document_to_wire(document)
    for page in document.pages:
        assert 0 <= page.start <= page.end <= size, page
    for heading in document.headings:
        assert 0 <= heading.offset <= size, heading
    end = 0
    for passage in split_passages(document):
        assert 0 <= passage.start < passage.end <= size, passage
        assert passage.end >= end, passage
        end = passage.end


def mutate_zipped(data: bytes, max_size: int, seed: int) -> bytes:
    """Change one member of an archive, or the archive itself where it is none."""
    chance = random.Random(seed)
    if chance.random() < 0.1:
        return atheris.Mutate(data, max_size)
    try:
        members = _members(data)
    except Exception:  # noqa: BLE001  it is damaged, in any way
        return atheris.Mutate(data, max_size)
    names = [name for name in members if name not in _FLAT or chance.random() < 0.1]
    if not names:
        return atheris.Mutate(data, max_size)
    name = chance.choice(names)
    what = chance.random()
    if what < 0.03:
        del members[name]
    elif what < 0.06:
        members[chance.choice(names)] = members[name]
    else:
        members[name] = atheris.Mutate(members[name], max(len(members[name]) + 64, 256))
    made = _packed(members)
    return made if len(made) <= max_size else data


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if sum(info.file_size for info in infos) > _MAX_UNPACKED:
            return {}
        return {info.filename: archive.read(info) for info in infos}


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def main() -> None:
    """Fuzz the reader of a format."""
    form = sys.argv.pop(1)
    warnings.simplefilter("ignore")
    options: dict[str, Any] = {"custom_mutator": mutate_zipped} if form in _ZIPPED else {}
    atheris.Setup(sys.argv, target(form), **options)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
