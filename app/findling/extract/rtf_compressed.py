# SPDX-License-Identifier: Apache-2.0
"""Rich Text as Outlook packs it: LZFu ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

from findling.extract.errors import damaged, too_large
from findling.extract.limits import MAX_HTML_FILE

_HEAD = struct.Struct("<IIII")
_PACKED, _STORED = 0x75465A4C, 0x414C454D
_WINDOW = 4096
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the window holds before the first byte."""


def unpack_rtf(data: bytes) -> bytes:
    """Return Rich Text unpacked.

    Raises
    ------
    ReadError
        If it is damaged or unpacks to more than a page may have.

    Notes
    -----
    A control byte goes before each eight runs: a bit says whether a run is one byte, or two that
    hold an offset into the last 4096 bytes (12 bits) and a length less 2 (4 bits). An offset to the
    place that is written next ends the text.
    """
    if len(data) < _HEAD.size:
        raise damaged("message", "compressed RTF is too short")
    _length, raw_size, kind, _checksum = _HEAD.unpack_from(data)
    if raw_size > MAX_HTML_FILE:
        raise too_large("The text of the message", raw_size, MAX_HTML_FILE)
    if kind == _STORED:
        return data[_HEAD.size : _HEAD.size + raw_size]
    if kind != _PACKED:
        raise damaged("message", f"compressed RTF of kind {kind:#x}")
    return _unpacked(data[_HEAD.size :], raw_size)


def _unpacked(data: bytes, raw_size: int) -> bytes:
    window = bytearray(_START.ljust(_WINDOW, b"\0"))
    write = len(_START)
    out = bytearray()
    at = 0
    while at < len(data) and len(out) < raw_size:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                run, at = data[at : at + 1], at + 1
            else:
                offset, count = _reference(data[at : at + 2])
                at += 2
                if offset == write % _WINDOW:
                    return bytes(out[:raw_size])
                run = _copied(window, offset, count, write)
            for byte in run:
                window[write % _WINDOW] = byte
                write += 1
            out += run
    return bytes(out[:raw_size])


def _reference(pair: bytes) -> tuple[int, int]:
    value = int.from_bytes(pair.ljust(2, b"\0"), "big")
    return value >> 4, (value & 15) + 2


def _copied(window: bytearray, offset: int, count: int, write: int) -> bytes:
    """Return a run from the window; one that overlaps its own end repeats itself."""
    distance = (write - offset) % _WINDOW
    known = bytes(window[(offset + i) % _WINDOW] for i in range(min(count, distance)))
    return (known * (count // len(known) + 1))[:count]
