"""Composition: the likeliest wording of a span for which no canonical term is known, word by word.

A beam search over segments (Koehn 2004, without reordering): what the channel says of each segment plus how
fluent the result is by the context model, by neighbours inside canonical terms and by words that terms use.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textrepair.lexicon.inflect import plural
from textrepair.terms.words import FUNCTION, is_plural, stem

if TYPE_CHECKING:
    from textrepair.judge.context import ContextModel
    from textrepair.terms.channel import Channel, Segment
    from textrepair.terms.index import TermIndex

FLUENCY = 0.4  # weight of the context model's log-probability
PAIR = 2.0  # nats for two neighbours that stand so in a canonical term
WORD = 0.3  # nats for a word that terms use, times log of 1 + how many do
LONGER = 3.0  # nats lost for each word more than the spun segment has
BEAM, OPTIONS, MAX_SPUN = 12, 25, 3


class Composer:
    """Words a span anew.

    Args:
        index: whose words and neighbours count as usual in terms.
        channel: what segments can stand for.
        model: the context model.
    """

    def __init__(self, index: TermIndex, channel: Channel, model: ContextModel) -> None:
        self.index = index
        self.channel = channel
        self.model = model

    def compose(self, words: Segment, top: int = 5) -> list[tuple[Segment, float]]:
        """Wordings of a span (lower case) with their scores (nats), best first; the span may be one."""
        ahead: list[dict[Segment, float]] = [{} for _ in range(len(words) + 1)]
        ahead[0][()] = 0.0
        for i in range(len(words)):
            beam = _best(ahead[i], BEAM)
            for stop in range(i + 1, min(i + MAX_SPUN, len(words)) + 1):
                for option, score in self._options(words[i:stop]):
                    for done, total in beam:
                        wording = (*done, *option)
                        value = total + score + self._fluency(wording, len(done))
                        if value > ahead[stop].get(wording, -math.inf):
                            ahead[stop][wording] = value
        return _best(ahead[-1], top)

    def _options(self, segment: Segment) -> list[tuple[Segment, float]]:
        found: dict[Segment, float] = {}
        if len(segment) == 1:
            found[segment] = self.channel.unchanged(segment[0])
            if segment[0] in FUNCTION:
                return list(found.items())
        many = is_plural(segment[-1])
        for original in self.channel.originals(segment):
            form = tuple(original.split(" "))
            if FUNCTION.issuperset(form):
                continue
            if many:
                form = (*form[:-1], plural(form[-1]))
            longer = max(0, len(form) - len(segment))
            found.setdefault(form, self.channel.score(segment, form) - LONGER * longer)
        return _best(found, OPTIONS)

    def _fluency(self, words: Segment, first: int) -> float:
        """How well words from number `first` on follow the ones before them (nats)."""
        ids = [0, 0, *map(self.model.word_id, words)]
        total = 0.0
        for k in range(first, len(words)):
            total += FLUENCY * self.model.log_probability(*ids[k : k + 3])
            name = stem(words[k])
            total += WORD * math.log1p(len(self.index.postings.get(name, ())))
            if k and (stem(words[k - 1]), name) in self.index.pairs:
                total += PAIR
        return total


def _best(scores: dict[Segment, float], size: int) -> list[tuple[Segment, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:size]
