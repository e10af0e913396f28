#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Build, run and test Findling in a private environment: python3 dev.py {run,test,...}.

Needs Python 3.10 to 3.13 and a C++ compiler, nothing else. Everything it makes lies in `.venv/` and
`build/`; delete the two to start afresh. It prints each command it runs.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
HAS_SCREEN = not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

# Shared libraries that Qt's wheels expect from the system, and the Debian package of each.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
QT_WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
NO_SCREEN = """
There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the demo ran in the
terminal. On a desktop the same command opens the window; from afar, after `ssh -X`."""


class SetupError(Exception):
    """Ends the script with one sentence and exit status 1."""


def say(text: str) -> None:
    """Print a line of our own, told apart from the output of the commands."""
    print(f"dev.py: {text}", flush=True)


def digest(*paths: Path) -> str:
    """Return a hash over files, and over all files below folders, that changes with any of them."""
    sha = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                sha.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()


# --- what the system must bring -----------------------------------------------------------------


def can_load(library: str) -> bool:
    """Say whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_compiler() -> bool:
    """Say whether CMake will find a C++ compiler."""
    if WINDOWS:  # CMake finds Visual Studio by this same program
        base = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)"))
        return (base / "Microsoft Visual Studio/Installer/vswhere.exe").exists()
    names = [os.environ.get("CXX", ""), "c++", "g++", "clang++"]
    return any(name and shutil.which(name.split()[0]) for name in names)


def has_doctest() -> bool:
    """Say whether the header of the C++ tests is installed."""
    places = ["/usr/include", "/usr/local/include", "/opt/homebrew/include"]
    places += os.environ.get("CPATH", "").split(os.pathsep)
    places += [f"{p}/include" for p in os.environ.get("CMAKE_PREFIX_PATH", "").split(os.pathsep)]
    return any((Path(place) / "doctest" / "doctest.h").is_file() for place in places if place)


def missing_packages(*, tests: bool, window: bool) -> list[str]:
    """Return the Debian names of what the system lacks."""
    missing: list[str] = []
    if find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if not has_compiler():
        missing.append("g++")
    if LINUX:
        if not (Path(sysconfig.get_paths()["include"]) / "Python.h").is_file():
            missing.append("python3-dev")
        wanted = QT_LIBRARIES | (QT_WINDOW_LIBRARIES if window else {})
        missing += [package for library, package in wanted.items() if not can_load(library)]
    if tests and not WINDOWS and not has_doctest():
        missing.append("doctest-dev")
    return missing


def need_system(*, tests: bool, window: bool) -> None:
    """Install what the system lacks where we may, else stop with the one line to type."""
    missing = missing_packages(tests=tests, window=window)
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        install = [apt, "install", "-y", "-qq", "--no-install-recommends", *missing]
        if run(install, check=False) != 0:  # package lists may be absent or old
            run([apt, "update", "-qq"])
            run(install)
        return
    if apt:
        line = f"sudo apt-get install -y {' '.join(missing)}"
    elif WINDOWS:
        line = "winget install Microsoft.VisualStudio.2022.BuildTools"
    elif sys.platform == "darwin":
        line = "xcode-select --install" if "g++" in missing else "brew install doctest"
    else:
        line = f"your package manager, for what Debian calls {' '.join(missing)}"
    raise SetupError(f"something is missing. Type this, then try again:\n\n    {line}\n")


# --- the private environment --------------------------------------------------------------------


def run(command: list[str], *, check: bool = True, env: dict[str, str] | None = None) -> int:
    """Run a command from the project's root, print it, and return its exit status."""
    shown = " ".join(a.replace(str(ROOT) + os.sep, "") if a else "''" for a in command)
    say(shown if len(shown) < 160 else shown[:157] + "...")
    status = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    if check and status != 0:
        raise SetupError(f"this failed with exit status {status}: {shown}")
    return status


@dataclass
class Environment:
    """A virtual environment with pinned requirements and the built engine.

    A small JSON file in it says what it was made from, so that only what changed is made again.
    """

    folder: Path
    stamps: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Read the stamps of an earlier run."""
        if self.stamp_file.is_file():
            self.stamps = json.loads(self.stamp_file.read_text(encoding="utf-8"))

    @property
    def stamp_file(self) -> Path:
        """Return where the stamps are kept."""
        return self.folder / "dev-stamps.json"

    @property
    def programs(self) -> Path:
        """Return the folder of the environment's programs."""
        return self.folder / ("Scripts" if WINDOWS else "bin")

    @property
    def python(self) -> str:
        """Return the environment's interpreter."""
        return str(self.programs / ("python.exe" if WINDOWS else "python"))

    def variables(self) -> dict[str, str]:
        """Return the variables under which programs of this environment run."""
        env = dict(os.environ, VIRTUAL_ENV=str(self.folder), PYTHONUTF8="1")
        env["PATH"] = str(self.programs) + os.pathsep + env.get("PATH", os.defpath)
        env.pop("PYTHONHOME", None)
        if LINUX:  # without a locale Qt warns and Python may fall back to ASCII
            env.setdefault("LANG", "C.UTF-8")
        if shutil.which("ccache"):
            env.setdefault("CMAKE_CXX_COMPILER_LAUNCHER", "ccache")
        return env

    def call(self, *command: str, check: bool = True) -> int:
        """Run a program of the environment (or of the system) and return its exit status."""
        env = self.variables()
        program = shutil.which(command[0], path=env["PATH"])
        if program is None:
            raise SetupError(
                f"there is no program {command[0]!r} in the environment or on the PATH"
            )
        return run([program, *command[1:]], check=check, env=env)

    def once(self, name: str, stamp: str, *command: str, tries: int = 1) -> None:
        """Run a command unless it succeeded before for the same stamp."""
        if self.stamps.get(name) == stamp:
            return
        for left in reversed(range(tries)):
            if self.call(*command, check=left == 0) == 0:
                break
            say("that failed; once more")
            time.sleep(5)
        self.stamps[name] = stamp
        self.stamp_file.write_text(json.dumps(self.stamps, indent=2), encoding="utf-8")

    def create(self, requirements: str) -> None:
        """Make the empty environment, afresh when its Python or its pins are others by now.

        Packages that are pinned no longer would stay otherwise, and some share files with others.
        """
        maker = f"{sys.version_info.major}.{sys.version_info.minor} at {sys.base_prefix}"
        wanted = {"python": maker, requirements: digest(ROOT / "requirements" / requirements)}
        is_other = any(self.stamps.get(name, stamp) != stamp for name, stamp in wanted.items())
        if "python" in self.stamps and not is_other and Path(self.python).exists():
            return
        run([sys.executable, "-m", "venv", *(["--clear"] if is_other else []), str(self.folder)])
        self.stamps = {"python": maker}

    def install(self, requirements: str) -> None:
        """Install a pinned list, checked by hashes; it is complete, so nothing is resolved."""
        path = ROOT / "requirements" / requirements
        if self.stamps.get(requirements) != digest(path):
            say("installing pinned packages; the first time this downloads 200 MB or so")
        pip = [self.python, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
        pip += ["--retries", "5", "--timeout", "60"]
        self.once(
            requirements,
            digest(path),
            *pip,
            "--no-deps",
            "--require-hashes",
            "-r",
            str(path),
            tries=3,
        )

    def install_peers(self) -> None:
        """Install the peers of benchmarks; torch first, so that no larger build comes along."""
        path = ROOT / "requirements" / "bench.txt"
        torch, *others = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
        pip = [
            self.python,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "-q",
            "--timeout",
            "60",
        ]
        self.once("torch", torch, *pip, torch, tries=3)
        self.once("bench.txt", digest(path), *pip, torch, *others, tries=3)

    def install_old_peers(self) -> None:
        """Install peers that need an older numpy into an environment inside this one.

        They have no wheels for some systems; the benchmark then says so and goes on without.
        """
        inner = Environment(self.folder / "xc")
        path = ROOT / "requirements" / "bench-xc.txt"
        if inner.stamps.get("bench-xc.txt") == digest(path):
            return
        run([sys.executable, "-m", "venv", "--clear", str(inner.folder)])
        pip = [inner.python, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
        pip += ["--timeout", "60", "--only-binary", ":all:", "--no-deps", "-r", str(path)]
        try:
            inner.once("bench-xc.txt", digest(path), *pip, tries=2)
        except SetupError as error:
            say(f"some peers were left out: {error}")

    def build_engine(self, build_dir: str = "build/py", *, whole: bool = False) -> None:
        """Compile the engine, and install the package for edits, or ``whole`` as users have it."""
        names = ("pyproject.toml", "CMakeLists.txt", "core", *(("app", "resources") * whole))
        pip = [self.python, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
        pip += ["--no-build-isolation", "--no-deps"]
        pip += ["--force-reinstall", "."] if whole else ["-e", "."]
        os.environ["SKBUILD_BUILD_DIR"] = build_dir  # old versions of pip pass no settings on
        self.once("engine", digest(*(ROOT / name for name in names)), *pip)


def prepare(*, tests: bool = False, window: bool = False) -> Environment:
    """Return the private environment, ready to use."""
    need_system(tests=tests, window=window)
    environment = Environment(ROOT / ".venv")
    requirements = "dev.txt" if tests else "app.txt"
    environment.create(requirements)
    environment.install(requirements)
    environment.build_engine()
    return environment


# --- the checks ---------------------------------------------------------------------------------


class Checks:
    """Runs checks in turn, stops at the first that fails, and tells how long each took."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.lines: list[str] = []

    def call(self, name: str, *command: str) -> None:
        """Run one check."""
        start = time.monotonic()
        status = self.environment.call(*command, check=False)
        verdict = "ok" if status == 0 else "FAILED"
        self.lines.append(f"  {name:<24} {verdict:<7} {time.monotonic() - start:6.1f} s")
        if status != 0:
            raise SetupError(f"the check {name!r} failed:\n" + "\n".join(self.lines))

    def lint(self) -> None:
        """Check style, types and directions of dependencies; the quickest first."""
        folders = [ROOT / name for name in ("core", "tests/core", "tests/fuzz", "benchmarks/cpp")]
        files = sorted(p for folder in folders for p in folder.rglob("*"))
        cpp = [str(p) for p in files if p.suffix in (".cpp", ".h")]
        self.call("ruff check", "ruff", "check", "--quiet", ".")
        self.call("ruff format", "ruff", "format", "--quiet", "--check", ".")
        self.call("include directions", "python", "tests/core/check_includes.py")
        self.call("clang-format", "clang-format", "--dry-run", "--Werror", *cpp)
        self.call("import directions", "lint-imports")
        self.call("types", "pyright")

    def cpp(self, preset: str = "dev") -> None:
        """Build and run the C++ tests."""
        self.call(f"configure {preset}", "cmake", "--preset", preset)
        self.call(f"build {preset}", "cmake", "--build", "--preset", preset)
        cores = str(os.cpu_count() or 1)
        self.call(f"C++ tests {preset}", "ctest", "--preset", preset, "--parallel", cores)

    def tidy(self) -> None:
        """Run clang-tidy over the engine; needs the compile commands of the preset `dev`."""
        script = str(self.environment.programs / "run-clang-tidy.py")
        engine = re.escape(str(ROOT / "core"))
        self.call("clang-tidy", "python", script, "-quiet", "-p", "build/dev", f"^{engine}")

    def python(self, *arguments: str) -> None:
        """Run pytest on two processes."""
        self.call("pytest", "python", "-m", "pytest", "-n", "2", *arguments)


# --- the commands -------------------------------------------------------------------------------


def command_run(rest: list[str]) -> int:
    """Start the app; without a screen, show the demo in the terminal."""
    environment = prepare(window=HAS_SCREEN)
    if rest or HAS_SCREEN:
        return environment.call("findling", *rest, check=False)
    status = environment.call("findling", "demo", check=False)
    print(NO_SCREEN)
    return status


def command_test(rest: list[str]) -> int:
    """Run all checks; with arguments pytest alone; with --sanitize C++ tests under sanitizers."""
    checks = Checks(prepare(tests=True))
    if rest == ["--sanitize"]:
        for preset in ("asan", "tsan"):
            checks.cpp(preset)
    elif rest:
        checks.call("pytest", "python", "-m", "pytest", *rest)
    else:
        checks.lint()
        checks.cpp()
        checks.tidy()
        checks.python()
    print("\n".join(["", *checks.lines]))
    return 0


def command_lint(_rest: list[str]) -> int:
    """Run linters and type checks only."""
    checks = Checks(prepare(tests=True))
    checks.lint()
    print("\n".join(["", *checks.lines]))
    return 0


def command_build(_rest: list[str]) -> int:
    """Make the environment and build the engine, nothing more."""
    prepare()
    return 0


def command_exec(rest: list[str]) -> int:
    """Run any command inside the environment."""
    command = rest[1:] if rest[:1] == ["--"] else rest
    if not command:
        raise SetupError("say what to run: python3 dev.py exec -- COMMAND...")
    return prepare().call(*command, check=False)


def command_bench(rest: list[str]) -> int:
    """Run a benchmark beside its peers, in an environment of its own."""
    scripts = (ROOT / "benchmarks").glob("*.py")
    names = sorted(p.stem for p in scripts if "__main__" in p.read_text(encoding="utf-8"))
    if not rest or rest[0] not in names:
        raise SetupError(f"say which benchmark: {', '.join(names)}")
    need_system(tests=False, window=False)
    environment = Environment(ROOT / ".venv-bench")
    environment.create("app.txt")
    environment.install_peers()
    environment.install("app.txt")
    environment.build_engine("build/bench")
    name, *arguments = rest
    if name == "engine":
        environment.install_old_peers()
    return environment.call("python", f"benchmarks/{name}.py", *arguments, check=False)


def command_package(rest: list[str]) -> int:
    """Make a folder, dist/findling, that runs without Python, and try it out."""
    need_system(tests=False, window=False)
    environment = Environment(ROOT / ".venv-package")
    environment.create("package.txt")
    environment.install("package.txt")
    environment.build_engine("build/whole", whole=True)
    return environment.call("python", "packaging/build.py", *rest, check=False)


def command_screenshots(rest: list[str]) -> int:
    """Make the pictures of the documents anew."""
    return prepare(tests=True).call("python", "docs/make_screenshots.py", *rest, check=False)


def command_pin(_rest: list[str]) -> int:
    """Resolve the newest requirements and write them down with their hashes."""
    environment = prepare(tests=True)
    for group, name in (("build", "app.txt"), ("dev", "dev.txt"), ("package", "package.txt")):
        pin = [
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--group",
            group,
            "--universal",
            "--upgrade",
        ]
        pin += ["--python-version", "3.10", "--generate-hashes", "--no-annotate", "--no-header"]
        environment.call(*pin, "--quiet", "-o", f"requirements/{name}")
    return 0


COMMANDS = {
    "run": command_run,
    "test": command_test,
    "exec": command_exec,
    "bench": command_bench,
    "lint": command_lint,
    "build": command_build,
    "package": command_package,
    "screenshots": command_screenshots,
    "pin": command_pin,
}


def main(argv: list[str]) -> int:
    """Carry out one command and return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").split("\n\n")[0])
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, function in COMMANDS.items():
        sub = subparsers.add_parser(name, help=(function.__doc__ or "").split("\n")[0])
        sub.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="passed on")
    options = parser.parse_args(argv)
    if not (3, 10) <= sys.version_info[:2] <= (3, 13):
        raise SetupError(f"Python 3.10 to 3.13 is needed, this is {sys.version.split()[0]}")
    return COMMANDS[options.command](options.rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
