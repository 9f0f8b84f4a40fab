"""Phrases of the lexicon that clean English uses more than the context model knows.

    python -m benchmarks.training.common ../shared/corpora/*.xz

The context model keeps frequent n-grams and guesses the rest; for the surface forms of the packs this counts
exactly and writes ``src/textrepair/packs/common.tsv`` (form, occurrences), which the compiler reads.
"""

from __future__ import annotations

import argparse
import lzma
import math
from collections import Counter
from pathlib import Path

import ahocorasick_rs

from textrepair.find.scan import image
from textrepair.judge.context import default_model
from textrepair.lexicon.store import read_blob

LEAST = 4  # occurrences worth a line
UNDERRATED = 1.5  # times the model's estimate
PACKS = Path(__file__).parents[2] / "src" / "textrepair" / "packs"


def count(paths: list[Path], forms: list[str]) -> Counter[str]:
    """Occurrences of each form as whole words."""
    automaton = ahocorasick_rs.BytesAhoCorasick([image(f" {form} ") for form in forms])
    counts: Counter[int] = Counter()
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                picture = b" " + image(line.replace("’", "'")) + b" "
                counts.update(hit[0] for hit in automaton.find_matches_as_indexes(picture, overlapping=True))
    return Counter({forms[i]: n for i, n in counts.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    forms = sorted(form for form in read_blob("lexicon.bin") if " " in form)
    counts = count(sorted(parser.parse_args().corpora), forms)
    model = default_model()
    rows = []
    for form, occurrences in sorted(counts.items()):
        estimate = math.exp(model.log_rate(form.replace("-", " ").split(" ")) + model.log_total)
        if occurrences >= LEAST and occurrences > UNDERRATED * estimate:
            rows.append(f"{form}\t{occurrences}\n")
    head = "# form\toccurrences in the corpora of data/README.md; written by benchmarks/training/common.py\n"
    (PACKS / "common.tsv").write_text(head + "".join(rows), encoding="utf-8")
    print(f"{len(rows)} of {len(forms)} phrases are more common than the model thinks")


if __name__ == "__main__":
    main()
