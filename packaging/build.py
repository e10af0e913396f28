# SPDX-License-Identifier: Apache-2.0
"""Make a folder with Findling that needs no Python, and try it where there is none.

    python3 dev.py package

The folder is `dist/findling`. It runs on systems whose C library is as new as this one's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "findling"
PROGRAM = BUNDLE / ("findling.exe" if os.name == "nt" else "findling")
QUESTION = "when may the tenants leave the flat"
ANSWER = "lease-12-birch-street.pdf"
SECONDS = 240


def main() -> int:
    """Build, trim, look for licences, try, and tell size and time."""
    build()
    trim()
    check_licences()
    with tempfile.TemporaryDirectory(prefix="findling-package-") as folder:
        facts = try_out(Path(folder))
    facts["megabytes"] = round(size_of(BUNDLE) / 1e6, 1)
    print(json.dumps(facts))
    return 0


def build() -> None:
    """Run PyInstaller."""
    command = [sys.executable, "-m", "PyInstaller", str(ROOT / "packaging" / "findling.spec")]
    command += ["--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(BUNDLE.parent), "--workpath", str(ROOT / "build" / "package")]
    subprocess.run(command, check=True)


def trim() -> None:
    """Take debugging symbols out of Python's own library, which is two thirds of it."""
    strip = shutil.which("strip")
    if strip is not None and sys.platform.startswith("linux"):
        for library in BUNDLE.rglob("libpython3*.so*"):
            subprocess.run([strip, "--strip-unneeded", str(library)], check=True)


def check_licences() -> None:
    """Stop where licences that "About" shows did not come along."""
    wanted = ["licences/LGPL-3.0.txt", "licences/GPL-3.0.txt", "licences/PSF-2.0.txt"]
    wanted += ["findling-*.dist-info/METADATA", "numpy-*.dist-info/licenses/LICENSE.txt"]
    wanted += ["[Pp]y[Ss]ide6_[Ee]ssentials-*.dist-info/METADATA"]
    missing = [name for name in wanted if not any(BUNDLE.rglob(name))]
    if missing:
        sys.exit(f"the bundle lacks {', '.join(missing)}")


def try_out(folder: Path) -> dict[str, object]:
    """Index, search and open a window with an empty environment; stop where that goes wrong."""
    library, home = folder / "library", folder / "home"
    home.mkdir()
    samples = next(BUNDLE.rglob("sample_library"))
    run(home, "add", "--library", str(library), str(samples))
    found = run(home, "search", "--library", str(library), "--json", QUESTION)
    if ANSWER not in found:
        sys.exit(f"the bundle did not find {ANSWER}: {found[:500]}")
    said = run(home, "window", "--check", "--library", str(library))
    return {"found": ANSWER, **json.loads(said.strip().splitlines()[-1])}


def run(home: Path, *arguments: str) -> str:
    """Run the bundle's program, with nothing of ours in its environment, and return its output."""
    screen = {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
    if not screen:
        screen = {"QT_QPA_PLATFORM": "offscreen"}
    env = {"HOME": str(home), "LANG": "C.UTF-8", **screen}
    if os.name == "nt":
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(PROGRAM), *arguments]
    done = subprocess.run(
        command, env=env, check=False, capture_output=True, text=True, timeout=SECONDS
    )
    if done.returncode != 0:
        sys.exit(f"the bundle failed at {arguments[0]!r}: {done.stderr[-2000:]}")
    return done.stdout


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    sys.exit(main())
