"""The noisy channel: from pack rows to what each surface form can stand for, with weights.

Weights are expected occurrences on `PAGES_WORDS` running words of spun text, so that what was counted on
marked-up pages and what is only known (estimated from how frequent the original is and how habitual the
spun form) can be added up.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textrepair.lexicon.inflect import paired_forms
from textrepair.model import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textrepair.lexicon.rows import PairRow

PAGES_WORDS = 74_000  # running words of the marked-up pages behind the counts
SWAP_RATE = 0.16  # share of words that a spinner damages (one in six on those pages)
RANK_SHARE = (0.30, 0.18, 0.12, 0.08, 0.06, 0.04, 0.03, 0.02)  # of an original's swaps, by rank of the spun form
LEFT_EXPOSURE = 0.3  # how much the expectation counts against what was seen left unmarked
MAX_OPTIONS = 5


@dataclass(slots=True)
class Surface:
    """What one spun surface form can stand for, before it is written into the artefact."""

    options: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    seen: float = 0.0
    left: float = 0.0
    tier: str = "t"
    families: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def surfaces(rows: Iterable[PairRow], log_rate: Callable[[str], float]) -> dict[str, Surface]:
    """Inflect all rows and gather them by spun surface form (lower case)."""
    table: dict[str, Surface] = defaultdict(Surface)
    for row in rows:
        for spun, original in dict.fromkeys(paired_forms(row.spun, row.original, row.pos)):
            if spun.lower() == original.lower():
                continue
            surface = table[spun.lower()]
            surface.options[original] += _expected(row, original, log_rate)
            surface.left = max(surface.left, row.left)
            surface.seen += row.seen
            surface.tier = min(surface.tier, row.tier)
            for family, count in row.families.items():
                surface.families[family] += count
    return table


def _expected(row: PairRow, original: str, log_rate: Callable[[str], float]) -> float:
    """Expected occurrences of one inflected pair on the counted pages."""
    share = RANK_SHARE[min(row.rank, len(RANK_SHARE)) - 1]
    prior = math.exp(log_rate(original.lower())) * PAGES_WORDS * SWAP_RATE * share
    return row.seen * _form_share(row, original, log_rate) + prior


def _form_share(row: PairRow, original: str, log_rate: Callable[[str], float]) -> float:
    """Part of a row's sightings that falls on one inflected form: its share of the lemma's frequency."""
    if row.pos in "rx":
        return 1.0
    rates = {form: math.exp(log_rate(form)) for _, form in paired_forms(row.spun, row.original, row.pos)}
    return rates[original] / sum(rates.values())


def entry(key: str, surface: Surface, log_rate: Callable[[str], float]) -> Entry:
    """Turn gathered counts into probabilities (formulas in ``docs/how-it-decides.md``)."""
    clean = math.exp(log_rate(key))
    total = sum(surface.options.values())
    expected_left = clean * PAGES_WORDS * (1 - SWAP_RATE)
    seen_left = min(surface.left, expected_left * 4 + 2)
    left = (seen_left + LEFT_EXPOSURE * expected_left) / (1 + LEFT_EXPOSURE) if surface.seen else expected_left
    best = sorted(surface.options.items(), key=lambda option: (-option[1], option[0]))[:MAX_OPTIONS]
    return Entry(
        options=tuple(
            (original, math.log(weight / total), log_rate(original.lower()) - math.log(clean))
            for original, weight in best
        ),
        artifact=math.log((total + 0.05) / (left + 0.05)),
        evidence=math.log((total + left + 0.02) / (clean * PAGES_WORDS + 0.02)),
        counted=math.log1p(surface.seen),
        tier=surface.tier,
        families=" ".join(f"{k}{v}" for k, v in sorted(surface.families.items())),
    )
