# SPDX-License-Identifier: Apache-2.0
"""What every estimator has: hyperparameters, files, and answers to scikit-learn's questions."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import numpy as np

from findling._core import EngineFormatError
from findling.bolt.errors import InputValueError, NotSavedThisWayError
from findling.bolt.estimators.errors import not_fitted
from findling.bolt.nn import Model

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.estimators.inputs import FeatureCheck

_FORMAT = 1


class Estimator:
    """Base of the estimators.

    Notes
    -----
    A subclass

    * takes hyperparameters by keyword only and stores each unchanged under its name,
    * sets attributes that end in ``_`` and `_check` in ``fit``, and `_model` last,
    * says in `_fitted_state` what else a file has to hold, as plain values (for arrays see
      `array_to_plain`), and takes it back in `_set_fitted_state`,
    * calls `_fitted_model` wherever it needs what was learned.

    Files are ``.fdl`` containers, written by `nn.Model.save` with the hyperparameters and that
    state in the model's notes.
    """

    estimator_type: ClassVar[str] = "classifier"

    _model: Model | None = None
    _check: FeatureCheck

    # Hyperparameters

    @classmethod
    def _param_names(cls) -> list[str]:
        parameters = inspect.signature(cls.__init__).parameters.values()
        return sorted(each.name for each in parameters if each.kind is each.KEYWORD_ONLY)

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - scikit-learn's
        """Return the hyperparameters by name.

        Parameters
        ----------
        deep : bool
            There for scikit-learn; no hyperparameter is an estimator.
        """
        return {name: getattr(self, name) for name in self._param_names()}

    def set_params(self, **params: object) -> Self:
        """Change hyperparameters; what was learned stays until the next ``fit``.

        Raises
        ------
        InputValueError
            For a name that is not a hyperparameter.
        """
        names = self._param_names()
        for name, value in params.items():
            if name not in names:
                msg = (
                    f"Invalid parameter {name!r} for estimator {self!r}. "
                    f"Valid parameters are: {names!r}."
                )
                raise InputValueError(msg)
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        """Return the constructor's call, without what has its default."""
        parameters = inspect.signature(type(self).__init__).parameters
        changed = [
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if repr(value) != repr(parameters[name].default)
        ]
        return f"{type(self).__name__}({', '.join(changed)})"

    # What scikit-learn asks

    def __sklearn_tags__(self) -> object:
        """Return what scikit-learn wants to know; only it calls this, so it is there."""
        utils: Any = importlib.import_module("sklearn.utils")
        is_classifier = self.estimator_type == "classifier"
        return utils.Tags(
            estimator_type=self.estimator_type,
            target_tags=utils.TargetTags(required=True),
            classifier_tags=utils.ClassifierTags() if is_classifier else None,
            regressor_tags=None if is_classifier else utils.RegressorTags(),
            input_tags=utils.InputTags(sparse=True),
        )

    def __sklearn_is_fitted__(self) -> bool:
        """Return whether ``fit`` has been called."""
        return self._model is not None

    def _fitted_model(self) -> Model:
        """Return the network, or raise that there is none yet."""
        if self._model is None:
            raise not_fitted(self)
        return self._model

    @property
    def n_features_in_(self) -> int:
        """The number of features."""
        self._fitted_model()
        return self._check.n_features

    @property
    def feature_names_in_(self) -> NDArray[Any]:
        """The names of the features, [n_features_in_], where ``fit`` was given a data frame."""
        self._fitted_model()
        if self._check.names is None:
            msg = f"This {type(self).__name__} was given features without names."
            raise AttributeError(msg)
        return np.array(self._check.names, dtype=object)

    # Files

    def _fitted_state(self) -> dict[str, Any]:
        """Return what was learned apart from the network, as plain values."""
        raise NotImplementedError

    def _set_fitted_state(self, state: dict[str, Any]) -> None:
        """Take back what `_fitted_state` returned."""
        raise NotImplementedError

    def save(self, path: str | os.PathLike[str], *, with_training: bool = False) -> None:
        """Write the estimator to one ``.fdl`` file, or nothing.

        Parameters
        ----------
        path : str or path
            Replaced as a whole.
        with_training : bool
            Also writes the optimizer's state, so that learning goes on with the same bits.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        EngineIoError
            When the file cannot be written; also an `OSError`.
        """
        model = self._fitted_model()
        model.notes = {
            "estimator": type(self).__name__,
            "format": _FORMAT,
            "params": self.get_params(),
            "state": self._fitted_state(),
        }
        model.save(Path(path), with_training=with_training)

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Open a saved estimator. Its parameters are mapped, so that this is quick.

        Parameters
        ----------
        path : str or path
            What `save` has written. It must not be changed in place afterwards.
        n_threads : int
            Threads from now on; 0 for one a processor.

        Raises
        ------
        EngineIoError
            When the file cannot be opened; also an `OSError`.
        EngineFormatError
            When it is damaged, something else, or newer than this program; also a `ValueError`.
        """
        model = Model.load(Path(path), n_threads=n_threads)
        notes = model.notes
        if notes.get("estimator") != cls.__name__ or notes.get("format") != _FORMAT:
            kind = notes.get("estimator", "network without an estimator")
            msg = (
                f"{path} cannot be used: expected a {cls.__name__} of format {_FORMAT}, got {kind}"
            )
            raise EngineFormatError(msg)
        try:
            params = dict(notes["params"])
            if "n_threads" in params:
                params["n_threads"] = n_threads
            estimator = cls(**params)
            estimator._set_fitted_state(notes["state"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            msg = f"{path} cannot be used: what it says about its {cls.__name__} is damaged"
            raise EngineFormatError(msg) from error
        estimator._model = model
        return estimator

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be pickled or copied: pickles run code when they are opened."""
        name = type(self).__name__
        msg = f"A {name} is not pickled or copied: use save(path) and {name}.load(path)."
        raise NotSavedThisWayError(msg)
