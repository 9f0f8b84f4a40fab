"""N-gram counts for `textrepair.judge.context`: count, prune, pack into a Bloomier filter."""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from textrepair.judge.context import FIRST_COUNT, HEADER, MAGIC, STEP, VALUE_BITS, WORD_BITS

if TYPE_CHECKING:
    from benchmarks.training.corpus import Corpus

LEAST = 3  # what was seen once or twice is dropped
BIGRAMS, TRIGRAMS = 1_300_000, 1_600_000  # as many as fit into 8 MB with the vectors
BACKOFF = 0.4
SHIFT, MASK = np.uint64(WORD_BITS), np.uint64((1 << WORD_BITS) - 1)
Keys = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


def artefact(corpus: Corpus) -> bytes:
    """The content of ``context.bin``."""
    keys, counts = pruned(corpus)
    slots, seg_bits, size = pack(keys, counts)
    logs = "\n".join(f"{math.log(count):.2f}" for count in corpus.counts)
    vocabulary = zlib.compress(("\n".join(corpus.words) + "\n\n" + logs).encode(), 9)
    return HEADER.pack(MAGIC, len(vocabulary), len(corpus.stream), seg_bits, size) + vocabulary + slots


def count(stream: Keys, n: int) -> tuple[Keys, Counts]:
    """Packed keys and counts of all n-grams of known words that come at least `LEAST` times."""
    size = len(stream) - n + 1
    keys = np.zeros(size, np.uint64)
    known = np.ones(size, bool)
    for i in range(n):
        part = stream[i : i + size]
        keys = (keys << SHIFT) | part
        known &= part != 0
    keys = np.sort(keys[known])
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.concatenate((edges, [len(keys)])))
    keep = counts >= LEAST
    return keys[edges[keep]], counts[keep]


def pruned(corpus: Corpus) -> tuple[Keys, Counts]:
    """The n-grams that change the model most against backing off, weighted by how often they come.

    A cheap form of entropy pruning (Stolcke 1998). A trigram stays only if the bigram it continues does.
    """
    total = float(len(corpus.stream))
    unigram = np.concatenate(([0.5], corpus.counts.astype(float)))
    two, two_counts = count(corpus.stream, 2)
    word = (two & MASK).astype(np.int64)
    joint = two_counts / unigram[(two >> SHIFT).astype(np.int64)]
    kept_two = _best(two_counts * np.abs(np.log(joint) - np.log(BACKOFF * unigram[word] / total)), BIGRAMS)
    three, three_counts = count(corpus.stream, 3)
    history = _find(two, three >> SHIFT)
    shorter = _find(two, ((three >> SHIFT & MASK) << SHIFT) | (three & MASK))
    middle, last = ((three >> SHIFT) & MASK).astype(np.int64), (three & MASK).astype(np.int64)
    by_bigram = BACKOFF * two_counts[shorter] / unigram[middle]
    by_word = BACKOFF**2 * unigram[last] / total
    backed_off = np.where(kept_two[shorter], by_bigram, by_word)
    gain = three_counts * np.abs(np.log(three_counts / two_counts[history]) - np.log(backed_off))
    kept_three = _best(np.where(kept_two[history], gain, 0.0), TRIGRAMS)
    keys = np.concatenate((two[kept_two], three[kept_three]))
    return keys, np.concatenate((two_counts[kept_two], three_counts[kept_three]))


def _best(gain: Reals, most: int) -> npt.NDArray[np.bool_]:
    kept = np.zeros(len(gain), bool)
    kept[np.argsort(-gain, kind="stable")[:most]] = True
    return kept & (gain > 0)


def _find(table: Keys, keys: Keys) -> npt.NDArray[np.int64]:
    """Where keys stand in a sorted table; each bigram of a frequent trigram is itself frequent."""
    return np.minimum(np.searchsorted(table, keys), len(table) - 1)


def hashed(keys: Keys, span: int, seg_bits: int) -> tuple[Keys, Keys]:
    """The three slots of each key (rows) and its fingerprint, as `ContextModel.log_count` computes them."""
    u = np.uint64
    h = keys * u(0xFF51AFD7ED558CCD)
    h = (h ^ (h >> u(32))) * u(0xC4CEB9FE1A85EC53)
    high, low = h >> u(32), h & u(0xFFFFFFFF)
    first = (high * u(span) + ((low * u(span)) >> u(32))) >> u(32)
    seglen, mask = u(1 << seg_bits), u((1 << seg_bits) - 1)
    slots = np.stack([first, (first + seglen) ^ ((h >> u(18)) & mask), (first + u(2) * seglen) ^ (h & mask)])
    return slots, (h * u(0x9E3779B97F4A7C15)) >> u(53)


def peel(slots: Keys, size: int) -> list[tuple[npt.NDArray[np.int64], Keys]]:
    """Order in which the keys can be assigned: rounds of (key numbers, the slot each key has alone)."""
    degree = np.bincount(slots.ravel().astype(np.int64), minlength=size)
    xor = np.zeros(size, np.int64)
    for row in slots:
        np.bitwise_xor.at(xor, row.astype(np.int64), np.arange(slots.shape[1]))
    frontier = np.flatnonzero(degree == 1)
    rounds, placed = [], 0
    while len(frontier):
        chosen, where = np.unique(xor[frontier], return_index=True)
        rounds.append((chosen, frontier[where].astype(np.uint64)))
        placed += len(chosen)
        touched = slots[:, chosen].astype(np.int64)
        for row in touched:
            np.subtract.at(degree, row, 1)
            np.bitwise_xor.at(xor, row, chosen)
        candidates = np.unique(touched)
        frontier = candidates[degree[candidates] == 1]
    if placed != slots.shape[1]:
        raise SystemExit("the n-grams do not fit this many slots; raise the margin in `pack`")
    return rounds


def pack(keys: Keys, counts: Counts) -> tuple[bytes, int, int]:
    """The slots of the Bloomier filter, the log2 of its segment length and the number of slots."""
    seg_bits = int(math.log(len(keys)) / math.log(3.33) + 2.25)
    seglen = 1 << seg_bits
    size = (math.ceil(len(keys) * 1.13 / seglen) + 2) * seglen
    slots, prints = hashed(keys, size - 2 * seglen, seg_bits)
    values = np.clip(np.rint(np.log(counts / FIRST_COUNT) / math.log(STEP)), 0, (1 << VALUE_BITS) - 1)
    wanted = (prints << np.uint64(VALUE_BITS)) | values.astype(np.uint64)
    table = np.zeros(size, np.uint64)
    for chosen, alone in reversed(peel(slots, size)):
        a, b, c = slots[:, chosen].astype(np.int64)
        table[alone.astype(np.int64)] = 0
        table[alone.astype(np.int64)] = wanted[chosen] ^ table[a] ^ table[b] ^ table[c]
    return table.astype("<u2").tobytes(), seg_bits, size
