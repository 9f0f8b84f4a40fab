"""The pack linter: what is wrong with rows, before they are compiled. ``python -m textrepair.lexicon.lint``.

An *error* breaks the build; a *warning* asks a reader to look. Every finding names its row and says why.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from wordfreq import word_frequency

from textrepair.find.tokens import tokenize
from textrepair.lexicon.inflect import gerund, is_plural, paired_forms, past
from textrepair.lexicon.rows import PARTS, builtin_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textrepair.lexicon.rows import PairRow

ERROR, WARNING = "error", "warning"
MAX_WORDS = 8
COMMON = {"c": 5e-6, "l": 2e-5}  # occurrences per word of clean English above which a tier is too bold
_FILES = {pos: f"{name}.tsv" for name, pos in PARTS.items()}
_BRITISH = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|ful|able|ite|hood|less)", "or"),
        (r"(?<=[a-z]{3})is(?=e$|es$|ed$|er$|ers$|ing$|ation)", "iz"),
        (r"(?<=al)ys(?=e$|es$|ed$|ing$)", "yz"),
        (r"tre(?=s?$)", "ter"),
        (r"ll(?=ed$|ing$|er$|ers$)", "l"),
        (r"ogue(?=s?$)", "og"),
        (r"(?<=f)ence(?=s?$)", "ense"),
        (r"amme(?=s?$)", "am"),
        (r"(?<=[bdgn])ae|(?<=^f)oe", "e"),
    )
)
# Words that neither decline nor conjugate.
_CLOSED = frozenset(
    re.findall(
        r"\S+",
        "a an the and or but not no if of to in on at by for with from he she it we they you i is was "
        "were be been are his her its our their your who which that this these "
        "those upon across beyond why would should must don't won't",
    )
)
# Swaps between function words that turn the sense round; no context model tells them apart for sure.
_HARMFUL = frozenset(
    frozenset(pair.split("/"))
    for pair in re.findall(
        r"\S+",
        "and/or and/but a/the an/the the/no not/never he/she his/her him/her i/you with/without before/after "
        "above/below more/less most/least in/out up/down on/off to/from all/none always/never yes/no "
        "over/under inside/outside can/can't",
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one row: `code` names the check, `message` is the reason in words."""

    row: PairRow
    code: str
    severity: str
    message: str

    @property
    def file(self) -> str:
        """File name of the pack that holds the row."""
        return _FILES[self.row.pos]

    def __str__(self) -> str:
        return f"{self.file}: {self.row.spun} → {self.row.original}: {self.severity} {self.code}: {self.message}"


def lint(rows: Sequence[PairRow], log_rate: Callable[[str], float]) -> list[Finding]:
    """Check `rows` (in the order of their files) against each other and against English.

    Args:
        rows: pack rows, those of one part of speech in the order of their file.
        log_rate: natural log of a phrase's occurrences per word of clean English
            (see `textrepair.lexicon.compile.log_rate_of`).

    Returns:
        Findings in the order of the checks, then of the rows; empty if all is well.
    """
    findings = [*_order(rows), *_loops(rows), *_nested(rows)]
    for row in rows:
        findings += _shape(row)
        findings += _self_correction(row)
        findings += _words(row)
        findings += _commonness(row, log_rate)
    return findings


def _order(rows: Sequence[PairRow]) -> Iterator[Finding]:
    by_part: dict[str, list[PairRow]] = defaultdict(list)
    for row in rows:
        by_part[row.pos].append(row)
    for part in by_part.values():
        seen: set[tuple[str, str]] = set()
        for before, row in pairwise(part):
            if (row.spun, row.original) < (before.spun, before.original):
                yield Finding(row, "unsorted", ERROR, f"stands after {before.spun!r}; sort the file by spun, original")
        for row in part:
            if (row.spun, row.original) in seen:
                yield Finding(row, "duplicate", ERROR, "the same pair stands above; merge the two rows")
            seen.add((row.spun, row.original))


def _loops(rows: Sequence[PairRow]) -> Iterator[Finding]:
    certain = {(row.spun.lower(), row.original.lower()) for row in rows if row.tier == "c"}
    for row in rows:
        if row.tier == "c" and (row.original.lower(), row.spun.lower()) in certain:
            yield Finding(row, "loop", ERROR, "the opposite pair is certain too; one of them is wrong")


def _nested(rows: Sequence[PairRow]) -> Iterator[Finding]:
    """Originals that would be repaired again."""
    certain = {row.spun.lower() for row in rows if row.tier == "c"}
    for row in rows:
        words = row.original.lower().split(" ")
        parts = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
        inner = next((part for part in parts if part in certain), None)
        if inner:
            message = f"the original has {inner!r}, which a certain row repairs; write what the writer wrote"
            yield Finding(row, "spun-original", ERROR, message)


def _shape(row: PairRow) -> Iterator[Finding]:
    """White space, characters, length and capitals of both sides."""
    for side, phrase in (("spun", row.spun), ("original", row.original)):
        if phrase != " ".join(phrase.split()):
            yield Finding(row, "white-space", ERROR, f"{side} side: single spaces between words, none around them")
        if re.search(r"[^\w '.&/+-]|_", phrase):
            yield Finding(row, "characters", ERROR, f"{side} side: letters, digits, ' . & / + and - only")
        if side == "spun" and re.search(r"(?<!\w)\d", phrase) and "0" in tokenize(phrase).words:
            yield Finding(row, "digits", ERROR, "numbers are looked up as 0, so the row would match any other number")
        if len(phrase.split()) > MAX_WORDS:
            yield Finding(row, "too-long", WARNING, f"{side} side: more than {MAX_WORDS} words; is it one habit?")
    if row.spun[:1].isupper() and row.original[:1].islower():
        yield Finding(row, "capitals", WARNING, "the spun side has a capital and the original none; say which is meant")


def american(phrase: str) -> str:
    """Fold a phrase to one spelling: lower case, American, straight apostrophes.

    >>> american("Organising the Programme’s colours")
    "organizing the program's colors"
    """
    return " ".join(_american(word) for word in phrase.lower().replace("’", "'").split())


@cache
def _american(word: str) -> str:
    word, mark, rest = word.partition("'")
    for british, replacement in _BRITISH:
        word = british.sub(replacement, word)
    return word + mark + rest


def _self_correction(row: PairRow) -> Iterator[Finding]:
    if american(row.spun) == american(row.original):
        yield Finding(
            row,
            "self-correction",
            ERROR,
            "both sides are one word in two spellings; a repair changes nothing",
        )
    elif any(american(spun) == american(original) for spun, original in _forms(row)):
        yield Finding(row, "self-correction", WARNING, "two inflected forms are the same word")
    if frozenset((row.spun.lower(), row.original.lower())) in _HARMFUL:
        yield Finding(row, "harmful", ERROR, "a swap of function words that can turn the sense round")


def _forms(row: PairRow) -> list[tuple[str, str]]:
    return list(paired_forms(row.spun, row.original, row.pos))


@cache
def _known(phrase: str) -> bool:
    """Whether wordfreq has every word of a phrase (digits and one-letter words pass)."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", phrase.lower().replace("'s", ""))
    return all(
        word_frequency(word, "en") or all(len(part) == 1 or word_frequency(part, "en") for part in word.split("'"))
        for word in words
    )


def _words(row: PairRow) -> Iterator[Finding]:
    """Words that are not English, and parts of speech that cannot be."""
    if not _known(row.original):
        severity = WARNING if row.seen or row.original[:1].isupper() else ERROR
        yield Finding(row, "unknown-word", severity, "the original has a word that English does not use")
    for side, phrase in (("spun", row.spun), ("original", row.original)):
        if row.pos == "v" and not _verb(phrase.split(" ")[0]):
            # A spun side that is no verb inflects into forms nobody meets; an original one is put into text.
            severity = ERROR if side == "original" else WARNING
            yield Finding(row, "part-of-speech", severity, f"{side} side: {phrase.split(' ')[0]!r} is no verb")
        if row.pos in "na" and phrase in _CLOSED:
            yield Finding(row, "part-of-speech", ERROR, f"{side} side: {phrase!r} does not inflect; see fixed.tsv")
    if row.pos == "n" and is_plural(row.spun) != is_plural(row.original):
        yield Finding(row, "number", WARNING, "one side is a plural and the other is not")


@cache
def _verb(word: str) -> bool:
    """Whether a word has a verb's forms in use, or is too rare to tell."""
    if word in ("be", "beware") or not word.isalpha():
        return True
    if word in _CLOSED:
        return False
    return word_frequency(word, "en") < 1e-6 or any(word_frequency(f, "en") for f in (gerund(word), *past(word)[0]))


def _commonness(row: PairRow, log_rate: Callable[[str], float]) -> Iterator[Finding]:
    """Bold rows whose spun side is good English."""
    bound = COMMON.get(row.tier)
    if bound is None:
        return
    rate = math.exp(log_rate(row.spun))
    if rate > bound:
        severity = ERROR if row.tier == "c" else WARNING
        message = f"{rate * 1e6:.1f} per million words of clean English; tier {row.tier!r} allows {bound * 1e6:g}"
        yield Finding(row, "common", severity, message)


def main() -> int:
    """Lint the packs that ship; exit code 1 if there are errors."""
    from textrepair.lexicon.compile import log_rate_of

    findings = lint(tuple(builtin_pairs()), log_rate_of())
    for finding in findings:
        print(finding)
    return int(any(finding.severity == ERROR for finding in findings))


if __name__ == "__main__":
    raise SystemExit(main())
