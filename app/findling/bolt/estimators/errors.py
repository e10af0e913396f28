# SPDX-License-Identifier: Apache-2.0
"""The error of an estimator that has learned nothing yet."""

from __future__ import annotations

import sys

from findling.bolt.errors import InputValueError


class NotFittedError(InputValueError, AttributeError):
    """An estimator was used before ``fit``. Also a `ValueError` and an `AttributeError`.

    Where scikit-learn has been imported, what is raised is its ``NotFittedError`` too.
    """


def not_fitted(estimator: object) -> NotFittedError:
    """Return the error to raise for an estimator that was used before ``fit``."""
    name = type(estimator).__name__
    msg = f"This {name} instance is not fitted yet: call 'fit' before using it."
    return _error_type()(msg)


def _error_type() -> type[NotFittedError]:
    """Return a type that scikit-learn's tools know, if they are there to look."""
    exceptions = sys.modules.get("sklearn.exceptions")
    if exceptions is None:
        return NotFittedError
    return type("NotFittedError", (NotFittedError, exceptions.NotFittedError), {})
