"""What a repairer knows: the built-in packs and models, and what its user adds. Loaded when first needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from textrepair.find.scan import BAR, Scanner
from textrepair.lexicon.store import Lexicon, default_lexicon, default_triggers

if TYPE_CHECKING:
    import regex

    from textrepair.config import RepairConfig
    from textrepair.model import Entry
    from textrepair.terms.spot import Spotter

PATTERN_TIMEOUT = 5.0  # seconds that a user's pattern may take on one text


@cache
def default_scanner() -> Scanner:
    """The scanner for the built-in triggers, built once."""
    return Scanner(*default_triggers())


@dataclass(frozen=True, slots=True)
class Extras:
    """What one configuration adds to the built-in knowledge.

    Attributes:
        scanner: looks for the built-in triggers and those of the user's packs and terms.
        own: the built-in lexicon under the user's packs; None if there are none.
        spotter: finds spun forms of the user's terms; None if there are none.
        ignored: patterns whose matches must not change.
    """

    scanner: Scanner
    own: Lexicon | None
    spotter: Spotter | None
    ignored: tuple[regex.Pattern[str], ...]

    def lexicon(self) -> Lexicon:
        """What surface forms are looked up in."""
        return self.own or default_lexicon()


def extras(config: RepairConfig) -> Extras:
    """Read and compile what a configuration names.

    Raises:
        PackError: a pack that cannot be read (the message has file, line and what is wrong).
        ConfigError: a pattern that does not compile.
    """
    if not (config.packs or config.terms or config.ignore_words or config.ignore_patterns):
        return Extras(default_scanner(), None, None, ())
    entries = _pack_entries(config.packs) if config.packs else {}
    spotter = _spotter(config.terms) if config.terms else None
    scanner = default_scanner()
    if entries or spotter:
        # What users list themselves wakes the judge alone.
        woken = {key: max(entry.evidence, BAR) for key, entry in entries.items() if entry.evidence > 1}
        signs, leftovers = default_triggers()
        scanner = Scanner({**signs, **woken}, leftovers)
    own = default_lexicon().extended(entries) if entries else None
    return Extras(scanner, own, spotter, _ignored(config))


def _pack_entries(paths: tuple[str, ...]) -> dict[str, Entry]:
    from textrepair.lexicon.compile import compile_rows
    from textrepair.lexicon.rows import read_user_pack

    return compile_rows(row for path in paths for row in read_user_pack(Path(path)))


def _spotter(terms: tuple[str, ...]) -> Spotter:
    from textrepair.judge.context import default_model
    from textrepair.terms.index import TermIndex
    from textrepair.terms.pack import default_channel
    from textrepair.terms.spot import Spotter

    return Spotter(TermIndex(terms), default_channel(), default_model())


def _ignored(config: RepairConfig) -> tuple[regex.Pattern[str], ...]:
    """Compile each pattern alone, so that flags and group numbers of one do not reach the next."""
    import regex

    from textrepair.errors import ConfigError

    words = [phrase for phrase in map(_loosely, config.ignore_words) if phrase]
    patterns = [regex.compile(rf"(?i:(?<!\w)(?:{'|'.join(words)})(?!\w))")] if words else []
    for pattern in config.ignore_patterns:
        try:
            patterns.append(regex.compile(pattern))
        except regex.error as error:
            raise ConfigError(f"ignore_patterns: {pattern!r} is not a regular expression: {error}") from None
    return tuple(patterns)


def _loosely(phrase: str) -> str:
    """A pattern for a phrase with any white space between its words and any kind of apostrophe."""
    import regex

    return r"\s+".join(regex.escape(word) for word in phrase.split()).replace("’", "'").replace("'", "['’]")
