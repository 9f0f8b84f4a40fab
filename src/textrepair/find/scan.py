"""The hot path: whether a text holds anything that may be a sign of spinning, and where.

One pass of an Aho-Corasick automaton (`ahocorasick_rs`; why: ``docs/speed.md``) over a one-byte image of the
text, in which byte *i* stands for code point *i*: letters in lower case, everything between words a space.
Whole words cost nothing to test, as patterns are padded with spaces, and no offset ever needs mapping.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BAR = 5.0  # nats of trigger evidence within `WINDOW` that wake the judge: one clean text in eight has them
WINDOW = 2_000  # code points
MARGIN = 4_000  # code points judged on each side of a window with evidence
SHORT = 20_000  # code points; a shorter text is judged whole


def _image_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(256):
        letter = chr(code).lower().encode("latin-1", "replace")
        if chr(code).isalnum() and len(letter) == 1:
            table[code] = letter[0]
    return bytes(table)


_TABLE = _image_table()


def image(text: str) -> bytes:
    """One byte a code point: lower-case letters and digits of Latin-1, a space for everything else.

    >>> image("İ—The “Final  Yr”")
    b'  the  final  yr '
    """
    return text.encode("latin-1", "replace").translate(_TABLE)


class Sight(NamedTuple):
    """What one look at a text found.

    Attributes:
        zones: stretches to judge (code points), in order; empty for text without signs of spinning.
        leftovers: whether scraping leftovers may stand in it.
    """

    zones: tuple[tuple[int, int], ...] = ()
    leftovers: bool = False


NOTHING = Sight()


class Scanner:
    """Finds where a text has trigger evidence; immutable, cheap to rebuild (it pickles as its triggers).

    Args:
        triggers: surface form → evidence in nats.
        leftovers: strings without which no scraping leftover can stand in a text.
    """

    __slots__ = ("_arguments", "_automaton", "_weights")

    def __init__(self, triggers: Mapping[str, float], leftovers: Iterable[str] = ()) -> None:
        self._arguments = (dict(triggers), tuple(leftovers))
        forms, stubs = self._arguments
        self._weights = list(forms.values())
        patterns = [image(f" {form} ") for form in forms] + [image(stub) for stub in stubs]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            patterns, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def __reduce__(self) -> tuple[type[Scanner], tuple[dict[str, float], tuple[str, ...]]]:
        return Scanner, self._arguments

    def look(self, text: str) -> Sight:
        r"""Look at a text once.

        A break in the middle of a phrase ("final\r\n yr") is folded up to two characters, and only where
        nothing else was found: the judge reads tokens, this pass only has to find one sign of several.
        """
        picture = b" %b " % image(text)
        hits = self._automaton.find_matches_as_indexes(picture)
        if not hits:
            hits = self._automaton.find_matches_as_indexes(picture.replace(b"  ", b" "))
            if not hits:
                return NOTHING
        signs = [hit for hit in hits if hit[0] < len(self._weights)]
        return Sight(tuple(self._zones(signs, len(text))), len(signs) < len(hits))

    def _zones(self, hits: list[tuple[int, int, int]], length: int) -> list[tuple[int, int]]:
        """Windows whose hits carry enough evidence, widened, merged, in order; repeats count less each time."""
        zones: list[tuple[int, int]] = []
        seen: Counter[int] = Counter()
        window: deque[tuple[int, float]] = deque()
        total = 0.0
        for which, start, _ in hits:
            seen[which] += 1
            window.append((start, self._weights[which] / seen[which]))
            total += window[-1][1]
            while window[0][0] < start - WINDOW:
                total -= window.popleft()[1]
            if total >= BAR:
                if length <= SHORT:
                    return [(0, length)]
                first, last = max(0, window[0][0] - MARGIN), min(length, start + MARGIN)
                if zones and first <= zones[-1][1]:
                    zones[-1] = (zones[-1][0], last)
                else:
                    zones.append((first, last))
        return zones
