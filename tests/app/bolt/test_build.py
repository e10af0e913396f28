# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.bolt.build import check_build


def test_this_installation_is_of_one_build() -> None:
    check_build()


def test_a_mixture_of_builds_is_refused_with_what_to_do() -> None:
    with pytest.raises(ImportError, match=r"different builds .* install Findling again"):
        check_build("0000000000000000")
