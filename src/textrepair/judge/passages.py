"""Passage evidence: which sentences are spun.

A two-state hidden Markov model over sentences (clean, spun; Rabiner 1989). A sentence's evidence adds up over
its candidates: how much more often the surface form comes in spun than in clean English, and how much better
an original fits where it stands. Every word takes a little away. A sign that keeps coming back counts less
each time, as clean texts repeat themselves too.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textrepair.find.tokens import STOPS
from textrepair.judge.weights import softplus
from textrepair.model import Candidate, Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textrepair.find.tokens import Tokens

SIGN = 1.5  # nats of surface evidence that clean registers reach as easily as spun text
START = -4.0  # log-odds that a text begins spun
SWITCH = 0.02  # probability that the next sentence changes state
LIMIT = 12.0


@dataclass(frozen=True, slots=True)
class Sign:
    """What one candidate says about its passage, in nats."""

    candidate: Candidate
    weight: float


@dataclass(frozen=True, slots=True)
class Climate:
    """How spun each sentence of a text is.

    Attributes:
        log_odds: log-odds that the sentence is spun, given the whole text.
        signs: the signs that were counted, in text order.
    """

    log_odds: tuple[float, ...]
    signs: tuple[Sign, ...]
    _claims: dict[int, float]

    def without(self, sentence: int, candidate: Candidate) -> float:
        """Log-odds of a sentence leaving out what overlaps the candidate, so that nothing counts twice."""
        claims = self._claims
        return self.log_odds[sentence] - max(claims.get(i, 0.0) for i in range(candidate.first, candidate.stop))


def sign_features(candidate: Candidate, prior: float, posterior: float) -> tuple[float, float, float]:
    """Surface evidence above `SIGN`, log-likelihood ratio of the context, certain tier.

    `prior` and `posterior` are the log-odds that the candidate is some artifact, without and with its context:
    with probability a (logit `prior`) the form is an artifact in spun text, never in clean text, so that
    P(context | spun) / P(context | clean) = (1 - a) (1 + e^posterior).
    """
    context = softplus(posterior) - softplus(prior)
    surface = max(0.0, min(5.0, candidate.entry.evidence) - SIGN)
    return surface, max(-3.0, min(6.0, context)), float(candidate.entry.tier == "c")


def climate(tokens: Tokens, signs: Sequence[Sign], per_word: float) -> Climate:
    """Posterior of every sentence; `signs` as found, in text order and possibly overlapping."""
    own = [per_word * _words(tokens, i) for i in range(len(tokens.sentences))]
    repeats: Counter[str] = Counter()
    counted = []
    claims = {}
    for sign in disjoint(signs):
        repeats[sign.candidate.rule] += 1
        weight = sign.weight / repeats[sign.candidate.rule]
        own[tokens.sentence_of(sign.candidate.first)] += weight
        counted.append(Sign(sign.candidate, weight))
        claims.update(dict.fromkeys(range(sign.candidate.first, sign.candidate.stop), weight))
    return Climate(tuple(_posterior(own)), tuple(counted), claims)


def disjoint(signs: Sequence[Sign]) -> list[Sign]:
    """Of overlapping signs the one that says most."""
    chosen: list[Sign] = []
    for sign in signs:
        if chosen and sign.candidate.first < chosen[-1].candidate.stop:
            if abs(sign.weight) <= abs(chosen[-1].weight):
                continue
            chosen.pop()
        chosen.append(sign)
    return chosen


def _words(tokens: Tokens, sentence: int) -> int:
    return sum(tokens.words[i] not in STOPS for i in tokens.sentence_range(sentence))


def _posterior(own: list[float]) -> list[float]:
    """Forward-backward in log-odds: one number a sentence is enough for two states."""
    forward: list[float] = []
    for value in own:
        forward.append(value + (_step(forward[-1]) if forward else START))
    backward = 0.0
    out = [0.0] * len(own)
    for i in range(len(own) - 1, -1, -1):
        out[i] = max(-LIMIT, min(LIMIT, forward[i] + backward))
        backward = _step(own[i] + backward)
    return out


def _step(log_odds: float) -> float:
    """Log-odds after one possible change of state."""
    p = 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
    p = p * (1 - SWITCH) + (1 - p) * SWITCH
    return math.log(p / (1 - p))


def likely_family(signs: Sequence[Sign]) -> str:
    """The family of spinner whose habits the signs show most, or an empty string."""
    totals: defaultdict[str, float] = defaultdict(float)
    for sign in signs:
        parts = [(part[0], int(part[1:])) for part in sign.candidate.entry.families.split()]
        seen = sum(count for _, count in parts)
        for family, count in parts:
            totals[family] += max(0.0, sign.weight) * count / seen
    totals.pop("O", None)
    if not totals:
        return ""
    best = max(sorted(totals), key=lambda family: totals[family])
    return best if totals[best] >= 3.0 else ""


def reasons(signs: Sequence[Sign], limit: int = 5) -> tuple[Evidence, ...]:
    """The strongest signs of a passage, in words."""
    best: dict[str, float] = {}
    for sign in signs:
        phrase = sign.candidate.rule.partition("/")[2]
        best[phrase] = max(best.get(phrase, 0.0), sign.weight)
    top = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return tuple(Evidence("trigger", weight, f"“{phrase}” is typical of spun text") for phrase, weight in top)
