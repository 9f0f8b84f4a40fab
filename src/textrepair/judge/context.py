"""The context model: how well words fit between their neighbours.

A trigram model of openly licensed English (sources and licence: ``data/README.md``), scored with stupid
backoff (Brants et al. 2007). The counts sit in a *Bloomier filter* on a binary fuse graph (Chazelle et al.
2004; Graf and Lemire 2022): 18 bits for each n-gram, no keys. A count is found by XOR of three 16-bit slots,
whose upper 11 bits must equal the key's fingerprint (one unseen n-gram in 2,048 passes by chance) and whose
lower 5 bits are the logarithm of the count.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from array import array
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAGIC = b"TRCM2"
HEADER = struct.Struct("<5sIQII")  # magic, bytes of vocabulary, corpus tokens, segment length (log2), slots
WORD_BITS = 17
VALUE_BITS = 5
VALUE_MASK = (1 << VALUE_BITS) - 1
FIRST_COUNT = 3.0  # value 0 stands for this count, each step multiplies it
STEP = 1.5
_MASK = (1 << 64) - 1
_M1, _M2, _M3 = 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x9E3779B97F4A7C15
_BACKOFF = math.log(0.4)
_LOG_COUNT = tuple(math.log(FIRST_COUNT) + v * math.log(STEP) for v in range(1 << VALUE_BITS))


class Scorer(Protocol):
    """What the judge needs of a context model; any object with this method can stand in for ours."""

    def phrase_score(self, left: Sequence[str], phrase: Sequence[str], right: Sequence[str]) -> float:
        """Natural log-probability of `phrase` and of the two words after it, given the words on its left.

        Words are normalised as by `textrepair.find.tokens.normal`: lower case, numbers ``0``, stops ``.`` or ``,``.
        """
        ...


class ContextModel:
    """Trigram counts with stupid backoff; immutable once built."""

    __slots__ = ("_ids", "_log_unigram", "_seglen", "_slots", "_span", "log_count", "log_total")

    log_count: Callable[[int], float]

    def __init__(self, blob: bytes) -> None:
        magic, vocab_bytes, total, seg_bits, size = HEADER.unpack_from(blob)
        if magic != MAGIC:
            raise ValueError("not a context model of this version; rebuild it (see data/README.md)")
        table = zlib.decompress(blob[HEADER.size : HEADER.size + vocab_bytes]).decode()
        words, counts = table.split("\n\n")
        self._ids = dict(zip(words.split("\n"), range(1, 1 << WORD_BITS), strict=False))
        self.log_total = math.log(total)
        self._log_unigram = [math.log(0.5), *map(float, counts.split("\n"))]
        self._slots = array("H")
        self._slots.frombytes(blob[HEADER.size + vocab_bytes :])
        if sys.byteorder == "big":
            self._slots.byteswap()
        self._seglen = 1 << seg_bits
        self._span = size - 2 * self._seglen
        self.log_count = lru_cache(maxsize=1 << 16)(self._log_count)

    def word_id(self, word: str) -> int:
        """Number of a normalised word; 0 for one that the model does not know."""
        return self._ids.get(word, 0)

    def _log_count(self, key: int) -> float:
        """Log of an n-gram's count by its packed key, or 0.0 for one that was too rare to keep."""
        h = (key * _M1) & _MASK
        h = ((h ^ (h >> 32)) * _M2) & _MASK
        first = (h * self._span) >> 64
        seglen = self._seglen
        mask = seglen - 1
        slots = self._slots
        found: int = (
            slots[first] ^ slots[(first + seglen) ^ ((h >> 18) & mask)] ^ slots[(first + 2 * seglen) ^ (h & mask)]
        )
        if found >> VALUE_BITS != ((h * _M3) & _MASK) >> 53:
            return 0.0
        return _LOG_COUNT[found & VALUE_MASK]

    def log_probability(self, a: int, b: int, c: int) -> float:
        """Stupid-backoff log-score of word `c` after `a` and `b` (word numbers, 0 = unknown)."""
        ab = a << WORD_BITS | b
        bc = b << WORD_BITS | c
        if a and b and c:
            tri = self.log_count(ab << WORD_BITS | c)
            if tri:
                return tri - (self.log_count(ab) or tri)
        if b and c:
            bi = self.log_count(bc)
            if bi:
                return min(0.0, _BACKOFF + bi - self._log_unigram[b])
        return 2 * _BACKOFF + self._log_unigram[c] - self.log_total

    def phrase_score(self, left: Sequence[str], phrase: Sequence[str], right: Sequence[str]) -> float:
        """See `Scorer`."""
        get = self._ids.get
        a, b = (0, 0, *[get(w, 0) for w in left[-2:]])[-2:]
        total = 0.0
        for word in (*phrase, *right[:2]):
            c = get(word, 0)
            total += self.log_probability(a, b, c)
            a, b = b, c
        return total

    def log_rate(self, words: Sequence[str]) -> float:
        """Log of how often a phrase comes per running word of clean English (an estimate beyond three words)."""
        ids = [self.word_id(w) for w in words]
        if len(ids) == 1:
            return self._log_unigram[ids[0]] - self.log_total
        if 0 in ids:
            return math.log(0.5) - self.log_total
        pairs = [self.log_count(a << WORD_BITS | b) for a, b in pairwise(ids)]
        triples = [
            self.log_count((a << WORD_BITS | b) << WORD_BITS | c)
            for a, b, c in zip(ids, ids[1:], ids[2:], strict=False)
        ]
        known = triples + pairs  # a triple that passes by chance rarely has both its pairs
        return (min(known) or math.log(0.7)) - self.log_total


@cache
def default_model() -> ContextModel:
    """The model that ships with the package, read once."""
    return ContextModel(resources.files("textrepair.data").joinpath("context.bin").read_bytes())
