"""Rebuild ``src/textrepair/data/context.bin`` from openly licensed text.

    python benchmarks/training/context_model.py ../shared/corpora/*.xz

Reads one paragraph a line, counts words, bigrams and trigrams, drops the rare ones and packs the rest
(see `textrepair.judge.context` for the format). Takes about three minutes and 4 GB of memory.
"""

from __future__ import annotations

import argparse
import lzma
import math
import re
import zlib
from array import array
from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from textrepair.find.tokens import PARAGRAPH, TOKEN, normal
from textrepair.judge.context import FIRST_COUNT, HEADER, MAGIC, STEP, VALUE_BITS, WORD_BITS

MIN_WORD, MIN_BIGRAM, MIN_TRIGRAM = 15, 4, 5
Keys = npt.NDArray[np.uint64]


def tokens(paths: list[Path]) -> tuple[npt.NDArray[np.uint32], list[str]]:
    """All tokens as numbers in order of appearance, and the words they stand for."""
    ids: defaultdict[str, int] = defaultdict(lambda: len(ids))
    stream = array("I")
    pattern = re.compile(TOKEN)
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                stream.append(ids[PARAGRAPH])
                stream.extend([ids[normal(t)] for t in pattern.findall(line)])
    return np.frombuffer(stream, dtype=np.uint32), list(ids)


def frequent_ngrams(stream: npt.NDArray[np.uint64], n: int, least: int) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Packed keys and counts of all n-grams of known words that come at least `least` times."""
    size = len(stream) - n + 1
    keys = np.zeros(size, np.uint64)
    known = np.ones(size, bool)
    for i in range(n):
        part = stream[i : i + size]
        keys = (keys << np.uint64(WORD_BITS)) | part
        known &= part != 0
    keys = np.sort(keys[known])
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.concatenate((edges, [len(keys)])))
    keep = counts >= least
    return keys[edges[keep]], counts[keep]


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
        alone = frontier[where].astype(np.uint64)
        rounds.append((chosen, alone))
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


def pack(keys: Keys, counts: npt.NDArray[np.int64]) -> tuple[bytes, int, int]:
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/textrepair/data/context.bin"))
    args = parser.parse_args()
    stream, words = tokens(sorted(args.corpora))
    frequency = np.bincount(stream, minlength=len(words))
    order = np.argsort(-frequency, kind="stable")
    order = order[: int((frequency >= MIN_WORD).sum())]
    number = np.zeros(len(words), np.uint64)
    number[order] = np.arange(1, len(order) + 1)
    stream = number[stream]
    bigrams, bigram_counts = frequent_ngrams(stream, 2, MIN_BIGRAM)
    trigrams, trigram_counts = frequent_ngrams(stream, 3, MIN_TRIGRAM)
    slots, seg_bits, size = pack(
        np.concatenate((bigrams, trigrams)), np.concatenate((bigram_counts, trigram_counts))
    )
    logs = (f"{math.log(frequency[i]):.2f}" for i in order)
    vocabulary = zlib.compress(("\n".join(words[i] for i in order) + "\n\n" + "\n".join(logs)).encode(), 9)
    header = HEADER.pack(MAGIC, len(vocabulary), len(stream), seg_bits, size)
    args.out.write_bytes(header + vocabulary + slots)
    print(f"{len(order)} words, {len(bigrams)} bigrams, {len(trigrams)} trigrams, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
