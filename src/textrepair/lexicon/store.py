"""The compiled lexicon at run time: surface form → entry, read lazily and parsed entry by entry."""

from __future__ import annotations

import zlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from textrepair.model import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_blob(name: str) -> dict[str, str]:
    """The lines of an artefact in ``data/``: keys and values."""
    content = zlib.decompress(resources.files("textrepair.data").joinpath(name).read_bytes()).decode()
    keys, values = content.split("\n\n")
    return dict(zip(keys.split("\n"), values.split("\n"), strict=True))


@cache
def parse(line: str) -> Entry:
    """One payload line of ``lexicon.bin``."""
    artifact, evidence, counted, tier, families, options = line.split("|")
    readings = tuple((o, float(c), float(g)) for o, c, g in (item.split("=") for item in options.split(";")))
    return Entry(readings, float(artifact), float(evidence), float(counted), tier, families)


class Lexicon:
    """Look-up of surface forms; immutable once built.

    Args:
        lines: payload lines of the artefact by surface form.
        entries: entries of the user's own packs; they take the place of ours.
    """

    __slots__ = ("_entries", "_lines", "longest")

    def __init__(self, lines: Mapping[str, str], entries: Mapping[str, Entry] | None = None) -> None:
        self._lines = lines
        self._entries = dict(entries or {})
        longest: dict[str, int] = {}
        for source in (lines, self._entries):
            for key in source:
                first, _, rest = key.replace("-", " ").partition(" ")
                size = 1 + (rest.count(" ") + 1 if rest else 0)
                if size > longest.get(first, 0):
                    longest[first] = size
        self.longest = longest

    def get(self, key: str) -> Entry | None:
        """The entry of a surface form (see `textrepair.lexicon.compile.key_of`)."""
        entry = self._entries.get(key)
        if entry is not None:
            return entry
        line = self._lines.get(key)
        return None if line is None else parse(line)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    return Lexicon(read_blob("lexicon.bin"))


@cache
def default_triggers() -> dict[str, float]:
    """The forms that may wake the judge, with their evidence in nats."""
    return {key: float(weight) for key, weight in read_blob("triggers.bin").items()}
