"""Learning the word channel: facts from pair packs and from phrases whose original is known."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from textrepair.lexicon.channel import RANK_SHARE
from textrepair.terms.channel import Channel, key_of
from textrepair.terms.index import TermIndex
from textrepair.terms.match import Matcher, Span
from textrepair.terms.words import FUNCTION, split, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textrepair.lexicon.rows import PairRow
    from textrepair.terms.channel import Segment

Fact: TypeAlias = tuple[str, str, float]
LONGEST_SPUN, LONGEST_ORIGINAL, LONGEST_PHRASE = 3, 2, 8  # words
SEEN, MOST_SEEN = 0.3, 20.0  # weight of one sighting on marked-up pages, and how many count
PART = 0.5  # trust in a word pair read out of a phrase pair of a pack
PHRASE = 4.0  # weight of one aligned phrase against a pack row of rank one at 0.3
SLACK = 3.0  # nats by which word for word may be worse than the best alignment of phrases of one length
ROUNDS = 2  # alignments, each with the channel of the one before


def pack_facts(rows: Iterable[PairRow]) -> Iterator[Fact]:
    """Facts of pair rows: words and short phrases; phrases of equal length also word by word."""
    for row in rows:
        spun, original = split(row.spun), split(row.original)
        if not (0 < len(spun) <= LONGEST_SPUN and 0 < len(original) <= LONGEST_SPUN):
            continue
        weight = RANK_SHARE[min(row.rank, len(RANK_SHARE)) - 1] + SEEN * min(row.seen, MOST_SEEN)
        if len(original) <= LONGEST_ORIGINAL and key_of(spun) != key_of(original):
            yield key_of(spun), key_of(original), weight
        if len(spun) == len(original) > 1:
            for one, other in zip(spun, original, strict=True):
                if stem(one) != stem(other) and FUNCTION.isdisjoint((one, other)):
                    yield key_of((one,)), key_of((other,)), PART * weight


def aligned_facts(pairs: Iterable[tuple[str, str]], channel: Channel) -> list[Fact]:
    """Facts of (spun phrase, original) pairs, aligned by what `channel` knows; each sighting weighs 1."""
    matcher = Matcher(TermIndex(()), channel)
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for spun_phrase, phrase in pairs:
        spun, original = split(spun_phrase), split(phrase)
        if max(len(spun), len(original)) <= LONGEST_PHRASE:
            for one, other in _segments(spun, original, matcher):
                sums[key_of(one), key_of(other)] += 1.0
    return [(one, other, weight) for (one, other), weight in sorted(sums.items())]


def _segments(spun: Segment, original: Segment, matcher: Matcher) -> list[tuple[Segment, Segment]]:
    view = Span(spun, matcher.channel)
    score, steps = matcher.align(spun, original, view)
    if len(spun) == len(original):
        straight: list[tuple[Segment, Segment]] = [((a,), (b,)) for a, b in zip(spun, original, strict=True)]
        if sum(view.score(*pair) for pair in straight) > score - SLACK:
            return straight
    return [(spun[i:stop], original[j:end]) for i, stop, j, end in steps if i < stop and j < end]


def learn(packs: Sequence[Fact], pairs: Sequence[tuple[str, str]]) -> list[Fact]:
    """Facts of `pairs` after `ROUNDS` rounds of alignment, with weights that suit those of `packs`."""
    facts: list[Fact] = []
    for _ in range(ROUNDS):
        facts = [(a, b, PHRASE * n) for a, b, n in aligned_facts(pairs, Channel([*packs, *facts]))]
    return facts
