"""Ranking: which canonical terms a span of words can stand for.

A term's score is the best alignment of the span's words with the term's (a noisy channel: segments of one to
three spun words for one or two of the term; words added, lost or moved at a cost) plus the term's prior.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz import fuzz, process

from textrepair.terms.words import FUNCTION, is_plural, split, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textrepair.terms.channel import Channel, Segment
    from textrepair.terms.index import Term, TermIndex

ADDED = (-3.2, -1.2)  # nats for a word of the span that stands for nothing: content word, function word
LOST = (-4.5, -1.0)  # nats for a word of the term that nothing stands for
MOVED = -1.8  # nats for a change of order
NUMBER = 0.8  # nats for agreement in number of the last words
INITIALS = 6.0  # nats for an acronym in the span that is the term's
FIRST_LOOK = 60  # terms that are aligned
MISSING = 2.5  # nats, in the first look, for each word of the longer side without partner
MAX_SPUN, MAX_ORIGINAL = 3, 2  # words in a segment
LEAST_LETTERS, LOOKS, TYPO = 5, 80.0, 6.0  # a typo: letters, likeness in per cent, nats in the first look
MAX_WORDS = 10  # longer spans and terms are not aligned
Step: TypeAlias = tuple[int, int, int, int]


class Matcher:
    """Answers questions about one span after the other; remembers nothing but what the channel said.

    Args:
        index: the terms that may be meant.
        channel: what words can stand for.
    """

    def __init__(self, index: TermIndex, channel: Channel) -> None:
        self.index = index
        self.channel = channel

    def candidates_of_span(self, words: Sequence[str], top: int = 10) -> list[tuple[str, float]]:
        """Terms that a span can stand for.

        Args:
            words: the span as written; acronyms in capitals ("ECB") speak for the terms they abbreviate.
            top: how many answers at most.

        Returns:
            terms with their scores (nats, comparable within the span), best first.
        """
        view = Span(words, self.channel)
        if not view.words or len(view.words) > MAX_WORDS:
            return []
        found = []
        for number in self._first_look(view):
            term = self.index.terms[number]
            found.append((self._score(view, term, self.index.words[number]), term.text))
        found.sort(key=lambda item: (-item[0], item[1]))
        return [(text, score) for score, text in found[:top]]

    def _first_look(self, view: Span) -> list[int]:
        """Numbers of the terms that share most with the span, word by word and without order."""
        best: dict[str, float] = {}
        for segment in view.segments():
            for name, score in self.channel.reach(segment).items():
                parts = name.split(" ")
                for part in parts:
                    if part in self.index.postings and score / len(parts) > best.get(part, 0.0):
                        best[part] = score / len(parts)
        for word in view.words:
            if word not in FUNCTION and word not in self.channel:
                best.update((part, score) for part, score in self._typos(word) if score > best.get(part, 0.0))
        sums: dict[int, float] = defaultdict(float)
        for part, score in best.items():
            for number in self.index.postings[part]:
                sums[number] += score + MISSING
        size = len(view.words)
        lengths = self.index.words
        ranked = sorted(sums, key=lambda n: (MISSING * max(len(lengths[n]), size) - sums[n], n))
        return [n for n in ranked[:FIRST_LOOK] if len(lengths[n]) <= MAX_WORDS]

    def _typos(self, word: str) -> list[tuple[str, float]]:
        """Classes in the index that look like a word which the channel does not know."""
        name = stem(word)
        if len(name) < LEAST_LETTERS or name in self.index.postings:
            return []
        near = process.extract(name, self.index.postings.keys(), scorer=fuzz.ratio, score_cutoff=LOOKS, limit=5)
        return [(part, TYPO * likeness / 100) for part, likeness, _ in near]

    def _score(self, view: Span, term: Term, words: Sequence[str]) -> float:
        score = max(self.align(order, words, view)[0] + cost for order, cost in view.orders())
        if is_plural(view.words[-1]) == is_plural(words[-1]):
            score += NUMBER
        initials = "".join(w[0] for w in words)
        names = {initials, *(alias.lower() for alias in term.aliases)}
        if not names.isdisjoint(view.acronyms):
            score += INITIALS
        return score + term.prior

    def align(self, span: Segment, term: Sequence[str], view: Span | None = None) -> tuple[float, tuple[Step, ...]]:
        """Best alignment of a span with a term, in order.

        Returns:
            its score (nats), and its steps: first and stop of the span, first and stop of the term.
        """
        view = view or Span(span, self.channel)
        best: dict[tuple[int, int], tuple[float, tuple[Step, ...]]] = {(0, 0): (0.0, ())}
        for i in range(len(span) + 1):
            for j in range(len(term) + 1):
                total, steps = best[i, j]
                for stop, end, cost in self._steps(span, term, i, j, view):
                    old = best.get((stop, end))
                    if old is None or total + cost > old[0]:
                        best[stop, end] = (total + cost, (*steps, (i, stop, j, end)))
        return best[len(span), len(term)]

    def _steps(
        self, span: Segment, term: Sequence[str], i: int, j: int, view: Span
    ) -> Iterator[tuple[int, int, float]]:
        if i < len(span):
            yield i + 1, j, ADDED[span[i] in FUNCTION]
        if j < len(term):
            yield i, j + 1, LOST[term[j] in FUNCTION]
        for stop in range(i + 1, min(i + MAX_SPUN, len(span)) + 1):
            for end in range(j + 1, min(j + MAX_ORIGINAL, len(term)) + 1):
                score = view.score(span[i:stop], tuple(term[j:end]))
                if score > -math.inf:
                    yield stop, end, score

    def unexplained(self, span: Segment, term: Sequence[str]) -> float:
        """How many words of a span and a term stay unexplained (function words count a third)."""
        total = 0.0
        for i, stop, j, end in self.align(span, term)[1]:
            if i == stop or j == end:
                total += 1 / 3 if (*span[i:stop], *term[j:end])[0] in FUNCTION else 1.0
            else:
                total += not self.channel.is_known(span[i:stop], tuple(term[j:end]))
        return total


class Span:
    """A span of words under examination: its words, acronyms, other orders, and what the channel said of it.

    Args:
        words: as written.
        channel: the channel that is asked.
    """

    def __init__(self, words: Sequence[str], channel: Channel) -> None:
        shouts = [w.lower() for w in words if 2 <= len(w) <= 6 and sum(map(str.isupper, w)) > 1]
        self.words = tuple(w for phrase in words for w in split(phrase))
        self.acronyms = frozenset(w.removesuffix("s") for w in shouts)
        self._channel = channel
        self._scores: dict[tuple[Segment, Segment], float] = {}
        self._far: dict[str, dict[str, float]] = {}

    def segments(self) -> Iterator[Segment]:
        """Yield runs of one to three words."""
        for size in range(1, MAX_SPUN + 1):
            for first in range(len(self.words) - size + 1):
                yield self.words[first : first + size]

    def score(self, spun: Segment, original: Segment) -> float:
        """`Channel.score`, asked once for each pair of segments."""
        key = (spun, original)
        score = self._scores.get(key)
        if score is None:
            far = None
            if len(spun) == len(original) == 1:
                name = stem(spun[0])
                far = self._far.get(name)
                if far is None:
                    far = self._far[name] = self._channel.neighbours(name)
            score = self._scores[key] = self._channel.score(spun, original, far)
        return score

    def orders(self) -> list[tuple[Segment, float]]:
        """List the span and its other orders with their cost in nats.

        Without an acronym at a small cost; neighbours swapped, the last word first, the first last, turned
        round at a preposition.
        """
        core = tuple(w for w in self.words if w.removesuffix("s") not in self.acronyms)
        core = core if len(core) > 1 else self.words
        out = {self.words: 0.0}
        out.setdefault(core, -0.5)
        for i in range(len(core) - 1):
            out.setdefault((*core[:i], core[i + 1], core[i], *core[i + 2 :]), MOVED)
        out.setdefault(core[-1:] + core[:-1], MOVED)
        out.setdefault(core[1:] + core[:1], MOVED)
        for link in ("of", "for", "to", "in"):
            if link in core[1:-1]:
                at = core.index(link, 1)
                out.setdefault(core[at + 1 :] + core[:at], MOVED)
                out.setdefault((*core[at + 1 :], link, *core[:at]), MOVED)
        return list(out.items())
