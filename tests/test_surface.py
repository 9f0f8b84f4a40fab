"""Casing and a/an."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.rewrite.surface import recased, takes_an

AN = """
hour hourly honest honour honorary heir heirloom umbrella unimportant uninteresting unidentified unissued
uninhabited unable unusual ugly ulcer ultimate upper urge urgent urban urn urchin usher utter utmost
udder us onion ounce our outer onerous MP FBI HIV HIV-positive X-ray x-ray L-shaped S-class F-16 MRI LED
NGO RV SUV HTML FAQ ATM NBA MPs AI AIDS IMF IPO OECD OPEC LAPD NHS SOS SQL EU eBay iPhone e-mail eight
eleven eighteen ear 8 8.5 8,000 80 85-year-old 800 11 11th 11,500 18 18-year-old 18,000 1811 1800s étude
A I
"""
A = """
unique union united universal university uniform unit unanimous unilateral UN US USA USB UFO URL UEFA
UNESCO UNICEF UK European euro eulogy ewe one one-off once ouija ubiquitous uranium urine useful user
usual usurper utility utopia utensil uterus Utah U-turn Ukrainian Uruguayan Ugandan ukulele historic
hotel hospital house human heroic NATO NASA RAM SIM SWAT PC CEO GDP TV DVD PhD T-shirt year young wide 1
1-year 10 100 110 118 180 1,100 1.8 12 17 7
"""


@pytest.mark.parametrize("word", AN.split())
def test_an(word: str) -> None:
    assert takes_an(word)


@pytest.mark.parametrize("word", A.split())
def test_a(word: str) -> None:
    assert not takes_an(word)


@given(st.text())
def test_takes_an_accepts_any_text(word: str) -> None:
    assert takes_an(word) in (True, False)


@pytest.mark.parametrize(
    ("original", "spun", "opening", "expected"),
    [
        ("last year", "final yr", False, "last year"),
        ("last year", "Final yr", True, "Last year"),
        ("last year", "FINAL YR", False, "LAST YEAR"),
        ("last year", "Final Yr", False, "Last Year"),
        ("artificial intelligence", "Counterfeit Consciousness", True, "Artificial Intelligence"),
        ("house of representatives", "Place of Delegates", False, "House of Representatives"),
        ("General Assembly", "normal meeting", False, "General Assembly"),
        ("May", "Might", False, "May"),
        ("television", "TV", False, "television"),
        ("television show", "TV program", False, "television show"),
        ("television show", "TV Program", False, "Television Show"),
        ("chief executive officer", "CEO", True, "Chief executive officer"),
        ("firms", "COMPANIES", False, "FIRMS"),
        ("international", "Worldwide", False, "International"),
    ],
)
def test_casing(original: str, spun: str, opening: bool, expected: str) -> None:
    assert recased(original, spun, sentence_start=opening) == expected


@given(st.from_regex(r"[a-z]{2,8}( [a-z]{2,8}){0,3}", fullmatch=True), st.booleans())
def test_lower_case_stays(phrase: str, opening: bool) -> None:
    assert recased(phrase, "spun words", sentence_start=opening) == phrase
