"""Word vectors for `textrepair.judge.topic`: which words keep company, beyond the nearest neighbours.

Positive pointwise mutual information of words within a window, factorised (Levy and Goldberg 2014; smoothed
as in Levy, Goldberg and Dagan 2015).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from textrepair.judge.topic import HEADER, MAGIC, SIZE

if TYPE_CHECKING:
    from benchmarks.training.corpus import Corpus

FIRST, LAST = 120, 25_000  # words by rank: the most frequent are function words, the rare ones have no company
WINDOW = 8
LEAST = 3
SMOOTHING = 0.75
CHUNK = 8_000_000


def artefact(corpus: Corpus) -> bytes:
    """The content of ``topics.bin``."""
    ids = corpus.stream.astype(np.int64)
    ids[(ids < FIRST) | (ids >= LAST)] = 0
    vectors = factors(cooccurrence(ids))[FIRST:LAST]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    bytes_ = np.rint(vectors * 127).astype(np.int8).tobytes()
    words = "\n".join(corpus.words[FIRST - 1 : LAST - 1]).encode()
    return HEADER.pack(MAGIC, len(words)) + words + bytes_


def cooccurrence(ids: np.ndarray) -> sparse.csr_matrix:  # type: ignore[type-arg]
    """How often two words come within `WINDOW` tokens of each other."""
    total = sparse.csr_matrix((LAST, LAST), dtype=np.float32)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        left = np.concatenate([part[:-d] for d in range(1, WINDOW + 1)])
        right = np.concatenate([part[d:] for d in range(1, WINDOW + 1)])
        both = (left > 0) & (right > 0)
        pairs = np.minimum(left, right)[both] * LAST + np.maximum(left, right)[both]
        pairs, counts = np.unique(pairs, return_counts=True)
        rows, columns = np.divmod(pairs, LAST)
        total += sparse.csr_matrix((counts.astype(np.float32), (rows, columns)), shape=(LAST, LAST))
    total.data[total.data < LEAST] = 0
    total.eliminate_zeros()
    return total + total.T


def factors(counts: sparse.csr_matrix) -> np.ndarray:  # type: ignore[type-arg]
    """Truncated singular vectors of the positive pointwise mutual information, `SIZE` a word."""
    totals = np.asarray(counts.sum(1)).ravel() + 1
    context = totals**SMOOTHING
    entries = counts.tocoo()
    mutual = np.log(entries.data * context.sum() / (totals[entries.row] * context[entries.col]))
    positive = mutual > 0
    matrix = sparse.csr_matrix((mutual[positive], (entries.row[positive], entries.col[positive])), shape=counts.shape)
    u, s, _ = svds(matrix, k=SIZE, random_state=0)
    order = np.argsort(-s)
    return np.asarray(u[:, order] * np.sqrt(s[order]))
