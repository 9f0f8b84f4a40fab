"""Tokens: offsets are code points of the input, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textrepair.find.tokens import normal, tokenize


def words_in(text: str) -> list[str]:
    tokens = tokenize(text)
    return [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("İstanbul’da final yr", ["İstanbul’da", "final", "yr"]),
        ("Straße, ﬁnal", ["Straße", ",", "ﬁnal"]),
        ("a 👩‍🚀 flies 🇬🇧!", ["a", "flies", "!"]),
        ("“the final yr’s ‘unrest’”", ["the", "final", "yr’s", "unrest"]),
        ("broken \ud800 half", ["broken", "half"]),
        ("cafe\u0301 re\u0301sume\u0301", ["cafe\u0301", "re\u0301sume\u0301"]),
        ("exam\u00adple", ["exam\u00adple"]),
        ("1,200.5km and 3rd", ["1,200.5km", "and", "3rd"]),
        ("rock-and-roll", ["rock", "and", "roll"]),
        ("", []),
    ],
)
def test_tokens_are_pieces_of_the_text(text: str, expected: list[str]) -> None:
    assert words_in(text) == expected


@given(st.text(max_size=80))
def test_offsets_are_ordered_and_inside(text: str) -> None:
    tokens = tokenize(text)
    edges = [edge for pair in zip(tokens.starts, tokens.ends, strict=True) for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert [normal(w) for w in words_in(text)] == tokens.words
    assert tokens.protected <= set(range(len(tokens.words)))


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_stretch_keeps_to_its_bounds(before: str, middle: str, after: str) -> None:
    end = len(before) + len(middle)
    tokens = tokenize(before + middle + after, len(before), end)
    assert all(len(before) <= start < stop <= end for start, stop in zip(tokens.starts, tokens.ends, strict=True))


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("One ends. Two starts! Three?", ["One", "Two", "Three"]),
        ("about 3.5 per cent. more", ["about"]),
        ("Heading\nBody text.", ["Heading", "Body"]),
        ("a line that is wrapped at quite some length, as mail programs do it,\nand goes on", ["a"]),
        ("one\n\ntwo", ["one", "two"]),
    ],
)
def test_sentences(text: str, openings: list[str]) -> None:
    tokens = tokenize(text)
    assert [text[tokens.starts[i] : tokens.ends[i]] for i in tokens.sentences] == openings


def test_every_token_is_in_one_sentence() -> None:
    tokens = tokenize("One two. Three four.\n\nFive")
    numbers = [i for s in range(len(tokens.sentences)) for i in tokens.sentence_range(s)]
    assert numbers == list(range(len(tokens.words)))
    assert [tokens.sentence_of(i) for i in numbers] == [0, 0, 0, 1, 1, 1, 2]


@pytest.mark.parametrize(
    "held",
    [
        "https://example.org/final-yr?x=1",
        "HTTPS://EXAMPLE.ORG/Final",
        "www.final.example",
        "WWW.FINAL.EXAMPLE",
        "final.yr@example.org",
        "#finalyr",
        "@final",
        "`final yr`",
        "<a title='final yr'>",
        "{final yr}",
        "C:\\final\\yr",
        "/usr/share/final",
        "final_yr",
        "final.py",
    ],
)
def test_protected_spans(held: str) -> None:
    text = f"In the end {held} remains here"
    tokens = tokenize(text)
    inside = {
        i
        for i, (a, b) in enumerate(zip(tokens.starts, tokens.ends, strict=True))
        if a >= len("In the end ") and b <= len("In the end ") + len(held)
    }
    assert inside
    assert tokens.protected == inside


def test_plain_text_has_no_protected_tokens() -> None:
    assert tokenize("The final yr, she said, was hard; and/or so.").protected == frozenset()


def test_joins_tell_what_may_be_one_phrase() -> None:
    assert tokenize("on-line  games (final) yr").joins == ["", "-", " ", "", ""]
