# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.job_settings import JobMode, JobSettings, most_readers, pace_of

if TYPE_CHECKING:
    from findling.services.library import Library


@pytest.mark.parametrize("cores", [1, 2, 6, 64])
def test_a_faster_mode_never_does_less(cores: int) -> None:
    quiet, normal, fast = (pace_of(mode, cores) for mode in JobMode)
    assert 1 == quiet.n_readers <= normal.n_readers <= fast.n_readers <= cores
    assert quiet.niceness > normal.niceness > fast.niceness == 0
    assert quiet.rest > normal.rest == fast.rest == 0
    assert (quiet.n_threads, normal.n_threads, fast.n_threads) == (1, 0, 0)


def test_there_is_room_for_the_readers_of_every_mode() -> None:
    assert most_readers() == pace_of(JobMode.FAST).n_readers


@pytest.mark.parametrize("mode", list(JobMode))
@pytest.mark.parametrize("on_battery", [True, False])
def test_settings_are_kept_as_text(mode: JobMode, on_battery: bool) -> None:
    settings = JobSettings(mode, on_battery)
    assert JobSettings.from_text(settings.to_text()) == settings


def test_a_mode_of_a_later_version_is_read_as_normal() -> None:
    assert JobSettings.from_text('{"mode": "turbo"}') == JobSettings()
    assert JobSettings.from_text("") == JobSettings()


def test_a_library_remembers_them(library: Library) -> None:
    assert library.job_settings() == JobSettings()
    library.set_job_settings(JobSettings(JobMode.QUIET, pause_on_battery=True))
    assert library.job_settings() == JobSettings(JobMode.QUIET, pause_on_battery=True)
    assert library.status().jobs.mode is JobMode.QUIET
