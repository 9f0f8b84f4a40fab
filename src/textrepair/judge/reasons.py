"""A decision in words: the judge's numbers grouped into evidence a reader can weigh."""

from __future__ import annotations

from collections import defaultdict
from operator import mul
from typing import TYPE_CHECKING

from textrepair.judge.features import FEATURES, prior_vectors
from textrepair.judge.weights import passage_features
from textrepair.model import Evidence

if TYPE_CHECKING:
    from textrepair.judge.decode import Judgement
    from textrepair.judge.weights import Weights


def evidence_for(judgement: Judgement, reading: int, weights: Weights) -> tuple[Evidence, ...]:
    """Why a reading was preferred (or not), strongest first; the weights add up to its log-odds."""
    totals: defaultdict[str, float] = defaultdict(float)
    strongest: dict[str, tuple[float, str]] = {}
    intercept, local, *around = weights.final
    candidate = judgement.candidate
    vector = prior_vectors(candidate.entry, candidate.stop - candidate.first)[reading] + judgement.vectors[reading]
    for feature, weight, value in zip(FEATURES, weights.reading, vector, strict=True):
        part = local * weight * value
        if part:
            totals[feature.kind] += part
            if abs(part) > strongest.get(feature.kind, (0.0, ""))[0] and feature.name != "bias":
                strongest[feature.kind] = (abs(part), feature.meaning)
    totals["channel"] += intercept
    totals["passage"] = sum(map(mul, around, passage_features(judgement.passage, judgement.density)))
    spun = "looks spun" if judgement.passage > 0 else "does not look spun by itself"
    strongest["passage"] = (0.0, f"the passage around it {spun} (log-odds {judgement.passage:.1f})")
    found = [Evidence(kind, weight, strongest[kind][1]) for kind, weight in totals.items() if kind in strongest]
    return tuple(sorted(found, key=lambda e: (-abs(e.weight), e.kind)))
