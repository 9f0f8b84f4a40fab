"""Canonical terms: what a user notices of restoring names and terms that no list has in spun form."""

from __future__ import annotations

import pickle
import time

import pytest

from textrepair.errors import PackError
from textrepair.find.tokens import tokenize
from textrepair.judge.context import default_model
from textrepair.lexicon.inflect import plural
from textrepair.terms.channel import Channel
from textrepair.terms.index import Term, TermIndex
from textrepair.terms.learn import aligned_facts, learn
from textrepair.terms.match import Matcher
from textrepair.terms.pack import builtin_terms, compiled, default_channel, default_index, read_terms
from textrepair.terms.restore import Restorer
from textrepair.terms.spot import Spotter


@pytest.fixture(scope="module")
def spotter() -> Spotter:
    return Spotter(default_index(), default_channel(), default_model())


def spotted(spotter: Spotter, text: str) -> dict[str, str]:
    tokens = tokenize(text)
    found = spotter.spot(tokens, text)
    return {text[tokens.starts[c.first] : tokens.ends[c.stop - 1]]: c.entry.options[0][0] for c in found}


@pytest.mark.parametrize(
    ("text", "span", "term"),
    [
        ("The Worldwide Prison Courtroom sat.", "Worldwide Prison Courtroom", "International Criminal Court"),
        ("She had bosom malignant growth.", "bosom malignant growth", "breast cancer"),
        ("the UN Normal Meeting voted", "UN Normal Meeting", "UN General Assembly"),
        ("two\nneural organizations", "neural organizations", "neural networks"),
        ("a help vector\nmachine", "help vector\nmachine", "support vector machine"),
        ("a help-vector machine", "help-vector machine", "support vector machine"),
    ],
)
def test_spun_terms_are_found_in_running_text(spotter: Spotter, text: str, span: str, term: str) -> None:
    assert spotted(spotter, text).get(span) == term


def test_terms_with_capitals_need_capitals(spotter: Spotter) -> None:
    text = "a worldwide prison courtroom"
    assert "International Criminal Court" not in spotted(spotter, text).values()


@pytest.mark.parametrize("step", [60])
def test_correct_terms_and_their_plurals_are_no_candidates(spotter: Spotter, step: int) -> None:
    index = default_index()
    for term in index.terms[::step]:
        head, _, last = term.text.rpartition(" ")
        for text in (term.text, f"{head} {plural(last)}" if last.isalpha() else term.text):
            assert text not in spotted(spotter, text)


def test_a_correct_term_bars_spans_that_cut_into_it() -> None:
    channel = Channel([("help", "support", 3.0), ("machine", "engine", 3.0)])
    index = TermIndex(["support vector", "vector machine"])
    spotter = Spotter(index, channel, default_model())
    assert not spotted(spotter, "a help vector machine")


def test_protected_text_is_left_alone(spotter: Spotter) -> None:
    assert not spotted(spotter, "see `neural organization` there")


def test_a_glossary_is_restored_zero_shot() -> None:
    matcher = Matcher(TermIndex(["mitral valve stenosis", "renal calculus"]), default_channel())
    (best, _), *_ = matcher.candidates_of_span(["mitral", "regulator", "stenosis"])
    assert best == "mitral valve stenosis"


def test_acronyms_speak_for_their_term() -> None:
    index = TermIndex([Term("computational neural nets"), Term("convolutional neural network", ("CNN",))])
    matcher = Matcher(index, Channel([]))
    (best, _), *_ = matcher.candidates_of_span(["twisted", "neural", "web", "CNN"])
    assert best == "convolutional neural network"


def test_order_and_typos_matter_little() -> None:
    matcher = Matcher(TermIndex(["degree of freedom", "logistic regression"]), default_channel())
    assert matcher.candidates_of_span(["freedom", "degree"])[0][0] == "degree of freedom"
    assert matcher.candidates_of_span(["logistc", "regresion"])[0][0] == "logistic regression"


def test_unknown_terms_are_composed_from_words() -> None:
    restorer = Restorer(default_index(), default_channel(), default_model())
    assert restorer.restore("vigorous relapse")[0][0] == "robust regression"


def test_habits_carry_over_to_other_forms() -> None:
    channel = Channel([("organization", "network", 3.0), ("gadget", "device", 300.0)])
    assert channel.score(("organizations",), ("networks",)) > 0
    assert channel.score(("organize",), ("network",)) > 0
    assert channel.score(("organization",), ("tree",)) < 0


def test_learning_aligns_phrases() -> None:
    facts = learn([("malignant growth", "cancer", 1.0)], [("bosom malignant growth", "breast cancer")])
    assert ("bosom", "breast") in {(a, b) for a, b, _ in facts}
    assert aligned_facts([], Channel([])) == []


def test_everything_pickles() -> None:
    matcher = Matcher(TermIndex(["neural network"]), Channel([("organization", "network", 3.0)]))
    again = pickle.loads(pickle.dumps(matcher))
    assert again.candidates_of_span(["neural", "organization"]) == matcher.candidates_of_span(
        ["neural", "organization"]
    )


def test_a_large_glossary_loads_quickly() -> None:
    words = [term.text.split()[0] for term in builtin_terms()][:400]
    names = [f"{a} {b} unit" for a in words for b in words[:250]]
    start = time.process_time()
    assert len(TermIndex(names)) > 20_000
    assert time.process_time() - start < 3


def test_a_bad_row_names_its_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.tsv"
    path.write_text("# head\nneural network\tterm\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"x\.tsv:2"):
        list(read_terms(path))


def test_the_compiled_channel_is_fresh() -> None:
    from importlib import resources

    shipped = (resources.files("textrepair.terms") / "channel.bin").read_bytes()
    assert shipped == compiled(), "run python -m textrepair.terms.pack"


def test_the_packs_have_terms_of_all_kinds() -> None:
    assert len(default_index()) >= 15_000
