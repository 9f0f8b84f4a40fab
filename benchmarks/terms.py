"""How well spun terms are restored: five-fold cross-validation by expected term.

``python benchmarks/terms.py …/tortured_dev.tsv [--every N]`` (a list of spun phrase and expected term; the
Problematic Paper Screener's, CC BY 4.0). For each fold the word channel is learnt from the pair packs,
without rows that are a tested pair, and from the other folds; expected terms never cross folds. Two tasks:

* *glossary*: the expected terms of the whole file are given, the answer is one of them;
* *built-in*: only the packs' terms are known; composed wordings compete with them.

Exact match after case folding (quotation marks and outer space stripped). One core, about ten minutes.
"""

from __future__ import annotations

import argparse
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from textrepair.judge.context import default_model
from textrepair.lexicon.rows import builtin_pairs
from textrepair.terms.channel import Channel
from textrepair.terms.index import TermIndex
from textrepair.terms.learn import learn, pack_facts
from textrepair.terms.pack import builtin_terms
from textrepair.terms.restore import Restorer

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDS = 5


def read(path: Path) -> list[tuple[str, str]]:
    """Rows of the list: spun phrase, expected term."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(spun, expected) for spun, expected in rows]


def folded(term: str) -> str:
    """Fold a term as it is compared."""
    return term.strip(' "').casefold()


def fold_of(term: str) -> int:
    """Give the fold of an expected term, the same on every machine."""
    return zlib.crc32(folded(term).encode()) % FOLDS


def rates(restorer: Restorer, tests: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """How many first answers are right, and how many of the first three."""
    first = among = 0
    for spun, expected in tests:
        answers = [folded(term) for term, _ in restorer.restore(spun, 3)]
        first += answers[:1] == [folded(expected)]
        among += folded(expected) in answers
    return first, among


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How well spun terms are restored, cross-validated.")
    parser.add_argument("list", type=Path)
    parser.add_argument("--every", type=int, default=1, help="test every N-th pair only")
    options = parser.parse_args()
    rows = read(options.list)
    tested = {(spun.casefold(), expected.casefold()) for spun, expected in rows}
    packs = [r for r in builtin_pairs() if (r.spun.casefold(), r.original.casefold()) not in tested]
    facts = list(pack_facts(packs))
    glossary = TermIndex(expected for _, expected in rows)
    indices = {"glossary": glossary, "built-in": TermIndex(builtin_terms())}
    sums = {name: [0, 0] for name in indices}
    count = 0
    print(f"{'fold':>6} {'pairs':>6}  " + "  ".join(f"{name} top-1  top-3" for name in indices))
    for fold in range(FOLDS):
        known = [row for row in rows if fold_of(row[1]) != fold]
        tests = [row for row in rows if fold_of(row[1]) == fold][:: options.every]
        channel = Channel([*facts, *learn(facts, known)])
        cells = []
        for name, index in indices.items():
            right = rates(Restorer(index, channel, default_model(), closed=name == "glossary"), tests)
            sums[name] = [a + b for a, b in zip(sums[name], right, strict=True)]
            cells.append("".join(f"{100 * r / len(tests):13.1f}%" for r in right))
        count += len(tests)
        print(f"{fold:>6} {len(tests):>6} " + "".join(cells), flush=True)
    totals = "".join(f"{100 * right / count:13.1f}%" for pair in sums.values() for right in pair)
    print(f"{'all':>6} {count:>6} {totals}")


if __name__ == "__main__":
    main()
