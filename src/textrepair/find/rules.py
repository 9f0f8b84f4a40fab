r"""Rules with context: habits of spinners that no pair of phrases can hold ("two,263", "in Might").

A rule is data (``packs/rules/*.toml``), a table ``[[rule]]`` with the fields of `Rule`:

* `pattern` is an expression of the package `regex` whose group ``spun`` is what changes; a space in it stands
  for any white space inside a paragraph (write ``\s`` inside a class), ``\L<name>`` for a word of the list
  `name` (table ``[lists]`` of any file);
* `options` are what the writer may have written, with weights; ``{name}`` stands for a group of `pattern`;
* or `transform` names a function of this module that computes the one reading from the spun part.

Whether a match is an artifact is for the judge to decide; a rule only says what it could be.
"""

from __future__ import annotations

import math
import re
import sys
from bisect import bisect_left
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from textrepair.errors import PackError
from textrepair.model import Candidate, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import regex

    from textrepair.find.tokens import Tokens

TIERS = ("c", "l", "t")
REACH = 60  # code points after the last token that a pattern may look at
_SPACE = r"(?:[^\S\n]*+\n?[^\S\n]*+(?<=\s))"
_LIST = re.compile(r"\\L<(\w+)>")
_POSSESSIVE = "'s"
_UNITS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    )
} | {"nil": 0}  # fmt: skip
_TENS = {
    word: 10 * number
    for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_WORDS = re.compile(r"[a-z]+(?:[\s-][a-z]+)*", re.IGNORECASE)


def number_word(spun: str) -> str | None:
    """Spell out a number up to nineteen.

    >>> number_word("5"), number_word("25")
    ('five', None)
    """
    return next((word for word, number in _UNITS.items() if str(number) == spun), None)


def digits(spun: str) -> str | None:
    """Write a number that is partly or wholly in words in digits; None for what is no number.

    >>> [digits(s) for s in ("two,263", "18.three", "nil.1", "50,00zero", "one hundred", "thirty-five")]
    ['2,263', '18.3', '0.1', '50,000', '100', '35']
    """
    values = [_value(words.lower()) for words in _WORDS.findall(spun)]
    if not values or None in values:
        return None
    numbers = map(str, values)
    return _WORDS.sub(lambda _: next(numbers), spun)


def _value(words: str) -> int | None:
    """Value of "five", "thirty-five" or "one hundred"."""
    first, _, second = " ".join(words.replace("-", " ").split()).partition(" ")
    if second == "hundred":
        return 100 * _UNITS[first] if first in _UNITS else None
    if first in _TENS:
        return _TENS[first] + (_UNITS.get(second, 0) if second else 0)
    return None if second else _UNITS.get(first)


TRANSFORMS = {"number-word": number_word, "digits": digits}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One habit.

    Attributes:
        id: name, such as ``half-worded``; candidates carry it as ``rule/half-worded``.
        message: what the habit is, for a reader.
        pattern: see the module.
        needs: normalised tokens (numbers are ``0``; in a file, ``<name>`` stands for a list's words); a text
            without any of them is not searched.
        options: readings and their weights (shares of 1), the most probable first.
        transform: name of the function that gives the reading, if there are no `options`.
        artifact: log-odds that a match is an artifact where text is spun (nats).
        evidence: how much rarer matches are in clean than in spun text (nats).
        gain: how much more frequent the reading is in clean English than the spun form (nats).
        tier: ``c`` certain (never good English), ``l`` likely, ``t`` needs context.
        seen: sightings on marked-up pages.
        families: sightings by family of spinner, such as ``"A12 B3"``; 1 for one only known to do it.
        examples: texts with the one match between « and », and what takes its place.
        counterexamples: texts that the rule must leave alone.
        lists: the word lists that `pattern` names.

    Raises:
        PackError: a value that cannot be used.
    """

    id: str
    message: str
    pattern: str
    needs: tuple[str, ...]
    tier: str
    artifact: float
    evidence: float
    gain: float = 0.0
    seen: int = 0
    families: str = ""
    options: tuple[tuple[str, float], ...] = ()
    transform: str = ""
    examples: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    counterexamples: tuple[str, ...] = field(default=(), repr=False)
    lists: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.tier not in TIERS:
            raise PackError(f"rule {self.id!r}: tier {self.tier!r} is not one of {', '.join(TIERS)}")
        if not self.needs:
            raise PackError(f"rule {self.id!r}: name the tokens it needs, so that other texts do not pay")
        if bool(self.options) == bool(self.transform):
            raise PackError(f"rule {self.id!r}: give either options or a transform")
        if self.transform and self.transform not in TRANSFORMS:
            known = ", ".join(TRANSFORMS)
            raise PackError(f"rule {self.id!r}: transform {self.transform!r} is not one of {known}")
        if any(not 0 < weight <= 1 for _, weight in self.options):
            raise PackError(f"rule {self.id!r}: weights are shares, above 0 and up to 1")


def rule_candidates(text: str, tokens: Tokens, rules: Iterable[Rule] | None = None) -> list[Candidate]:
    """Every place where a rule matches, by first token, longer ones first.

    Args:
        text: the text that `tokens` are from.
        tokens: all or a stretch of its tokens; protected ones are left alone.
        rules: the rules to apply; those that ship with the package if not given.

    Raises:
        PackError: a rule whose pattern is not a valid expression.
    """
    if not tokens.words:
        return []
    present = frozenset(tokens.words)
    start, end = tokens.starts[0], min(len(text), tokens.ends[-1] + REACH)
    found = [
        candidate
        for rule in (builtin_rules() if rules is None else rules)
        if not present.isdisjoint(rule.needs)
        for match in compiled(rule).finditer(text, start, end)
        if (candidate := _candidate(rule, match, text, tokens))
    ]
    return sorted(found, key=lambda c: (c.first, -c.stop, c.rule))


def _candidate(rule: Rule, match: regex.Match[str], text: str, tokens: Tokens) -> Candidate | None:
    """Turn a match into a candidate; None if its spun part is not a run of free tokens, or has no reading."""
    start, end = match.span("spun")
    first, last = bisect_left(tokens.starts, start), bisect_left(tokens.ends, end)
    if last >= len(tokens.words) or first > last or tokens.starts[first] != start:
        return None
    tail = tokens.ends[last] - end
    if tail and (tail != len(_POSSESSIVE) or not tokens.words[last].endswith(_POSSESSIVE)):
        return None
    if tokens.protected and not tokens.protected.isdisjoint(range(first, last + 1)):
        return None
    readings = _readings(rule, match)
    if not readings:
        return None
    opens = first in tokens.sentences or tokens.words[first - 1] == "."  # to tokens only capitals start one
    if opens and not text[start].isalpha():
        readings = tuple((reading[:1].upper() + reading[1:], weight) for reading, weight in readings)
    return Candidate(first, last + 1, f"rule/{rule.id}", _entry(rule, readings), possessive=tail)


def _readings(rule: Rule, match: regex.Match[str]) -> tuple[tuple[str, float], ...]:
    """List what a match can stand for, with weights."""
    if rule.transform:
        reading = TRANSFORMS[rule.transform](match["spun"])
        return ((reading, 1.0),) if reading else ()
    return tuple((match.expandf(text) if "{" in text else text, weight) for text, weight in rule.options)


def _entry(rule: Rule, readings: tuple[tuple[str, float], ...]) -> Entry:
    options = tuple((reading, math.log(weight), rule.gain) for reading, weight in readings)
    counted = math.log1p(rule.seen)
    return Entry(options, rule.artifact, rule.evidence, counted, rule.tier, rule.families)


@cache
def compiled(rule: Rule) -> regex.Pattern[str]:
    """Expression of a rule.

    Raises:
        PackError: the pattern is not a valid expression, or lacks the group ``spun``.
    """
    import regex

    lists: dict[str, Any] = {name: [*words] for name, words in rule.lists}
    try:
        pattern = regex.compile(rule.pattern.replace(" ", _SPACE), **lists)
    except regex.error as error:
        raise PackError(f"rule {rule.id!r}: the pattern is not a valid expression: {error}") from error
    if "spun" not in pattern.groupindex:
        raise PackError(f"rule {rule.id!r}: the pattern has no group 'spun'")
    return pattern


def parse_rules(table: Mapping[str, Any], lists: Mapping[str, Iterable[str]]) -> tuple[Rule, ...]:
    """Rules from the plain values of a TOML file.

    Args:
        table: the file; its array of tables ``rule`` is read.
        lists: word lists that patterns may name.

    Raises:
        PackError: a missing or unknown key, or a value that cannot be used; the message names the rule.
    """
    known = {f.name for f in fields(Rule)} - {"lists"}
    rules = []
    for number, row in enumerate(table.get("rule", ()), 1):
        name = row.get("id", f"number {number}")
        if unknown := sorted(set(row) - known):
            raise PackError(f"rule {name!r}: unknown key {unknown[0]!r} (known: {', '.join(sorted(known))})")
        named = dict.fromkeys(_LIST.findall(row.get("pattern", "")))
        if missing := [n for n in named if n not in lists]:
            raise PackError(f"rule {name!r}: there is no list {missing[0]!r}")
        try:
            values = {key: _plain(key, value) for key, value in row.items()}
            values["needs"] = tuple(_expanded(values.get("needs", ()), lists))
            rules.append(Rule(**values, lists=tuple((n, tuple(lists[n])) for n in named)))
        except (TypeError, KeyError) as error:
            raise PackError(f"rule {name!r}: {error}") from None
    return tuple(rules)


def _expanded(needs: Iterable[str], lists: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Words and, for ``<name>``, the words of a list, as tokens are normalised."""
    for need in needs:
        yield from (word.lower() for word in lists[need[1:-1]]) if need.startswith("<") else (need,)


def _plain(key: str, value: Any) -> Any:
    """Turn a TOML value into what `Rule` keeps."""
    if key == "options":
        return tuple((option["text"], float(option.get("weight", 1.0))) for option in value)
    if key == "examples":
        return tuple((example["text"], example["fix"]) for example in value)
    return tuple(value) if isinstance(value, list) else value


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Rules that ship with the package, by file and place in it."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    folder = resources.files("textrepair") / "packs" / "rules"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    tables = [tomllib.loads(f.read_text("utf-8")) for f in files]
    lists = {
        name: words.split() if isinstance(words, str) else words
        for table in tables
        for name, words in table.get("lists", {}).items()
    }
    return tuple(rule for table in tables for rule in parse_rules(table, lists))
