"""Marked-up documents: ``{{spun||gold|other}}`` must be repaired, ``{{spun??gold}}`` may be.

An empty right side deletes the text. Stripping every mark back to its left side gives the source.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_MARK = re.compile(r"\{\{(.*?)(\|\||\?\?)(.*?)\}\}", re.DOTALL)
_MOST_READINGS = 4096


class Unit(NamedTuple):
    """A marked span of the source with its accepted repairs."""

    start: int
    end: int
    golds: tuple[str, ...]
    required: bool


class Change(NamedTuple):
    """An edit as the scorer needs it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Marked:
    """A marked-up document: its name, source text and units."""

    name: str
    source: str
    units: tuple[Unit, ...]

    @property
    def required(self) -> int:
        """How many units must be repaired."""
        return sum(unit.required for unit in self.units)


def parse(name: str, marked: str) -> Marked:
    """Read the marks of one document."""
    out: list[str] = []
    units: list[Unit] = []
    position = length = 0
    for match in _MARK.finditer(marked):
        before, spun = marked[position : match.start()], match[1]
        length += len(before)
        units.append(Unit(length, length + len(spun), tuple(match[3].split("|")), match[2] == "||"))
        out += [before, spun]
        length += len(spun)
        position = match.end()
    return Marked(name, "".join([*out, marked[position:]]), tuple(units))


def read(paths: Iterable[Path]) -> Iterator[Marked]:
    """All ``*.gold.txt`` documents of files and folders, in order of their names."""
    for path in paths:
        files = sorted(path.glob("**/*.gold.txt")) if path.is_dir() else [path]
        for file in files:
            name = f"{file.parent.name}/{file.name.removesuffix('.gold.txt')}"
            yield parse(name, file.read_text(encoding="utf-8"))


def normal(text: str) -> str:
    """Case, white space and kind of apostrophe do not count."""
    return " ".join(text.replace("’", "'").replace("‘", "'").lower().split())


def applied(source: str, changes: Iterable[Change]) -> str:
    """`source` with changes (not overlapping) made."""
    out, position = [], 0
    for change in sorted(changes):
        out += [source[position : change.start], change.text]
        position = change.end
    return "".join([*out, source[position:]])


def readings(source: str, start: int, end: int, units: Sequence[Unit]) -> set[str]:
    """Every accepted text of ``source[start:end]`` (normalised), given the units that lie in it."""
    choices = [[*u.golds] if u.required else [*u.golds, source[u.start : u.end]] for u in units]
    picks = itertools.islice(itertools.product(*choices), _MOST_READINGS)
    return {
        normal(
            applied(
                source[start:end],
                [Change(u.start - start, u.end - start, gold) for u, gold in zip(units, pick, strict=True)],
            )
        )
        for pick in picks
    }


class Score(NamedTuple):
    """Counts over documents: units required, units repaired rightly, wrong edits."""

    required: int = 0
    right: int = 0
    wrong: int = 0

    def plus(self, other: Score) -> Score:
        """Sum of two scores."""
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """Share of repairs that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of required units that are repaired."""
        return self.right / max(1, self.required)

    @property
    def f_half(self) -> float:
        """F0.5: precision weighs twice as much as recall."""
        p, r = self.precision, self.recall
        return 1.25 * p * r / max(1e-9, 0.25 * p + r)


def score(document: Marked, changes: Iterable[Change]) -> Score:
    """Judge edits and units that overlap together: the repaired region must be one of the accepted readings.

    A change of "a" into "an" or back outside any unit counts neither way.
    """
    source = document.source
    total: Counter[str] = Counter()
    for units, edits in _regions(document, [c for c in changes if not _mere_article(document, c)]):
        required = sum(u.required for u in units)
        total["required"] += required
        if not edits:
            continue
        spans = [(u.start, u.end) for u in units] + [(e.start, e.end) for e in edits]
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
        got = normal(applied(source[start:end], [Change(e.start - start, e.end - start, e.text) for e in edits]))
        if units and got in readings(source, start, end, units):
            total["right"] += required
        else:
            total["wrong"] += len(edits)
    return Score(total["required"], total["right"], total["wrong"])


def _mere_article(document: Marked, change: Change) -> bool:
    pair = {document.source[change.start : change.end].lower(), change.text.lower()}
    return pair <= {"a", "an"} and not any(u.start < change.end and change.start < u.end for u in document.units)


def _regions(document: Marked, changes: list[Change]) -> Iterator[tuple[list[Unit], list[Change]]]:
    items: list[Unit | Change] = sorted([*document.units, *changes], key=lambda item: item[:2])
    region: list[Unit | Change] = []
    reach = -1
    for item in items:
        if region and not (item[0] < reach or item[0] == item[1] == reach):
            yield _split(region)
            region, reach = [], -1
        region.append(item)
        reach = max(reach, item[1])
    if region:
        yield _split(region)


def _split(region: list[Unit | Change]) -> tuple[list[Unit], list[Change]]:
    return [i for i in region if isinstance(i, Unit)], [i for i in region if isinstance(i, Change)]
