"""Judging: invariants of the formulas, and what they mean for a reader."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textrepair.find.candidates import lattice, lexicon_candidates
from textrepair.find.tokens import normal, tokenize
from textrepair.judge.context import ContextModel, default_model
from textrepair.judge.decode import judge
from textrepair.judge.features import FEATURES, NAMES, PRIOR, Reader, prior_vectors
from textrepair.judge.passages import LIMIT, Sign, climate, disjoint, likely_family, reasons, sign_features
from textrepair.judge.reasons import evidence_for
from textrepair.judge.topic import TopicModel, default_topics, without
from textrepair.judge.weights import default_weights, load, log_sum, softplus
from textrepair.lexicon.store import default_lexicon
from textrepair.model import Candidate, Entry

ENTRY = Entry((("last year", -0.1, 4.0), ("past year", -2.5, 2.0)), 3.0, 4.0, 3.0, "c", "A3 B1")
SPUN = (
    "The UN Normal Meeting met final yr to have interaction with overseas ministers. An professional informed "
    "reporters that the international locations had a uncommon alternative. Nothing else happened that day."
)
CLEAN_WORDS = st.sampled_from(
    ["the", "cat", "sat", "on", "a", "mat", "and", "saw", "its", "dog", "run", "by", "the", "old", "river", "."]
)


def candidate(first: int, stop: int, entry: Entry = ENTRY, rule: str = "pair/final yr") -> Candidate:
    return Candidate(first, stop, rule, entry)


# The context model


@pytest.mark.parametrize(
    ("left", "better", "worse", "right"),
    [
        ("a member of the united", "nations", "international locations", "general assembly"),
        ("for the first time since", "last year", "final yr", "the company"),
        ("he was sentenced to life in", "prison", "jail house", "for the"),
        ("the president of the", "united states", "joined states", "said"),
    ],
)
def test_english_scores_better_than_spun(left: str, better: str, worse: str, right: str) -> None:
    score = default_model().phrase_score
    assert score(left.split(), better.split(), right.split()) > score(left.split(), worse.split(), right.split())


@given(st.lists(st.text(max_size=8) | CLEAN_WORDS, max_size=4), st.lists(st.text(max_size=8) | CLEAN_WORDS, max_size=6))
def test_context_scores_are_log_probabilities(left: list[str], phrase: list[str]) -> None:
    score = default_model().phrase_score(left, phrase, [])
    assert -40 * max(1, len(phrase)) < score <= 0
    assert score == default_model().phrase_score(left[-2:], phrase, [])


@given(st.lists(CLEAN_WORDS, min_size=2, max_size=6), st.integers(1, 5))
def test_a_phrase_scores_as_the_sum_of_its_words(words: list[str], cut: int) -> None:
    score = default_model().phrase_score
    parts = score([], words[:cut], []) + score(words[:cut], words[cut:], [])
    assert score([], words, []) == pytest.approx(parts)


def test_frequent_phrases_have_higher_rates() -> None:
    rate = default_model().log_rate
    assert rate(["the"]) > rate(["assembly"]) > rate(["qqxzv"])
    assert rate(["of", "the"]) > rate(["general", "assembly"]) > rate(["normal", "gathering"])
    assert rate(["qqxzv", "the"]) <= rate(["qqxzv"])


@pytest.mark.parametrize("model", [ContextModel, TopicModel])
def test_a_file_of_another_version_is_refused(model: type[ContextModel] | type[TopicModel]) -> None:
    with pytest.raises(ValueError, match="rebuild it"):
        model(b"OTHER" + bytes(64))


# Topics


def test_words_of_one_field_keep_company() -> None:
    topics = default_topics()
    company = topics.total(["the", "patients", "were", "treated", "by", "doctors", "in", "a", "hospital"])
    assert topics.fit(["surgery"], company) > topics.fit(["football"], company)
    assert topics.fit(["qqxzv"], company) == 0
    assert topics.fit(["surgery"], None) == 0
    assert topics.total(["qqxzv"]) is None


@given(st.lists(CLEAN_WORDS, min_size=1, max_size=8), CLEAN_WORDS)
def test_a_fit_is_a_cosine(words: list[str], word: str) -> None:
    topics = default_topics()
    assert -1 <= topics.fit([word], topics.total(words)) <= 1


def test_a_word_taken_out_of_its_company_leaves_the_others() -> None:
    topics = default_topics()
    rest = without(topics.total(["hospital", "doctor"]), topics.total(["doctor"]))
    assert rest == pytest.approx(topics.total(["hospital"]))
    assert without(None, rest) is None
    assert without(rest, None) is rest


# Weights


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=8))
def test_log_sum(values: list[float]) -> None:
    assert max(values) <= log_sum(values) <= max(values) + math.log(len(values)) + 1e-9


@given(st.floats(-1e6, 1e6))
def test_softplus(x: float) -> None:
    assert softplus(x) >= max(0.0, x)
    assert softplus(x) - softplus(-x) == pytest.approx(x)


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match=r"fit\.py"):
        load('{"reading": {"other": 1}, "sign": [0, 0, 0], "per_word": 0, "final": [0, 0, 0, 0, 0, 0]}')


def test_the_weights_that_ship_make_sense() -> None:
    weights = default_weights()
    assert len(weights.reading) == len(NAMES) == len(FEATURES)
    assert weights.per_word < 0, "words without signs speak for clean text"
    intercept, local, against, in_favour, certain, density = weights.final
    assert local > 0
    assert against >= 0
    assert in_favour >= certain >= 0
    assert density >= 0
    assert math.isfinite(intercept)
    assert dict(zip(NAMES, weights.reading, strict=True))["context"] > 0


def test_a_likelier_original_has_the_higher_prior() -> None:
    first, second = default_weights().priors(ENTRY, 2).scores
    assert first > second
    assert default_weights().priors(ENTRY, 2).total > first


# Passages


@st.composite
def signs_in_text(draw: st.DrawFn) -> tuple[str, list[Sign]]:
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    text = " ".join(" ".join(["Word", *["word"] * n]) + "." for n in sizes)
    count = len(tokenize(text).words)
    spans = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(1, 3), st.floats(-3, 8)), max_size=8))
    signs = [Sign(candidate(a, min(count, a + n), rule=f"pair/{a}"), w) for a, n, w in sorted(spans)]
    return text, signs


@given(signs_in_text(), st.floats(-1, 0))
def test_log_odds_are_bounded_one_a_sentence(case: tuple[str, list[Sign]], per_word: float) -> None:
    text, signs = case
    tokens = tokenize(text)
    around = climate(tokens, signs, per_word)
    assert len(around.log_odds) == len(tokens.sentences)
    assert all(-LIMIT <= value <= LIMIT for value in around.log_odds)


@given(signs_in_text(), st.floats(0.1, 5))
def test_stronger_signs_never_make_a_text_look_cleaner(case: tuple[str, list[Sign]], more: float) -> None:
    text, signs = case
    tokens = tokenize(text)
    apart = disjoint([s for s in signs if s.weight >= 0])
    before = climate(tokens, apart, -0.1).log_odds
    after = climate(tokens, [replace(s, weight=s.weight + more) for s in apart], -0.1).log_odds
    assert all(a >= b - 1e-9 for a, b in zip(after, before, strict=True))


@given(signs_in_text())
def test_chosen_signs_do_not_overlap(case: tuple[str, list[Sign]]) -> None:
    chosen = disjoint(case[1])
    assert all(a.candidate.stop <= b.candidate.first for a, b in itertools.pairwise(chosen))


def test_evidence_reaches_neighbours_and_fades() -> None:
    tokens = tokenize("One is here. Two is here. Three is here. Four is here. Five is here.")
    odds = climate(tokens, [Sign(candidate(0, 2), 9.0)], -0.1).log_odds
    assert odds[0] > 0
    assert list(odds) == sorted(odds, reverse=True)
    assert all(value < 0 for value in climate(tokens, [], -0.1).log_odds)


def test_a_sign_that_keeps_coming_back_counts_less_each_time() -> None:
    tokens = tokenize("a b c d e f.")
    same = climate(tokens, [Sign(candidate(i, i + 1), 2.0) for i in range(4)], 0.0)
    different = climate(tokens, [Sign(candidate(i, i + 1, rule=f"pair/{i}"), 2.0) for i in range(4)], 0.0)
    assert same.log_odds[0] < different.log_odds[0]
    assert [s.weight for s in same.signs] == [2.0, 1.0, 2 / 3, 0.5]


def test_a_candidate_is_no_evidence_for_itself() -> None:
    tokens = tokenize("a b c d e f.")
    one = candidate(1, 2)
    around = climate(tokens, [Sign(one, 3.0)], 0.0)
    assert around.without(0, one) == pytest.approx(around.log_odds[0] - 3.0)
    assert around.without(0, candidate(3, 4)) == around.log_odds[0]


def test_sign_features_grow_with_the_evidence() -> None:
    weak, strong = replace(ENTRY, evidence=0.5, tier="t"), replace(ENTRY, evidence=4.0, tier="c")
    assert sign_features(candidate(0, 1, weak), 0.0, 0.0) == (0.0, 0.0, 0.0)
    surface, context, certain = sign_features(candidate(0, 1, strong), 0.0, 2.0)
    assert min(surface, context, certain) > 0
    assert sign_features(candidate(0, 1), 2.0, 0.0)[1] < 0


def test_families_need_evidence() -> None:
    assert likely_family([]) == ""
    assert likely_family([Sign(candidate(0, 1), 1.0)]) == ""
    assert likely_family([Sign(candidate(0, 1), 9.0)]) == "A"
    assert likely_family([Sign(candidate(0, 1, replace(ENTRY, families="O9")), 9.0)]) == ""


def test_reasons_name_the_strongest_signs_once() -> None:
    signs = [Sign(candidate(i, i + 1, rule=f"pair/phrase {i % 7}"), float(i)) for i in range(14)]
    named = reasons(signs)
    assert [e.weight for e in named] == [13, 12, 11, 10, 9]
    assert "phrase 6" in named[0].detail


# Features and decoding


def test_features_come_in_the_order_of_their_names() -> None:
    tokens = tokenize("They met final yr in an professional way.")
    reader = Reader("They met final yr in an professional way.", tokens, default_model(), default_topics())
    vectors = reader.vectors(candidate(2, 4))
    assert len(vectors) == 2
    assert {len(v) for v in vectors} == {len(NAMES) - PRIOR}
    assert {len(v) for v in prior_vectors(ENTRY, 2)} == {PRIOR}
    by_name = dict(zip(NAMES[PRIOR:], vectors[0], strict=True))
    assert by_name["context"] > 0


def verdict_on(text: str, bar: float = 0.62):  # type: ignore[no-untyped-def]
    tokens = tokenize(text)
    reader = Reader(text, tokens, default_model(), default_topics())
    found = lattice(tokens, lexicon_candidates(text, tokens, default_lexicon()))
    return tokens, judge(reader, tokens, found, default_weights(), bar)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(SPUN.split()), max_size=40).map(" ".join), st.floats(0.02, 0.98))
def test_what_is_chosen_clears_the_bar_and_does_not_overlap(text: str, bar: float) -> None:
    if not tokenize(text).words:
        return
    _, verdict = verdict_on(text, bar)
    spans = [(j.candidate.first, j.candidate.stop) for j in verdict.chosen]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(j.probability(j.best) >= bar for j in verdict.chosen)
    for j in verdict.judgements:
        chances = [j.probability(i) for i in range(len(j.scores))]
        assert all(0 <= c <= 1 for c in chances)
        assert sum(chances) <= 1 + 1e-9
        assert max(chances) == chances[j.best]


def test_the_same_sentence_is_surer_among_spun_neighbours() -> None:
    sentence = "They wanted to have interaction with the neighbours final yr."
    clean = "The cat sat on the mat. It slept until the evening came. Then it went out to hunt. " * 3
    lone, among = (
        max(j.probability(j.best) for j in verdict_on(text)[1].judgements if j.candidate.rule == "pair/final yr")
        for text in (f"{clean}{sentence} {clean}", f"{SPUN} {sentence} {SPUN}")
    )
    assert among > lone


def test_spun_sentences_stand_out() -> None:
    clean = "The cat sat on the mat. It slept until the evening came. Then it went out to hunt."
    tokens, verdict = verdict_on(f"{clean} {SPUN} {clean}")
    odds = verdict.climate.log_odds
    spun = tokens.sentence_of(tokens.words.index("meeting"))
    assert odds[spun] > max(odds[0], odds[-1])


def test_the_reasons_add_up_to_the_log_odds() -> None:
    weights = default_weights()
    _, verdict = verdict_on(SPUN)
    assert verdict.judgements
    for judgement in verdict.judgements:
        for reading, score in enumerate(judgement.scores):
            total = sum(e.weight for e in evidence_for(judgement, reading, weights))
            assert total == pytest.approx(score, abs=1e-6)


def test_words_are_read_as_the_model_knows_them() -> None:
    assert [normal(t) for t in ("Don’t", "1,200", "!", ";")] == ["don't", "0", ".", ","]
