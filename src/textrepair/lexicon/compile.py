"""Compile the packs into the artefact that ships: ``python -m textrepair.lexicon.compile``.

``data/lexicon.bin`` is zlib-compressed UTF-8 text of two blocks with one line an entry, surface forms and
their payloads; ``data/triggers.bin`` has the forms that may wake the judge, with their weights. Text clean of
triggers never loads the lexicon. A test proves that both are fresh.
"""

from __future__ import annotations

import math
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wordfreq import word_frequency

from textrepair.find.tokens import tokenize
from textrepair.judge.context import default_model
from textrepair.judge.passages import SIGN
from textrepair.lexicon.channel import entry, surfaces
from textrepair.lexicon.rows import builtin_pairs
from textrepair.lexicon.store import LEFTOVER
from textrepair.residue.leftovers import triggers as leftover_triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textrepair.lexicon.rows import PairRow
    from textrepair.model import Entry

TRIGGER_EVIDENCE = 2.5  # nats; a weaker sign never wakes the judge
TRIGGER_RATE = 4e-6  # per running word of clean English; a more frequent one costs more than it finds
DATA = Path(__file__).parent.parent / "data"


def log_rate_of() -> Callable[[str], float]:
    """Log rate of a phrase in clean English: our own corpora, and for words wordfreq's many registers."""
    model = default_model()
    counted = _counted_phrases()

    @cache
    def log_rate(phrase: str) -> float:
        key = key_of(phrase)
        words = key.replace("-", " ").split(" ")
        rate = model.log_rate(words)
        if key in counted:
            return max(rate, math.log(counted[key]) - model.log_total)
        if len(words) == 1:
            frequency = word_frequency(words[0], "en")
            return max(rate, math.log(frequency)) if frequency else rate
        return rate

    return log_rate


def _counted_phrases() -> dict[str, int]:
    """Phrases that clean English uses more than the context model knows, with their occurrences."""
    lines = (DATA.parent / "packs" / "common.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {form: int(count) for form, count in rows}


def key_of(phrase: str) -> str:
    """How text is looked up: normalised tokens joined as they hang together.

    >>> key_of("On-line  Games")
    'on-line games'
    """
    tokens = tokenize(phrase)
    return "".join(
        word if i == 0 else f"{join or ' '}{word}"
        for i, (word, join) in enumerate(zip(tokens.words, tokens.joins, strict=True))
    )


def compile_rows(rows: Iterable[PairRow]) -> dict[str, Entry]:
    """Surface form → entry, sorted by form."""
    log_rate = log_rate_of()
    table = surfaces(rows, log_rate)
    return {key_of(form): entry(key_of(form), table[form], log_rate) for form in sorted(table)}


def payload(item: Entry) -> str:
    """An entry as one line of the artefact (see `textrepair.lexicon.store.parse`)."""
    options = ";".join(f"{original}={channel:.2f}={gain:.2f}" for original, channel, gain in item.options)
    return f"{item.artifact:.2f}|{item.evidence:.2f}|{item.counted:.2f}|{item.tier}|{item.families}|{options}"


def triggers(entries: dict[str, Entry], log_rate: Callable[[str], float]) -> dict[str, float]:
    """Forms rare enough in clean English to look for in every text, with their evidence above `SIGN`."""
    return {
        key: item.evidence - SIGN
        for key, item in entries.items()
        if item.evidence >= TRIGGER_EVIDENCE and math.exp(log_rate(key)) <= TRIGGER_RATE
    }


def blob(keys: Iterable[str], values: Iterable[str]) -> bytes:
    """Two blocks of lines as a compressed artefact."""
    return zlib.compress(("\n".join(keys) + "\n\n" + "\n".join(values)).encode(), 9)


def artefacts() -> dict[str, bytes]:
    """File name → content of everything that is generated from the packs."""
    entries = compile_rows(builtin_pairs())
    woken = {key: f"{weight:.2f}" for key, weight in triggers(entries, log_rate_of()).items()}
    woken |= dict.fromkeys(leftover_triggers("lines"), LEFTOVER)
    return {
        "lexicon.bin": blob(entries, map(payload, entries.values())),
        "triggers.bin": blob(woken, woken.values()),
    }


def main() -> None:
    """Write the artefacts."""
    for name, content in artefacts().items():
        (DATA / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
