# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random

import pytest

from findling.bolt import Retriever

TOPICS = {
    "garden": "rose tulip soil seed watering pruning shovel compost hedge lawn blossom greenhouse",
    "kitchen": "oven recipe butter flour spoon boiling frying onion garlic saucepan baking pepper",
    "harbour": "ship anchor crane sailor cargo tide lighthouse captain rope ferry wharf barge",
    "music": "violin melody chord rehearsal drummer concert rhythm singer orchestra piano tune",
}


def make_passages(n: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Return passages of ten words about one topic each, and their topics."""
    rng = random.Random(seed)
    topics = [list(TOPICS)[i % len(TOPICS)] for i in range(n)]
    texts = [
        "The " + " and the ".join(rng.choices(TOPICS[topic].split(), k=10)) + "."
        for topic in topics
    ]
    return texts, topics


@pytest.fixture(scope="session")
def trained() -> Retriever:
    """A retriever that learned 200 passages; do not change it."""
    texts, topics = make_passages(200)
    ids = [f"{topic}-{i}" for i, topic in enumerate(topics)]
    return Retriever(dim=64, vocabulary_size=400).fit(texts, ids=ids)
