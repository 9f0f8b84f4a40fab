"""What speaks for and against each reading of a candidate, as numbers.

The judge is log-linear: a reading's log-odds against leaving the text alone is the weighted sum of these
features. The weights (`textrepair.judge.weights`) are fitted by ``benchmarks/training/fit.py``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from textrepair.rewrite.surface import takes_an

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textrepair.find.tokens import Tokens
    from textrepair.judge.context import Scorer
    from textrepair.model import Candidate


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
    Feature("covered", "channel", "a longer phrase explains these words"),
    Feature("context", "context", "how much better the original fits its neighbours"),
    Feature("known_context", "context", "the same for a habit that was never counted"),
    Feature("misfit", "context", "the original hardly fits its neighbours"),
    Feature("name", "context", "capitalised like a name"),
    Feature("document", "document", "the original stands elsewhere in the text"),
    Feature("repeated", "document", "the phrase comes several times in the text"),
    Feature("article", "article", "the article before it agrees with the original, not with the phrase"),
    Feature("clash", "article", "the article before it agrees with the phrase, not with the original"),
)
NAMES = tuple(feature.name for feature in FEATURES)
PRIOR = len([f for f in FEATURES if f.kind == "channel"])  # the first so many do not look at the text around
_ARTICLES = ("a", "an")
Vector = tuple[float, ...]


class Reader:
    """Computes features for the candidates of one text."""

    __slots__ = ("_counts", "_scorer", "_text", "_tokens", "repaired")

    def __init__(self, text: str, tokens: Tokens, scorer: Scorer) -> None:
        self._text = text
        self._tokens = tokens
        self._scorer = scorer
        self._counts = Counter(tokens.words)
        self.repaired: list[Sequence[str]] = [(word,) for word in tokens.words]

    def vectors(self, candidate: Candidate) -> list[Vector]:
        """One vector (see `FEATURES`) for each option, with neighbours as they are in `repaired`."""
        entry, first, stop = candidate.entry, candidate.first, candidate.stop
        words = self._tokens.words
        spun = words[first:stop]
        tail = "'s" if candidate.possessive else ""
        left, right = self._left(first), self._right(stop)
        base = self._scorer.phrase_score(left, spun, right)
        known = float(entry.counted == 0)
        article = words[first - 1] if first and words[first - 1] in _ARTICLES else ""
        name = self._is_name(first)
        repeats = float(min(self._counts[words[first]], 5) - 1) if stop == first + 1 else 0.0
        out = []
        for original, channel, gain in entry.options:
            reading = (original.lower() + tail).split(" ")
            context = self._scorer.phrase_score(left, reading, right) - base
            context = max(-6.0, min(9.0, context))
            channel = max(-5.0, channel)
            out.append((
                1.0,
                known,
                max(-4.0, min(4.0, entry.artifact)),
                entry.counted,
                channel,
                known * channel,
                float(entry.tier == "c"),
                float(entry.tier == "l"),
                max(-5.0, min(5.0, gain)),
                float(len(reading) - (stop - first)),
                float(stop - first > 1),
                float(candidate.covered),
                context,
                known * context,
                min(0.0, context + 2.0),
                float(name and original == original.lower()),
                self._in_document(reading),
                repeats,
                *_article_features(article, spun[0], reading[0]),
            ))  # fmt: skip
        return out

    def _left(self, first: int) -> list[str]:
        words = [w for part in self.repaired[max(0, first - 4) : first] for w in part]
        return words[-2:]

    def _right(self, stop: int) -> list[str]:
        words = [w for part in self.repaired[stop : stop + 4] for w in part]
        return words[:2]

    def _is_name(self, first: int) -> bool:
        tokens = self._tokens
        if not self._text[tokens.starts[first]].isupper():
            return False
        return tokens.sentences[tokens.sentence_of(first)] != first

    def _in_document(self, reading: list[str]) -> float:
        """Share of the reading's longer words that the text has elsewhere."""
        content = [w for w in reading if len(w) > 3]
        return sum(self._counts[w] > 0 for w in content) / len(content) if content else 0.0


def _article_features(article: str, spun: str, original: str) -> tuple[float, float]:
    if not article:
        return 0.0, 0.0
    wanted = article == "an"
    agrees_spun, agrees_original = takes_an(spun) == wanted, takes_an(original) == wanted
    return float(agrees_original and not agrees_spun), float(agrees_spun and not agrees_original)
