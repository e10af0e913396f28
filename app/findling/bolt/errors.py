# SPDX-License-Identifier: Apache-2.0
"""Errors that are found before the engine is asked; the engine's own are in ``findling._core``."""

from __future__ import annotations

from findling._core import EngineError, EngineValueError


class InputValueError(EngineValueError):
    """A value is outside of what is accepted. Also a `ValueError`."""


class InputTypeError(EngineError, TypeError):
    """A value has a type that is not accepted. Also a `TypeError`."""


class NotSavedThisWayError(EngineError, TypeError):
    """Estimators are not pickled or copied: they have ``save`` and ``load``. Also a `TypeError`."""


class MissingPackageError(EngineError, ImportError):
    """A package that something needs is not installed. Also an `ImportError`."""
