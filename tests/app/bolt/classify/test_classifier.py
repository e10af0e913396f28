# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from findling.bolt import (
    CancelledError,
    CancelToken,
    EngineFormatError,
    InputTypeError,
    InputValueError,
    NotSavedThisWayError,
    TextClassifier,
)

if TYPE_CHECKING:
    from pathlib import Path

Letters = tuple[list[str], list[str]]


@pytest.fixture(scope="module")
def fitted(taught: Letters) -> TextClassifier:
    return TextClassifier(n_threads=1).fit(*taught)


def test_new_letters_are_sorted(fitted: TextClassifier, others: Letters) -> None:
    texts, kinds = others
    assert fitted.classes_.tolist() == ["bill", "lease", "mail"]
    assert fitted.n_texts_ == 240
    assert fitted.score(texts, kinds) > 0.97
    assert fitted.decision_function(texts).shape == (300, 3)
    assert (
        fitted.decision_function(texts).argmax(1) == fitted.predict_proba(texts).argmax(1)
    ).all()


def test_probabilities_are_as_often_right_as_they_say(
    fitted: TextClassifier, others: Letters
) -> None:
    texts, kinds = others
    chances = fitted.predict_proba(texts)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, rtol=1e-5)
    right = fitted.classes_[chances.argmax(1)] == np.array(kinds)
    assert abs(chances.max(1).mean() - right.mean()) < 0.05


def test_five_examples_a_class_are_enough_to_begin(others: Letters, taught: Letters) -> None:
    few = TextClassifier(n_threads=1).fit(taught[0][:15], taught[1][:15])
    assert few.score(*others) > 0.7


def test_unsure_ones_are_left_out(fitted: TextClassifier, others: Letters) -> None:
    texts, kinds = others
    threshold = fitted.threshold_for(0.99)
    sure: list[Any] = list(fitted.predict([*texts, "qwerty uiop"], threshold=max(threshold, 0.9)))
    assert sure[-1] is None
    pairs = [(guess, kind) for guess, kind in zip(sure, kinds, strict=False) if guess is not None]
    assert len(pairs) > 150
    assert sum(guess == kind for guess, kind in pairs) / len(pairs) > 0.97
    with pytest.raises(InputValueError, match="above 0 and up to 1"):
        fitted.threshold_for(0.0)


def test_the_same_bits_at_any_number_of_threads(taught: Letters, others: Letters) -> None:
    one, three = (TextClassifier(n_threads=n).fit(*taught) for n in (1, 3))
    assert (one.predict_proba(others[0]) == three.predict_proba(others[0])).all()


def test_any_number_of_classes_a_text(taught: Letters, others: Letters) -> None:
    texts = [*taught[0], *(f"{a} {b}" for a, b in zip(taught[0], taught[0][1:], strict=False))]
    labels = [[kind] for kind in taught[1]]
    labels += [[a, b] for a, b in zip(taught[1], taught[1][1:], strict=False)]
    model = TextClassifier(n_threads=1).fit(texts, labels)
    both = f"{others[0][0]} {others[0][1]}"
    assert set(model.predict([both])[0]) == {others[1][0], others[1][1]}
    assert model.predict(["qwerty"])[0] == ()
    assert model.score([both], [[others[1][1], others[1][0]]]) == 1.0


def test_two_classes_are_one_question(taught: Letters) -> None:
    texts = [text for text, kind in zip(*taught, strict=True) if kind != "mail"]
    labels = [int(kind == "bill") for kind in taught[1] if kind != "mail"]
    model = TextClassifier(n_threads=1).fit(texts, labels)
    margins = model.decision_function(texts)
    assert margins.shape == (len(texts),)
    assert ((margins > 0) == (model.predict(texts) == 1)).all()


def test_words_that_spoke_for_a_class_are_told(fitted: TextClassifier) -> None:
    text = "Dear tenant, the rent and the invoice"
    explanation = fitted.explain(text, "lease")
    assert {token.text for token in explanation.top(2)} == {"tenant", "rent"}
    for token in explanation.tokens:
        assert text[token.begin : token.end] == token.text
    column = fitted.classes_.tolist().index("lease")
    assert explanation.margin == pytest.approx(
        fitted.decision_function([text])[0, column], abs=1e-4
    )
    assert explanation.probability == pytest.approx(fitted.predict_proba([text])[0, column])
    assert fitted.explain(text).label == fitted.predict([text])[0]
    with pytest.raises(InputValueError, match="one of 3 classes"):
        fitted.explain(text, "poem")


def test_long_texts_by_passages(taught: Letters) -> None:
    model = TextClassifier(passage_words=20, n_threads=1).fit(*taught)
    long = " ".join(text for text, kind in zip(*taught, strict=True) if kind == "lease")
    assert list(model.predict([long])) == ["lease"]
    assert {token.text for token in model.explain(long, "lease").top(12)} & {"tenant", "landlord"}


def test_more_texts_are_learned_beside_the_first(taught: Letters, others: Letters) -> None:
    half = TextClassifier(n_threads=1).partial_fit(taught[0][:120], taught[1][:120])
    half.partial_fit(taught[0][120:], taught[1][120:])
    whole = TextClassifier(n_threads=1).fit(*taught)
    assert (half.predict_proba(others[0]) == whole.predict_proba(others[0])).all()
    half.partial_fit(["sonnet rhyme verse"] * 3, ["poem"] * 3)
    assert list(half.predict(["a verse of rhyme"])) == ["poem"]
    with pytest.raises(InputValueError, match="as many classes a text"):
        half.partial_fit(["x"], [["poem"]])


def test_vectors_beside_texts(taught: Letters) -> None:
    texts, kinds = taught
    vectors = np.eye(3, dtype=np.float32)[[["bill", "lease", "mail"].index(k) for k in kinds]]
    model = TextClassifier(n_threads=1).fit(texts, kinds, vectors=vectors)
    assert list(model.predict(["qwerty"], vectors=[[0, 0, 1]])) == ["mail"]
    assert model.explain("qwerty", "mail", vector=[0, 0, 1]).vector > 0.1
    with pytest.raises(InputValueError, match="vectors of 3 values"):
        model.predict(["qwerty"])


def test_weights_of_classes_and_texts(taught: Letters) -> None:
    texts, kinds = ["red", "red", "red", "red blue", "blue"], ["a", "a", "a", "b", "b"]
    plain = TextClassifier(calibrate=False, n_threads=1).fit(texts, kinds)
    heavy = TextClassifier(calibrate=False, class_weight={"b": 50.0}, n_threads=1).fit(texts, kinds)
    assert heavy.decision_function(["red"])[0] > plain.decision_function(["red"])[0]
    muted = TextClassifier(calibrate=False, n_threads=1)
    muted.fit([*texts, "green"], [*kinds, "b"], sample_weight=[1, 1, 1, 1, 1, 0])
    assert muted.decision_function(["red"])[0] == pytest.approx(
        plain.decision_function(["red"])[0], abs=0.2
    )
    balanced = TextClassifier(class_weight="balanced", n_threads=1).fit(*taught)
    assert balanced.classes_.tolist() == ["bill", "lease", "mail"]


def test_a_saved_classifier_says_the_same(
    fitted: TextClassifier, others: Letters, tmp_path: Path
) -> None:
    path = tmp_path / "kinds.fdl"
    fitted.save(path)
    again = TextClassifier.load(path, n_threads=1)
    assert (again.predict_proba(others[0]) == fitted.predict_proba(others[0])).all()
    assert again.get_params() == fitted.get_params()
    assert again.threshold_for(0.9) == fitted.threshold_for(0.9)
    with pytest.raises(InputValueError, match="with_training"):
        again.partial_fit(["x"], ["bill"])
    fitted.save(path, with_training=True)
    more = TextClassifier.load(path, n_threads=1).partial_fit(["sonnet"] * 3, ["poem"] * 3)
    assert more.n_texts_ == 243


def test_a_damaged_file_is_refused_in_one_sentence(fitted: TextClassifier, tmp_path: Path) -> None:
    path = tmp_path / "kinds.fdl"
    fitted.save(path)
    whole = path.read_bytes()
    for at in range(0, len(whole), 1 + len(whole) // 200):
        changed = bytearray(whole)
        changed[at] ^= 0x41
        path.write_bytes(changed)
        with pytest.raises(EngineFormatError) as caught:
            TextClassifier.load(path)
        assert "\n" not in str(caught.value)
    for n in range(0, len(whole), 1 + len(whole) // 50):
        path.write_bytes(whole[:n])
        with pytest.raises(EngineFormatError):
            TextClassifier.load(path)


@pytest.mark.parametrize(
    ("texts", "labels", "error", "says"),
    [
        ("one text", ["a"], InputTypeError, "a list of texts"),
        ([1, 2], ["a", "b"], InputTypeError, "to be str, got int at 0"),
        (["x", "y"], ["a"], InputValueError, "classes of 2 texts, got 1"),
        (["x", "y"], ["a", "a"], InputValueError, "two or more classes, got 1"),
        (["x", "y"], ["a", 1], InputTypeError, "all str or all int"),
        ([], [], InputValueError, "two or more classes, got 0"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(
    texts: object, labels: object, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        TextClassifier().fit(texts, labels)


def test_texts_without_words_do_no_harm(taught: Letters) -> None:
    model = TextClassifier(n_threads=1).fit([*taught[0], "", "  "], [*taught[1], "bill", "mail"])
    assert np.isfinite(model.predict_proba(["", "\0", "\U0001f600" * 50])).all()
    assert list(model.predict([])) == []


def test_learning_can_be_cancelled(taught: Letters) -> None:
    token = CancelToken()
    token.cancel()
    model = TextClassifier()
    with pytest.raises(CancelledError):
        model.fit(*taught, cancel=token)
    with pytest.raises(ValueError, match="not fitted"):
        model.predict(["x"])


def test_no_pickles(fitted: TextClassifier) -> None:
    with pytest.raises(NotSavedThisWayError):
        fitted.__reduce_ex__(2)
