"""Two rounds of edits as one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from textrepair.model import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class _Placed:
    """An edit with its place in the text between the rounds (for `first`: where its replacement stands)."""

    start: int
    end: int
    edit: Edit
    second: bool


def compose(text: str, first: tuple[Edit, ...], second: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Edits on `text` that do what `first`, and then `second` on the outcome, would do.

    Edits that share text become one (rules joined by ``+``, confidences multiplied, evidence of both); the
    others stay as they are but for their offsets. Edits that cancel out disappear.

    Args:
        text: the text before both rounds.
        first: edits of `text`, ordered and disjoint.
        second: edits of ``apply_edits(text, first)``, ordered and disjoint.

    >>> one, two = (Edit(0, 2, "ab", "xyz"),), (Edit(1, 4, "yzc", "!"),)
    >>> [(e.start, e.end, e.replacement) for e in compose("abcd", one, two)]
    [(0, 3, 'x!')]
    """
    if not first or not second:
        return first or second
    between = apply_edits(text, first)
    out: list[Edit] = []
    shift = 0  # from the text between the rounds to the original, outside edits of the first round
    for group in _groups(_placed(first, second)):
        start = group[0].start + shift
        shift -= sum(len(p.edit.replacement) - (p.edit.end - p.edit.start) for p in group if not p.second)
        end = max(p.end for p in group) + shift
        edit = _merged(text[start:end], start, group, between)
        if edit.replacement != edit.original:
            out.append(edit)
    return tuple(out)


def _placed(first: tuple[Edit, ...], second: tuple[Edit, ...]) -> list[_Placed]:
    """Edits of both rounds in the order of the text between them."""
    placed = [_Placed(e.start, e.end, e, second=True) for e in second]
    shift = 0
    for e in first:
        start = e.start + shift
        placed.append(_Placed(start, start + len(e.replacement), e, second=False))
        shift += len(e.replacement) - (e.end - e.start)
    return sorted(placed, key=lambda p: (p.start, p.end, p.second))


def _groups(placed: list[_Placed]) -> list[list[_Placed]]:
    """Group edits that share text, or of which one inserts at the border of another."""
    groups: list[list[_Placed]] = []
    end, inserts = -1, False
    for p in placed:
        inserting = p.edit.start == p.edit.end
        if p.start < end or (p.start == end and (inserts or inserting)):
            groups[-1].append(p)
            inserts = inserting if p.end > end else inserts or (inserting and p.end == end)
            end = max(end, p.end)
        else:
            groups.append([p])
            end, inserts = p.end, inserting
    return groups


def _merged(original: str, start: int, group: list[_Placed], between: str) -> Edit:
    """Make the edits of a group one; `original` is what they cover, from `start` on."""
    if len(group) == 1:
        return replace(group[0].edit, start=start, end=start + len(original))
    base = group[0].start
    covered = between[base : max(p.end for p in group)]
    later = tuple(replace(p.edit, start=p.start - base, end=p.end - base) for p in group if p.second)
    edits = [p.edit for p in sorted(group, key=lambda p: p.second)]
    return Edit(
        start=start,
        end=start + len(original),
        original=original,
        replacement=apply_edits(covered, later),
        rule="+".join(dict.fromkeys(e.rule for e in edits)),
        confidence=math.prod(e.confidence for e in edits),
        evidence=tuple(item for e in edits for item in e.evidence),
    )
