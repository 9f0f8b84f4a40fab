"""Scraping leftovers: lines and stubs that a page's machinery left in the text.

Lines end with LF or CR LF.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from textrepair.model import Edit
from textrepair.residue.rules import builtin_rules, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ahocorasick_rs import BytesAhoCorasick

    from textrepair.residue.rules import Rule

MODES = ("lines", "all")
TIMEOUT = 10.0  # seconds for one rule on one text; the patterns are linear, so only a defect gets there
_SPACES = " \t\xa0"
_BREAKS = "\r\n"
_CLOSING = ".,;:!?)]”’"


@dataclass(frozen=True, slots=True)
class _Span:
    """A leftover before it is decided which white space goes with it."""

    start: int
    end: int
    rule: Rule
    replacement: str = ""
    whole: bool = False


def triggers(mode: str = "all") -> tuple[str, ...]:
    """Lower-case ASCII strings, sorted: a text whose lower-case form has none of them has no leftovers.

    Raises:
        ValueError: `mode` is neither ``lines`` nor ``all``.
    """
    return tuple(sorted({trigger for rule in _rules(mode) for trigger in rule.triggers}))


def may_have_leftovers(text: str, mode: str = "all") -> bool:
    """Whether a text is worth a call of `leftovers`; a scan at about the speed of memory.

    Raises:
        ValueError: `mode` is neither ``lines`` nor ``all``.
    """
    single, scanner = _scanner(mode)
    if any(character in text for character in single):
        return True
    return bool(scanner.find_matches_as_indexes(text.encode("utf-8", "surrogatepass").lower()))


def leftovers(text: str, mode: str = "lines") -> tuple[Edit, ...]:
    r"""Edits that remove the scraping leftovers of `text`, in order and disjoint.

    Args:
        text: any text; offsets of the edits are its code points.
        mode: ``lines`` finds whole lines only, which go with their line break (at the very end of a text
            without one, with the break before them); ``all`` finds what stands inside a line, too.

    Raises:
        ValueError: `mode` is neither ``lines`` nor ``all``.

    >>> [(e.start, e.end, e.rule) for e in leftovers("She left.\nSource link", "lines")]
    [(9, 21, 'residue/source-link')]
    """
    if not may_have_leftovers(text, mode):
        return ()
    lowered = text.lower()
    woken = [rule for rule in _rules(mode) if any(trigger in lowered for trigger in rule.triggers)]
    spans = [span for rule in woken for span in _spans(text, rule, mode)]
    return tuple(_edits(text, _with_breaks(text, [*_tidied(text, _disjoint(spans))])))


@cache
def _rules(mode: str) -> tuple[Rule, ...]:
    if mode not in MODES:
        raise ValueError(f"mode {mode!r} is not one of {', '.join(MODES)}")
    return tuple(rule for rule in builtin_rules() if mode == "all" or rule.scope != "inline")


@cache
def _scanner(mode: str) -> tuple[tuple[str, ...], BytesAhoCorasick]:
    """Triggers of one character, and an automaton for the others, whose vector search needs longer ones."""
    from ahocorasick_rs import BytesAhoCorasick, MatchKind

    single = tuple(t for t in triggers(mode) if len(t) == 1)
    longer = [t.encode() for t in sorted(triggers(mode), key=len, reverse=True) if len(t) > 1]  # fastest so
    return single, BytesAhoCorasick(longer, matchkind=MatchKind.LeftmostFirst)


def _spans(text: str, rule: Rule, mode: str) -> Iterator[_Span]:
    """Find what one rule knows, whole lines first."""
    try:
        if rule.scope != "inline":
            for match in compiled(rule, inline=False).finditer(text, timeout=TIMEOUT):
                yield _Span(*match.span(), rule, whole=True)
        if mode == "all" and rule.scope != "line":
            for match in compiled(rule, inline=True).finditer(text, timeout=TIMEOUT):
                yield _Span(*match.span(), rule, match.expand(rule.replace))
    except TimeoutError:  # better a leftover than a text that never ends
        return


def _disjoint(spans: list[_Span]) -> list[_Span]:
    """Spans in order without those that an earlier one overlaps; whole lines win, then the longest."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start, not s.whole, -s.end, s.rule.id)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _tidied(text: str, spans: list[_Span]) -> Iterator[_Span]:
    """Take the white space along that removal inside a line would leave over; words never grow together."""
    group: list[_Span] = []
    for span in spans:
        if group and (span.whole or span.replacement or text[group[-1].end : span.start].strip(_SPACES)):
            yield from _group(text, group)
            group = []
        if span.whole or span.replacement:
            yield span
        else:
            group.append(span)
    yield from _group(text, group)


def _group(text: str, group: list[_Span]) -> Iterator[_Span]:
    """Neighbours with nothing but white space between them, tidied as one."""
    if not group:
        return
    start, end, joint = _margins(text, group[0].start, group[-1].end)
    starts = [start, *(span.start for span in group[1:]), end]
    for i, span in enumerate(group):
        yield _Span(starts[i], starts[i + 1], span.rule, joint if i == 0 else "")


def _margins(text: str, start: int, end: int) -> tuple[int, int, str]:
    """How far the removal of ``text[start:end]`` reaches, and what must stand there instead."""
    left, right = start, end
    while left and text[left - 1] in _SPACES:
        left -= 1
    while right < len(text) and text[right] in _SPACES:
        right += 1
    if right == len(text) or text[right] in _BREAKS:
        return left, right, ""
    if left == 0 or text[left - 1] in _BREAKS:
        return start, right, ""
    if text[right] in _CLOSING:
        return left, right, ""
    if end < right:
        return left, end, ""
    return start, end, "" if left < start else " "


def _with_breaks(text: str, spans: list[_Span]) -> list[_Span]:
    """Whole lines with the line break that goes with them."""
    out: list[_Span] = []
    open_end = len(text)  # where lines end that have no break of their own left to take
    for span in reversed(spans):
        if span.whole and span.end == open_end:
            open_end = _break_before(text, span.start)
            out.append(_Span(open_end, span.end, span.rule, whole=True))
        elif span.whole:
            after = span.end + (2 if text[span.end] == "\r" else 1)
            out.append(_Span(span.start, after, span.rule, whole=True))
        else:
            out.append(span)
    return out[::-1]


def _break_before(text: str, start: int) -> int:
    """Where the line break before a line begins; 0 for the first line."""
    return max(start - (2 if text[max(start - 2, 0) : start] == "\r\n" else 1), 0)


def _edits(text: str, spans: list[_Span]) -> Iterator[Edit]:
    for span in spans:
        yield Edit(
            start=span.start,
            end=span.end,
            original=text[span.start : span.end],
            replacement=span.replacement,
            rule=f"residue/{span.rule.id}",
            confidence=span.rule.confidence,
            evidence=span.rule.evidence,
        )
