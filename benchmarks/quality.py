"""How well textrepair restores, and how little harm it does: ``python -m benchmarks.quality``.

python -m benchmarks.quality                                   our own cases, by domain
python -m benchmarks.quality DIR… --clean FILE.jsonl…          other marked-up documents, clean text
python -m benchmarks.quality --ablate                          what each kind of evidence is worth
python -m benchmarks.quality … --write docs/accuracy.md        put the tables between the file's markers
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks.marks import Change, Marked, Score, normal, read, readings, score
from textrepair import Repairer
from textrepair.judge.features import FEATURES
from textrepair.judge.weights import Weights, default_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textrepair.model import Edit

CASES = Path(__file__).parent / "cases"
BINS = 10


def changes(edits: Iterable[Edit]) -> list[Change]:
    return [Change(e.start, e.end, e.replacement) for e in edits]


def restored(repairer: Repairer, documents: Sequence[Marked]) -> Score:
    """Score of a repairer over documents."""
    total = Score()
    for document in documents:
        total = total.plus(score(document, changes(repairer.explain(document.source).edits)))
    return total


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def by_group(repairer: Repairer, documents: Sequence[Marked]) -> str:
    groups: defaultdict[str, list[Marked]] = defaultdict(list)
    for document in documents:
        groups[document.name.split("/")[0]].append(document)
    rows = []
    for name, members in [*sorted(groups.items()), ("all", list(documents))]:
        s = restored(repairer, members)
        rates = (f"{rate:.3f}" for rate in (s.precision, s.recall, s.f_half))
        rows.append((name, len(members), s.required, s.right, s.wrong, *rates))
    return table(("documents", "count", "required", "right", "wrong", "precision", "recall", "F0.5"), rows)


def harm(repairer: Repairer, paths: Sequence[Path]) -> str:
    """False edits per 100,000 words of clean text, for each file of ``{"text": …}`` lines."""
    rows: list[tuple[object, ...]] = []
    total = [0, 0, 0]
    for path in paths:
        words = edits = safe = 0
        for line in path.open(encoding="utf-8"):
            text = json.loads(line)["text"]
            words += len(text.split())
            found = repairer.explain(text).edits
            edits += len(found)
            safe += sum(e.confidence >= 0.9 for e in found)
        total = [total[0] + words, total[1] + edits, total[2] + safe]
        rows.append((path.stem, words, edits, f"{edits * 1e5 / words:.2f}", f"{safe * 1e5 / words:.2f}"))
    per = [f"{n * 1e5 / max(1, total[0]):.2f}" for n in total[1:]]
    return table(("clean text", "words", "edits", "per 100,000", "safe"), [*rows, ("all", total[0], total[1], *per)])


def without(weights: Weights, kind: str) -> Weights:
    """Weights with one kind of evidence switched off."""
    if kind == "passage":
        return dataclasses.replace(weights, final=weights.final[:2])
    reading = tuple(
        0.0 if kind in (feature.kind, feature.name) else w for feature, w in zip(FEATURES, weights.reading, strict=True)
    )
    return dataclasses.replace(weights, reading=reading)


def ablations(documents: Sequence[Marked], level: str) -> str:
    full = default_weights()
    rows = []
    for kind in ("nothing", "passage", "context", "on_topic", "document", "article", "artifact", "counted"):
        with mock.patch("textrepair.reading.default_weights", return_value=without(full, kind)):
            s = restored(Repairer(level=level), documents)
        rows.append((kind, *(f"{rate:.3f}" for rate in (s.precision, s.recall, s.f_half))))
    return table(("switched off", "precision", "recall", "F0.5"), rows)


def is_right(document: Marked, edit: Edit) -> bool:
    """Whether an edit alone, with the units that it touches, gives an accepted reading."""
    units = [u for u in document.units if u.start < edit.end and edit.start < u.end]
    start, end = min([edit.start, *(u.start for u in units)]), max([edit.end, *(u.end for u in units)])
    source = document.source
    got = normal(source[start : edit.start] + edit.replacement + source[edit.end : end])
    return bool(units) and got in readings(source, start, end, units)


def calibration(documents: Sequence[Marked]) -> str:
    """Reliability of confidence over edits and suggestions, in ten bins, with the expected calibration error."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    repairer = Repairer(min_suggestion=0.05)
    for document in documents:
        repair = repairer.explain(document.source)
        for edit in (*repair.edits, *repair.suggestions):
            bins[min(BINS - 1, int(edit.confidence * BINS))].append((edit.confidence, is_right(document, edit)))
    rows = []
    error = count = 0.0
    for i, members in enumerate(bins):
        if members:
            said = sum(c for c, _ in members) / len(members)
            was = sum(r for _, r in members) / len(members)
            error += abs(said - was) * len(members)
            count += len(members)
            rows.append((f"{i / BINS:.1f} to {(i + 1) / BINS:.1f}", len(members), f"{said:.3f}", f"{was:.3f}"))
    head = table(("confidence", "readings", "said", "was right"), rows)
    return f"{head}\n\nExpected calibration error {error / max(1.0, count):.3f}."


def write(path: Path, sections: dict[str, str]) -> None:
    """Put each section between ``<!-- name -->`` and ``<!-- /name -->`` of a file."""
    text = path.read_text(encoding="utf-8")
    for name, body in sections.items():
        before, found, rest = text.partition(f"<!-- {name} -->\n")
        _, closed, after = rest.partition(f"<!-- /{name} -->")
        if found and closed:
            text = f"{before}{found}{body}\n{closed}{after}"
    path.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[CASES])
    parser.add_argument("--clean", nargs="+", type=Path, default=[])
    parser.add_argument("--level", default="balanced")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--write", nargs="+", type=Path, default=[])
    args = parser.parse_args()
    documents = list(read(args.paths))
    repairer = Repairer(level=args.level)
    sections = {"restores": by_group(repairer, documents)}
    if args.clean:
        sections["harm"] = harm(repairer, args.clean)
    if args.ablate:
        sections["ablations"] = ablations(documents, args.level)
    if args.calibrate:
        sections["calibration"] = calibration(documents)
    print("\n\n".join(sections.values()))
    for path in args.write:
        write(path, sections)


if __name__ == "__main__":
    main()
