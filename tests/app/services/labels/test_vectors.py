# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.jobs.context import JobContext
from findling.services.labels.desk import LabelDesk
from findling.services.labels.model import LabelTrainer, learned
from findling.services.labels.vectors import NO_ENCODER, encoder_named, in_line, newest_encoder
from findling.services.learning import Learner

if TYPE_CHECKING:
    from findling.services.labels.items import Items
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey
    from tests.app.services.labels.conftest import User


@pytest.fixture
def answered(kinds: LabelSetRow, user: User, every: list[ItemKey]) -> LabelSetRow:
    user.answer(*every[:12])
    return kinds


def test_without_an_encoder_words_alone_count(library: Library, answered: LabelSetRow) -> None:
    assert newest_encoder(library) is NO_ENCODER
    assert NO_ENCODER.vectors(["x"]) is None
    assert encoder_named(library, "of another time") is None
    model = LabelTrainer(library).train(answered.id)
    assert (model.note.encoder, model.encoder) == ("", NO_ENCODER)


def test_a_model_is_made_anew_with_the_vectors_of_what_the_library_learned(
    library: Library, answered: LabelSetRow, items: Items, every: list[ItemKey]
) -> None:
    trainer, desk = LabelTrainer(library), LabelDesk(library)
    by_words = trainer.train(answered.id)
    assert desk.state(answered.id).is_fresh
    Learner(library, JobContext()).run()
    encoder = newest_encoder(library)
    vectors = encoder.vectors(["invoice and payment", ""])
    assert vectors is not None
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0], abs=1e-5)

    assert not desk.state(answered.id).is_fresh
    assert trainer.open(answered.id) is None
    assert trainer.open(answered.id, may_be_old=True) is not None
    assert trainer.renew() == 1
    assert trainer.renew() == 0
    assert desk.state(answered.id).is_fresh
    model = trainer.open(answered.id)
    assert model is not None
    assert model.note.encoder == encoder.name != ""
    explanation = model.explain(items.texts(every[12:13])[0], answered.labels[0].id)
    assert (explanation.vector != 0) == (model.encoder is not NO_ENCODER)
    assert by_words.explain("invoice", answered.labels[0].id).vector == 0


def test_a_model_whose_encoder_is_gone_is_not_used(library: Library, answered: LabelSetRow) -> None:
    Learner(library, JobContext()).run()
    trainer = LabelTrainer(library)
    trainer.train(answered.id)
    library.store.generations.clear()
    assert trainer.open(answered.id, may_be_old=True) is None
    assert trainer.renew() == 1
    assert trainer.open(answered.id) is not None


def test_vectors_are_read_where_they_foretell_answers_better(
    library: Library, answered: LabelSetRow, items: Items, every: list[ItemKey]
) -> None:
    Learner(library, JobContext()).run()
    model = LabelTrainer(library).train(answered.id)
    known = LabelTrainer(library).examples(answered, items)
    encoder = newest_encoder(library)
    words = learned(known, items, is_multi=False)
    both = learned(known, items, is_multi=False, encoder=encoder)
    assert (words.vector_dim_, both.vector_dim_) == (0, 256)
    assert model.classifier.vector_dim_ == (
        0 if words.held_out_loss_ < both.held_out_loss_ else both.vector_dim_
    )
    assert (model.encoder is NO_ENCODER) == (model.classifier.vector_dim_ == 0)
    shares = model.probabilities(items.texts(every[:3]))
    assert shares.argmax(axis=1).tolist() == [0, 1, 2]


def test_things_are_put_along_what_tells_them_apart() -> None:
    vectors = np.array([[0, 0.1], [5, 0], [0.1, 0], [5.1, 0.1]], np.float32)
    found = in_line("abcd", vectors)
    assert set(found[:2]) in ({"a", "c"}, {"b", "d"})
    assert in_line("ab", vectors[:2]) == ["a", "b"]
    assert in_line("abcd", None) == ["a", "b", "c", "d"]
