"""Inflection: what a reader would see in a repaired sentence."""

from __future__ import annotations

import pytest

from textrepair.lexicon.inflect import (
    compares_with_er,
    comparison,
    gerund,
    irregular_verbs,
    is_plural,
    paired_forms,
    past,
    plural,
    third_person,
)

PLURALS = """
city cities; day days; box boxes; church churches; stomach stomachs; monarch monarchs; bus buses
boss bosses; virus viruses; lens lenses; gas gases; quiz quizzes; hero heroes; photo photos; video videos
volcano volcanoes; crisis crises; analysis analyses; oasis oases; criterion criteria; bacterium bacteria
stimulus stimuli; child children; grandchild grandchildren; person people; salesperson salespeople
woman women; foreman foremen; german germans; human humans; wife wives; housewife housewives
bookshelf bookshelves; knife knives; tooth teeth; mother-in-law mothers-in-law; passer-by passers-by
runner-up runners-up; soliloquy soliloquies; series series; species species; data data; news news
police police; aircraft aircraft; authorities authorities; earnings earnings; women women
policemen policemen; people people; specimen specimens; abdomen abdomens; Olympics Olympics; Store Stores
Child Children
"""
VERBS = """
stop stops stopping stopped stopped; visit visits visiting visited visited
offer offers offering offered offered; prefer prefers preferring preferred preferred
open opens opening opened opened; fix fixes fixing fixed fixed; quit quits quitting quit quit
squat squats squatting squatted squatted; acquit acquits acquitting acquitted acquitted
overlap overlaps overlapping overlapped overlapped; unplug unplugs unplugging unplugged unplugged
fulfil fulfils fulfilling fulfilled fulfilled; render renders rendering rendered rendered
panic panics panicking panicked panicked; sync syncs syncing synced synced
quiz quizzes quizzing quizzed quizzed; die dies dying died died; dye dyes dyeing dyed dyed
agree agrees agreeing agreed agreed; carry carries carrying carried carried
play plays playing played played; echo echoes echoing echoed echoed; go goes going went gone
undergo undergoes undergoing underwent undergone; redo redoes redoing redid redone
rethink rethinks rethinking rethought rethought; overeat overeats overeating overate overeaten
rewrite rewrites rewriting rewrote rewritten; breastfeed breastfeeds breastfeeding breastfed breastfed
repay repays repaying repaid repaid; relay relays relaying relayed relayed
outfit outfits outfitting outfitted outfitted; forsake forsakes forsaking forsook forsaken
rid rids ridding rid rid; waylay waylays waylaying waylaid waylaid
"""


def entries(table: str) -> list[list[str]]:
    return [entry.split() for line in table.strip().splitlines() for entry in line.split(";") if entry.strip()]


@pytest.mark.parametrize(("noun", "expected"), entries(PLURALS))
def test_plural(noun: str, expected: str) -> None:
    assert plural(noun) == expected
    assert plural(expected) == expected, "a plural has no plural"


@pytest.mark.parametrize(("verb", "third", "ing", "simple", "participle"), entries(VERBS))
def test_verb_forms(verb: str, third: str, ing: str, simple: str, participle: str) -> None:
    pasts, participles = past(verb)
    assert (third_person(verb), gerund(verb), pasts[0], participles[0]) == (third, ing, simple, participle)


def test_both_spellings_of_a_spun_verb_are_known() -> None:
    pairs = dict(paired_forms("travel", "go", "v"))
    assert pairs["travelled"] == pairs["traveled"] == "gone"
    assert pairs["travelling"] == pairs["traveling"] == "going"


@pytest.mark.parametrize("word", ["own", "past", "car", "numb", "east", "daily", "only", "useful", "state", "top"])
def test_no_invented_comparatives(word: str) -> None:
    assert not compares_with_er(word)
    assert comparison(word) == (f"more {word}", f"most {word}")


@pytest.mark.parametrize(
    ("word", "er", "est"),
    [
        ("big", "bigger", "biggest"),
        ("nice", "nicer", "nicest"),
        ("happy", "happier", "happiest"),
        ("pricey", "pricier", "priciest"),
        ("shy", "shyer", "shyest"),
        ("grey", "greyer", "greyest"),
        ("quiet", "quieter", "quietest"),
        ("good", "better", "best"),
    ],
)
def test_comparison(word: str, er: str, est: str) -> None:
    assert comparison(word) == (er, est)


def test_head_of_a_noun_phrase_inflects() -> None:
    assert list(paired_forms("state of affairs", "situation", "n")) == [
        ("state of affairs", "situation"),
        ("states of affairs", "situations"),
    ]


def test_first_word_of_a_verb_phrase_inflects() -> None:
    assert ("having interaction with", "engaging with") in paired_forms("have interaction with", "engage with", "v")


def test_spun_comparative_with_more() -> None:
    pairs = list(paired_forms("big", "large", "a"))
    assert ("more big", "larger") in pairs
    assert ("most big", "largest") in pairs


@pytest.mark.parametrize("pos", ["r", "x"])
def test_fixed_phrases_do_not_inflect(pos: str) -> None:
    assert list(paired_forms("in no way", "never", pos)) == [("in no way", "never")]


def test_irregular_table_is_sorted_and_whole() -> None:
    table = irregular_verbs()
    assert list(table) == sorted(table)
    assert all(pasts and participles and all((*pasts, *participles)) for pasts, participles in table.values())


def test_is_plural_knows_singulars_in_s() -> None:
    assert [w for w in ("bus", "glass", "thesis", "lens", "bias", "areas", "goods") if is_plural(w)] == [
        "areas",
        "goods",
    ]
