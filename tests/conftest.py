# SPDX-License-Identifier: Apache-2.0
"""What every test gets: no screen needed, and no path outside its own temporary folder."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Qt reads these once, when it is first imported, so they are set before any test module is.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("LANG", "C.UTF-8")
# Two test processes share the machine: numeric libraries need not start a thread a core in each.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send everything that looks for the user's folders into the test's own folder."""
    home = tmp_path / "home"
    home.mkdir()
    places = {
        "HOME": ".",
        "USERPROFILE": ".",
        "APPDATA": "roaming",
        "LOCALAPPDATA": "local",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_STATE_HOME": "state",
        "XDG_DOCUMENTS_DIR": "documents",
    }
    for name, folder in places.items():
        monkeypatch.setenv(name, str(home / folder))


@pytest.fixture(scope="session", autouse=True)
def _one_qt_application(qapp: object) -> None:
    """Make the widgets' application first: code that needs Qt's core only takes what is there.

    A process can have one, and which test comes first depends on how tests are spread.
    """


@pytest.fixture(autouse=True)
def _garbage_of_windows_is_collected_on_their_thread(
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Keep Python's collector off other threads while a test has windows, as the program does."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of public collections beside the checkout; tests that need it are skipped without."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the public collections are not beside this checkout")
    return SHARED_DATA
