# SPDX-License-Identifier: Apache-2.0
"""Typed estimators over the compiled engine: the public Python interface of BOLT.

Examples
--------
>>> from findling.bolt import Retriever
>>> retriever = Retriever(epochs=0).fit(["The cat sat.", "The dog ran."], ids=["cat", "dog"])
>>> retriever.search("cats")[0].id
'cat'
"""

from __future__ import annotations

from findling.bolt.build import check_build

check_build()

from findling._core import (  # noqa: E402 - only a matching module may be used
    CancelledError,
    CancelToken,
    EngineError,
    EngineFormatError,
    EngineIoError,
    EngineValueError,
    cpu_info,
)
from findling.bolt.errors import (  # noqa: E402
    InputTypeError,
    InputValueError,
    MissingPackageError,
    NotSavedThisWayError,
)
from findling.bolt.retriever import Retriever  # noqa: E402
from findling.bolt.types import Hit, Mode, Progress  # noqa: E402

__all__ = [
    "CancelToken",
    "CancelledError",
    "EngineError",
    "EngineFormatError",
    "EngineIoError",
    "EngineValueError",
    "Hit",
    "InputTypeError",
    "InputValueError",
    "MissingPackageError",
    "Mode",
    "NotSavedThisWayError",
    "Progress",
    "Retriever",
    "cpu_info",
]
