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

import importlib
from typing import TYPE_CHECKING, Final

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
from findling.bolt.explaining import Explanation  # noqa: E402
from findling.bolt.filters import Filter  # noqa: E402
from findling.bolt.retriever import Retriever  # noqa: E402
from findling.bolt.types import Hit, Mode, Progress  # noqa: E402

if TYPE_CHECKING:
    from findling.bolt.classify import TextClassifier
    from findling.bolt.extreme import ExtremeClassifier
    from findling.bolt.mach import MachClassifier

__all__ = [
    "CancelToken",
    "CancelledError",
    "EngineError",
    "EngineFormatError",
    "EngineIoError",
    "EngineValueError",
    "Explanation",
    "ExtremeClassifier",
    "Filter",
    "Hit",
    "InputTypeError",
    "InputValueError",
    "MachClassifier",
    "MissingPackageError",
    "Mode",
    "NotSavedThisWayError",
    "Progress",
    "Retriever",
    "TextClassifier",
    "cpu_info",
]

# Imported when they are asked for: an app that only searches starts without them.
_LATER: Final = {
    "ExtremeClassifier": "findling.bolt.extreme",
    "MachClassifier": "findling.bolt.mach",
    "TextClassifier": "findling.bolt.classify",
}


def __getattr__(name: str) -> object:
    """Return an estimator that is not imported yet."""
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(_LATER[name]), name)
