"""Candidates: where the tokens of a text are surface forms of the lexicon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textrepair.model import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textrepair.find.tokens import Tokens
    from textrepair.lexicon.store import Lexicon


def candidates(text: str, tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """Every span of tokens that the lexicon knows, by first token, longer ones first."""
    found: list[Candidate] = []
    reach = 0
    for first, word in enumerate(tokens.words):
        longest = lexicon.longest.get(word, 0)
        base = word[:-2] if word.endswith("'s") else ""
        if not longest and not base:
            continue
        spans = [*_spans(tokens, first, max(longest, 1), lexicon)]
        for span in reversed(spans):
            candidate = _with_fitting_case(text, tokens, span)
            if candidate and not _touches(tokens.protected, candidate):
                covered = candidate.stop <= reach or (found and found[-1].first == first)
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


def _touches(protected: frozenset[int], candidate: Candidate) -> bool:
    return bool(protected) and any(i in protected for i in range(candidate.first, candidate.stop))
