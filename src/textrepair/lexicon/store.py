"""The compiled lexicon at run time: surface form → entry, read lazily and parsed entry by entry."""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from textrepair.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


LEFTOVER = "leftover"  # stands in place of a weight


def read_blob(name: str) -> dict[str, str]:
    """The lines of an artefact in ``data/``: keys and values."""
    content = zlib.decompress(resources.files("textrepair.data").joinpath(name).read_bytes()).decode()
    keys, values = content.split("\n\n")
    return dict(zip(keys.split("\n"), values.split("\n"), strict=True))


@lru_cache(maxsize=1 << 15)
def parse(line: str) -> Entry:
    """One payload line of ``lexicon.bin``."""
    artifact, evidence, counted, tier, families, options = line.split("|")
    readings = tuple((o, float(c), float(g)) for o, c, g in (item.split("=") for item in options.split(";")))
    return Entry(readings, float(artifact), float(evidence), float(counted), tier, families)


class Lexicon:
    """Look-up of surface forms; immutable once built.

    Args:
        lines: payload lines of the artefact by surface form.
    """

    __slots__ = ("_entries", "_lines", "longest")

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._entries: Mapping[str, Entry] = {}
        self.longest = _longest(lines)

    def extended(self, entries: Mapping[str, Entry]) -> Lexicon:
        """Put this lexicon under the entries of a user's packs, which take the place of ours."""
        other = object.__new__(Lexicon)
        other._lines, other._entries = self._lines, entries
        added = _longest(entries)
        other.longest = self.longest | {k: max(v, self.longest.get(k, 0)) for k, v in added.items()}
        return other

    def get(self, key: str) -> Entry | None:
        """The entry of a surface form (see `textrepair.lexicon.compile.key_of`)."""
        entry = self._entries.get(key)
        if entry is not None:
            return entry
        line = self._lines.get(key)
        return None if line is None else parse(line)


def _longest(keys: Iterable[str]) -> dict[str, int]:
    """First word of a form → words of the longest form that begins with it."""
    longest: dict[str, int] = {}
    for key in keys:
        first, _, rest = key.replace("-", " ").partition(" ")
        size = 2 + rest.count(" ") if rest else 1
        if size > longest.get(first, 0):
            longest[first] = size
    return longest


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    return Lexicon(read_blob("lexicon.bin"))


@cache
def default_triggers() -> tuple[dict[str, float], tuple[str, ...]]:
    """The forms that may wake the judge, with their evidence in nats, and the strings of scraping leftovers."""
    lines = read_blob("triggers.bin")
    stubs = tuple(key for key, weight in lines.items() if weight == LEFTOVER)
    return {key: float(weight) for key, weight in lines.items() if weight != LEFTOVER}, stubs
