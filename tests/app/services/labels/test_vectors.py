# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.jobs.context import JobContext
from findling.services.labels.desk import LabelDesk
from findling.services.labels.model import LabelTrainer
from findling.services.labels.vectors import NO_ENCODER, encoder_named, newest_encoder
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
    assert abs(explanation.vector) > 0.01
    assert by_words.explain("invoice", answered.labels[0].id).vector == 0


def test_a_model_whose_encoder_is_gone_is_not_used(library: Library, answered: LabelSetRow) -> None:
    Learner(library, JobContext()).run()
    trainer = LabelTrainer(library)
    trainer.train(answered.id)
    library.store.generations.clear()
    assert trainer.open(answered.id, may_be_old=True) is None
    assert trainer.renew() == 1
    assert trainer.open(answered.id) is not None
