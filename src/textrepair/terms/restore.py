"""Restoring one phrase: canonical terms first, else composition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textrepair.terms.compose import Composer
from textrepair.terms.match import Matcher
from textrepair.terms.spot import agree
from textrepair.terms.words import split

if TYPE_CHECKING:
    from textrepair.judge.context import ContextModel
    from textrepair.terms.channel import Channel
    from textrepair.terms.index import TermIndex

FIXED, EACH = 2.0, 1.0  # nats that a canonical term has before composed words, and for each word of the span
UNCHANGED = 4.0  # nats lost by the span itself as an answer
GAP = 6.0  # nats lost for each word that its alignment leaves unexplained
TERMS, COMPOSED = 8, 6


class Restorer:
    """Answers for single phrases, such as the rows of a list.

    Args:
        index, channel, model: see `Matcher` and `Composer`.
        closed: whether the answer is one of the index's terms for certain (a complete glossary).
    """

    def __init__(self, index: TermIndex, channel: Channel, model: ContextModel, closed: bool = False) -> None:
        self._matcher = Matcher(index, channel)
        self._composer = None if closed else Composer(index, channel, model)

    def restore(self, phrase: str, top: int = 3) -> list[tuple[str, float]]:
        """Say what a spun phrase stands for, with scores in nats, best first."""
        found = self._matcher.candidates_of_span(phrase.replace("(", " ").replace(")", " ").split(), TERMS)
        span = split(phrase)
        if self._composer is None or not span or len(span) > TERMS:
            return found[:top]
        scores: dict[str, float] = {}
        for term, score in found:
            gap = self._matcher.unexplained(span, split(term))
            scores[agree(term, span[-1])] = score + FIXED + EACH * len(span) - GAP * gap
        hyphens = _hyphens(phrase)
        for words, score in self._composer.compose(span, COMPOSED):
            name = _join(words, hyphens if len(words) == len(span) else frozenset())
            if all(name.lower() != known.lower() for known in scores):
                scores[name] = score - UNCHANGED * (words == span)
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:top]


def _hyphens(phrase: str) -> frozenset[int]:
    """Numbers of the words that a hyphen joins to the one before."""
    out: set[int] = set()
    number = 0
    for part in phrase.split():
        pieces = [p for p in part.split("-") if split(p)]
        out.update(range(number + 1, number + len(pieces)))
        number += sum(len(split(p)) for p in pieces)
    return frozenset(out)


def _join(words: tuple[str, ...], hyphens: frozenset[int]) -> str:
    return "".join(w if not i else ("-" if i in hyphens else " ") + w for i, w in enumerate(words))
