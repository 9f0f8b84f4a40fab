"""Pack rows: one fact a line, read and validated.

``packs/pairs/<part of speech>.tsv`` has the columns

======== =============================================================================================
spun     lemma or phrase that a spinner puts out, lower case (capitals where they matter: "Might")
original what the writer wrote, in the same inflection slot
tier     ``c`` certain (never good English), ``l`` likely, ``t`` needs context
seen     sightings of the pair (all its inflections) on marked-up spun pages; ``0`` = known, not counted
left     sightings of the spun side standing rightly on the same pages
note     families that do it (``A12 B3``), a rank ``r1``, ``r2``, … among the original's spun forms, or nothing
======== =============================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from textrepair.errors import PackError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

TIERS = ("c", "l", "t")
PARTS = {"nouns": "n", "verbs": "v", "adjectives": "a", "adverbs": "r", "fixed": "x"}
COLUMNS = ("spun", "original", "tier", "seen", "left", "note")
_PHRASE = re.compile(r"[^\W_]+(?:[ '’.-][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair: `spun` stands for `original` (see the module's table)."""

    spun: str
    original: str
    pos: str
    tier: str
    seen: float
    left: float
    note: str

    @property
    def rank(self) -> int:
        """Place among the spun forms of the original, 1 = most habitual (also where it was counted)."""
        return int(self.note[1:]) if self.note.startswith("r") else 1

    @property
    def families(self) -> dict[str, int]:
        """Sightings by family of spinner; empty where none was told."""
        if self.note.startswith("r"):
            return {}
        return {part[0]: int(part[1:]) for part in self.note.split()}

    def line(self) -> str:
        """The row as it stands in its file."""
        return "\t".join((self.spun, self.original, self.tier, f"{self.seen:g}", f"{self.left:g}", self.note))


def parse_row(line: str, pos: str) -> PairRow:
    """One line of a pair file.

    Raises:
        ValueError: with what is wrong with the line.
    """
    fields = line.split("\t")
    if len(fields) != len(COLUMNS):
        raise ValueError(f"expected {len(COLUMNS)} columns ({', '.join(COLUMNS)}), found {len(fields)}")
    spun, original, tier, seen, left, note = fields
    for name, phrase in (("spun", spun), ("original", original)):
        if not _PHRASE.fullmatch(phrase):
            raise ValueError(f"{name} side {phrase!r} is not a word or phrase")
    if tier not in TIERS:
        raise ValueError(f"tier {tier!r} is not one of {', '.join(TIERS)}")
    try:
        row = PairRow(spun, original, pos, tier, float(seen), float(left), note)
        _ = (row.rank, row.families)
    except (ValueError, IndexError):
        raise ValueError(f"seen {seen!r}, left {left!r} or note {note!r} is not a count") from None
    return row


def read_pairs(path: Traversable | Path, pos: str) -> Iterator[PairRow]:
    """Rows of one pair file; blank lines and ``#`` comments are skipped.

    Raises:
        PackError: unreadable file, or a line that is not a row (the message has file and line number).
    """
    for number, line in _lines(path):
        try:
            yield parse_row(line, pos)
        except ValueError as error:
            raise PackError(f"{path}:{number}: {error}") from None


def read_user_pack(path: Path) -> Iterator[PairRow]:
    """Rows of a user's pack: ``spun <TAB> original [<TAB> part of speech [<TAB> tier]]``, one a line.

    The part of speech (``n v a r x``, default ``x``) tells how both sides inflect; the tier is ``l`` if not given.

    Raises:
        PackError: unreadable file, or a line that is not a row (the message has file and line number).
    """
    for number, line in _lines(path):
        fields = line.split("\t")
        try:
            if not 2 <= len(fields) <= 4:
                raise ValueError("expected spun, original and, if you like, part of speech and tier, tab-separated")
            spun, original, pos, tier = [*fields, *("x", "l")[len(fields) - 2 :]]
            if pos not in PARTS.values():
                raise ValueError(f"part of speech {pos!r} is not one of {', '.join(PARTS.values())}")
            yield parse_row("\t".join((spun, original, tier, "10", "0", "r1")), pos)
        except ValueError as error:
            raise PackError(f"{path}:{number}: {error}") from None


def _lines(path: Traversable | Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a pack; blank lines and ``#`` comments are skipped."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: cannot read the pack: {error}") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def builtin_pairs() -> Iterator[PairRow]:
    """Every pair row that ships with the package."""
    folder = resources.files("textrepair") / "packs" / "pairs"
    for name, pos in PARTS.items():
        yield from read_pairs(folder / f"{name}.tsv", pos)
