"""The straight line: find → judge → rewrite."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from textrepair.config import RepairConfig
from textrepair.model import Passage, Repair, Spin, apply_edits

if TYPE_CHECKING:
    from textrepair.find.tokens import Tokens
    from textrepair.judge.decode import Judgement, Verdict
    from textrepair.model import Edit


class Repairer:
    """Repairs texts under one configuration; immutable, picklable, safe to share between threads.

    Args:
        config: options; the defaults if not given.
        options: single options that override `config` (see `RepairConfig`).

    Raises:
        ConfigError: unknown option or unusable value.

    >>> Repairer(level="safe").repair("Nothing is wrong here.")
    'Nothing is wrong here.'
    """

    __slots__ = ("config",)

    def __init__(self, config: RepairConfig | None = None, **options: Any) -> None:
        config = config or RepairConfig()
        self.config = config.with_options(**options) if options else config

    def repair(self, text: str) -> str:
        """The repaired text; the same object if there is nothing to repair.

        Raises:
            TypeError: `text` is not a `str`.
        """
        return self.explain(text).text

    def explain(self, text: str) -> Repair:
        """The repaired text with every edit, its reasons, and what was only suspected.

        Raises:
            TypeError: `text` is not a `str`.
        """
        check_text(text)
        return self._judge(text)

    def detect(self, text: str) -> Spin:
        """How spun a text looks, without repairing it.

        Raises:
            TypeError: `text` is not a `str`.
        """
        return self.explain(text).spin

    def _judge(self, text: str) -> Repair:
        from textrepair.find.candidates import candidates
        from textrepair.find.tokens import tokenize
        from textrepair.judge.context import default_model
        from textrepair.judge.decode import judge
        from textrepair.judge.weights import default_weights
        from textrepair.lexicon.store import default_lexicon

        tokens = tokenize(text)
        found = candidates(text, tokens, default_lexicon())
        verdict = judge(text, tokens, found, default_model(), default_weights(), self.config.bar)
        edits = tuple(self._edit(text, tokens, j) for j in verdict.chosen)
        suggestions = tuple(self._suggestions(text, tokens, verdict))
        return Repair(text, apply_edits(text, edits), edits, suggestions, spin_of(text, tokens, verdict))

    def _edit(self, text: str, tokens: Tokens, judgement: Judgement) -> Edit:
        from textrepair.judge.reasons import evidence_for
        from textrepair.judge.weights import default_weights
        from textrepair.rewrite.edits import edit_of

        order = sorted(range(len(judgement.scores)), key=lambda i: -judgement.scores[i])
        ranked = [judgement.candidate.entry.options[i][0] for i in order]
        reasons = evidence_for(judgement, order[0], default_weights())
        return edit_of(text, tokens, judgement.candidate, ranked, judgement.probability(order[0]), reasons)

    def _suggestions(self, text: str, tokens: Tokens, verdict: Verdict) -> list[Edit]:
        taken = {i for j in verdict.chosen for i in range(j.candidate.first, j.candidate.stop)}
        out = []
        for j in verdict.judgements:
            span = range(j.candidate.first, j.candidate.stop)
            if taken.isdisjoint(span) and j.probability(j.best) >= self.config.min_suggestion:
                out.append(self._edit(text, tokens, j))
                taken.update(span)
        return out


def check_text(text: object) -> None:
    """Refuse what is not text, with advice."""
    if not isinstance(text, str):
        advice = "; decode it first, for example data.decode('utf-8')" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"textrepair works on str, not {type(text).__name__}{advice}")


def spin_of(text: str, tokens: Tokens, verdict: Verdict) -> Spin:
    """Passages (runs of sentences more likely spun than not) and the score of the whole text."""
    from textrepair.judge.passages import likely_family, reasons

    around = verdict.climate
    if not around.log_odds:
        return Spin(0.0)
    runs: list[list[int]] = []
    for i, value in enumerate(around.log_odds):
        if value > 0:
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
    passages = []
    for run in runs:
        first, last = tokens.sentence_range(run[0])[0], tokens.sentence_range(run[-1])[-1]
        signs = [s for s in around.signs if first <= s.candidate.first <= last]
        score = max(probability(around.log_odds[i]) for i in run)
        start, end = tokens.starts[first], tokens.ends[last]
        passages.append(Passage(start, end, score, likely_family(signs), reasons(signs)))
    share = sum(p.end - p.start for p in passages) / len(text)
    family = likely_family([s for s in around.signs]) if passages else ""
    return Spin(probability(max(around.log_odds)), share, tuple(passages), family)


def probability(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-log_odds))
