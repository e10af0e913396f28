# SPDX-License-Identifier: Apache-2.0
"""The compiled module and the package beside it must come from one build."""

from __future__ import annotations

from findling import _core
from findling._build_id import BUILD_ID


def check_build(expected: str = BUILD_ID) -> None:
    """Stop the import when the compiled module is from another build than the package.

    Raises
    ------
    ImportError
        With one sentence that says what to do.
    """
    if _core.build_id() != expected:
        msg = (
            "The compiled engine of Findling and its Python package are of different builds "
            f"({_core.build_id()} and {expected}): install Findling again, or run "
            "`python3 dev.py run` in a checkout."
        )
        raise ImportError(msg)
