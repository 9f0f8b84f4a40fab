"""The fitted weights of the judge, read from ``data/weights.json``."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from operator import mul
from typing import TYPE_CHECKING

from textrepair.judge.features import NAMES, PRIOR, prior_vectors

if TYPE_CHECKING:
    from textrepair.judge.features import Vector
    from textrepair.model import Entry


CONVINCING = 3.0  # nats from which a passage is as good as certainly spun


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the three steps of judging; all in nats.

    Attributes:
        reading: one for each feature of `textrepair.judge.features.FEATURES`.
        sign: what a candidate says about its passage (see `textrepair.judge.passages.sign_features`): for strong
            surface evidence, for fitting badly where it stands, and for the certain tier.
        per_word: what every word takes away from its sentence's log-odds.
        final: intercept, local score, the four of `passage_features`.
    """

    reading: tuple[float, ...]
    sign: tuple[float, float, float]
    per_word: float
    final: tuple[float, ...]

    def priors(self, entry: Entry, size: int) -> Priors:
        """Log-odds of each reading of an entry before any text is seen (cached)."""
        return _priors(self, entry, size)

    def local(self, prior: float, vector: Vector) -> float:
        """Log-odds of a reading in its text, before anything is known of its passage."""
        return prior + float(sum(map(mul, self.reading[PRIOR:], vector)))


@dataclass(frozen=True, slots=True)
class Priors:
    """What an entry's readings have for them wherever they are met (nats); `total` is the log of their sum."""

    scores: tuple[float, ...]
    total: float


@lru_cache(maxsize=1 << 15)
def _priors(weights: Weights, entry: Entry, size: int) -> Priors:
    scores = [sum(map(mul, weights.reading, vector)) for vector in prior_vectors(entry, size)]
    return Priors(tuple(scores), log_sum(scores))


def passage_features(log_odds: float, density: float) -> tuple[float, float, float, float]:
    """What the final probability takes from a candidate's surroundings.

    Log-odds of the passage where they speak against spinning, where they begin to speak for it (up to
    `CONVINCING`), where they are beyond doubt, and the density of likely artifacts around.
    """
    for_it = max(0.0, min(8.0, log_odds))
    return max(-8.0, min(0.0, log_odds)), min(CONVINCING, for_it), max(0.0, for_it - CONVINCING), density


def softplus(x: float) -> float:
    """log(1 + e^x), without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def log_sum(values: list[float]) -> float:
    """Log of the sum of e^v, without overflow."""
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values))


def load(text: str) -> Weights:
    """Weights from JSON text.

    Raises:
        ValueError: weights of other features than the code has.
    """
    data = json.loads(text)
    if tuple(data["reading"]) != NAMES:
        raise ValueError("the weights were fitted for other features; run benchmarks/training/fit.py")
    return Weights(
        reading=tuple(data["reading"].values()),
        sign=tuple(data["sign"]),
        per_word=data["per_word"],
        final=tuple(data["final"]),
    )


@cache
def default_weights() -> Weights:
    """The weights that ship with the package."""
    return load(resources.files("textrepair.data").joinpath("weights.json").read_text("utf-8"))
