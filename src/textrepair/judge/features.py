"""What speaks for and against each reading of a candidate, as numbers.

The judge is log-linear: a reading's log-odds against leaving the text alone is the weighted sum of these
features. The weights (`textrepair.judge.weights`) are fitted by ``benchmarks/training/fit.py``.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textrepair.find.tokens import normal
from textrepair.judge.topic import without
from textrepair.rewrite.surface import takes_an

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textrepair.find.tokens import Tokens
    from textrepair.judge.context import Scorer
    from textrepair.judge.topic import TopicModel
    from textrepair.judge.topic import Vector as TopicVector
    from textrepair.model import Candidate, Entry


class Feature(NamedTuple):
    """A feature's name, the kind of evidence it is reported as, and what it says in words."""

    name: str
    kind: str
    meaning: str


FEATURES = (
    Feature("bias", "channel", "most phrases that spinners put out also stand in good English"),
    Feature("known", "channel", "a habit that was never counted on marked-up pages"),
    Feature("artifact", "channel", "how often the phrase is an artifact where text is spun"),
    Feature("counted", "channel", "how often the swap was seen on marked-up pages"),
    Feature("channel", "channel", "how often the phrase stands for this original"),
    Feature("known_channel", "channel", "the same for a habit that was never counted"),
    Feature("certain", "channel", "the phrase is never good English"),
    Feature("likely", "channel", "the phrase is unusual in good English"),
    Feature("gain", "channel", "the original is more frequent in English than the phrase"),
    Feature("length", "channel", "words that the edit adds or takes away"),
    Feature("phrase", "channel", "the spun form has several words"),
    Feature("covered", "lattice", "a longer phrase explains these words"),
    Feature("context", "context", "how much better the original fits its neighbours"),
    Feature("known_context", "context", "the same for a habit that was never counted"),
    Feature("misfit", "context", "the original hardly fits its neighbours"),
    Feature("topic", "context", "the original keeps the company of the words around it better"),
    Feature("on_topic", "context", "how well the original keeps the company of the words around it"),
    Feature("name", "context", "capitalised like a name"),
    Feature("document", "document", "the original stands elsewhere in the text"),
    Feature("repeated", "document", "the phrase comes several times in the text"),
    Feature("article", "article", "the article before it agrees with the original, not with the phrase"),
    Feature("clash", "article", "the article before it agrees with the phrase, not with the original"),
)
NAMES = tuple(feature.name for feature in FEATURES)
PRIOR = len([f for f in FEATURES if f.kind == "channel"])  # the first so many depend on the entry alone
_ARTICLES = ("a", "an")
_NO_ARTICLE = (0.0, 0.0)
Vector = tuple[float, ...]


def prior_vectors(entry: Entry, size: int) -> list[Vector]:
    """For each option of an entry the features that no text changes; `size` is the spun form's length in tokens."""
    known = float(entry.counted == 0)
    return [
        (
            1.0,
            known,
            max(-4.0, min(4.0, entry.artifact)),
            entry.counted,
            max(-5.0, channel),
            known * max(-5.0, channel),
            float(entry.tier == "c"),
            float(entry.tier == "l"),
            max(-5.0, min(5.0, gain)),
            float(original.count(" ") + 1 - size),
            float(size > 1),
        )
        for original, channel, gain in entry.options
    ]


@lru_cache(maxsize=1 << 15)
def words_of(reading: str) -> tuple[str, ...]:
    """The words of an original as the models know them."""
    return tuple(map(normal, reading.split(" ")))


class Reader:
    """Computes features for the candidates of one text."""

    __slots__ = ("_around", "_counts", "_scorer", "_text", "_tokens", "_topics", "repaired")

    def __init__(self, text: str, tokens: Tokens, scorer: Scorer, topics: TopicModel) -> None:
        self._text = text
        self._tokens = tokens
        self._scorer = scorer
        self._topics = topics
        self._around: dict[int, TopicVector | None] = {}
        self._counts = Counter(tokens.words)
        self.repaired: list[Sequence[str]] = [(word,) for word in tokens.words]

    def vectors(self, candidate: Candidate) -> list[Vector]:
        """For each option the features that depend on the text, with neighbours as they are in `repaired`."""
        entry, first, stop = candidate.entry, candidate.first, candidate.stop
        words = self._tokens.words
        spun = words[first:stop]
        tail = "'s" if candidate.possessive else ""
        left, right = self._left(first), self._right(stop)
        score = self._scorer.phrase_score
        base = score(left, spun, right)
        company = without(self._company(self._tokens.sentence_of(first)), self._topics.total(spun))
        spun_topic = self._topics.fit(spun, company)
        known = float(entry.counted == 0)
        article = words[first - 1] if first and words[first - 1] in _ARTICLES else ""
        name = self._is_name(first)
        repeats = float(min(self._counts[words[first]], 5) - 1) if stop == first + 1 else 0.0
        covered = float(candidate.covered)
        out: list[Vector] = []
        for original, _, _ in entry.options:
            reading = words_of(original + tail)
            context = score(left, reading, right) - base
            context = -6.0 if context < -6.0 else min(context, 9.0)
            on_topic = self._topics.fit(reading, company)
            agreement = _article_features(article, spun[0], reading[0]) if article else _NO_ARTICLE
            out.append((
                covered,
                context,
                known * context,
                context + 2.0 if context < -2.0 else 0.0,
                on_topic - spun_topic,
                on_topic,
                float(name and original == original.lower()),
                self._in_document(reading),
                repeats,
                *agreement,
            ))  # fmt: skip
        return out

    def _left(self, first: int) -> list[str]:
        return [w for part in self.repaired[max(0, first - 4) : first] for w in part][-2:]

    def _right(self, stop: int) -> list[str]:
        return [w for part in self.repaired[stop : stop + 4] for w in part][:2]

    def _company(self, sentence: int) -> TopicVector | None:
        """Sum of the vectors of a sentence and its neighbours."""
        if sentence not in self._around:
            tokens = self._tokens
            first = tokens.sentences[max(0, sentence - 1)]
            last = tokens.sentence_range(min(sentence + 1, len(tokens.sentences) - 1)).stop
            self._around[sentence] = self._topics.total(tokens.words[first:last])
        return self._around[sentence]

    def _is_name(self, first: int) -> bool:
        tokens = self._tokens
        if not self._text[tokens.starts[first]].isupper():
            return False
        return tokens.sentences[tokens.sentence_of(first)] != first

    def _in_document(self, reading: Sequence[str]) -> float:
        """Share of the reading's longer words that the text has elsewhere."""
        content = [w for w in reading if len(w) > 3]
        return sum(self._counts[w] > 0 for w in content) / len(content) if content else 0.0


def _article_features(article: str, spun: str, original: str) -> tuple[float, float]:
    wanted = article == "an"
    agrees_spun, agrees_original = takes_an(spun) == wanted, takes_an(original) == wanted
    return float(agrees_original and not agrees_spun), float(agrees_spun and not agrees_original)
