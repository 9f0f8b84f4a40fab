"""Fit the weights of the judge: ``python -m benchmarks.training.fit --spun DIR[=WEIGHT]… --clean FILE.jsonl…``.

`DIR` holds marked-up documents (see `benchmarks.marks`), `FILE.jsonl` clean text, one ``{"text": …}`` a line.
Three convex problems, one after the other: readings (conditional logit over each candidate's options and
"leave it"), signs (logistic regression over blocks of sentences, spun or clean), final probability.
Writes ``src/textrepair/data/weights.json``. Needs numpy and scipy (dependency group ``train``).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.marks import Marked, Unit, normal, read, readings
from textrepair.find.candidates import lattice, lexicon_candidates
from textrepair.find.rules import rule_candidates
from textrepair.find.tokens import STOPS, Tokens, tokenize
from textrepair.judge import passages
from textrepair.judge.context import default_model
from textrepair.judge.decode import Judgement, densities
from textrepair.judge.features import NAMES, PRIOR, Reader, prior_vectors
from textrepair.judge.topic import default_topics
from textrepair.judge.weights import Priors, Weights, log_sum, passage_features
from textrepair.lexicon.store import default_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textrepair.model import Candidate

Matrix = npt.NDArray[np.float64]
LEAVE = -1
BLOCK = 60  # words
SPUN_RATE = 1 / 25  # required units per word from which a block counts as spun
DATA = Path(__file__).parents[2] / "src" / "textrepair" / "data"


@dataclass
class Example:
    """A candidate with the features of its readings and the readings (or `LEAVE`) that are right."""

    candidate: Candidate
    vectors: Matrix
    right: set[int]


@dataclass
class Document:
    """A document made ready for fitting."""

    marked: Marked
    tokens: Tokens
    examples: list[Example]
    weight: float


def prepare(marked: Marked, weight: float) -> Document:
    """Find the candidates of a document and label them."""
    tokens = tokenize(marked.source)
    reader = Reader(marked.source, tokens, default_model(), default_topics())
    examples = []
    proposals = lexicon_candidates(marked.source, tokens, default_lexicon())
    for candidate in lattice(tokens, proposals + rule_candidates(marked.source, tokens)):
        options = [original for original, *_ in candidate.entry.options]
        start, end = tokens.starts[candidate.first], tokens.ends[candidate.stop - 1] - candidate.possessive
        right = right_readings(marked, start, end, options)
        prior = prior_vectors(candidate.entry, candidate.stop - candidate.first)
        examples.append(Example(candidate, np.hstack([prior, reader.vectors(candidate)]), right))
    return Document(marked, tokens, examples, weight)


def right_readings(marked: Marked, start: int, end: int, options: Sequence[str]) -> set[int]:
    """Which options (or `LEAVE`) the marks accept for a span."""
    units = [u for u in marked.units if u.start < end and start < u.end]
    if not units:
        return {LEAVE}
    right: set[int] = set()
    if all(start <= u.start and u.end <= end for u in units):
        accepted = readings(marked.source, start, end, units)
        right = {i for i, option in enumerate(options) if normal(option) in accepted}
    elif len(units) == 1 and units[0].start <= start and end <= units[0].end:
        accepted = aligned(marked.source, start, end, units[0])
        right = {i for i, option in enumerate(options) if normal(option) in accepted}
    if not right or not any(u.required for u in units):
        right.add(LEAVE)
    return right


def aligned(source: str, start: int, end: int, unit: Unit) -> set[str]:
    """What part of a unit becomes, where its golds have as many words as it has."""
    before, inside = len(source[unit.start : start].split()), len(source[start:end].split())
    size = len(source[unit.start : unit.end].split())
    golds = [gold.split() for gold in unit.golds]
    return {normal(" ".join(g[before : before + inside])) for g in golds if len(g) == size}


def fit_logit(examples: list[tuple[Matrix, set[int], float]], ridge: float) -> Matrix:
    """Conditional logit with the option to leave at 0: maximum likelihood of the right readings together."""
    x = np.concatenate([vectors for vectors, _, _ in examples])
    sizes = np.array([len(vectors) for vectors, _, _ in examples])
    group = np.repeat(np.arange(len(examples)), sizes)
    firsts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    is_right = np.zeros(len(x), bool)
    for first, (_, right, _) in zip(firsts, examples, strict=True):
        is_right[[first + i for i in right if i != LEAVE]] = True
    leave = np.array([float(LEAVE in right) for _, right, _ in examples])
    weight = np.array([w for *_, w in examples])
    scale = x.std(0) + 1e-9

    def loss(w: Matrix) -> tuple[float, Matrix]:
        e = np.exp(np.clip(x @ w, -30, 30))
        everything = 1 + np.bincount(group, e, len(examples))
        good = leave + np.bincount(group, e * is_right, len(examples)) + 1e-12
        slope = (e * is_right / good[group] - e / everything[group]) * weight[group]
        value = -(weight * np.log(good / everything)).sum() / weight.sum() + ridge * ((w * scale) ** 2).sum()
        return value, -(x.T @ slope) / weight.sum() + 2 * ridge * w * scale**2

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def blocks(document: Document, weights: Weights) -> Iterable[tuple[Matrix, float]]:
    """Sums of sign features over blocks of at least `BLOCK` words, with the block's rate of required units."""
    tokens = document.tokens
    sums = np.zeros((len(tokens.sentences), 4))
    for i in range(len(tokens.sentences)):
        sums[i, 0] = sum(tokens.words[j] not in STOPS for j in tokens.sentence_range(i))
    repeats: Counter[str] = Counter()
    features = {id(e.candidate): sign_of(e, weights) for e in document.examples}
    signs = [passages.Sign(e.candidate, sum(features[id(e.candidate)])) for e in document.examples]
    for sign in passages.disjoint(signs):
        repeats[sign.candidate.rule] += 1
        row = np.array(features[id(sign.candidate)]) / repeats[sign.candidate.rule]
        sums[tokens.sentence_of(sign.candidate.first), 1:] += row
    units = np.zeros(len(tokens.sentences))
    for unit in document.marked.units:
        inside = [i for i, start in enumerate(tokens.starts) if start >= unit.start]
        if unit.required and inside:
            units[tokens.sentence_of(inside[0])] += 1
    total, damage = np.zeros(4), 0.0
    for row, count in zip(sums, units, strict=True):
        total, damage = total + row, damage + count
        if total[0] >= BLOCK:
            yield total, damage / total[0]
            total, damage = np.zeros(4), 0.0


def sign_of(example: Example, weights: Weights) -> tuple[float, float, float]:
    """Sign features of a candidate under the reading weights fitted so far."""
    reading = np.array(weights.reading)
    prior = log_sum(list(example.vectors[:, :PRIOR] @ reading[:PRIOR]))
    return passages.sign_features(example.candidate, prior, log_sum(list(example.vectors @ reading)))


def fit_signs(documents: list[Document], weights: Weights) -> tuple[float, tuple[float, float, float]]:
    """What a word and the three sign features add to the log-odds of a sentence."""
    rows, labels, importance = [], [], []
    for document in documents:
        for row, rate in blocks(document, weights):
            if rate >= SPUN_RATE or not document.marked.units:
                rows.append(row)
                labels.append(1.0 if document.marked.units else -1.0)
                importance.append(document.weight)
    x, y, w = np.array(rows), np.array(labels), np.array(importance)
    w[y > 0] *= 0.3 * w[y < 0].sum() / w[y > 0].sum()

    def loss(p: Matrix) -> tuple[float, Matrix]:
        margin = y * (x @ p[1:] + p[0])
        slope = -y * w / (1 + np.exp(np.clip(margin, -30, 30)))
        value = (w * np.logaddexp(0, -margin)).sum() / w.sum() + 1e-4 * (p**2).sum()
        return value, np.concatenate(([slope.sum()], x.T @ slope)) / w.sum() + 2e-4 * p

    fitted = minimize(loss, np.zeros(5), jac=True, method="L-BFGS-B").x
    return float(fitted[1]), (float(fitted[2]), float(fitted[3]), float(fitted[4]))


def fit_final(documents: list[Document], weights: Weights) -> tuple[float, ...]:
    """Weights of local score, passage and density."""
    rows = []
    for document in documents:
        tokens = document.tokens
        judgements = [_judged(e, weights) for e in document.examples]
        signs = [
            passages.Sign(e.candidate, float(np.dot(weights.sign, sign_of(e, weights)))) for e in document.examples
        ]
        around = passages.climate(tokens, signs, weights.per_word)
        for e, j, density in zip(document.examples, judgements, densities(judgements), strict=True):
            passage = around.without(tokens.sentence_of(j.candidate.first), j.candidate)
            shared = passage_features(passage, density)
            rows.append((np.array([[1.0, score, *shared] for score in j.local]), e.right, document.weight))
    return tuple(map(float, fit_logit(rows, 1e-6)))


def _judged(example: Example, weights: Weights) -> Judgement:
    scores = [float(s) for s in example.vectors @ np.array(weights.reading)]
    return Judgement(example.candidate, [], Priors((), 0.0), scores)


def clean_documents(paths: Iterable[Path], most: int) -> list[Document]:
    """Up to `most` documents of each file of clean text, drawn with a fixed seed."""
    drawn = []
    for path in paths:
        texts = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
        random.Random(path.stem).shuffle(texts)
        drawn += [prepare(Marked(path.stem, text, ()), 1.0) for text in texts[:most]]
    return drawn


def fit(spun: list[Document], clean: list[Document]) -> dict[str, Any]:
    """All weights, as they stand in the file."""
    damaged = [d for d in spun if d.marked.required >= 4]
    examples = [(e.vectors, e.right, d.weight) for d in damaged for e in d.examples]
    reading = tuple(map(float, fit_logit(examples, 1e-4)))
    weights = Weights(reading, (0.0, 0.0, 0.0), 0.0, (0.0, 1.0))
    per_word, sign = fit_signs(spun + clean, weights)
    weights = Weights(reading, sign, per_word, weights.final)
    final = fit_final(spun + clean, weights)
    return {
        "reading": {name: round(w, 3) for name, w in zip(NAMES, reading, strict=True)},
        "sign": [round(w, 3) for w in sign],
        "per_word": round(per_word, 4),
        "final": [round(w, 3) for w in final],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--spun", nargs="+", required=True, metavar="DIR[=WEIGHT]")
    parser.add_argument("--clean", nargs="+", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--most", type=int, default=30, help="clean documents drawn from each file")
    args = parser.parse_args()
    spun = []
    for spec in args.spun:
        folder, _, weight = spec.partition("=")
        spun += [prepare(marked, float(weight or 1)) for marked in read([Path(folder)])]
    weights = fit(spun, clean_documents(args.clean, args.most))
    (DATA / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(weights, indent=1))


if __name__ == "__main__":
    main()
