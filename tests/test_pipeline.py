"""The whole way through: what a user gets for a text, on the packs and models that ship."""

from __future__ import annotations

import enum
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import textrepair
from benchmarks.marks import Marked, read
from textrepair import Repair, RepairConfig, Repairer, detect, explain, repair
from textrepair.model import apply_edits

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
SEED = next((ROOT / "seeds").glob("*.txt")).read_bytes().decode()
CASES = list(read([ROOT / "benchmarks" / "cases"]))
CLEAN = [case for case in CASES if "clean" in case.name]
NO_LIMIT = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
LEFTOVER = "Click on the button to load the content from www.dawn.com.\n"

SPUN_LINES = [line for line in SEED.splitlines() if len(line) > 80][:12]
HEAVY_LINES = [line for case in CASES if "heavy" in case.name for line in case.source.splitlines() if line][::3]
CLEAN_LINES = [line for case in CLEAN[:4] for line in case.source.splitlines() if line][:12]
PIECES = [
    *SPUN_LINES,
    *HEAVY_LINES,
    *CLEAN_LINES,
    "FINAL YR",
    "Source link",
    "an professional",
    "a uncommon",
    "two,263",
    "in Might",
]
texts_of_pieces = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", "\n", "\n\n", "\r\n", "\u00a0", "\t", ", ", "-", ""])),
    max_size=8,
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))
any_text = st.text(max_size=200) | st.text(st.characters(), max_size=60).map(
    lambda t: f"{SPUN_LINES[0]}{t}{SPUN_LINES[1]}"
)


def check(result: Repair, text: str) -> None:
    """What holds for every repair."""
    assert result.original == text
    assert apply_edits(text, result.edits) == result.text
    position = 0
    for edit in result.edits:
        assert position <= edit.start < edit.end <= len(text)
        assert text[edit.start : edit.end] == edit.original != edit.replacement
        assert 0 < edit.confidence <= 1
        position = edit.end
    touched = {i for e in result.edits for i in range(e.start, e.end)}
    for suggestion in result.suggestions:
        assert text[suggestion.start : suggestion.end] == suggestion.original
        assert touched.isdisjoint(range(suggestion.start, suggestion.end))
    for passage in result.passages:
        assert 0 <= passage.start < passage.end <= len(text)
        assert 0.5 <= passage.score <= 1
    assert 0 <= result.score <= 1
    assert 0 <= result.spin.share <= 1


# Every text


@NO_LIMIT
@given(texts_of_pieces)
def test_spun_and_clean_pieces_in_any_order(text: str) -> None:
    result = explain(text)
    check(result, text)
    assert repair(text) == result.text
    assert detect(text) == result.spin


@NO_LIMIT
@given(any_text)
def test_any_text_at_all(text: str) -> None:
    result = explain(text)
    check(result, text)
    assert repair(text) == result.text


@NO_LIMIT
@given(texts_of_pieces)
def test_repairing_the_output_changes_nothing(text: str) -> None:
    once = repair(text)
    assert repair(once) is once


@NO_LIMIT
@given(texts_of_pieces, st.floats(0.05, 0.95), st.sampled_from(["lines", "all", "none"]))
def test_any_bar(text: str, bar: float, residue: str) -> None:
    config = RepairConfig(min_confidence=bar, residue=residue)
    result = explain(text, config)
    check(result, text)
    assert all(s.confidence < bar for s in result.suggestions)
    assert repair(result.text, config) == result.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_own_cases_are_repaired_in_one_go(case: Marked, repairer: Repairer) -> None:
    result = repairer.explain(case.source)
    check(result, case.source)
    assert repairer.repair(result.text) is result.text
    if not result.edits:
        assert result.text is case.source


def test_clean_cases_come_back_as_they_are(repairer: Repairer) -> None:
    changed = [case.name for case in CLEAN if repairer.repair(case.source) is not case.source]
    assert len(changed) <= 1, changed


# The seed document


def test_seed(seed: str, repairer: Repairer) -> None:
    result = repairer.explain(seed)
    check(result, seed)
    assert repairer.repair(result.text) is result.text
    assert result.score > 0.9
    assert result.spin.passages


@pytest.mark.parametrize(
    "wanted",
    [
        "UN General Assembly",
        "top US diplomat",
        "Carnegie Endowment for International Peace and the University of Pittsburgh",
        "an expert on the",
        "last year’s unrest",
        "engage with the leaders",
        "a rare public scolding",
    ],
)
def test_seed_is_restored(seed: str, repairer: Repairer, wanted: str) -> None:
    assert wanted in repairer.repair(seed)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Kazakhstan’s President Kassym-Jomart Tokayev", "fleeing conscription."),
        ("Treated as ‘backwater’?", "she said."),
    ],
)
def test_clean_parts_of_the_seed_stay(seed: str, repairer: Repairer, first: str, last: str) -> None:
    clean = seed[seed.index(first) : seed.rindex(last) + len(last)]
    assert clean.replace(LEFTOVER, "") in repairer.repair(seed)


def test_leftover_lines_of_the_seed_go(seed: str, repairer: Repairer) -> None:
    repaired = repairer.repair(seed)
    assert "Click on the button" not in repaired
    assert "Source link" not in repaired
    kept = repair(seed, residue="none")
    assert kept.count(LEFTOVER) == 2
    assert kept.endswith("Source link")


# The outcome as a value


def test_undoing_an_edit_puts_the_spun_phrase_back(seed: str, repairer: Repairer) -> None:
    result = repairer.explain(seed)
    edit = next(e for e in result.edits if "Normal" in e.original)
    undone = result.undo(edit)
    assert "UN Normal Meeting" in undone.text
    assert len(undone.edits) == len(result.edits) - 1
    assert result.undo(*result.edits).text == seed


def test_offsets_lead_from_input_to_output_and_back(seed: str, repairer: Repairer) -> None:
    result = repairer.explain(seed)
    for name in ("Murtazashvili", "Xinjiang", "Tajikistan"):
        there = result.to_output(seed.index(name))
        assert result.text.startswith(name, there)
        assert result.to_input(there) == seed.index(name)


def test_diffs_show_both_sides(seed: str, repairer: Repairer) -> None:
    result = repairer.explain(seed)
    assert "Normal" in result.diff("inline")
    removed = [line for line in result.diff().splitlines() if line.startswith("-")]
    assert any("Normal Meeting" in line for line in removed)


def test_plain_values_are_valid_json(seed: str, repairer: Repairer) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "repair.schema.json").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(repairer.explain(seed).to_dict()))
    jsonschema.Draft202012Validator(schema).validate(plain)


def test_every_edit_has_its_reasons(seed: str, repairer: Repairer) -> None:
    for edit in repairer.explain(seed).edits:
        assert edit.rule.partition("/")[2]
        if not edit.rule.startswith("residue/"):
            assert {e.kind for e in edit.evidence} >= {"channel", "passage"}
            assert all(e.detail for e in edit.evidence)
            assert edit.replacement not in edit.alternatives


# Options


def test_levels_and_bars(seed: str) -> None:
    safe, balanced, bold = (explain(seed, level=level).edits for level in ("safe", "balanced", "bold"))
    assert len(safe) < len(balanced) < len(bold)
    places = {i for e in bold for i in range(e.start, e.end)}
    kept = [e for e in safe if e.start in places]
    assert len(kept) >= 0.9 * len(safe)
    assert all(e.confidence >= 0.9 for e in safe if "+" not in e.rule)
    assert [e.original for e in explain(seed, min_confidence=0.9).edits] == [e.original for e in safe]


def test_only_leftovers_go_where_nothing_is_sure_enough(seed: str) -> None:
    result = explain(seed, min_confidence=1 - 1e-12)
    assert all(e.rule.startswith("residue/") for e in result.edits)
    assert result.suggestions


def test_ignored_words_stay_in_any_casing_spacing_and_apostrophe(eager: Callable[..., Repairer]) -> None:
    text = "Frobbed\nFlange; the Grumbled Owl’s frobbed  flange. Frobbed flanges splendiferate."
    kept = eager(min_confidence=0.2, ignore_words=["frobbed flange", "the grumbled owl's", ""]).repair(text)
    assert kept == text.replace("Frobbed flanges splendiferate", "Quantum gates announce")


@NO_LIMIT
@given(
    st.sampled_from([r"\ba\b", r"\w+ed\b", r"(?i)final \w+", r"“[^”]*”", "x*", ""]), st.sampled_from([0.05, 0.4, 0.62])
)
def test_what_a_pattern_matches_stays(pattern: str, bar: float) -> None:
    import regex

    result = explain(SEED, ignore_patterns=[pattern], min_confidence=bar, residue="none")
    check(result, SEED)
    spans = [m.span() for m in regex.finditer(pattern, SEED) if m.group()]
    assert not [(e.original, s) for e in result.edits for s in spans if s[0] < e.end and e.start < s[1]]
    assert result.edits


def test_patterns_do_not_reach_into_each_other(eager: Callable[..., Repairer]) -> None:
    text = "Frobbed flanges splendiferate. FROBBED FLANGES SPLENDIFERATE. Here is the zz frobbed flange."
    kept = eager(
        min_confidence=0.2, ignore_patterns=["(?i)nothing", "frobbed flanges", r"(w)e", r"(z)\1 frobbed"]
    ).repair(text)
    assert kept == "Quantum gates announce. QUANTUM GATES ANNOUNCE. Here is the zz frobbed flange."


def test_own_pack(pack: str) -> None:
    text = "The grumbled owls splendiferated two frobbed flanges, and an umberish frobbed flange at that."
    assert repair(text) is text
    assert repair(text, packs=[pack]) == "The experts announced two quantum gates, and a rare quantum gate at that."


@pytest.mark.parametrize(
    "text", ["She saw a frobbed flange in the cellar.", "Grumbled owls were there.", "It was an umberish bird."]
)
def test_one_phrase_of_an_own_pack_is_looked_at(eager: Callable[..., Repairer], text: str) -> None:
    assert any(
        e.rule.split("/")[1].split()[0] in {"frobbed", "grumbled", "umberish"} for e in eager().explain(text).edits
    )


def test_own_terms() -> None:
    text = "We train a fake neural organization on rats. The counterfeit brain network has two layers."
    fixed = repair(text, terms=["artificial neural network"], min_confidence=0.01)
    assert " an artificial neural network " in fixed
    assert "The artificial neural network " in fixed
    right = "An artificial neural network has layers."
    assert repair(right, terms=["artificial neural network"]) is right


def test_a_leftover_that_a_repair_brings_to_light_goes_too(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("zubbed hyperlink\tsource link\tn\tc\nfrobbed flange\tquantum gate\tn\tc\n", encoding="utf-8")
    text = "Frobbed flanges are frobbed flanges, and so on.\nZubbed hyperlink\nThe end of frobbed flanges."
    result = explain(text, packs=[str(file)], min_confidence=0.1)
    check(result, text)
    assert result.text == "Quantum gates are quantum gates, and so on.\nThe end of quantum gates."


# Surface


@pytest.mark.parametrize(
    ("spun", "expected"),
    [
        ("Frobbed flanges are here.", "Quantum gates are here."),
        ("FROBBED FLANGES ARE HERE.", "QUANTUM GATES ARE HERE."),
        ("the Frobbed Flange Museum", "the Quantum Gate Museum"),
        ("the frobbed flange’s edge", "the quantum gate’s edge"),
        ("the grumbled owl's frobbed flange", "the expert's quantum gate"),
        ("splendiferating, splendiferated, splendiferates", "announcing, announced, announces"),
        ("He is a grumbled owl.", "He is an expert."),
        ("A grumbled owl said so.", "An expert said so."),
        ("HE IS A GRUMBLED OWL.", "HE IS AN EXPERT."),
        ("It was an umberish day.", "It was a rare day."),
        ("He met an grumbled owl.", "He met an expert."),
        ("the frobbed\u00a0flange", "the quantum gate"),
        ("the frobbed\r\nflange", "the quantum gate"),
        ("the frobbed-flange", "the quantum gate"),
        ("a\n  grumbled owl", "an\n  expert"),
        ('‘frobbed flange’ and "frobbed flange"', '‘quantum gate’ and "quantum gate"'),
    ],
)
def test_surface(eager: Callable[..., Repairer], spun: str, expected: str) -> None:
    around = "\n\nGrumbled owls splendiferate frobbed flanges."
    repaired = eager(min_confidence=0.05).repair(spun + around)
    assert repaired == expected + "\n\nExperts announce quantum gates."


@pytest.mark.parametrize("gap", [" ", "  ", "\t", "\u00a0", "\u2009"])
def test_an_article_inside_the_edit_before_agrees_with_the_edit_after(tmp_path: Path, gap: str) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(
        "zubbed of a\tmade of a\tx\tc\ngrumbled owl\texpert\tn\tc\numberish\trare\ta\tc\n", encoding="utf-8"
    )
    text = f"It is zubbed of a{gap}grumbled owl. It is zubbed of a grumbled owl, and umberish."
    result = explain(text, packs=[str(file)], min_confidence=0.2)
    check(result, text)
    assert result.text == f"It is made of an{gap}expert. It is made of an expert, and rare."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n\n", "\t\n", "\u2028", "\n\u00a0\n"])
def test_what_lies_between_edits_stays_to_the_byte(seed: str, end: str) -> None:
    text = seed.replace("\n", end).replace("“", "«").replace(" – ", " \u2013\u00a0")
    result = explain(text)
    check(result, text)
    assert sum(map(text.count, "\r\n\t\u2028")) - sum(map(result.text.count, "\r\n\t\u2028")) <= 6 * len(end)
    assert result.text.count("«") == text.count("«")


HELD = [
    "https://frobbed.example/frobbed-flange?x=1", "frobbed-flange@example.org", "`frobbed flange`",
    "```\nfrobbed flange\n```", "<a title='frobbed flange'>", "{frobbed flange}", "/usr/frobbed/flange.txt",
    "C:\\frobbed\\flange", "#umberish", "@umberish", "umberish_x", "www.umberish.example",
]  # fmt: skip


@pytest.mark.parametrize("held", HELD)
def test_code_tags_and_addresses_stay(eager: Callable[..., Repairer], held: str) -> None:
    text = f"Grumbled owls splendiferate {held} and frobbed flanges."
    repaired = eager(min_confidence=0.05).repair(text)
    assert held in repaired
    assert "quantum gates" in repaired


@pytest.mark.parametrize(
    "text",
    [
        "Der Bundestag hat im Mai die Reform beschlossen. Final war die Art der Information noch offen.",
        "Le chat noir est sur la table et la photographie est en place. Le final est important.",
        "El gobierno anunció la ayuda social en la capital. La noticia fue total y el final llegó.",
        "Правительство объявило о новых мерах поддержки в мае. Эксперты довольны.",
        "政府は五月に新しい支援策を発表した。専門家は歓迎している。",
        "أعلنت الحكومة عن إجراءات جديدة في مايو.",
    ],
)
def test_other_languages_come_back_as_they_are(text: str) -> None:
    assert repair(text) is text


# Bad and odd input


@pytest.mark.parametrize("verb", [repair, explain, detect, Repairer().repair, Repairer().explain])
@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        (b"text", "not bytes; decode it first"),
        (bytearray(b"text"), "not bytearray; decode it first"),
        (None, "works on str, not NoneType"),
        (5, "works on str, not int"),
        (["text"], "works on str, not list"),
    ],
)
def test_what_is_no_text_is_refused(verb: Callable[[Any], Any], wrong: object, advice: str) -> None:
    with pytest.raises(TypeError, match=advice):
        verb(wrong)


ODD = [
    "",
    " ",
    "\0",
    "\ud800",
    "\udcff final yr \ud83d",
    "a" * 1_000_000,
    "ж" * 1_000_000,
    "\n" * 1_000_000,
    "😀" * 1000,
]


@pytest.mark.parametrize("text", ODD, ids=lambda t: f"{t[:3]!r}x{len(t)}")
def test_odd_text_comes_back_as_the_same_object(text: str) -> None:
    assert repair(text) is text


@pytest.mark.parametrize("odd", [*(t[:50_000] for t in ODD), "/a" * 9000, "{" * 9000, "<a" * 9000, "." * 9000])
def test_odd_text_inside_a_spun_one(seed: str, odd: str) -> None:
    text = f"{seed}\n\n{odd}\n\n{seed}"
    result = explain(text)
    check(result, text)
    assert odd.replace("final yr", "last year") in result.text.replace("final yr", "last year")
    assert "UN General Assembly" in result.text


def test_subclasses_of_str_become_plain() -> None:
    class Kind(str, enum.Enum):
        SPUN = SPUN_LINES[0]

    class Loud(str):
        __slots__ = ()

        def __str__(self) -> str:
            return self.upper()

    assert repair(Kind.SPUN) == repair(SPUN_LINES[0])
    assert repair(Loud("quiet")) == "quiet"
    assert type(repair(Loud("quiet"))) is str


# One document after another


def test_a_document_does_not_depend_on_those_before(seed: str) -> None:
    texts = [seed, *(case.source for case in CASES[:6])]
    forward = [Repairer().explain(t) for t in texts]
    shared = Repairer()
    backward = [shared.explain(t) for t in reversed(texts)][::-1]
    assert forward == backward


def test_threads_give_the_same(seed: str, repairer: Repairer) -> None:
    texts = [seed, *(case.source for case in CASES[:6])] * 2
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(repairer.explain, texts)) == [repairer.explain(t) for t in texts]


def test_pickled_repairers_and_repairs(seed: str, eager: Callable[..., Repairer]) -> None:
    ours = eager(ignore_words=["desk"], terms=["artificial neural network"], residue="all")
    theirs = pickle.loads(pickle.dumps(ours))
    assert theirs.config == ours.config
    result = ours.explain(seed)
    assert theirs.explain(seed) == result
    assert pickle.loads(pickle.dumps(result)) == result


def test_many_texts_at_once(seed: str) -> None:
    texts = [seed, "Clean.", ""]
    assert list(textrepair.repair_many(texts)) == [repair(t) for t in texts]
    assert list(textrepair.explain_many(texts, level="safe")) == [explain(t, level="safe") for t in texts]
