"""Broken characters: mojibake and look-alike letters, mended with the libraries of the extra ``unicode``.

Mojibake is text whose bytes were read in the wrong encoding ("cafÃ©"); look-alike letters are Cyrillic or
Greek ones in a Latin word ("Вlinkеn"), which hide a word from every search.
"""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

from textrepair.errors import TextRepairError
from textrepair.model import Edit, Evidence, apply_edits
from textrepair.rewrite.compose import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["MissingExtraError", "compose", "mend"]

_MOJIBAKE = "characters/mojibake"
_LOOKALIKE = "characters/lookalike"
_REASONS = {
    _MOJIBAKE: (0.97, Evidence("rule", 3.5, "characters that come of reading text in the wrong encoding")),
    _LOOKALIKE: (0.98, Evidence("rule", 3.9, "Cyrillic or Greek letters that look like the Latin ones")),
}
_WIDE = re.compile(r"[^\x00-\x7f]")
_RUNS = re.compile(r"[^\x00-\x7f]+|\s+|[^\s\x80-\U0010ffff]+")
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_SYMBOLS = frozenset("αγινρσυϱ")  # letters that science hangs on Latin ones: TNFα, logρ
_COMMON = 4.0  # Zipf frequency (log10 of uses per 10^9 words) of a word that can be trusted to be meant
_MAX_WORD = 60  # code points
_MAX_RUNS = 2_000  # runs of a line that are aligned; the cost is quadratic


class MissingExtraError(TextRepairError, ImportError):
    """The libraries for broken characters are not installed."""


def mend(text: str) -> tuple[Edit, ...]:
    """Edits that undo mojibake (``characters/mojibake``) and look-alike letters (``characters/lookalike``).

    Nothing else changes: no quotes, ligatures, widths, line breaks or normal forms. Edits are in order,
    disjoint, and as small as a run of broken characters or a word.

    Raises:
        MissingExtraError: the extra ``unicode`` is not installed.

    >>> [(e.original, e.replacement) for e in mend("The cafÃ© оpened.")]
    [('Ã©', 'é'), ('оpened', 'opened')]
    """
    decode, latin = _decoder(), _latin_letters()
    if not _WIDE.search(text):
        return ()
    first = tuple(_mojibake(text, decode))
    return compose(text, first, tuple(_lookalikes(apply_edits(text, first), latin)))


@cache
def _decoder() -> Callable[[str], str]:
    """Mend the encoding of a line, and nothing else; what was lost on the way is not papered over."""
    try:
        from ftfy import TextFixerConfig, fix_encoding
    except ImportError as error:
        raise _missing() from error
    config = TextFixerConfig(explain=False, replace_lossy_sequences=False)
    return lambda line: str(fix_encoding(line, config))


@cache
def _latin_letters() -> Mapping[int, str]:
    """Table for `str.translate`: Greek or Cyrillic letter → the ASCII letter of its case it looks like."""
    try:
        from homoglyphs_fork import Homoglyphs
    except ImportError as error:
        raise _missing() from error
    foreign = [chr(code) for code in range(0x370, 0x530)]
    library = Homoglyphs(alphabet=[*string.ascii_letters, *foreign])
    table = {}
    for letter in foreign:
        same_case = string.ascii_uppercase if letter.isupper() else string.ascii_lowercase
        alike = [a for a in library.get_combinations(letter) if a in same_case]
        if len(alike) == 1:
            table[ord(letter)] = alike[0]
    return table


def _missing() -> MissingExtraError:
    return MissingExtraError("mending characters needs two more libraries: pip install textrepair[unicode]")


def _mojibake(text: str, decode: Callable[[str], str]) -> Iterator[Edit]:
    position = 0
    for line in text.split("\n"):
        if _WIDE.search(line):
            fixed = decode(line)
            if fixed != line:
                yield from _line_edits(line, fixed, position)
        position += len(line) + 1


def _line_edits(line: str, fixed: str, offset: int) -> Iterator[Edit]:
    """Find the runs of characters in which a line and its mended form differ."""
    before, after = _RUNS.findall(line), _RUNS.findall(fixed)
    at = [offset]
    for run in before:
        at.append(at[-1] + len(run))
    for i, j, k, m in _differences(before, after):
        original = "".join(before[i:j])
        if original.strip("\x85"):  # that character by itself is a line break of old systems
            yield _edit(at[i], original, "".join(after[k:m]), _MOJIBAKE)


def _differences(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches ``before[i:j]`` that became ``after[k:m]``."""
    pairs = [*zip(before, after, strict=False)]
    if len(before) == len(after) and all(a == b or _WIDE.match(a) for a, b in pairs):
        # Bytes of ASCII survive a wrong encoding, so nearly always run answers to run.
        yield from ((i, i + 1, i, i + 1) for i, (a, b) in enumerate(pairs) if a != b)
        return
    head = next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))
    limit = len(pairs) - head
    tail = next((i for i in range(limit) if before[-1 - i] != after[-1 - i]), limit)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old) > _MAX_RUNS or len(new) > _MAX_RUNS:
        yield head, head + len(old), head, head + len(new)
        return
    from difflib import SequenceMatcher

    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield head + i, head + j, head + k, head + m


def _lookalikes(text: str, latin: Mapping[int, str]) -> Iterator[Edit]:
    if not _FOREIGN.search(text):
        return
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) <= _MAX_WORD and (foreign := set(_FOREIGN.findall(word))):
            mended = word.translate(latin)
            if not _FOREIGN.search(mended) and _meant(word, mended, foreign):
                yield _edit(match.start(), word, mended, _LOOKALIKE)


def _meant(word: str, mended: str, foreign: set[str]) -> bool:
    """Whether a mixed word is a Latin one in disguise, not a formula or a slip in a Greek or Russian word."""
    own = sum(c.isalpha() and c not in foreign for c in word)
    mostly = 2 * own >= len(word)
    if mostly and foreign.isdisjoint(_SYMBOLS):
        return True
    regular = mended in (mended.lower(), mended.upper(), mended.title())
    if own < 2 or not regular or not (mostly or len(word) > 4):
        return False
    from wordfreq import zipf_frequency

    return zipf_frequency(mended, "en") >= _COMMON


def _edit(start: int, original: str, replacement: str, rule: str) -> Edit:
    confidence, evidence = _REASONS[rule]
    end = start + len(original)
    return Edit(start, end, original, replacement, rule=rule, confidence=confidence, evidence=(evidence,))
