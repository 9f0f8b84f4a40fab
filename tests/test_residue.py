"""Scraping leftovers, broken characters, and two rounds of edits as one."""

from __future__ import annotations

import builtins
import itertools
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.errors import PackError, TextRepairError
from textrepair.model import Edit, apply_edits
from textrepair.residue import characters
from textrepair.residue.characters import MissingExtraError, mend
from textrepair.residue.leftovers import leftovers, may_have_leftovers, triggers
from textrepair.residue.rules import Rule, builtin_rules, compiled, parse_rules
from textrepair.rewrite.compose import compose

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = builtin_rules()
EXAMPLES = [
    pytest.param(rule, mode, before, after, id=f"{rule.id}-{mode}-{number}")
    for rule in RULES
    for mode in (("lines", "all") if rule.scope == "line" else ("all",))
    for number, (before, after) in enumerate(rule.examples)
]
COUNTEREXAMPLES = [
    pytest.param(rule, text, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, text in enumerate(rule.counterexamples)
]


def cleaned(text: str, mode: str = "lines") -> str:
    return apply_edits(text, leftovers(text, mode))


def mended(text: str) -> str:
    return apply_edits(text, mend(text))


def assert_sound(text: str, edits: Sequence[Edit]) -> None:
    """Edits are about this text, in order, and do not overlap."""
    assert all(text[e.start : e.end] == e.original for e in edits)
    assert all(a.end <= b.start for a, b in itertools.pairwise(edits))


# The knowledge


@pytest.mark.parametrize(("rule", "mode", "before", "after"), EXAMPLES)
def test_example(rule: Rule, mode: str, before: str, after: str) -> None:
    edits = leftovers(before, mode)
    assert [e.rule for e in edits] == [f"residue/{rule.id}"]
    assert_sound(before, edits)
    assert apply_edits(before, edits) == after
    assert leftovers(after, mode) == ()


@pytest.mark.parametrize(("rule", "text"), COUNTEREXAMPLES)
def test_counterexample(rule: Rule, text: str) -> None:
    assert f"residue/{rule.id}" not in [e.rule for e in leftovers(text, "all")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_documented_by_examples(rule: Rule) -> None:
    assert rule.examples
    assert rule.counterexamples
    assert rule.message
    assert 0.5 < rule.confidence < 1


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


# Whole lines


def test_lines_go_with_their_break_and_nothing_else() -> None:
    text = "  One.\n\nSource link\n\nTwo. \t\n"
    assert cleaned(text) == "  One.\n\n\nTwo. \t\n"


def test_windows_line_ends_stay_whole() -> None:
    assert cleaned("One.\r\nSource link\r\nTwo.\r\nShare this:") == "One.\r\nTwo."


def test_run_of_leftovers_at_the_end_takes_the_breaks_before_it() -> None:
    text = "One.\nSource link\nShare this:\nLoading..."
    edits = leftovers(text)
    assert len(edits) == 3
    assert_sound(text, edits)
    assert apply_edits(text, edits) == "One."


@pytest.mark.parametrize("text", ["Source link", "Source link\n", "\tSource link\r\n", "[ad_1]\n[ad_2]"])
def test_nothing_but_leftovers_leaves_nothing(text: str) -> None:
    assert cleaned(text) == ""


def test_leftovers_inside_a_line_stay_unless_asked_for() -> None:
    text = "The bridge [ad_1] is {open|clear}.Source link"
    assert leftovers(text, "lines") == ()
    assert cleaned(text, "all") == "The bridge is open."


def test_neighbours_inside_a_line() -> None:
    assert cleaned("It opens [ad_1] [ad_2]\nsoon.", "all") == "It opens\nsoon."
    assert cleaned("[ad_1] [ad_2] It opens\nsoon.", "all") == "It opens\nsoon."
    assert cleaned("It [ad_1] [ad_2] opens.", "all") == "It opens."
    assert cleaned("It[ad_1] [ad_2]opens.", "all") == "It opens."


def test_seed_document_loses_its_three_leftover_lines() -> None:
    text = "Talks go on.\nClick on the button to load the content from www.dawn.com.\n“He said.”\nSource link"
    assert cleaned(text) == "Talks go on.\n“He said.”"


def test_edit_explains_itself() -> None:
    (edit,) = leftovers("One.\nSource link\nTwo.")
    assert (edit.start, edit.end, edit.replacement, edit.rule) == (5, 17, "", "residue/source-link")
    assert edit.confidence == 0.99
    assert [e.kind for e in edit.evidence] == ["rule"]
    assert "source" in edit.evidence[0].detail
    assert pickle.loads(pickle.dumps(edit)) == edit


def test_unknown_mode_is_refused_with_the_known_ones() -> None:
    for function in (leftovers, may_have_leftovers):
        with pytest.raises(ValueError, match="'some' is not one of lines, all"):
            function("text", "some")


# Waking


def test_clean_text_is_not_worth_a_look() -> None:
    assert not may_have_leftovers("The bridge opened again on Tuesday, ’n’ nobody cared. " * 50)


def test_triggers_are_literals_of_every_match() -> None:
    assert all(t == t.lower() and t.isascii() for t in triggers())
    assert set(triggers("lines")) < set(triggers("all"))
    for rule in RULES:
        for before, _ in rule.examples:
            assert may_have_leftovers(before.upper())
            assert any(t in before.lower() for t in triggers())


@pytest.mark.parametrize("text", ["", "\n", "\ud800", "\0Source link\0", "Source\ud800link", "{" * 5000, "[ad_" * 5000])
def test_odd_text_is_left_alone(text: str) -> None:
    assert leftovers(text, "all") == ()


def test_megabytes_without_a_space() -> None:
    assert leftovers("x" * 1_000_000 + "[ad_" + "{a|" * 100, "all") == ()


LINES = st.lists(
    st.one_of(
        st.sampled_from([before for rule in RULES for before, _ in rule.examples]),
        st.text("ab .{}|[]\n\r\t", max_size=12),
    ),
    max_size=6,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]), st.sampled_from(["lines", "all"]))
def test_edits_are_sound_wherever_leftovers_stand(parts: list[str], joint: str, mode: str) -> None:
    text = joint.join(parts)
    edits = leftovers(text, mode)
    assert_sound(text, edits)
    assert all(e.original for e in edits)


@given(LINES)
def test_cleaned_lines_are_clean(parts: list[str]) -> None:
    once = cleaned("\n".join(parts))
    assert leftovers(once) == ()


# Rules of one's own


def test_bad_rules_are_named() -> None:
    row = {"id": "mine", "pattern": "x", "triggers": ["x"], "message": "m"}
    assert parse_rules({"rule": [row]})[0].id == "mine"
    bad: list[tuple[dict[str, Any], str]] = [
        ({"scope": "page"}, "rule 'mine': scope 'page' is not one of line, inline, both"),
        ({"triggers": []}, "rule 'mine': triggers must be"),
        ({"triggers": ["X"]}, "rule 'mine': triggers must be"),
        ({"patern": "x"}, "rule 'mine': unknown key 'patern'"),
    ]
    for change, message in bad:
        with pytest.raises(PackError, match=message):
            parse_rules({"rule": [row | change]})
    with pytest.raises(PackError, match=r"rule 'mine'.*message"):
        parse_rules({"rule": [{k: v for k, v in row.items() if k != "message"}]})
    with pytest.raises(PackError, match="rule 'mine': the pattern is not a valid expression"):
        compiled(parse_rules({"rule": [row | {"pattern": "("}]})[0], inline=False)


# Characters


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("itâ€™s a cafÃ©", "it’s a café"),
        ("voilÃ le travail", "voilà le travail"),
        ("\x93wait\x85\x94 he said", "“wait…” he said"),
        ("l’Ã©tÃ©\r\nÃ©\n", "l’été\r\né\n"),
        ("Вlinkеn met thе реорle", "Blinken met the people"),
        ("Βritain αnd its dαta", "Britain and its data"),
        ("Ð°nd so on", "and so on"),
    ],
)
def test_broken_characters_are_mended(broken: str, whole: str) -> None:
    edits = mend(broken)
    assert_sound(broken, edits)
    assert apply_edits(broken, edits) == whole
    assert mend(whole) == ()


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” ‘quotes’, naïve cafés, ﬁgures, ＡＢ, e\u0301, and a\u2028b\x85c",
        "Россия и сор, соседа, ΑΒΓ",
        "TNFα, IFNγ, Hα, logρ, sinα, ΔT, µm and 5 μm",
        "plain\0 text \ud800 &amp; &eacute;",
        "",
    ],
)
def test_sound_characters_stay(text: str) -> None:
    assert mend(text) == ()


def test_edits_are_as_small_as_the_damage() -> None:
    text = "The cafÃ© is “fine”, isnâ€™t it, Вlinkеn?"
    assert [(e.original, e.replacement, e.rule) for e in mend(text)] == [
        ("Ã©", "é", "characters/mojibake"),
        ("â€™", "’", "characters/mojibake"),
        ("Вlinkеn", "Blinken", "characters/lookalike"),
    ]


def test_lost_characters_are_not_papered_over() -> None:
    assert mended("â€\ufffd lost, itâ€™s gone") == "â€\ufffd lost, it’s gone"


@given(st.text(st.sampled_from("ab .\n\r\x85Ã©â€™\xa0аеοα\ud800"), max_size=30))
def test_mending_is_sound_and_done_in_one_go(text: str) -> None:
    edits = mend(text)
    assert_sound(text, edits)
    after = apply_edits(text, edits)
    assert after.count("\n") == text.count("\n")


@pytest.mark.parametrize("library", ["ftfy", "homoglyphs_fork"])
def test_missing_library_is_explained(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    characters._decoder.cache_clear()
    characters._latin_letters.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install textrepair\[unicode\]") as caught:
        mend("anything")
    assert isinstance(caught.value, TextRepairError)


# Two rounds as one


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return tuple(
        Edit(a, b, text[a:b], draw(st.text("xyz", max_size=3)), rule=draw(st.sampled_from(["p", "q"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    )


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...], tuple[Edit, ...]]:
    text = draw(st.text("abc", max_size=14))
    first = draw(edits_of(text))
    return text, first, draw(edits_of(apply_edits(text, first)))


@given(rounds())
def test_composed_edits_do_what_both_rounds_do(case: tuple[str, tuple[Edit, ...], tuple[Edit, ...]]) -> None:
    text, first, second = case
    both = compose(text, first, second)
    assert_sound(text, both)
    assert apply_edits(text, both) == apply_edits(apply_edits(text, first), second)


def test_edits_that_do_not_meet_stay_what_they_are() -> None:
    text = "Source link\nthe yr"
    first = leftovers(text)
    second = (Edit(4, 6, "yr", "year", rule="pair/yr", confidence=0.9),)
    removed, changed = compose(text, first, second)
    assert removed == first[0]
    assert (changed.start, changed.end, changed.original, changed.rule) == (16, 18, "yr", "pair/yr")


def test_edits_that_meet_become_one_with_both_reasons() -> None:
    first = (Edit(2, 4, "bb", "cc", rule="one", confidence=0.9),)
    second = (Edit(0, 3, "a c", "A", rule="two", confidence=0.5),)
    (both,) = compose("a bb", first, second)
    assert (both.start, both.end, both.original, both.replacement) == (0, 4, "a bb", "Ac")
    assert (both.rule, both.confidence) == ("one+two", 0.45)


def test_edits_that_cancel_out_disappear() -> None:
    assert compose("ab", (Edit(0, 1, "a", "x"),), (Edit(0, 1, "x", "a"),)) == ()
