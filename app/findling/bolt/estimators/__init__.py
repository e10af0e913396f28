# SPDX-License-Identifier: Apache-2.0
"""What estimators over `findling.bolt.nn` share: scikit-learn's conventions without scikit-learn.

An estimator is a class that derives from `Estimator`, takes hyperparameters by keyword only, and
keeps what it has learned in one `nn.Model` and in a few plain values and arrays.
"""

from __future__ import annotations

from findling.bolt.estimators.base import Estimator
from findling.bolt.estimators.csr import Csr, as_csr
from findling.bolt.estimators.errors import NotFittedError, not_fitted
from findling.bolt.estimators.inputs import FeatureCheck, checked_features
from findling.bolt.estimators.plain import array_from_plain, array_to_plain
from findling.bolt.estimators.targets import checked_labels

__all__ = [
    "Csr",
    "Estimator",
    "FeatureCheck",
    "NotFittedError",
    "array_from_plain",
    "array_to_plain",
    "as_csr",
    "checked_features",
    "checked_labels",
    "not_fitted",
]
