# SPDX-License-Identifier: Apache-2.0
"""Searches are kept or not, as the user says; the report and the guide are a click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.ui.actions.ids import ActionId
from findling.ui.guide import SECURITY_CHAPTER
from findling.ui.settings.privacy import PrivacyPage
from findling.ui.settings.shortcuts import ShortcutsPage

if TYPE_CHECKING:
    from tests.app.ui.conftest import Bench


@pytest.fixture
def privacy(bench: Bench) -> PrivacyPage:
    bench.preferences.keep_search("secret")
    window = bench.window.shell.open_settings()
    found = next(one for one in window.pages if isinstance(one, PrivacyPage))
    window.open_at(window.pages.index(found))
    return found


def test_searches_are_forgotten_now(privacy: PrivacyPage, bench: Bench) -> None:
    assert privacy.forget.isEnabled()
    privacy.forget.click()
    assert bench.preferences.kept_searches == []
    assert not privacy.forget.isEnabled()
    bench.preferences.keep_search("another")
    assert bench.preferences.kept_searches == ["another"]


def test_switched_off_none_is_kept(privacy: PrivacyPage, bench: Bench) -> None:
    privacy.keeps.click()
    assert bench.preferences.kept_searches == []
    bench.preferences.keep_search("another")
    assert bench.preferences.kept_searches == []
    assert not privacy.forget.isEnabled()
    privacy.keeps.click()
    bench.preferences.keep_search("third")
    assert bench.preferences.kept_searches == ["third"]


def test_more_is_in_the_guide(privacy: PrivacyPage, bench: Bench) -> None:
    privacy.more.click()
    guide = bench.window.shell.guide
    assert guide is not None
    assert guide.isVisible()
    assert guide.page.textCursor().block().text() == SECURITY_CHAPTER


def test_a_report_can_be_saved_from_here(privacy: PrivacyPage, bench: Bench) -> None:
    privacy.report.click()
    report = bench.window.reporting.window
    assert report is not None
    assert report.isVisible()


def test_help_leads_to_the_page_of_keys(bench: Bench) -> None:
    bench.window.shell.actions[ActionId.SHORTCUTS].trigger()
    window = bench.window.shell.settings
    assert window is not None
    assert isinstance(window.pages[window.current], ShortcutsPage)
