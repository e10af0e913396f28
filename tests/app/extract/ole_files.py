# SPDX-License-Identifier: Apache-2.0
"""OLE files and Outlook messages that tests make on the spot."""

from __future__ import annotations

import struct
from typing import Union

Tree = dict[str, Union[bytes, "Tree"]]

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_bytes(tree: Tree) -> bytes:
    """Return an OLE file with streams (bytes, shorter than 4096) and storages (dicts)."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, 0, 0]]
    streams: list[tuple[int, bytes]] = []
    _add_entries(entries, streams, 0, tree)
    mini, mini_fat = b"", list[int]()
    for number, data in streams:
        assert len(data) < _CUTOFF
        count = -(-len(data) // _MINI)
        first = len(mini_fat)
        entries[number][4] = first if count else _END
        mini_fat += [*range(first + 1, first + count), _END] if count else []
        mini += data.ljust(count * _MINI, b"\0")
    n_directory = -(-len(entries) // 4)
    n_mini = -(-len(mini) // _SECTOR)
    n_mini_fat = -(-len(mini_fat) * 4 // _SECTOR)
    entries[0][4], entries[0][5] = n_directory, len(mini)
    fat = [*_chain(0, n_directory), *_chain(n_directory, n_mini)]
    fat += _chain(n_directory + n_mini, n_mini_fat)
    n_fat = next(n for n in range(1, 100) if (len(fat) + n) * 4 <= n * _SECTOR)
    table = [*fat, *[_FAT] * n_fat]
    parts = (
        _head(list(range(len(fat), len(fat) + n_fat)), n_directory + n_mini, n_mini_fat),
        b"".join(_entry(*entry) for entry in entries).ljust(n_directory * _SECTOR, b"\0"),
        mini.ljust(n_mini * _SECTOR, b"\0"),
        _sectors(mini_fat, n_mini_fat),
        _sectors(table, n_fat),
    )
    return b"".join(parts)


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END]


def _sectors(numbers: list[int], count: int) -> bytes:
    padded = numbers + [_FREE] * (count * _SECTOR // 4 - len(numbers))
    return struct.pack(f"<{len(padded)}I", *padded)


def _add_entries(
    entries: list[list[object]], streams: list[tuple[int, bytes]], parent: int, tree: Tree
) -> None:
    previous = 0
    for name, value in tree.items():
        number = len(entries)
        is_stream = isinstance(value, bytes)
        size = len(value) if isinstance(value, bytes) else 0
        entries.append([name, 2 if is_stream else 1, _FREE, _FREE, _END, size])
        entries[previous or parent][2 if previous else 3] = number
        previous = number
        if isinstance(value, bytes):
            streams.append((number, value))
        else:
            _add_entries(entries, streams, number, value)


def _entry(
    name: object, kind: object, right: object, child: object, first: object, size: object
) -> bytes:
    coded = str(name).encode("utf-16-le") + b"\0\0"
    head = struct.pack("<64sHBB", coded, len(coded), kind, 1)
    return head + struct.pack("<III36sIQ", _FREE, right, child, b"", first, size)


def _head(fat: list[int], mini_fat: int, n_mini_fat: int) -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    version = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    counts = (0, len(fat), 0, 0, _CUTOFF, mini_fat, n_mini_fat, _END, 0)
    places = fat + [_FREE] * (109 - len(fat))
    return magic + version + struct.pack("<9I", *counts) + struct.pack("<109I", *places)


def texts(**values: str) -> Tree:
    """Return Unicode properties; keywords are tags, as in ``x0037="Subject"``."""
    return {f"__substg1.0_{k[1:]}001F": v.encode("utf-16-le") for k, v in values.items()}


def table(head: int, **values: int) -> bytes:
    """Return a table of properties; keywords are tag and type, as in ``x0C15_0003=1``."""
    rows = b""
    for key, value in values.items():
        tag, kind = (int(part, 16) for part in key[1:].split("_"))
        rows += struct.pack("<HHIQ", kind, tag, 6, value)
    return bytes(head) + rows


def message(**parts: bytes | Tree) -> Tree:
    """Return a message with a subject, a sender and a text; keywords are attachments."""
    sent = (1_709_285_400 + 11_644_473_600) * 10_000_000  # 2024-03-01 09:30 UTC
    tree: Tree = {
        "__properties_version1.0": table(32, x0039_0040=sent),
        **texts(x0037="Offer", x1000="Ten chairs.\r\n", x0C1A="Anna Beck", x5D01="anna@a.org"),
        "__recip_version1.0_#00000000": {
            "__properties_version1.0": table(8, x0C15_0003=1),
            **texts(x3001="Otto", x39FE="otto@example.org"),
        },
    }
    for number, (name, value) in enumerate(parts.items()):
        attachment: Tree = {
            "__properties_version1.0": table(8),
            **texts(x3707=name.replace("_", ".")),
        }
        if isinstance(value, bytes):
            attachment["__substg1.0_37010102"] = value
        else:
            attachment["__substg1.0_3701000D"] = value
        tree[f"__attach_version1.0_#{number:08X}"] = attachment
    return tree
