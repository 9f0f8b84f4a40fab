"""The topic model: whether a word keeps the company of the words around it.

Unit vectors of the content words of English, factorised from what stands near what in openly licensed text
(sources and licence: ``data/README.md``); one signed byte a dimension.
"""

from __future__ import annotations

import math
import struct
from functools import cache
from importlib import resources
from operator import add, mul, sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAGIC = b"TRTP1"
HEADER = struct.Struct("<5sI")  # magic, bytes of the word list
SIZE = 32
CALM = 0.5  # added to the length of a context, so that a single word is no topic
Vector = list[float]


class TopicModel:
    """Similarity of words to a context; immutable once built."""

    __slots__ = ("_bytes", "_rows")

    def __init__(self, blob: bytes) -> None:
        magic, size = HEADER.unpack_from(blob)
        if magic != MAGIC:
            raise ValueError("not a topic model of this version; rebuild it (see data/README.md)")
        words = blob[HEADER.size : HEADER.size + size].decode().split("\n")
        self._rows = dict(zip(words, range(0, len(words) * SIZE, SIZE), strict=True))
        self._bytes = memoryview(blob)[HEADER.size + size :].cast("b")

    def total(self, words: Iterable[str]) -> Vector | None:
        """Sum of the vectors of the words that have one; None if none has."""
        rows = [self._rows[w] for w in words if w in self._rows]
        if not rows:
            return None
        out: Iterable[float] = self._bytes[rows[0] : rows[0] + SIZE]
        for row in rows[1:]:
            out = map(add, out, self._bytes[row : row + SIZE])
        return [value / 127 for value in out]

    def fit(self, words: Sequence[str], context: Vector | None) -> float:
        """Cosine of a phrase with a context (-1 to 1); 0 where either is unknown."""
        if context is None:
            return 0.0
        vector = self.total(words)
        if vector is None:
            return 0.0
        length = math.hypot(*vector) * (math.hypot(*context) + CALM)
        return float(sum(map(mul, vector, context)) / length)


def without(context: Vector | None, part: Vector | None) -> Vector | None:
    """A context less the vectors of some of its own words."""
    if context is None or part is None:
        return context
    return list(map(sub, context, part))


@cache
def default_topics() -> TopicModel:
    """The model that ships with the package, read once."""
    return TopicModel(resources.files("textrepair.data").joinpath("topics.bin").read_bytes())
