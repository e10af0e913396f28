# SPDX-License-Identifier: Apache-2.0
"""A classifier of texts that learns in a second from some hundred examples.

Shapes: ``n`` texts, ``L`` classes, ``D`` columns of vectors.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

import numpy as np

from findling import _core
from findling._core import CancelToken
from findling.bolt.classify import keeping
from findling.bolt.classify.calibration import Calibration, calibrate, uncalibrated
from findling.bolt.classify.explanation import Explanation, margin_parts
from findling.bolt.classify.folds import split
from findling.bolt.classify.keeping import Fitted
from findling.bolt.classify.margins import ClassWeight, MarginPlan, class_costs
from findling.bolt.classify.samples import (
    TextSamples,
    checked_classes,
    checked_costs,
    checked_texts,
    checked_vectors,
)
from findling.bolt.errors import InputValueError
from findling.bolt.estimators import Estimator, not_fitted

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray
    from typing_extensions import Self


_FEW_TEXTS: Final = 1000  # up to so many, n-grams of a single one are learned too
_FEW_A_CLASS: Final = 40
_COST_OF_FEW: Final = 10.0
_HALF: Final = 0.5


class TextClassifier(Estimator):
    """Classes of texts: one each, or any number.

    A linear support vector machine a class (Hsieh et al. 2008) over words, pairs of words and
    characters in a row, each kind weighted by its inverse document frequency and to unit length;
    and over how many n-grams of a text are new. Probabilities are calibrated by cross-validation
    in which texts that say nearly the same stay together.

    Parameters
    ----------
    max_words : int
        Longest run of words that is a feature, 1 to 8.
    min_chars, max_chars : int
        Shortest and longest run of characters that is a feature, up to 16; 0 and 0 for none.
    min_count : int or "auto"
        Texts that a feature must be in; "auto" is 1 for up to 1,000 texts, else 2.
    cost : float or "auto"
        What a margin that is missed costs; the larger, the closer examples are followed. "auto" is
        1; where three or more classes have up to 40 texts each on average it is 10, as most of
        what a text is made of is then new.
    class_weight : mapping, "balanced" or None
        How much texts of a class count; "balanced" has every class count the same.
    passage_words : int, optional
        Texts are cut into passages of about so many words, whose margins are averaged. Without,
        each is read as a whole.
    calibrate : bool
        Whether to fit probabilities on texts kept from learning, which takes as long as learning
        three to five times.
    epochs : int
        Most passes over the texts.
    seed : int
        What chance depends on. Same seed, texts and calls: the same bits, at any number of threads.
    n_threads : int
        Threads that take part in work, the calling one included; 0 for one a processor.

    Attributes
    ----------
    classes_ : ndarray, shape (L,)
        The classes, sorted.
    n_texts_ : int
        Texts that were learned from.
    vector_dim_ : int
        Columns of the vectors that were learned from beside the texts; 0 without.
    held_out_loss_ : float
        Mean of -ln(probability of what is true) in cross-validation, to compare classifiers of the
        same texts by: less is better. nan without calibration.

    Notes
    -----
    Any number of threads may predict at once; `fit` and `partial_fit` are for one thread, while no
    other uses the classifier.

    Examples
    --------
    >>> from findling.bolt import TextClassifier
    >>> texts = ["please pay the invoice", "the invoice is due", "a letter to my aunt", "dear aunt"]
    >>> TextClassifier().fit(texts, ["bill", "bill", "mail", "mail"]).predict(["due: pay"]).tolist()
    ['bill']
    """

    estimator_type: ClassVar[str] = "classifier"

    def __init__(
        self,
        *,
        max_words: int = 2,
        min_chars: int = 3,
        max_chars: int = 5,
        min_count: int | Literal["auto"] = "auto",
        cost: float | Literal["auto"] = "auto",
        class_weight: ClassWeight = None,
        passage_words: int | None = None,
        calibrate: bool = True,
        epochs: int = 10,
        seed: int = 0,
        n_threads: int = 0,
    ) -> None:
        self.max_words = max_words
        self.min_chars = min_chars
        self.max_chars = max_chars
        self.min_count: int | Literal["auto"] = min_count
        self.cost: float | Literal["auto"] = cost
        self.class_weight: ClassWeight = class_weight
        self.passage_words = passage_words
        self.calibrate = calibrate
        self.epochs = epochs
        self.seed = seed
        self.n_threads = n_threads
        self._learned: Fitted | None = None

    # -- learning --------------------------------------------------------------------------------

    def fit(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        *,
        vectors: object = None,
        sample_weight: object = None,
        cancel: CancelToken | None = None,
    ) -> Self:
        """Learn from texts; forgets what was learned before.

        Parameters
        ----------
        X : sequence of str, [n]
            Texts.
        y : array [n], list of lists, or array of ones and zeros [n, L]
            A class each, ``str`` or whole numbers; or a list, tuple or set of any number of classes
            each; or their columns.
        vectors : array [n, D], optional
            A vector beside each text, such as an encoder's; then `predict` needs them too.
        sample_weight : array [n], optional
            How much each text counts, 0 or more.
        cancel : CancelToken, optional
            To stop it from another thread.

        Raises
        ------
        InputTypeError, InputValueError
            For texts, classes or weights of another form or number, or fewer than two classes.
        CancelledError
            When it was cancelled; nothing is learned then.
        """
        samples, many = _samples(X, y, vectors, sample_weight)
        return self._learn(samples, many, cancel or CancelToken())

    def partial_fit(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        *,
        vectors: object = None,
        sample_weight: object = None,
        cancel: CancelToken | None = None,
    ) -> Self:
        """Learn from more texts beside those that were learned from; classes may be new ones.

        The same as one `fit` with all texts, and takes as long.

        Parameters
        ----------
        X, y, vectors, sample_weight, cancel
            As for `fit`.

        Raises
        ------
        InputValueError
            Also for a classifier that was saved without its texts, and for classes of another kind.
        """
        samples, many = _samples(X, y, vectors, sample_weight)
        if self._learned is None:
            return self._learn(samples, many, cancel or CancelToken())
        if self._learned.samples is None:
            msg = "[classifier] expected the texts so far: save with with_training=True, or fit"
            raise InputValueError(msg)
        if many != self._learned.plan.many:
            msg = "[classifier] expected as many classes a text as before: one, or any number"
            raise InputValueError(msg)
        return self._learn(self._learned.samples.join(samples), many, cancel or CancelToken())

    def _learn(self, samples: TextSamples, many: bool, cancel: CancelToken) -> Self:
        classes = sorted({label for row in samples.labels for label in row})
        if len(classes) < (1 if many else 2):
            msg = f"[classifier] expected two or more classes, got {len(classes)}"
            raise InputValueError(msg)
        plan = self._planned(samples, classes, many)
        calibration = self._calibrated(plan, samples, cancel)
        model = plan.learn(samples, cancel)
        self._learned = Fitted(model, plan, calibration, len(samples), samples)
        return self

    def _planned(self, samples: TextSamples, classes: list[Any], many: bool) -> MarginPlan:
        least = self.min_count
        if isinstance(least, str):
            least = 1 if len(samples) <= _FEW_TEXTS else 2
        cost = self.cost
        if isinstance(cost, str):
            is_few = len(classes) > 2 and len(samples) <= _FEW_A_CLASS * len(classes)
            cost = _COST_OF_FEW if is_few else 1.0
        config = _core.TextModelConfig(
            max_words=self.max_words,
            min_chars=self.min_chars if self.max_chars else 1,
            max_chars=self.max_chars,
            min_count=least,
            cost=cost,
            epochs=self.epochs,
            seed=self.seed,
        )
        costs = class_costs(self.class_weight, samples, classes)
        return MarginPlan(config, classes, many, costs, self.passage_words, self.n_threads)

    def _calibrated(
        self, plan: MarginPlan, samples: TextSamples, cancel: CancelToken
    ) -> Calibration:
        if not self.calibrate:
            return uncalibrated(plan.many)
        margins: list[NDArray[np.float32]] = []
        asked: list[NDArray[np.int64]] = []
        for known, held_out in split(samples, self.seed, self.n_threads, cancel):
            model = plan.learn(samples.take(known), cancel)
            others = samples.take(held_out)
            margins.append(plan.margins(model, others.texts, others.vectors, cancel))
            asked.append(held_out)
        if not margins:
            return uncalibrated(plan.many)
        truth = samples.take(np.concatenate(asked)).truth(plan.classes)
        return calibrate(np.concatenate(margins), truth, plan.many)

    # -- asking ----------------------------------------------------------------------------------

    @property
    def classes_(self) -> NDArray[Any]:
        """The classes, sorted, [L]."""
        return np.array(self._fitted().plan.classes)

    @property
    def n_texts_(self) -> int:
        """Texts that were learned from."""
        return self._fitted().n_texts

    @property
    def vector_dim_(self) -> int:
        """Columns of the vectors that were learned from beside the texts; 0 without."""
        return self._fitted().model.vector_dim

    @property
    def held_out_loss_(self) -> float:
        """Mean of -ln(probability of what is true) in cross-validation; nan without."""
        return self._fitted().calibration.loss

    def decision_function(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        *,
        vectors: object = None,
    ) -> NDArray[np.float32]:
        """Return a margin for each class; the highest is likeliest.

        Parameters
        ----------
        X, vectors
            As for `fit`.

        Returns
        -------
        ndarray of float32, shape (n, L), or (n,) for two classes that exclude each other
            For two, the margin of the second.
        """
        margins = self._asked(X, vectors)
        return margins[:, 1] if self._fitted().plan.one_question else margins

    def predict_proba(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        *,
        vectors: object = None,
    ) -> NDArray[np.float32]:
        """Return the probability of each class, [n, L].

        Rows sum to 1 where a text has one class; else each is the chance of its class.

        Parameters
        ----------
        X, vectors
            As for `fit`.
        """
        return self._fitted().calibration.probabilities(self._asked(X, vectors))

    def predict(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        *,
        vectors: object = None,
        threshold: float = 0.0,
    ) -> NDArray[Any] | list[tuple[Any, ...]]:
        """Return the class of each text, or its classes.

        Parameters
        ----------
        X, vectors
            As for `fit`.
        threshold : float
            Where texts have one class: those of which no class is this probable get None, and the
            array is of objects. See `threshold_for`.

        Returns
        -------
        ndarray [n], or list of tuple
            A class each; or the classes each that are likelier than not.
        """
        chances = self.predict_proba(X, vectors=vectors)
        classes = self.classes_
        if self._fitted().plan.many:
            return [tuple(classes[row > _HALF].tolist()) for row in chances]
        best = classes[chances.argmax(axis=1)]
        if threshold <= 0.0:
            return best
        found = best.astype(object)
        found[chances.max(axis=1) < threshold] = None
        return found

    def score(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        *,
        vectors: object = None,
    ) -> float:
        """Return the share of texts whose class, or set of classes, is right."""
        predicted = self.predict(X, vectors=vectors)
        right, _ = checked_classes(y, len(predicted))
        if self._fitted().plan.many:
            hits = sum(set(a) == set(b) for a, b in zip(predicted, right, strict=True))
            return hits / len(right)
        return float(np.mean([a == b[0] for a, b in zip(predicted, right, strict=True)]))

    def threshold_for(self, accuracy: float) -> float:
        """Return the probability from which on answers are right as often as asked for.

        Measured on texts kept from learning.

        Parameters
        ----------
        accuracy : float
            Above 0, up to 1.

        Returns
        -------
        float
            1.0 where even the surest answers were not.

        Raises
        ------
        InputValueError
            For another accuracy, or a classifier that was not calibrated.
        """
        return self._fitted().calibration.threshold_for(accuracy)

    def explain(self, text: str, label: object = None, *, vector: object = None) -> Explanation:
        """Return which words of a text spoke for or against a class.

        Parameters
        ----------
        text : str
        label : int or str, optional
            The likeliest when not given.
        vector : array [D], optional
            Where `fit` was given vectors.

        Raises
        ------
        InputValueError
            For a class that there is not.
        """
        fitted = self._fitted()
        given = checked_vectors(None if vector is None else [vector], 1)
        chances = self.predict_proba([text], vectors=given if given.shape[1] else None)[0]
        names = fitted.plan.classes
        if label is not None and label not in names:
            msg = f"[classifier] expected one of {len(names)} classes, got {label!r}"
            raise InputValueError(msg)
        column = int(chances.argmax()) if label is None else names.index(label)
        parts = margin_parts(fitted.plan, fitted.model, text, given, column)
        margin = parts.bias + parts.vector + sum(token.part for token in parts.tokens)
        return Explanation(
            names[column], margin, float(chances[column]), parts.tokens, parts.bias, parts.vector
        )

    def _asked(self, texts: object, vectors: object) -> NDArray[np.float32]:
        fitted = self._fitted()
        checked = checked_texts(texts)
        given = checked_vectors(vectors, len(checked))
        if given.shape[1] != fitted.model.vector_dim:
            msg = (
                f"[classifier] expected vectors of {fitted.model.vector_dim} values, as in fit, "
                f"got {given.shape[1]}"
            )
            raise InputValueError(msg)
        return fitted.plan.margins(fitted.model, checked, given, CancelToken())

    def _fitted(self) -> Fitted:
        if self._learned is None:
            raise not_fitted(self)
        return self._learned

    # -- what scikit-learn asks ------------------------------------------------------------------

    def __sklearn_is_fitted__(self) -> bool:
        """Return whether ``fit`` has been called."""
        return self._learned is not None

    def __sklearn_tags__(self) -> object:
        """Return what scikit-learn wants to know; only it calls this, so it is there."""
        tags: Any = super().__sklearn_tags__()
        utils: Any = importlib.import_module("sklearn.utils")
        tags.input_tags = utils.InputTags(one_d_array=True, two_d_array=False, string=True)
        return tags

    # -- files -----------------------------------------------------------------------------------

    def save(self, path: str | os.PathLike[str], *, with_training: bool = False) -> None:
        """Write the classifier to one ``.fdl`` file, or nothing.

        Parameters
        ----------
        path : str or path
            Replaced as a whole.
        with_training : bool
            Also writes the texts that were learned from, so that `partial_fit` can go on.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        EngineIoError
            When the file cannot be written; also an `OSError`.
        """
        fitted = self._fitted()
        keeping.save(Path(path), self.get_params(), fitted, with_samples=with_training)

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Open a saved classifier.

        Parameters
        ----------
        path : str or path
            What `save` has written.
        n_threads : int
            Threads from now on; 0 for one a processor.

        Raises
        ------
        EngineIoError
            When the file cannot be opened; also an `OSError`.
        EngineFormatError
            When it is damaged, something else, or newer than this program; also a `ValueError`.
        """
        params, fitted = keeping.load(Path(path), n_threads)
        made = cls(**params)
        made._learned = fitted
        return made


def _samples(
    texts: object, y: object, vectors: object, sample_weight: object
) -> tuple[TextSamples, bool]:
    checked = checked_texts(texts)
    labels, many = checked_classes(y, len(checked))
    n = len(checked)
    samples = TextSamples(
        checked, labels, checked_vectors(vectors, n), checked_costs(sample_weight, n)
    )
    return samples, many
