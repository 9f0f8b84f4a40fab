"""Spotting: where running text holds a spun form of a canonical term.

Content words of a text are read as a lattice of segments (one to three tokens), each with the classes it can
stand for. A walk through the lattice that spells the content words of a term in order is a candidate if

- it changes a word, and another word is changed too or stands unchanged,
- the spun phrase is not seen in clean English (context model), and
- no correct term holds the words it changes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from textrepair.lexicon.inflect import plural
from textrepair.model import Candidate, Entry
from textrepair.terms.channel import content
from textrepair.terms.words import FUNCTION, base, is_plural, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textrepair.find.tokens import Tokens
    from textrepair.judge.context import ContextModel
    from textrepair.terms.channel import Channel
    from textrepair.terms.index import TermIndex

LEAST = 2.0  # nats a channel hit must bring
ENOUGH = 10.0  # nats a candidate must bring
SURE = 14.0  # nats from which the tier is "likely"
MAX_TOKENS, MAX_LINK = 6, 2  # tokens in a span; function words between two content words
MAX_SEGMENT = 3  # tokens in a segment
STRANGE_LINK = 1.5  # nats lost where articles differ; no other function word may
ABBREVIATED = 3.0  # nats for the term's acronym elsewhere in the text
MAX_OPTIONS = 4
ARTICLES = frozenset(("a", "an", "the"))


class Node(NamedTuple):
    """Tokens `first` to `stop` and the classes they can stand for (nats); `own` is their own class."""

    first: int
    stop: int
    classes: dict[str, float]
    own: str


class Spotter:
    """Finds candidates in tokenised text; holds nothing of a text afterwards.

    Args:
        index: the terms.
        channel: what words can stand for.
        model: how frequent phrases are in clean English.
    """

    def __init__(self, index: TermIndex, channel: Channel, model: ContextModel) -> None:
        self.index = index
        self.channel = channel
        self.model = model
        # The model gives 0.7 sightings to phrases it never kept (and 0.5 to words it does not know).
        self._unseen = model.log_rate(["\0"]) + math.log(0.75 / 0.5)

    def spot(self, tokens: Tokens, text: str = "") -> list[Candidate]:
        """Candidates by first token; terms with capitals need a capital in `text`, if it is given."""
        found: dict[tuple[int, int], dict[int, float]] = {}
        barriers: list[tuple[int, int]] = []
        nodes = self._nodes(tokens)
        for start in sorted(nodes):
            for node in nodes[start]:
                for first, stop, number, score, changed in self._terms_from(node, nodes, tokens):
                    span = tokens.words[first:stop]
                    if self.index.is_correct(span):
                        barriers.append((first, stop))
                    elif changed and score > 0 and not tokens.protected.intersection(range(first, stop)):
                        options = found.setdefault((first, stop), {})
                        options[number] = max(score, options.get(number, -math.inf))
        out = []
        for (first, stop), scores in sorted(found.items()):
            if not any(_bars(barrier, first, stop) for barrier in barriers):
                candidate = self._candidate(tokens, text, first, stop, scores)
                if candidate:
                    out.append(candidate)
        return out

    def _nodes(self, tokens: Tokens) -> dict[int, list[Node]]:
        """Segments that can stand for words of terms, by first token."""
        memo: dict[tuple[str, ...], tuple[dict[str, float], str]] = {}
        out: dict[int, list[Node]] = {}
        words = tokens.words
        for i, word in enumerate(words):
            if word in FUNCTION or not word[0].isalnum():
                continue
            for stop in range(i + 1, min(i + MAX_SEGMENT, len(words)) + 1):
                if stop > i + 1 and not tokens.joins[stop - 1]:
                    break
                segment = tuple(words[i:stop])
                known = memo.get(segment)
                if known is None:
                    known = memo[segment] = self._classes(segment)
                if known[0]:
                    out.setdefault(i, []).append(Node(i, stop, *known))
        return out

    def _classes(self, segment: tuple[str, ...]) -> tuple[dict[str, float], str]:
        postings = self.index.postings
        classes = {c: s for c, s in self.channel.strong(segment, LEAST).items() if c in postings}
        own = stem(segment[0]) if len(segment) == 1 else ""
        if own in postings:
            classes[own] = self.channel.unchanged(segment[0])
        return classes, own

    def _terms_from(
        self, node: Node, nodes: dict[int, list[Node]], tokens: Tokens
    ) -> Iterator[tuple[int, int, int, float, int]]:
        """Terms spelt from a node on: first and stop token, number, score and how many words are changed."""
        seconds = self.index.seconds
        heads = [c for c in node.classes if c in seconds]
        if not heads:
            return
        for second in _following(node, nodes, tokens):
            for one in heads:
                for other in seconds[one] & second.classes.keys():
                    for number in self.index.starts[one, other]:
                        path = self._spell(number, [node, second], nodes, tokens)
                        if path:
                            yield node.first, path[-1].stop, number, *self._weigh(number, path, tokens)

    def _spell(self, number: int, path: list[Node], nodes: dict[int, list[Node]], tokens: Tokens) -> list[Node] | None:
        for word in content(self.index.words[number])[2:]:
            name = stem(word)
            able = [n for n in _following(path[-1], nodes, tokens) if name in n.classes]
            if not able:
                return None
            path.append(max(able, key=lambda n: (n.classes[name], -n.stop)))
        return path if path[-1].stop - path[0].first <= MAX_TOKENS else None

    def _weigh(self, number: int, path: list[Node], tokens: Tokens) -> tuple[float, int]:
        words = self.index.words[number]
        changed, score = 0, self.index.terms[number].prior
        for node, word in zip(path, content(words), strict=True):
            swapped = node.own != stem(word)
            segment = tuple(map(base, tokens.words[node.first : node.stop]))
            hit = self.channel.score(segment, (base(word),), {})
            if swapped and hit < LEAST:
                return -math.inf, 1
            changed += swapped
            score += hit
        inside = {i for node in path for i in range(node.first, node.stop)}
        links = [tokens.words[i] for i in range(path[0].first, path[-1].stop) if i not in inside]
        wanted = [w for w in words if w in FUNCTION]
        if links != wanted:
            same = [w for w in links if w not in ARTICLES] == [w for w in wanted if w not in ARTICLES]
            score -= STRANGE_LINK if same else math.inf
        return score, changed

    def _candidate(
        self, tokens: Tokens, text: str, first: int, stop: int, scores: dict[int, float]
    ) -> Candidate | None:
        span = tokens.words[first:stop]
        rate = self.model.log_rate(span)
        capital = not text or all(
            text[tokens.starts[i]].isupper() for i in range(first, stop) if tokens.words[i] not in FUNCTION
        )
        present = set(tokens.words)
        able: dict[str, float] = {}
        for number, score in scores.items():
            term = self.index.terms[number]
            if capital or term.text[0].islower():
                abbreviated = any(alias.lower() in present for alias in term.aliases if alias.isupper())
                able[agree(term.text, span[-1])] = score + ABBREVIATED * abbreviated
        if not able or max(able.values()) < ENOUGH or rate > self._unseen:
            return None
        ranked = sorted(able.items(), key=lambda item: (-item[1], item[0]))[:MAX_OPTIONS]
        best = ranked[0][1]
        total = best + math.log(sum(math.exp(score - best) for _, score in ranked))
        options = tuple(
            (name, score - total, self.model.log_rate(name.lower().replace("-", " ").split(" ")) - rate)
            for name, score in ranked
        )
        sign = min(6.0, best / 3)
        entry = Entry(options, sign - 2.0, sign, 0.0, "l" if best >= SURE else "t")
        return Candidate(first, stop, f"term/{ranked[0][0]}", entry)


def _following(node: Node, nodes: dict[int, list[Node]], tokens: Tokens) -> Iterator[Node]:
    """Nodes that come next, with at most `MAX_LINK` function words between."""
    for start in range(node.stop, min(node.stop + MAX_LINK + 1, len(tokens.words))):
        if not tokens.joins[start]:
            return
        yield from nodes.get(start, ())
        if tokens.words[start] not in FUNCTION:
            return


def _bars(barrier: tuple[int, int], first: int, stop: int) -> bool:
    """Whether a correct term overlaps a span without lying wholly inside it."""
    low, high = barrier
    return low < stop and first < high and not (first <= low and high <= stop)


def agree(term: str, last: str) -> str:
    """Put a term into the number of the span's last word."""
    head, _, noun = term.rpartition(" ")
    if is_plural(last) and noun == noun.lower() and not is_plural(noun) and noun.isalpha():
        return f"{head} {plural(noun)}"
    return term
