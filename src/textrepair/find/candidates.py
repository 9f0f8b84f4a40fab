"""Candidates: every span of tokens that may be a spinner's artifact, whoever proposes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textrepair.model import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textrepair.find.tokens import Tokens
    from textrepair.lexicon.store import Lexicon


def lexicon_candidates(text: str, tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """Every span of tokens that the lexicon knows, in the order of their first tokens."""
    found: list[Candidate] = []
    for first, word in enumerate(tokens.words):
        longest = lexicon.longest.get(word, 0)
        if longest or word.endswith("'s"):
            for span in _spans(tokens, first, max(longest, 1), lexicon):
                candidate = _with_fitting_case(text, tokens, span)
                if candidate:
                    found.append(candidate)
    return found


def lattice(tokens: Tokens, proposals: Iterable[Candidate]) -> list[Candidate]:
    """All proposals as one lattice: by first token, longer ones first, those inside a longer one marked.

    What touches protected tokens is dropped; of two proposals for the same span the one with more evidence
    stays.
    """
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in proposals:
        span = (candidate.first, -candidate.stop)
        known = best.get(span)
        if tokens.protected and not tokens.protected.isdisjoint(range(candidate.first, candidate.stop)):
            continue
        if known is None or candidate.entry.evidence > known.entry.evidence:
            best[span] = candidate
    found: list[Candidate] = []
    reach = 0
    for _, candidate in sorted(best.items()):
        covered = candidate.stop <= reach
        found.append(replace(candidate, covered=True) if covered else candidate)
        reach = max(reach, candidate.stop)
    return found


def _spans(tokens: Tokens, first: int, longest: int, lexicon: Lexicon) -> Iterator[Candidate]:
    """Entries that begin at token `first`, shortest first."""
    words, joins = tokens.words, tokens.joins
    key = ""
    for stop in range(first + 1, min(first + longest, len(words)) + 1):
        if stop > first + 1:
            if not joins[stop - 1]:
                return
            key += joins[stop - 1]
        last = words[stop - 1]
        entry = lexicon.get(key + last) or ("-" in key and lexicon.get((key + last).replace("-", " "))) or None
        if entry:
            yield Candidate(first, stop, f"pair/{key}{last}", entry)
        elif last.endswith("'s"):
            entry = lexicon.get(key + last[:-2])
            if entry:
                yield Candidate(first, stop, f"pair/{key}{last[:-2]}", entry, possessive=2)
        key += last


def _with_fitting_case(text: str, tokens: Tokens, candidate: Candidate) -> Candidate | None:
    """Originals with capitals ("Might" → "May") need a spun form with capitals; None if no reading remains."""
    options = candidate.entry.options
    if all(original == original.lower() for original, *_ in options):
        return candidate
    if text[tokens.starts[candidate.first]].isupper() and text[tokens.starts[candidate.stop - 1]].isupper():
        return candidate
    fitting = tuple(option for option in options if option[0] == option[0].lower())
    return replace(candidate, entry=replace(candidate.entry, options=fitting)) if fitting else None
