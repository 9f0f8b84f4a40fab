"""One reading of a text: its zones are tokenised, searched, judged and rewritten."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from textrepair.errors import ConfigError
from textrepair.find.candidates import lattice, lexicon_candidates
from textrepair.find.rules import rule_candidates
from textrepair.find.tokens import tokenize
from textrepair.judge.context import default_model
from textrepair.judge.decode import judge
from textrepair.judge.features import Reader
from textrepair.judge.passages import likely_family, reasons
from textrepair.judge.reasons import evidence_for
from textrepair.judge.topic import default_topics
from textrepair.judge.weights import default_weights
from textrepair.knowledge import PATTERN_TIMEOUT
from textrepair.model import Passage, Repair, Spin, apply_edits
from textrepair.rewrite.edits import edit_of, with_agreeing_ends

if TYPE_CHECKING:
    from textrepair.config import RepairConfig
    from textrepair.find.tokens import Tokens
    from textrepair.judge.decode import Judgement, Verdict
    from textrepair.knowledge import Extras
    from textrepair.model import Candidate, Edit


def read(text: str, zones: tuple[tuple[int, int], ...], extras: Extras, config: RepairConfig) -> Repair:
    """Repair the zones of a text once; with terms of the user's own all of it."""
    if extras.spotter:
        zones = ((0, len(text)),)
    edits: list[Edit] = []
    suggestions: list[Edit] = []
    passages: list[Passage] = []
    chances = [0.0]
    for start, end in zones:
        tokens = _shielded(text, tokenize(text, start, end), extras)
        if not tokens.words:
            continue
        verdict = _verdict(text, tokens, extras, config)
        edits += _edits(text, tokens, verdict.chosen)
        suggestions += _suggestions(text, tokens, verdict, config.min_suggestion)
        passages += _passages(tokens, verdict)
        chances.append(_probability(max(verdict.climate.log_odds)))
    share = sum(p.end - p.start for p in passages) / max(1, len(text))
    family = max((p.end - p.start, p.family) for p in passages)[1] if passages else ""
    spin = Spin(max(chances), share, tuple(passages), family)
    return Repair(text, apply_edits(text, tuple(edits)), tuple(edits), tuple(suggestions), spin)


def _verdict(text: str, tokens: Tokens, extras: Extras, config: RepairConfig) -> Verdict:
    found = lattice(tokens, _proposals(text, tokens, extras))
    reader = Reader(text, tokens, default_model(), default_topics())
    return judge(reader, tokens, found, default_weights(), config.bar)


def _proposals(text: str, tokens: Tokens, extras: Extras) -> list[Candidate]:
    found = lexicon_candidates(text, tokens, extras.lexicon())
    found += rule_candidates(text, tokens)
    if extras.spotter:
        found += [_trusted(c) for c in extras.spotter.spot(tokens, text)]
    return found


def _trusted(candidate: Candidate) -> Candidate:
    """A spun form of a term that the user named: as sure as a phrase that was often counted and never left."""
    return replace(candidate, entry=replace(candidate.entry, tier="c", artifact=4.0, counted=5.0))


def _shielded(text: str, tokens: Tokens, extras: Extras) -> Tokens:
    """Tokens that protect what the user's patterns match.

    Raises:
        ConfigError: a pattern that takes too long.
    """
    held = set(tokens.protected)
    for pattern in extras.ignored:
        try:
            spans = [m.span() for m in pattern.finditer(text, timeout=PATTERN_TIMEOUT) if m.group()]
        except TimeoutError:
            advice = f"takes more than {PATTERN_TIMEOUT:g} seconds on a text; make it simpler"
            raise ConfigError(f"ignore_patterns: {pattern.pattern!r} {advice}") from None
        for start, end in spans:
            held.update(range(bisect_right(tokens.ends, start), bisect_left(tokens.starts, end)))
    return replace(tokens, protected=frozenset(held)) if extras.ignored else tokens


def _edits(text: str, tokens: Tokens, chosen: list[Judgement]) -> list[Edit]:
    edits: list[Edit] = []
    for judgement in chosen:
        edits.append(_edit(text, tokens, judgement, edits[-1].end if edits else 0))
    return with_agreeing_ends(text, edits)


def _edit(text: str, tokens: Tokens, judgement: Judgement, floor: int) -> Edit:
    """The edit of a judgement; it may reach back to an article, but not before `floor`."""
    order = sorted(range(len(judgement.scores)), key=lambda i: -judgement.scores[i])
    ranked = [judgement.candidate.entry.options[i][0] for i in order]
    why = evidence_for(judgement, order[0], default_weights())
    return edit_of(text, tokens, judgement.candidate, ranked, judgement.probability(order[0]), why, floor)


def _suggestions(text: str, tokens: Tokens, verdict: Verdict, least: float) -> list[Edit]:
    """Readings below the bar that do not touch an edit, the likelier first of those that overlap."""
    taken = {i for j in verdict.chosen for i in range(j.candidate.first, j.candidate.stop)}
    likely = [(j.probability(j.best), j) for j in verdict.judgements]
    out = []
    for _, j in sorted((c for c in likely if c[0] >= least), key=lambda c: (-c[0], c[1].candidate.first)):
        span = range(j.candidate.first, j.candidate.stop)
        if taken.isdisjoint(span):
            floor = tokens.starts[span.start] if span.start - 1 in taken else 0
            out.append(_edit(text, tokens, j, floor))
            taken.update(span)
    return sorted(out, key=lambda e: e.start)


def _passages(tokens: Tokens, verdict: Verdict) -> list[Passage]:
    """Runs of sentences that are more likely spun than not."""
    around = verdict.climate
    runs: list[range] = []
    for i, value in enumerate(around.log_odds):
        if value > 0:
            joined = bool(runs) and runs[-1].stop == i
            runs.append(range(runs.pop().start if joined else i, i + 1))
    out = []
    for run in runs:
        first, last = tokens.sentence_range(run[0])[0], tokens.sentence_range(run[-1])[-1]
        signs = [s for s in around.signs if first <= s.candidate.first <= last]
        score = _probability(max(around.log_odds[i] for i in run))
        out.append(Passage(tokens.starts[first], tokens.ends[last], score, likely_family(signs), reasons(signs)))
    return out


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
