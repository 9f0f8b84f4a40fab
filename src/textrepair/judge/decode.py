"""Decoding: from candidates to decisions, one per spun phrase.

1. Every reading gets local log-odds from its features.
2. The signs of all candidates give each sentence the probability that it is spun.
3. Local log-odds, passage and density of likely artifacts give the final probability of each reading.
4. The best path through the lattice of overlapping candidates that clear the bar is decided.

Steps 1 to 4 run twice: the second time a candidate's neighbours are read as the first time repaired them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from textrepair.judge.features import words_of
from textrepair.judge.passages import Climate, Sign, climate, sign_features
from textrepair.judge.weights import log_sum, passage_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textrepair.find.tokens import Tokens
    from textrepair.judge.features import Reader, Vector
    from textrepair.judge.weights import Priors, Weights
    from textrepair.model import Candidate

HOPELESS = -6.0  # nats; no context raises a candidate with less before it
WINDOW = 60  # tokens on each side in which likely artifacts are counted
REACH = 4  # tokens at which a repaired neighbour changes a candidate's context
EXTRA_WORD = 0.7  # nats for each further word one edit explains: two edits find their evidence more easily than one


@dataclass(slots=True)
class Judgement:
    """A candidate under judgement.

    Attributes:
        vectors: features of each reading that depend on the text.
        priors: log-odds of each reading before the text is seen.
        local: log-odds of each reading without its passage.
        passage: log-odds that the passage is spun, without the candidate's own sign.
        density: log of how many likely artifacts stand around it, per token.
        scores: final log-odds of each reading.
    """

    candidate: Candidate
    vectors: list[Vector]
    priors: Priors
    local: list[float]
    passage: float = 0.0
    density: float = 0.0
    scores: Sequence[float] = ()

    @property
    def best(self) -> int:
        """Number of the most probable reading."""
        return max(range(len(self.scores)), key=self.scores.__getitem__)

    def probability(self, reading: int) -> float:
        """Probability that this reading, and not another one or the text as it stands, is right."""
        return math.exp(self.scores[reading] - log_sum([0.0, *self.scores]))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What judging one text came to: every judgement, those to act on, and the climate."""

    judgements: list[Judgement]
    chosen: list[Judgement]
    climate: Climate


def judge(reader: Reader, tokens: Tokens, found: Sequence[Candidate], weights: Weights, bar: float) -> Verdict:
    """Judge all candidates of a text; `bar` is the probability that a chosen reading must reach."""
    judgements = [_judgement(reader, c, weights) for c in found if _is_possible(c, weights)]
    verdict = _round(tokens, judgements, weights, bar)
    if not verdict.chosen:
        return verdict
    touched = _repair_neighbours(reader, verdict.chosen)
    for i, judgement in enumerate(judgements):
        if touched(judgement.candidate):
            judgements[i] = _judgement(reader, judgement.candidate, weights)
    return _round(tokens, judgements, weights, bar)


def _is_possible(candidate: Candidate, weights: Weights) -> bool:
    return weights.priors(candidate.entry, candidate.stop - candidate.first).total > HOPELESS


def _judgement(reader: Reader, candidate: Candidate, weights: Weights) -> Judgement:
    vectors = reader.vectors(candidate)
    priors = weights.priors(candidate.entry, candidate.stop - candidate.first)
    return Judgement(candidate, vectors, priors, list(map(weights.local, priors.scores, vectors)))


def _round(tokens: Tokens, judgements: list[Judgement], weights: Weights, bar: float) -> Verdict:
    surface, context, certain = weights.sign
    signs = []
    for j in judgements:
        s, c, t = sign_features(j.candidate, j.priors.total, log_sum(j.local))
        signs.append(Sign(j.candidate, surface * s + context * c + certain * t))
    around = climate(tokens, signs, weights.per_word)
    crowds = densities(judgements)
    intercept, local, *around_weights = weights.final
    for j, density in zip(judgements, crowds, strict=True):
        j.passage = around.without(tokens.sentence_of(j.candidate.first), j.candidate)
        j.density = density
        shift = intercept + sum(map(mul, around_weights, passage_features(j.passage, density)))
        j.scores = [shift + local * score for score in j.local]
    return Verdict(judgements, _best_path(judgements, bar), around)


def densities(judgements: list[Judgement]) -> list[float]:
    """For each candidate the log of the expected artifacts among its neighbours, per token."""
    starts = [j.candidate.first for j in judgements]
    sums = [0.0]
    chances = []
    for j in judgements:
        odds = log_sum(j.local)
        chances.append(1 / (1 + math.exp(-odds)))
        sums.append(sums[-1] + chances[-1])
    out = []
    for start, chance in zip(starts, chances, strict=True):
        low, high = bisect_left(starts, start - WINDOW), bisect_left(starts, start + WINDOW + 1)
        out.append(math.log((sums[high] - sums[low] - chance + 0.5) / WINDOW))
    return out


def _best_path(judgements: list[Judgement], bar: float) -> list[Judgement]:
    """Of the readings that clear the bar, the set without overlaps that explains most (weighted intervals)."""
    able = [j for j in judgements if j.probability(j.best) >= bar]
    able.sort(key=lambda j: (j.candidate.stop, j.candidate.first))
    stops = [j.candidate.stop for j in able]
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)]
    floor = math.log(bar / (1 - bar))
    for i, j in enumerate(able):
        before = bisect_left(stops, j.candidate.first + 1, 0, i)
        chance = min(j.probability(j.best), 1 - 1e-9)
        gain = math.log(chance / (1 - chance)) - floor + EXTRA_WORD * (j.candidate.stop - j.candidate.first - 1)
        take = best[before][0] + gain + 1e-6
        best.append((take, before, True) if take > best[i][0] else (best[i][0], i, False))
    chosen = []
    i = len(able)
    while i:
        _, before, taken = best[i]
        if taken:
            chosen.append(able[i - 1])
        i = before
    return chosen[::-1]


def _repair_neighbours(reader: Reader, chosen: list[Judgement]) -> _Touched:
    spans = []
    for j in chosen:
        candidate = j.candidate
        original, *_ = candidate.entry.options[j.best]
        tail = "'s" if candidate.possessive else ""
        reader.repaired[candidate.first] = words_of(original + tail)
        for i in range(candidate.first + 1, candidate.stop):
            reader.repaired[i] = ()
        spans.append((candidate.first, candidate.stop))
    return _Touched(spans)


class _Touched:
    """Whether a repair stands next to a candidate, but not inside it."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._stops = [stop for _, stop in spans]

    def __call__(self, candidate: Candidate) -> bool:
        i = bisect_left(self._stops, candidate.first - REACH)
        while i < len(self._spans) and self._spans[i][0] < candidate.stop + REACH:
            first, stop = self._spans[i]
            if stop <= candidate.first or candidate.stop <= first:
                return True
            i += 1
        return False
