# SPDX-License-Identifier: Apache-2.0
"""Works around PySide6 6.12.0, which on Python before 3.12 gives away references it does not own.

Each emitted signal takes one reference from ``True`` and some ordinary calls take one from
``None`` (upstream: PYSIDE-3474); after a few hundred of them the interpreter aborts. From Python
3.12 on these values are immortal, so nothing is needed there. Here they are given so many
references that no session can use them up.
"""

from __future__ import annotations

import ctypes
import sys

import PySide6

_FAULTY = "6.12.0"
_PLENTY = 1 << (40 if sys.maxsize > 1 << 32 else 28)
"""More signals than a window emits in years; still far from overflowing the count."""


def protect_singletons() -> bool:
    """Make ``None``, ``True`` and ``False`` last as long as the process.

    Returns
    -------
    bool
        Whether this Python and this PySide6 need it.

    Notes
    -----
    The count of references is the first word of every object, but for special debugging builds of
    Python, which are left alone.
    """
    is_counted = sys.implementation.name == "cpython" and sys.version_info < (3, 12)
    if not is_counted or hasattr(sys, "getobjects") or PySide6.__version__ != _FAULTY:
        return False
    for value in (None, True, False):
        if sys.getrefcount(value) < _PLENTY // 2:
            ctypes.c_ssize_t.from_address(id(value)).value += _PLENTY
    return True
