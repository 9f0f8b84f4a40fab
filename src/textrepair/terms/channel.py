"""The word channel: what each spun word or short phrase can stand for inside a name or term.

Facts are weighted sightings of (spun segment, original segment), segments being one to three words in their
`base` form. They are read at three distances, nearest first:

1. the segment itself,
2. its class (`stem`), so that a habit learnt from one form serves the others,
3. two steps in the graph of all facts: words that share spun forms or originals are near in meaning.

Scores are log-likelihood ratios (nats): log P(spun | original) / P(spun), so that a rare word that stands
unchanged counts for much, a common one for little, and a word that says nothing about the term for nothing
(a mixture of these levels with Witten-Bell weights, as in Chen and Goodman 1996).
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz.distance import JaroWinkler
from wordfreq import word_frequency

from textrepair.terms.words import FUNCTION, base, class_of, is_plural, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

KEEP = 0.45  # probability that a spinner leaves a word of a term alone
LEVELS = (0.55, 0.3, 0.1)  # trust in the segment itself, its class, two steps in the graph
WITTEN = 1.5  # pseudo-sightings with which an original starts
UNSEEN = (0.035, 0.05)  # share of swaps that no level knows: of an original well known, of one never seen
NO_HABIT = -1.5  # nats more where the spun word was never seen to take the place of another
HIGHEST = 9.0  # nats that one segment may bring
DERIVED, PLURAL = 0.9, 0.25  # nats lost: the same class in another form, in another number
DISAGREES = 0.4  # nats lost where a swap changes the number
LOOKS = 0.9  # Jaro-Winkler similarity from which two words count as a typo or variant
NEAR, FAR = 40, 0.003  # words looked at one step away; least probability two steps away
BACK = 0.3  # trust in a path of two steps
Segment: TypeAlias = tuple[str, ...]
Table: TypeAlias = dict[str, dict[str, float]]


@lru_cache(maxsize=1 << 15)
def frequency(word: str) -> float:
    """Rate of a word in English (wordfreq), never 0: technical texts use rare words more often."""
    rate: float = word_frequency(word, "en")
    return 0.7 * rate + 4e-6


def key_of(words: Segment) -> str:
    """Write a segment as facts are written: `base` forms with spaces."""
    return " ".join(map(base, words))


class Channel:
    """Weighted facts about swaps, looked up from the spun side. Immutable once built, picklable.

    Args:
        facts: (spun segment, original segment, weight) with words separated by spaces, in `base` form; an
            unchanged word is a fact too.
    """

    def __init__(self, facts: Iterable[tuple[str, str, float]]) -> None:
        self._facts = tuple(facts)
        forms: Table = defaultdict(lambda: defaultdict(float))
        classes: Table = defaultdict(lambda: defaultdict(float))
        back: Table = defaultdict(lambda: defaultdict(float))
        total: dict[str, float] = defaultdict(float)
        total_class: dict[str, float] = defaultdict(float)
        spun_total: dict[str, float] = defaultdict(float)
        members: dict[str, list[str]] = defaultdict(list)
        for spun, original, weight in self._facts:
            spun_class, original_class = class_of(spun), class_of(original)
            if original not in total:
                members[original_class].append(original)
            forms[spun][original] += weight
            total[original] += weight
            spun_total[spun_class] += weight
            total_class[original_class] += weight
            if spun_class != original_class:
                classes[spun_class][original_class] += weight
                back[original_class][spun_class] += weight
        self._forms, self._classes, self._back = dict(forms), dict(classes), dict(back)
        self._total, self._total_class, self._spun_total = dict(total), dict(total_class), dict(spun_total)
        self._members = dict(members)
        self._mass = sum(total.values()) or 1.0

    def __reduce__(self) -> tuple[type[Channel], tuple[tuple[tuple[str, str, float], ...]]]:
        return Channel, (self._facts,)

    def __contains__(self, word: str) -> bool:
        """Whether a word's class was seen to take the place of another."""
        return stem(word) in self._classes

    def originals(self, words: Segment) -> list[str]:
        """Originals (in `base` form) that a spun segment, or its class, is known to stand for."""
        form = key_of(words)
        out = dict.fromkeys(self._forms.get(form, {}))
        for name in self._classes.get(class_of(form), {}):
            out.update(dict.fromkeys(self._members[name]))
        return list(out)

    def background(self, words: Segment) -> float:
        """P(spun segment), whatever the original (0 to 1)."""
        rate = math.prod(map(frequency, map(base, words)))
        seen = self._spun_total.get(" ".join(map(stem, words)), 0.0) / self._mass
        return 0.5 * rate + 0.5 * seen

    def known(self, words: Segment) -> dict[str, float]:
        """Classes of originals that a segment's class is known to stand for, with P(segment | original)."""
        row = self._classes.get(" ".join(map(stem, words)), {})
        trust = LEVELS[0] + LEVELS[1]
        return {o: trust * weight / (self._total_class[o] + WITTEN) for o, weight in row.items()}

    def strong(self, words: Segment, least: float) -> dict[str, float]:
        """Like `known`, but with log-likelihood ratios, of at least `least` nats."""
        known = self.known(words)
        if not known:
            return {}
        low = self.background(words)
        scores = {o: min(HIGHEST, math.log(p / low)) for o, p in known.items()}
        return {o: score for o, score in scores.items() if score >= least}

    def reach(self, words: Segment) -> dict[str, float]:
        """Classes of originals that a segment can stand for, with their log-likelihood ratio (above 0).

        The class of a single word itself is among them.
        """
        low = self.background(words)
        out = self.known(words)
        for original, share in self.neighbours(" ".join(map(stem, words))).items():
            out[original] = out.get(original, 0.0) + LEVELS[2] * share
        scores = {o: min(HIGHEST, math.log(p / low)) for o, p in out.items() if p > low}
        if len(words) == 1:
            own = stem(words[0])
            scores[own] = max(scores.get(own, 0.0), self.unchanged(words[0]))
        return scores

    def neighbours(self, key: str) -> dict[str, float]:
        """Classes two steps away in the graph of facts, with the probability of the way there."""
        around: dict[str, float] = defaultdict(float)
        for other, share in self._step(key):
            around[other] += share
        out: dict[str, float] = defaultdict(float)
        for other, near in sorted(around.items(), key=lambda item: (-item[1], item[0]))[:NEAR]:
            for far, share in self._step(other):
                out[far] += near * share
        out.pop(key, None)
        return {k: BACK * v for k, v in out.items() if v > FAR}

    def _step(self, key: str) -> Iterable[tuple[str, float]]:
        for table in (self._classes, self._back):
            row = table.get(key)
            if row:
                size = sum(row.values()) + WITTEN
                yield from ((other, weight / size) for other, weight in row.items())

    def unchanged(self, word: str) -> float:
        """Log-likelihood ratio of a word that stands as it was."""
        return min(HIGHEST, math.log(KEEP / self.background((word,))))

    def score(self, spun: Segment, original: Segment, far: dict[str, float] | None = None) -> float:
        """Log-likelihood ratio of a segment (words as written, lower case) given an original segment.

        Args:
            spun: what stands in the text.
            original: what it may stand for.
            far: what `neighbours` said of the segment's class, if it was asked before.

        Returns:
            nats, at most `HIGHEST`; minus infinity where several words are not known to stand for others.
        """
        if len(spun) != 1 or len(original) != 1:
            known = self._known(spun, original, {})
            return -math.inf if known is None else known
        word, wanted = spun[0], original[0]
        if word == wanted:
            return self.unchanged(word)
        if stem(word) == stem(wanted):
            return self.unchanged(word) - (PLURAL if base(word) == base(wanted) else DERIVED)
        known = self._known(spun, original, self.neighbours(stem(word)) if far is None else far)
        score = self._unseen(word, wanted) if known is None else known
        looks = JaroWinkler.similarity(word, wanted)
        if looks >= LOOKS and len(word) > 4:
            score = max(score, self.unchanged(wanted) - 2.5 - 15 * (1 - looks))
        return score - (DISAGREES if is_plural(word) != is_plural(wanted) else 0.0)

    def is_known(self, spun: Segment, original: Segment) -> bool:
        """Whether some level knows the swap (or the words are forms of one another)."""
        spun_class, original_class = class_of(key_of(spun)), class_of(key_of(original))
        if spun_class == original_class or original_class in self._classes.get(spun_class, ()):
            return True
        return len(spun) == len(original) == 1 and original_class in self.neighbours(spun_class)

    def _unseen(self, spun: str, original: str) -> float:
        seen = self._total.get(base(original), 0.0)
        score = math.log((UNSEEN[0] * seen + UNSEEN[1] * WITTEN) / (seen + WITTEN))
        return score if stem(spun) in self._classes else score + NO_HABIT

    def _known(self, spun: Segment, original: Segment, far: dict[str, float]) -> float | None:
        form, origin = key_of(spun), key_of(original)
        spun_class, original_class = class_of(form), class_of(origin)
        p = LEVELS[2] * far.get(original_class, 0.0)
        weight = self._forms.get(form, {}).get(origin, 0.0)
        if weight:
            p += LEVELS[0] * weight / (self._total[origin] + WITTEN)
        weight = self._classes.get(spun_class, {}).get(original_class, 0.0)
        if weight:
            p += LEVELS[1] * weight / (self._total_class[original_class] + WITTEN)
        if not p:
            return None
        low = self.background(spun)
        score = math.log(p / low + UNSEEN[0])
        if len(spun) == 1:
            score = max(score, self._unseen(spun[0], original[0]))
        return min(HIGHEST, score)


def content(words: Iterable[str]) -> tuple[str, ...]:
    """Words (lower case) that are not function words."""
    return tuple(w for w in words if w not in FUNCTION)
