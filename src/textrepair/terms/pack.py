"""Term packs: ``packs/terms/<kind>.tsv``, the map of counted words, and a user's glossary.

A term file has the columns term, kind, field and aliases (separated by ``|``). ``words.tsv`` has spun
segment, original segment and sightings: word facts distilled from the Problematic Paper Screener's list.
The channel is compiled from ``packs/pairs`` and ``words.tsv`` into ``terms/channel.bin`` by
``python -m textrepair.terms.pack``; a test proves that it is fresh.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from textrepair.errors import PackError
from textrepair.lexicon.rows import builtin_pairs
from textrepair.terms.channel import Channel
from textrepair.terms.index import Term, TermIndex
from textrepair.terms.learn import PHRASE, pack_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from textrepair.terms.learn import Fact

COLUMNS = ("term", "kind", "field", "aliases")
WORDS = "words.tsv"
PRIORS = {"idiom": -4.0, "product": -1.0, "company": -1.0}  # nats: kinds whose words meet by chance


def read_terms(path: Traversable | Path) -> Iterator[Term]:
    """Terms of one file; blank lines and ``#`` comments are skipped.

    Raises:
        PackError: a line without the four columns (the message has file and line number).
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != len(COLUMNS):
                wanted = ", ".join(COLUMNS)
                raise PackError(f"{path}:{number}: expected {wanted}, found {len(fields)} columns")
            yield Term(fields[0], tuple(filter(None, fields[3].split("|"))), PRIORS.get(fields[1], 0.0))


def _folder() -> Traversable:
    return resources.files("textrepair") / "packs" / "terms"


def builtin_terms() -> Iterator[Term]:
    """Every term that ships with the package, kind by kind."""
    files = [f for f in _folder().iterdir() if f.name.endswith(".tsv") and f.name != WORDS]
    for file in sorted(files, key=lambda f: f.name):
        yield from read_terms(file)


def word_facts() -> Iterator[Fact]:
    """Yield the facts of ``words.tsv``, weighted for the channel.

    Raises:
        PackError: a line that is no fact.
    """
    path = _folder() / WORDS
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                spun, original, count = line.split("\t")
                yield spun, original, PHRASE * float(count)
            except ValueError:
                raise PackError(f"{path}:{number}: expected spun, original and a count") from None


def compiled() -> bytes:
    """Compress the channel's facts as they ship: sorted lines of spun, original and weight."""
    sums: dict[tuple[str, str], float] = {}
    for spun, original, weight in (*pack_facts(builtin_pairs()), *word_facts()):
        sums[spun, original] = sums.get((spun, original), 0.0) + weight
    lines = (f"{spun}\t{original}\t{weight:.2f}" for (spun, original), weight in sorted(sums.items()))
    return zlib.compress("\n".join(lines).encode(), 9)


@cache
def default_channel() -> Channel:
    """Load the channel that ships with the package, read once."""
    text = zlib.decompress((resources.files(__package__) / "channel.bin").read_bytes()).decode()
    rows = (line.split("\t") for line in text.split("\n"))
    return Channel((spun, original, float(weight)) for spun, original, weight in rows)


@cache
def default_index() -> TermIndex:
    """Load the index of the terms that ship with the package, read once."""
    return TermIndex(builtin_terms())


def main() -> None:
    """Write ``channel.bin``."""
    path = Path(__file__).parent / "channel.bin"
    path.write_bytes(compiled())
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
