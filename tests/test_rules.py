"""Rules with context: every rule's own examples, what all rules leave alone, bad packs."""

from __future__ import annotations

import math
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.errors import PackError
from textrepair.find import rules as module
from textrepair.find.rules import Rule, builtin_rules, digits, number_word, parse_rules, rule_candidates
from textrepair.find.tokens import tokenize

if TYPE_CHECKING:
    from textrepair.find.tokens import Tokens
    from textrepair.model import Candidate

RULES = builtin_rules()
EXAMPLES = [(rule, text, fix) for rule in RULES for text, fix in rule.examples]
COUNTEREXAMPLES = [(rule, text) for rule in RULES for text in rule.counterexamples]
CLEAN = """In May 2020, she moved to the house where her parents had lived for five years. Both China and
India grew by 18.3 % last year, and the index fell to 2,263 points at 6:00. The place was quiet.
Each of the ministers was there; they might come in might and glory. He finished his final year, as well as a
thesis. She does not know because the door is shut. Use type 2 for 12 months, or pay $19,000 into a 401(k)."""


def span(tokens: Tokens, candidate: Candidate) -> tuple[int, int]:
    return tokens.starts[candidate.first], tokens.ends[candidate.stop - 1] - candidate.possessive


def readings(candidate: Candidate) -> list[str]:
    return [original for original, *_ in candidate.entry.options]


def matches(text: str, *rules: Rule) -> list[tuple[str, list[str]]]:
    tokens = tokenize(text)
    found = rule_candidates(text, tokens, rules or None)
    return [(text[slice(*span(tokens, c))], readings(c)) for c in found]


def rule_of(**values: Any) -> Rule:
    row = {"id": "x", "message": "m", "pattern": r"\b(?P<spun>bat)\b", "needs": ["bat"], "tier": "t"}
    numbers = {"artifact": 0.0, "evidence": 0.0, "options": [{"text": "cat"}]}
    (rule,) = parse_rules({"rule": [{**row, **numbers, **values}]}, {"pets": ["cat", "dog"]})
    return rule


@pytest.mark.parametrize(("rule", "text", "fix"), EXAMPLES, ids=[r.id for r, *_ in EXAMPLES])
def test_an_example_is_matched_once_and_not_after_its_repair(rule: Rule, text: str, fix: str) -> None:
    before, spun, after = text.replace("»", "«").split("«")
    plain = before + spun + after
    tokens = tokenize(plain)
    (candidate,) = rule_candidates(plain, tokens, [rule])
    assert span(tokens, candidate) == (len(before), len(before) + len(spun))
    assert fix in readings(candidate)
    assert candidate.rule == f"rule/{rule.id}"
    repaired = before + fix + after
    assert rule_candidates(repaired, tokenize(repaired), [rule]) == []


@pytest.mark.parametrize(("rule", "text"), COUNTEREXAMPLES, ids=[r.id for r, _ in COUNTEREXAMPLES])
def test_a_counterexample_is_left_alone(rule: Rule, text: str) -> None:
    assert matches(text, rule) == []


def test_every_rule_is_whole() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) > 60
    for rule in RULES:
        assert rule.message
        assert rule.examples, rule.id
        assert rule.counterexamples, rule.id
        assert rule.tier in module.TIERS
        assert sum(weight for _, weight in rule.options) <= 1 + 1e-9, rule.id
        assert rule.tier != "c" or 4 <= rule.evidence <= 5, rule.id
        assert rule.transform or [*rule.options] == sorted(rule.options, key=lambda o: -o[1]), rule.id


def test_clean_text_has_no_candidates() -> None:
    assert matches(CLEAN) == []


def test_candidates_of_several_rules_come_in_order_with_their_weights() -> None:
    text = "Prices hit a 40-12 months high in Might 2022, up five.5%, as a result of it was dry."
    tokens = tokenize(text)
    found = rule_candidates(text, tokens)
    assert [readings(c)[0] for c in found] == ["year", "May", "5.5", "because"]
    assert [c.first for c in found] == sorted(c.first for c in found)
    assert all(option[1] <= 0 for c in found for option in c.entry.options)
    assert all(c.entry.counted >= 0 and math.isfinite(c.entry.artifact) for c in found)


def test_a_number_that_opens_a_sentence_gets_a_capital() -> None:
    assert matches("They came. 1000's of bees died.") == [("1000's", ["Thousands"])]


def test_readings_may_hold_groups_of_the_pattern() -> None:
    assert matches("It rose to a few,932.69 today.")[0][1][0] == "3,932.69"
    assert matches("Does now not")[0][1][0] == "Does not"


def test_a_possessive_ending_stays_outside_the_candidate() -> None:
    text = "The team played final yr’s match."
    tokens = tokenize(text)
    (candidate,) = [c for c in rule_candidates(text, tokens) if c.rule == "rule/yr"]
    assert (candidate.possessive, text[slice(*span(tokens, candidate))]) == (2, "yr")


@pytest.mark.parametrize("gap", ["\n", " \n ", "\r\n", "  ", "\u00a0"])
def test_white_space_inside_a_paragraph_does_not_matter(gap: str) -> None:
    assert matches(f"He lives in a town the{gap}place he was born.")[0][1] == ["where"]


def test_a_phrase_does_not_span_paragraphs() -> None:
    assert matches("He lives in a town\n\nthe place he was born.") == []
    assert matches("He left a\n\n12 months. ") == []


def test_code_and_addresses_are_left_alone() -> None:
    assert matches("Set `five.5%` and see https://example.org/five.5% or {final yr}.") == []


def test_only_the_given_stretch_is_searched() -> None:
    text = "He paid five.5% here. He paid six.5% there."
    middle = text.index("He paid six")
    found = rule_candidates(text, tokenize(text, middle))
    assert [readings(c) for c in found] == [["6.5"]]
    assert [readings(c) for c in rule_candidates(text, tokenize(text, 0, middle))] == [["5.5"]]


def test_no_text_no_candidates() -> None:
    assert rule_candidates("", tokenize("")) == []


def test_numbers_in_words_and_back() -> None:
    assert [number_word(str(n)) for n in (0, 7, 19, 20)] == ["zero", "seven", "nineteen", None]
    worded = ("six:00", "ninety nine", "forty.two", "elephant", "seven dwarfs")
    assert [digits(s) for s in worded] == ["6:00", "99", "40.2", None, None]


PIECES = [*"aeist 025.,:%-'’\n", "the place ", " each ", "Might ", "five", "12 months ", "{", "}", "yr’s"]


@given(st.lists(st.sampled_from(PIECES)))
def test_any_text_gives_candidates_on_its_tokens_and_always_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    tokens = tokenize(text)
    found = rule_candidates(text, tokens)
    assert found == rule_candidates(text, tokens)
    for candidate in found:
        assert 0 <= candidate.first < candidate.stop <= len(tokens.words)
        assert tokens.protected.isdisjoint(range(candidate.first, candidate.stop))
        assert all(readings(candidate))


def test_a_pack_of_ones_own() -> None:
    assert matches("A bat flew.", rule_of()) == [("bat", ["cat"])]
    options = [{"text": "sausage", "weight": 0.5}]
    pet = rule_of(pattern=r"\b(?P<spun>hot \L<pets>)\b", needs=["<pets>"], options=options)
    assert matches("A hot  dog.", pet) == [("hot  dog", ["sausage"])]
    assert pickle.loads(pickle.dumps(pet)).needs == ("cat", "dog")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tier": "x"}, "rule 'x': tier 'x' is not one of c, l, t"),
        ({"needs": []}, "name the tokens"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"transform": "digits"}, "either options or a transform"),
        ({"options": []}, "either options or a transform"),
        ({"options": [], "transform": "shout"}, "transform 'shout' is not one of number-word, digits"),
        ({"options": [{"text": "a", "weight": 2}]}, "weights are shares"),
        ({"options": [{"weight": 1}]}, "'text'"),
        ({"pattern": r"(?P<spun>\L<birds>)"}, "no list 'birds'"),
        ({"needs": ["<birds>"]}, "birds"),
    ],
)
def test_a_bad_rule_is_refused_with_its_name_and_what_is_wrong(values: dict[str, Any], said: str) -> None:
    with pytest.raises(PackError) as caught:
        rule_of(**values)
    assert said in str(caught.value)
    assert "'x'" in str(caught.value)


NOT_PATTERNS = [("(bat", "not a valid expression"), ("bat", "no group 'spun'")]


@pytest.mark.parametrize(("pattern", "said"), NOT_PATTERNS)
def test_a_bad_pattern_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        matches("A bat flew.", rule_of(pattern=pattern))
