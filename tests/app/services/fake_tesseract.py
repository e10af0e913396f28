# SPDX-License-Identifier: Apache-2.0
"""Stands in for Tesseract where it is not installed: honours that part of its command line in use.

``tesseract --version``, ``tesseract --list-langs`` and ``tesseract stdin stdout --dpi N -l LANGS``.
It "reads" how dark the picture is, so that tests can tell pictures apart, and notes each call.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_HERE = Path(sys.argv[0]).parent


def main() -> int:
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print("tesseract 5.9.9\n leptonica-1.82.0")
    elif arguments == ["--list-langs"]:
        print('List of available languages in "/usr/share/tessdata/" (3):\ndeu\neng\nosd')
    elif arguments[:3] == ["stdin", "stdout", "--dpi"] and arguments[4] == "-l":
        return _recognise(int(arguments[3]), arguments[5])
    else:
        print(f"unexpected arguments {arguments}", file=sys.stderr)
        return 1
    return 0


def _recognise(dpi: int, languages: str) -> int:
    if not set(languages.split("+")) <= {"deu", "eng"}:
        print(f"Error opening data file {languages}.traineddata", file=sys.stderr)
        return 1
    kind, size, most, pixels = sys.stdin.buffer.read().split(b"\n", 3)
    width, height = map(int, size.split())
    if (kind, most, len(pixels)) != (b"P5", b"255", width * height):
        return 1
    # It may write no files, so each call leaves an empty one.
    facts = f"{width} {height} {dpi} {languages} {os.environ.get('OMP_THREAD_LIMIT')}"
    (_HERE / "calls" / f"{time.time_ns()} {facts}").touch()
    if (_HERE / "slow").exists():
        time.sleep(60)
    if (_HERE / "broken").exists():
        return 1
    dark = sum(value < 128 for value in pixels[:: max(1, len(pixels) // 10_000)])
    print(
        f"A page in {languages} with some ink on its paper.\n\n\n\n\nDark: {bool(dark)}\n\f", end=""
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
