"""The knowledge about scraping leftovers: ``packs/residue.toml`` as values."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from textrepair.errors import PackError
from textrepair.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import regex

SCOPES = ("line", "inline", "both")
# White space goes with the line, its break does not: `leftovers` decides which break goes.
_LINE = r"(?mi)^[^\S\r\n]*+(?:{})[^\S\r\n]*+(?=\r?$)"
_INLINE = r"(?mi){}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of leftover.

    Attributes:
        id: name, such as ``source-link``.
        pattern: regular expression (package `regex`, no case); a line rule must match the whole line.
        triggers: lower-case ASCII literals; text without any of them in lower case cannot match.
        message: what the leftover is, for a reader.
        scope: ``line`` (whole lines only), ``inline`` (inside a line, only on request) or ``both``.
        replace: what takes its place, as a template of `pattern`; only for ``inline``.
        confidence: probability (0 to 1) that a match is a leftover.
        examples: texts with one match each, and what remains of them.
        counterexamples: texts that the rule must leave alone.

    Raises:
        PackError: unknown scope, no trigger, or a trigger that is not lower-case ASCII.
    """

    id: str
    pattern: str
    triggers: tuple[str, ...]
    message: str
    scope: str = "line"
    replace: str = ""
    confidence: float = 0.99
    examples: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    counterexamples: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise PackError(f"rule {self.id!r}: scope {self.scope!r} is not one of {', '.join(SCOPES)}")
        if not self.triggers or not all(t and t.isascii() and t == t.lower() for t in self.triggers):
            raise PackError(f"rule {self.id!r}: triggers must be one or more lower-case ASCII strings")

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The reason that an edit of this rule gives."""
        return (Evidence("rule", math.log(self.confidence / (1 - self.confidence)), self.message),)


def parse_rules(table: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Rules from the plain values of a TOML file: an array of tables named ``rule``.

    Raises:
        PackError: a missing or unknown key, or a value that cannot be used; the message names the rule.
    """
    known = {f.name for f in fields(Rule)}
    rules = []
    for number, row in enumerate(table.get("rule", ()), 1):
        name = row.get("id", f"number {number}")
        if unknown := sorted(set(row) - known):
            raise PackError(f"rule {name!r}: unknown key {unknown[0]!r} (known: {', '.join(sorted(known))})")
        try:
            rules.append(Rule(**{key: _frozen(value) for key, value in row.items()}))
        except TypeError as error:
            raise PackError(f"rule {name!r}: {error}") from None
    return tuple(rules)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Rules that ship with the package."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    content = resources.files("textrepair").joinpath("packs/residue.toml").read_text("utf-8")
    return parse_rules(tomllib.loads(content))


@cache
def compiled(rule: Rule, *, inline: bool) -> regex.Pattern[str]:
    """Expression of a rule for whole lines, or for any place in a line.

    Raises:
        PackError: the pattern is not a valid expression.
    """
    import regex

    try:
        return regex.compile((_INLINE if inline else _LINE).format(rule.pattern))
    except regex.error as error:
        raise PackError(f"rule {rule.id!r}: the pattern is not a valid expression: {error}") from error
